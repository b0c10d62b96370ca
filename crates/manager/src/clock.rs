//! The only place that reads clocks: what lies below is told the time.

use std::time::UNIX_EPOCH;

use jiff::Timestamp;
use petasos_dialogue::Time;
use tokio::time::Instant;

/// Brings time to what has no clock of its own. On tokio's clock, so that tests can move it.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    start: Instant,
}

impl Clock {
    /// A clock that starts now.
    pub fn start() -> Self {
        Self { start: Instant::now() }
    }

    /// The time since its start.
    pub fn now(self) -> Time {
        Time::START + self.start.elapsed()
    }

    /// When it shows this time.
    pub fn instant(self, time: Time) -> Instant {
        self.start + time.since(Time::START)
    }
}

/// Milliseconds since 1970, for people to read. Never used to decide anything.
pub(crate) fn unix_millis() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "this is the shell's clock module")]
    let now = std::time::SystemTime::now();
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// The wall clock, for people to read. Never used to decide anything.
pub(crate) fn wall() -> Timestamp {
    Timestamp::from_millisecond(unix_millis()).unwrap_or_default()
}
