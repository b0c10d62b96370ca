//! The time of day.

use jiff::Timestamp;
use tokio::time::Instant;

/// The time of day as it was at the start, and from there on tokio's clock: tests can move it, and setting the machine's clock moves
/// no deadline.
#[derive(Debug, Clone, Copy)]
pub struct WallClock {
    began: Instant,
    then: Timestamp,
}

impl WallClock {
    /// The clock of this machine.
    pub fn start() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the programs' only place that reads the wall clock"
        )]
        let now = std::time::SystemTime::now();
        Self::showing(Timestamp::try_from(now).unwrap_or_default())
    }

    /// A clock that shows this time now.
    pub fn showing(time: Timestamp) -> Self {
        Self { began: Instant::now(), then: time }
    }

    /// What time it is.
    pub fn now(self) -> Timestamp {
        self.then.checked_add(self.began.elapsed()).unwrap_or(Timestamp::MAX)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn time_goes_on() {
        let clock = WallClock::showing(Timestamp::UNIX_EPOCH);
        tokio::time::sleep(Duration::from_secs(90)).await;
        assert_eq!(clock.now(), Timestamp::from_second(90).unwrap());
    }
}
