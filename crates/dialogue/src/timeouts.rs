//! Time limits.

use std::time::Duration;

/// How long answers may take.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Timeouts {
    /// From `startListening` to `textCaptured`. Default 30 s in Rhasspy (its session timeout), 15 s in Snips, 10 s in Alice.
    pub listening: Duration,
    /// The same after a follow-up that no skill asked for. Default 8 s.
    pub follow_up: Duration,
    /// From the query to the NLU's answer. Default 15 s in Snips, else 10 s.
    pub understanding: Duration,
    /// From the intent to the skill's answer. Default 30 s in Rhasspy, 5 s in Snips, 10 s in Alice.
    pub skill: Duration,
    /// The longest a skill may have when it says that it needs longer, from the intent. Default 600 s.
    pub working: Duration,
    /// How long a session may wait in the queue. Default 300 s.
    pub queued: Duration,
    /// Speech is taken to start within this time. Default 5 s.
    pub speech_start: Duration,
    /// Speech is taken to be no slower than this many characters a second. Default 10.
    pub speech_chars_per_second: f64,
    /// Speech whose length is not known is taken to be over after this time. Default 120 s.
    pub speech_longest: Duration,
    /// How much later than its length says a WAV may be over. Default 500 ms.
    pub playback_margin: Duration,
}

impl Timeouts {
    /// What most dialects have.
    pub(crate) const COMMON: Self = Self {
        listening: Duration::from_secs(10),
        follow_up: Duration::from_secs(8),
        understanding: Duration::from_secs(10),
        skill: Duration::from_secs(10),
        working: Duration::from_secs(600),
        queued: Duration::from_secs(300),
        speech_start: Duration::from_secs(5),
        speech_chars_per_second: 10.0,
        speech_longest: Duration::from_secs(120),
        playback_margin: Duration::from_millis(500),
    };
}
