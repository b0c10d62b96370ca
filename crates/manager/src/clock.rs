//! The only place that asks for the time: what lies below is told it.

use jiff::Timestamp;
use petasos_dialogue::Time;
use petasos_program::WallClock;
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
    WallClock::of_machine().now().as_millisecond()
}

/// The wall clock, for people to read. Never used to decide anything.
pub(crate) fn wall() -> Timestamp {
    Timestamp::from_millisecond(unix_millis()).unwrap_or_default()
}
