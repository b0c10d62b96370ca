//! Gaps in recordings.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Entry;

/// The topic of entries that mark a gap. Topics with `$` are reserved for the broker (MQTT 3.1.1, section 4.7.2), so no component
/// publishes here, and readers that do not know gaps ignore them.
pub const GAP_TOPIC: &str = "$petasos/gap";

/// A period from which messages are missing in a recording. It ends with its entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Gap {
    /// Why they are missing.
    pub why: GapCause,
    /// How many are missing; `None` if it is not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub messages: Option<u64>,
    /// How long it lasted in seconds, if it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<f64>,
}

/// Why messages are missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum GapCause {
    /// There was no connection to the broker.
    Disconnected,
    /// Messages arrived faster than they could be written.
    TooFast,
}

impl Gap {
    /// A gap because this many messages arrived faster than they could be written.
    pub fn too_fast(messages: u64) -> Self {
        Self { why: GapCause::TooFast, messages: Some(messages), seconds: None }
    }

    /// A gap because there was no connection for this time.
    pub fn disconnected(time: Duration) -> Self {
        Self { why: GapCause::Disconnected, messages: None, seconds: Some(time.as_secs_f64()) }
    }

    /// The entry for a gap that ended at this time.
    pub fn entry(&self, at: Duration, wall: Timestamp) -> Entry {
        // A structure of plain values can always be written.
        let payload = serde_json::to_vec(self).unwrap_or_default();
        Entry::new(at, wall, GAP_TOPIC, payload)
    }

    /// The gap that an entry marks, if it does.
    pub fn of(entry: &Entry) -> Option<Self> {
        let bytes = entry.payload.bytes().filter(|_| entry.topic == GAP_TOPIC)?;
        serde_json::from_slice(bytes).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Kept, Payload, Redactor};

    #[test]
    fn a_gap_comes_back_from_its_entry() {
        for gap in [Gap::too_fast(12), Gap::disconnected(Duration::from_millis(2500))] {
            let entry = gap.entry(Duration::from_secs(1), Timestamp::UNIX_EPOCH);
            assert_eq!(Gap::of(&entry), Some(gap));
        }
    }

    #[test]
    fn a_gap_stays_when_a_recording_is_cleaned_and_nothing_can_hide_in_it() {
        let entry = Gap::too_fast(12).entry(Duration::from_secs(1), Timestamp::UNIX_EPOCH);
        let mut redactor = Redactor::new(1, Kept::default());
        assert_eq!(redactor.redact(entry.clone()), entry);
        let smuggled = br#"{"why":"tooFast","messages":12,"words":"secret"}"#.as_slice();
        assert_eq!(
            redactor.redact(Entry { payload: Payload::Bytes(smuggled.into()), ..entry.clone() }),
            entry
        );
    }

    #[test]
    fn an_ordinary_message_is_no_gap() {
        let mut entry = Gap::too_fast(1).entry(Duration::ZERO, Timestamp::UNIX_EPOCH);
        entry.topic = "hermes/tts/say".to_owned();
        assert_eq!(Gap::of(&entry), None);
    }
}
