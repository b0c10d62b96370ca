//! Messages that arrive twice, byte for byte: from two components of a kind, or over a bridge that forwards everything twice.

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use petasos_messages::Message;
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Diagnosis;
use super::finding::{Findings, NewFinding};

/// A copy arrives within this time; later the same message may be intended again.
const SOON: Duration = Duration::from_millis(200);
/// How long to collect copies before concluding where they come from.
const COLLECTED: Duration = Duration::from_secs(5);
/// The most messages that are remembered.
const REMEMBERED: usize = 256;

/// Recognizes copies, and concludes where they come from.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    /// When recent messages arrived, by their hash.
    seen: BoundedMap<u64, Duration, REMEMBERED>,
    /// Since when copies have arrived, and from which components.
    copied: Option<(Duration, BTreeSet<&'static str>)>,
}

/// The sender, for messages that are sent once. Toggles may well be repeated.
fn sender(message: &Message) -> Option<&'static str> {
    Some(match message {
        Message::SessionStarted(_)
        | Message::SessionEnded(_)
        | Message::SessionQueued(_)
        | Message::Say(_) => "the dialogue manager",
        Message::TextCaptured(_) => "the ASR",
        Message::IntentParsed(_) | Message::NluIntentNotRecognized(_) | Message::Intent(_) => "the NLU",
        Message::SayFinished(_) => "the TTS",
        Message::PlayFinished(_) => "the player",
        Message::ContinueSession(_) | Message::EndSession(_) => "a skill",
        Message::HotwordDetected(_) => "the wake word detector",
        _ => return None,
    })
}

impl Duplicates {
    /// Whether this is a copy, which the checks must not see.
    pub(super) fn handle(&mut self, now: Duration, decoded: &DecodedEntry<'_>) -> bool {
        let Some(sender) = decoded.message.as_ref().and_then(sender) else { return false };
        let mut hasher = DefaultHasher::new();
        (&decoded.entry.topic, decoded.entry.payload.bytes()).hash(&mut hasher);
        let hash = hasher.finish();
        let is_copy = self.seen.get(&hash).is_some_and(|before| now.saturating_sub(*before) <= SOON);
        self.seen.insert(hash, now);
        // The broker itself may deliver a message again, and then marks it.
        if is_copy && !decoded.entry.dup {
            self.copied.get_or_insert_with(|| (now, BTreeSet::new())).1.insert(sender);
        }
        is_copy
    }

    pub(super) fn time(&mut self, now: Duration, findings: &mut Findings) {
        if self.copied.as_ref().is_some_and(|(since, _)| now.saturating_sub(*since) > COLLECTED) {
            self.conclude(findings);
        }
    }

    /// Reports where the copies come from, if there were any.
    pub(super) fn conclude(&mut self, findings: &mut Findings) {
        let Some((_, senders)) = self.copied.take() else { return };
        let senders: Vec<&str> = senders.into_iter().collect();
        let diagnosis = match senders.as_slice() {
            ["the ASR"] => Diagnosis::TwoAsrs,
            // Both intents are answered by the skill.
            ["the NLU"] | ["a skill", "the NLU"] => Diagnosis::TwoNlus,
            ["a skill"] => Diagnosis::TwoSkills,
            // Any other component may repeat itself without harm.
            [_] => return,
            _ => Diagnosis::DoubledMessages,
        };
        findings.add(NewFinding::of(diagnosis), || {
            let all = match senders.as_slice() {
                [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
                one => one.concat(),
            };
            format!("Messages from {all} arrive twice, byte for byte.")
        });
    }
}
