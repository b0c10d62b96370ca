//! Messages that should not be, whoever sends them.

use petasos_messages::filter::Namespace;
use petasos_messages::{CHANNELS, Message};

use super::super::Diagnosis;
use super::super::finding::{Findings, NewFinding};
use super::super::observed_state::ObservedState;
use super::Check;
use petasos_recording::DecodedEntry;

/// The broker keeps messages of Hermes.
#[derive(Debug)]
pub(super) struct Retained;

impl Check for Retained {
    fn observe(&mut self, _: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let topic = &decoded.entry.topic;
        if !decoded.entry.retain || Namespace::of(topic) != Some(Namespace::Hermes) {
            return;
        }
        let cure = format!(
            "Delete it with: petasos pub '{}' --clear. Then find who publishes it with retain.",
            topic.replace('\'', r"'\''")
        );
        findings.add(NewFinding::of(Diagnosis::Retained).about(topic).cure(cure), || {
            format!("The broker keeps a message on {topic}; it happens again whenever somebody connects.")
        });
    }
}

/// Messages that cannot be read, and topics that are nearly right.
#[derive(Debug)]
pub(super) struct Malformed;

impl Check for Malformed {
    fn observe(&mut self, _: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let Some(wrong) = &decoded.error else { return };
        let topic = &decoded.entry.topic;
        if !wrong.is_foreign_topic() {
            let about = format!("{topic} {}", wrong.field().unwrap_or_else(|| wrong.kind()));
            findings.add(NewFinding::of(Diagnosis::Malformed).about(&about), || {
                format!("A message on {} cannot be read: {}.", wrong.topic, wrong.reason)
            });
        } else if let Some(meant) = nearest(topic) {
            findings.add(NewFinding::of(Diagnosis::MisspeltTopic).about(topic), || {
                format!("A message came on {}, which nobody knows; {meant} was probably meant.", wrong.topic)
            });
        }
    }
}

/// The topic of Hermes that was meant, if one is only a letter or two off.
fn nearest(topic: &str) -> Option<String> {
    const NEAR: usize = 2;
    let written = topic.to_lowercase();
    if Namespace::of(&written) != Some(Namespace::Hermes) {
        return None;
    }
    // Those with names in them are left out: the names may be anything.
    let fixed = CHANNELS.iter().filter(|channel| channel.parameters().next().is_none());
    fixed
        .map(|channel| channel.address)
        .filter(|address| address.len().abs_diff(written.len()) <= NEAR)
        .map(|address| (strsim::osa_distance(&address.to_lowercase(), &written), address))
        .filter(|(distance, _)| *distance <= NEAR)
        .min()
        .map(|(_, address)| address.to_owned())
}

/// Components that report errors. The dialogue manager is none of them: it reports what others have sent, which is looked at here
/// as well.
#[derive(Debug)]
pub(super) struct Errors;

impl Check for Errors {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let Some(message) = &decoded.message else { return };
        let (component, error) = match message {
            Message::HotwordError(error) => ("wake word detector", error),
            Message::AsrError(error) => ("ASR", error),
            Message::NluError(error) => ("NLU", error),
            Message::TtsError(error) => ("TTS", error),
            Message::AudioPlayError(error) => ("player", error),
            Message::AudioRecordError(error) => ("microphone", error),
            Message::AudioServerError(error) => ("audio server", error),
            Message::InjectionError(error) => ("injection", error),
            _ => return,
        };
        let subject = message.subject();
        let mut note = NewFinding::of(Diagnosis::ComponentError).about(component).in_session(subject.session);
        if let Some(site) = state.site_of(message) {
            note = note.at(site);
        }
        findings.add(note, || {
            /// Errors may bring a whole traceback with them.
            const SHOWN: usize = 200;
            let text: String = error.error.chars().take(SHOWN).collect();
            format!("The {component} reports an error: {text}")
        });
    }
}
