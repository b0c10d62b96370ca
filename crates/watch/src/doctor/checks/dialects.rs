//! Components that use different dialects.

use std::collections::BTreeMap;

use petasos_messages::Message;
use petasos_recording::DecodedEntry;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding};
use crate::doctor::observed_state::ObservedState;

/// How many messages of a kind are looked at. A component does not change its dialect.
const LOOKED_AT: u32 = 20;

/// Compares the dialects of components by the keys that only one family of dialects writes.
#[derive(Debug, Default)]
pub(super) struct Dialects {
    manager: Option<Family>,
    components: BTreeMap<&'static str, Family>,
    looked_at: BTreeMap<&'static str, u32>,
}

/// Snips and Alice write the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Rhasspy,
    Snips,
}

impl Family {
    fn name(self) -> &'static str {
        match self {
            Self::Rhasspy => "Rhasspy",
            Self::Snips => "Snips",
        }
    }
}

const MANAGER: &str = "dialogue manager";

/// The sender of a message, the keys that only Rhasspy writes, and those that only Snips and Alice write.
fn marks(message: &Message) -> Option<(&'static str, &'static [&'static str], &'static [&'static str])> {
    Some(match message {
        Message::SessionStarted(_) => (MANAGER, &["lang"], &["reactivatedFromSessionId"]),
        Message::StartListening(_) => (MANAGER, &["stopOnSilence", "sendAudioCaptured"], &["startSignalMs"]),
        Message::HotwordDetected(_) => {
            ("wake word detector", &["sendAudioCaptured"], &["detectionSignalMs", "endSignalMs"])
        }
        Message::TextCaptured(_) => ("ASR", &["asrTokens", "wakewordId"], &["tokens", "speakerHypotheses"]),
        _ => return None,
    })
}

impl Check for Dialects {
    fn observe(&mut self, _: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let Some((component, rhasspy, snips)) = decoded.message.as_ref().and_then(marks) else { return };
        let looked_at = self.looked_at.entry(component).or_default();
        if *looked_at >= LOOKED_AT {
            return;
        }
        *looked_at += 1;
        let Some(keys) = decoded.entry.payload.bytes().and_then(|bytes| keys(bytes)) else { return };
        let has = |marks: &[&str]| marks.iter().any(|mark| keys.contains(&(*mark).to_owned()));
        let family = match (has(rhasspy), has(snips)) {
            (true, false) => Family::Rhasspy,
            (false, true) => Family::Snips,
            _ => return,
        };
        if component == MANAGER {
            self.manager.get_or_insert(family);
        } else {
            self.components.entry(component).or_insert(family);
        }
        self.compare(findings);
    }
}

impl Dialects {
    fn compare(&self, findings: &mut Findings) {
        let Some(manager) = self.manager else { return };
        for (component, family) in self.components.iter().filter(|(_, family)| **family != manager) {
            findings.add(NewFinding::of(Diagnosis::DialectMix).about(component), || {
                format!(
                    "The dialogue manager uses the dialect of {}, the {component} that of {}.",
                    manager.name(),
                    family.name()
                )
            });
        }
    }
}

/// The keys of a JSON object.
fn keys(bytes: &[u8]) -> Option<Vec<String>> {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct Keys<'a>(#[serde(borrow)] BTreeMap<String, &'a RawValue>);

    let Keys(keys) = serde_json::from_slice(bytes).ok()?;
    Some(keys.into_keys().collect())
}
