//! The only place that asks for the time and for random bits.

use std::time::Duration;

use petasos_program::WallClock;
use tokio::time::Instant;

/// Brings time to the desk. On tokio's clock, so that tests can move it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    start: Instant,
}

impl Clock {
    /// A clock that starts now.
    pub(crate) fn start() -> Self {
        Self { start: Instant::now() }
    }

    /// The time since its start.
    pub(crate) fn now(self) -> Duration {
        self.start.elapsed()
    }

    /// When it shows this time.
    pub(crate) fn instant(self, time: Duration) -> Instant {
        self.start + time
    }
}

/// Milliseconds since 1970, for people to read. Never used to decide anything.
pub(crate) fn unix_millis() -> i64 {
    WallClock::of_machine().now().as_millisecond()
}

/// A name that nobody else has.
pub(crate) fn unique() -> String {
    let mut bits = [0; 16];
    #[expect(clippy::expect_used, reason = "without random bits no run of a skill can be told from another")]
    getrandom::fill(&mut bits).expect("the system gives random bits");
    format!("{:032x}", u128::from_ne_bytes(bits))
}
