//! Wall-clock and elapsed time. No other file reads the machine's clocks.

use std::time::Duration;

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use petasos_sans_io::Time;
use tokio::time::Instant;

/// The time of day.
#[derive(Debug, Clone, Copy)]
pub struct WallClock(Source);

#[derive(Debug, Clone, Copy)]
enum Source {
    /// Reads the machine's clock every time.
    Machine,
    /// The time of day at the start, and from there on tokio's clock.
    Since { began: Instant, then: Timestamp },
}

impl WallClock {
    /// The machine's clock, including corrections: for telling the time. Many machines start with a wrong clock, until NTP corrects
    /// it.
    pub fn of_machine() -> Self {
        Self(Source::Machine)
    }

    /// The machine's time now, then tokio's clock: for deadlines, which a correction of the machine's clock must not move.
    pub fn start() -> Self {
        Self::showing(machine())
    }

    /// The given time now, then tokio's clock, which tests can move.
    pub fn showing(time: Timestamp) -> Self {
        Self(Source::Since { began: Instant::now(), then: time })
    }

    /// The present time.
    pub fn now(self) -> Timestamp {
        match self.0 {
            Source::Machine => machine(),
            Source::Since { began, then } => then.checked_add(began.elapsed()).unwrap_or(Timestamp::MAX),
        }
    }

    /// The present time in this machine's time zone.
    pub fn local(self) -> Zoned {
        self.now().to_zoned(TimeZone::system())
    }
}

fn machine() -> Timestamp {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
    Timestamp::now()
}

/// The time since a start, for state machines without a clock. It is tokio's clock, so tests can move it.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    start: Instant,
}

impl Clock {
    /// A clock that starts now.
    pub fn start() -> Self {
        Self { start: Instant::now() }
    }

    /// The current time; [`Time::START`] is the start of this clock.
    pub fn now(self) -> Time {
        Time::START + self.elapsed()
    }

    /// The time since the start.
    pub fn elapsed(self) -> Duration {
        self.start.elapsed()
    }

    /// The instant at which this clock shows `time`.
    pub fn instant(self, time: Time) -> Instant {
        self.start + time.since(Time::START)
    }
}

/// Waits until `deadline`, or forever if there is none.
pub async fn sleep_until(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}

#[cfg(test)]
mod tests {
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
