//! The time of day, and the time that has passed. No other file reads a clock of the machine.

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
    /// The machine's clock, each time it is asked.
    Machine,
    /// The time of day at the start, and from there on tokio's clock.
    Since { began: Instant, then: Timestamp },
}

impl WallClock {
    /// The clock of this machine, including changes to it: for telling the time. Many machines start with a wrong clock, until NTP
    /// corrects it.
    pub fn of_machine() -> Self {
        Self(Source::Machine)
    }

    /// The time of this machine now, and from there on tokio's clock: for deadlines, which setting the machine's clock must not move.
    pub fn start() -> Self {
        Self::showing(machine())
    }

    /// This time now, and from there on tokio's clock, which tests can move.
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

/// The time since a start, for state machines that have no clock. It is tokio's clock, so tests can move it.
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

    /// When this clock shows `time`.
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
