//! The time of day.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use tokio::time::Instant;

/// The time of day.
#[derive(Debug, Clone, Copy)]
pub struct WallClock(Source);

#[derive(Debug, Clone, Copy)]
enum Source {
    /// Whatever the machine's clock shows.
    Machine,
    /// The time of day as it was at the start, and from there on tokio's clock.
    Since { began: Instant, then: Timestamp },
}

impl WallClock {
    /// The clock of this machine, whoever sets it meanwhile: for telling the time. Many machines begin with a wrong one, until the
    /// network has told them.
    pub fn of_machine() -> Self {
        Self(Source::Machine)
    }

    /// The time of this machine now, and from there on tokio's clock: for measuring. Setting the machine's clock moves no deadline.
    pub fn start() -> Self {
        Self::showing(machine())
    }

    /// A clock that shows this time now, and from there on tokio's clock: tests can move it.
    pub fn showing(time: Timestamp) -> Self {
        Self(Source::Since { began: Instant::now(), then: time })
    }

    /// What time it is.
    pub fn now(self) -> Timestamp {
        match self.0 {
            Source::Machine => machine(),
            Source::Since { began, then } => then.checked_add(began.elapsed()).unwrap_or(Timestamp::MAX),
        }
    }

    /// What time it is in the time zone of this machine.
    pub fn local(self) -> Zoned {
        self.now().to_zoned(TimeZone::system())
    }
}

fn machine() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    Timestamp::now()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 60 * 60);

    #[tokio::test(start_paused = true)]
    async fn time_goes_on() {
        let clock = WallClock::showing(Timestamp::UNIX_EPOCH);
        tokio::time::sleep(Duration::from_secs(90)).await;
        assert_eq!(clock.now(), Timestamp::from_second(90).unwrap());
    }

    #[tokio::test(start_paused = true)]
    async fn the_clock_of_the_machine_is_not_counted_on_from_the_start() {
        let (told, counted) = (WallClock::of_machine(), WallClock::start());
        tokio::time::sleep(DAY).await;
        let apart = Duration::try_from(counted.now().duration_since(told.now())).unwrap();
        assert!(apart > DAY / 2, "both would show a wrong time for ever: {apart:?}");
    }
}
