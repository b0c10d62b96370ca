//! What microphones hear that they should not.

use std::time::Duration;

use petasos_messages::payload::{SayFinished, StartListening};
use petasos_messages::{Message, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Findings, NewFinding, span};
use super::super::observed_state::{ObservedState, PlayingSound};
use super::Check;
use petasos_recording::DecodedEntry;

/// Less is not heard, and told by no clock.
const HEARD: Duration = Duration::from_millis(300);

/// Looks at what is played while somebody is listened to.
#[derive(Debug)]
pub(super) struct OpenMicrophone;

impl Check for OpenMicrophone {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::StartListening(start)) => opens(state, start, findings),
            Some(Message::PlayBytes(play)) => {
                let sound = decoded.sound.unwrap_or_default();
                plays(state, &play.site_id, sound, findings);
            }
            Some(message @ Message::SayFinished(finished)) => {
                if let Some(site) = state.site_of(message) {
                    finishes(state, site, finished, findings);
                }
            }
            _ => {}
        }
    }
}

/// The microphone opens.
fn opens(state: &ObservedState, start: &StartListening, findings: &mut Findings) {
    let site = &start.site_id;
    let Some((_, left)) = audible(state, site) else { return };
    let note =
        NewFinding::of(Diagnosis::MicrophoneHearsSpeech).at(site).in_session(start.session_id.as_ref());
    findings.add(note, || {
        format!("The microphone at {site} was opened {} before the end of what was played there.", span(left))
    });
}

/// Something is played.
fn plays(state: &ObservedState, id: &SiteId, length: Duration, findings: &mut Findings) {
    let Some((_, session)) = state.site(id).and_then(|site| site.listening.as_ref()) else { return };
    if length >= HEARD {
        let note = NewFinding::of(Diagnosis::SpeechWhileListening).at(id).in_session(session.as_ref());
        findings.add(note, || {
            format!(
                "At {id}, {} of sound were played while the microphone listened to a command.",
                span(length)
            )
        });
    }
}

/// The TTS says that it has finished.
fn finishes(state: &ObservedState, site: &SiteId, finished: &SayFinished, findings: &mut Findings) {
    let Some((sound, left)) = audible(state, site) else { return };
    let is_meant = sound.say.as_ref().is_some_and(|say| finished.id.is_none() || finished.id == say.id);
    if is_meant {
        let note =
            NewFinding::of(Diagnosis::SayFinishedEarly).at(site).in_session(finished.session_id.as_ref());
        findings.add(note, || {
            format!("The TTS said that it had finished at {site} {} before the end of its sound.", span(left))
        });
    }
}

/// What is still to be heard at a site, and for how long.
fn audible<'a>(state: &'a ObservedState, site: &SiteId) -> Option<(&'a PlayingSound, Duration)> {
    state.site(site)?.playing(state.now).filter(|(_, left)| *left >= HEARD)
}
