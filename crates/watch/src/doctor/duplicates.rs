//! Messages that come twice, byte for byte: from two parts of a kind, or over a bridge that carries everything twice.

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::time::Duration;

use petasos_messages::Message;

use super::Diagnosis;
use super::finding::{Findings, NewFinding};
use petasos_recording::{BoundedMap, DecodedEntry};

/// A copy comes so soon. Later the same message may be meant once more.
const SOON: Duration = Duration::from_millis(200);
/// So long it is watched whether others come twice as well.
const WATCHED: Duration = Duration::from_secs(5);
/// So many messages are remembered to know copies of them.
const REMEMBERED: usize = 256;

/// Sets copies aside, and concludes where they come from.
#[derive(Debug, Default)]
pub(super) struct Duplicates {
    /// What came lately, by its hash.
    seen: BoundedMap<u64, Duration, REMEMBERED>,
    /// Since when copies have come, and from whom.
    copied: Option<(Duration, BTreeSet<&'static str>)>,
}

/// Who sends it, of those who send each message once. Toggles may well come twice.
fn part(message: &Message) -> Option<&'static str> {
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
    /// Whether this is a copy. Nobody else needs to look at it then.
    pub(super) fn handle(&mut self, now: Duration, decoded: &DecodedEntry<'_>) -> bool {
        let Some(part) = decoded.message.as_ref().and_then(part) else { return false };
        let mut hasher = DefaultHasher::new();
        (&decoded.entry.topic, decoded.entry.payload.bytes()).hash(&mut hasher);
        let hash = hasher.finish();
        let is_copy = self.seen.get(&hash).is_some_and(|before| now.saturating_sub(*before) <= SOON);
        self.seen.insert(hash, now);
        // The broker itself may send a message again, and marks it then.
        if is_copy && !decoded.entry.dup {
            self.copied.get_or_insert_with(|| (now, BTreeSet::new())).1.insert(part);
        }
        is_copy
    }

    /// Time passes.
    pub(super) fn time(&mut self, now: Duration, findings: &mut Findings) {
        if self.copied.as_ref().is_some_and(|(since, _)| now.saturating_sub(*since) > WATCHED) {
            self.conclude(findings);
        }
    }

    /// Says where the copies come from, if there were any.
    pub(super) fn conclude(&mut self, findings: &mut Findings) {
        let Some((_, parts)) = self.copied.take() else { return };
        let parts: Vec<&str> = parts.into_iter().collect();
        let diagnosis = match parts.as_slice() {
            ["the ASR"] => Diagnosis::TwoAsrs,
            // Each of the intents is answered by its skill.
            ["the NLU"] | ["a skill", "the NLU"] => Diagnosis::TwoNlus,
            ["a skill"] => Diagnosis::TwoSkills,
            // Any other part alone may repeat itself: that does no harm, and tells nothing.
            [_] => return,
            _ => Diagnosis::DoubledMessages,
        };
        findings.add(NewFinding::of(diagnosis), || {
            let all = match parts.as_slice() {
                [rest @ .., last] if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
                one => one.concat(),
            };
            format!("What comes from {all} comes twice, byte for byte.")
        });
    }
}
