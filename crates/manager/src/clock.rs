//! The only place that reads clocks: what lies below is told the time.

use std::time::{Duration, UNIX_EPOCH};

use petasos_dialogue::Time;
use tokio::time::Instant;

/// Time since the start of the manager. On tokio's clock, so that tests can move it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    start: Instant,
}

impl Clock {
    pub(crate) fn start() -> Self {
        Self { start: Instant::now() }
    }

    pub(crate) fn now(self) -> Time {
        Time::START + self.start.elapsed()
    }

    /// When the clock shows this time.
    pub(crate) fn instant(self, time: Time) -> Instant {
        self.start + Duration::from_nanos(time.as_nanos())
    }
}

/// Milliseconds since 1970, for people to read. Never used to decide anything.
pub(crate) fn unix_millis() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "this is the shell's clock module")]
    let now = std::time::SystemTime::now();
    let since = now.duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
