//! Messages that are wrong in themselves: retained, malformed, on misspelt topics, or errors.

use petasos_messages::filter::Namespace;
use petasos_messages::{CHANNELS, Message};
use petasos_recording::DecodedEntry;

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding};
use crate::doctor::observed_state::ObservedState;

/// Looks for Hermes messages that the broker retains.
#[derive(Debug)]
pub(super) struct Retained;

impl Check for Retained {
    fn observe(&mut self, _: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let topic = &decoded.entry.topic;
        if !decoded.entry.retain || Namespace::of(topic) != Some(Namespace::Hermes) {
            return;
        }
        let cure = format!(
            "Delete it with: petasos pub '{}' --clear. Then find the program that sets the retain flag.",
            topic.replace('\'', r"'\''")
        );
        findings.add(NewFinding::of(Diagnosis::Retained).about(topic).cure(cure), || {
            format!(
                "The broker retains a message on {topic}; it takes effect again whenever a program connects."
            )
        });
    }
}

/// Looks for messages that cannot be read, and for topics that are nearly right.
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
                format!(
                    "A message arrived on {}, which is not a topic of Hermes; {meant} was probably meant.",
                    wrong.topic
                )
            });
        }
    }
}

/// The topic of Hermes that differs in at most two letters, if there is one.
fn nearest(topic: &str) -> Option<String> {
    const NEAR: usize = 2;
    let written = topic.to_lowercase();
    if Namespace::of(&written) != Some(Namespace::Hermes) {
        return None;
    }
    // Topics with parameters are left out: a parameter may be anything.
    let fixed = CHANNELS.iter().filter(|channel| channel.parameters().next().is_none());
    fixed
        .map(|channel| channel.address)
        .filter(|address| address.len().abs_diff(written.len()) <= NEAR)
        .map(|address| (strsim::osa_distance(&address.to_lowercase(), &written), address))
        .filter(|(distance, _)| *distance <= NEAR)
        .min()
        .map(|(_, address)| address.to_owned())
}

/// Looks for errors that components report. Those of the dialogue manager are left out: they are about messages of others, which
/// are checked here as well.
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
            /// Errors may contain a whole traceback.
            const SHOWN: usize = 200;
            let text: String = error.error.chars().take(SHOWN).collect();
            format!("The {component} reported an error: {text}")
        });
    }
}
