//! What is looked for, a few diagnoses in each file.

mod audio_streams;
mod clocks;
mod dialects;
mod growing_queue;
mod hotwords;
mod open_microphone;
mod rival_components;
mod same_voice;
mod session_endings;
mod silent_components;
mod site_names;
mod skill_announcements;
mod skill_answers;
mod unreadable_messages;

use std::fmt::Debug;

use petasos_recording::DecodedEntry;

use super::finding::Findings;
use super::observed_state::ObservedState;

/// Looks for one or a few diagnoses.
pub(super) trait Check: Debug + Send {
    /// A message arrived. `state` does not contain it yet.
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let _ = (state, decoded, findings);
    }

    /// Time has passed.
    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        let _ = (state, findings);
    }

    /// There are no more messages.
    fn finish(&mut self, state: &ObservedState, findings: &mut Findings) {
        let _ = (state, findings);
    }
}

pub(super) fn all() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(unreadable_messages::Retained),
        Box::new(unreadable_messages::Malformed),
        Box::<rival_components::Managers>::default(),
        Box::new(rival_components::Answers),
        Box::new(unreadable_messages::Errors),
        Box::<silent_components::Asr>::default(),
        Box::<silent_components::Nlu>::default(),
        Box::<silent_components::Tts>::default(),
        Box::<silent_components::Players>::default(),
        Box::<skill_answers::SkillAnswers>::default(),
        Box::<skill_announcements::Announcements>::default(),
        Box::<session_endings::Endings>::default(),
        Box::<growing_queue::GrowingQueue>::default(),
        Box::<hotwords::Detectors>::default(),
        Box::<hotwords::LeftOff>::default(),
        Box::new(open_microphone::OpenMicrophone),
        Box::<site_names::Names>::default(),
        Box::new(site_names::Mismatch),
        Box::<same_voice::SameVoice>::default(),
        Box::<audio_streams::Streams>::default(),
        Box::<clocks::Clocks>::default(),
        Box::<dialects::Dialects>::default(),
    ]
}
