//! Time limits.

use std::time::Duration;

/// Time limits of the phases of a session.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Timeouts {
    /// From `startListening` to `textCaptured`. Default 30 s in Rhasspy (its session timeout), 15 s in Snips, 10 s in Alice.
    pub listening: Duration,
    /// The same in a follow-up session. Default 8 s.
    pub follow_up: Duration,
    /// From the query to the NLU's answer. Default 15 s in Snips, else 10 s.
    pub understanding: Duration,
    /// From the intent to the skill's answer. Default 30 s in Rhasspy, 5 s in Snips, 10 s in Alice.
    pub skill: Duration,
    /// The longest extension a skill can request with `working`, from the intent. Default 600 s.
    pub working: Duration,
    /// How long a session may stay queued. Default 300 s.
    pub queued: Duration,
    /// Estimated delay until speech starts. Default 5 s.
    pub speech_start: Duration,
    /// Estimated lowest speaking rate, in characters per second. Default 10.
    pub speech_chars_per_second: f64,
    /// Longest estimate for speech whose length is unknown. Default 120 s.
    pub speech_longest: Duration,
    /// How long `playFinished` may lag behind the length of the WAV. Default 500 ms.
    pub playback_margin: Duration,
}

impl Timeouts {
    /// The defaults most dialects share.
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
