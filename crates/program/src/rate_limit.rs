//! A rate limit on what others can make a program log or publish.

use std::time::Duration;

use petasos_sans_io::Time;

/// Allows a number of events per period, and counts the others.
///
/// A period begins with the first event after the previous period, so that events that are far apart are all allowed.
#[derive(Debug, Clone)]
pub struct RateLimit {
    most: u32,
    period: Duration,
    period_ends: Time,
    allowed: u32,
    held_back: u64,
}

impl RateLimit {
    /// At most `most` events in each `period`.
    pub const fn new(most: u32, period: Duration) -> Self {
        Self { most, period, period_ends: Time::START, allowed: 0, held_back: 0 }
    }

    /// Whether an event is allowed now. If so, returns how many were suppressed since the last allowed one.
    pub fn allow(&mut self, now: Time) -> Option<u64> {
        if now >= self.period_ends {
            (self.period_ends, self.allowed) = (now + self.period, 0);
        }
        if self.allowed == self.most {
            self.held_back += 1;
            return None;
        }
        self.allowed += 1;
        Some(std::mem::take(&mut self.held_back))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PERIOD: Duration = Duration::from_secs(1);

    #[test]
    fn events_in_a_row_are_counted() {
        let mut limit = RateLimit::new(1, PERIOD);
        let mut allow = |millis| limit.allow(Time::START + Duration::from_millis(millis));
        assert_eq!(allow(0), Some(0));
        assert_eq!(allow(1), None);
        assert_eq!(allow(999), None);
        assert_eq!(allow(1_000), Some(2));
        assert_eq!(allow(2_000), Some(0));
    }

    #[test]
    fn each_period_has_its_own_events() {
        let mut limit = RateLimit::new(20, PERIOD);
        let allowed = (0..100).filter(|_| limit.allow(Time::START).is_some()).count();
        assert_eq!(allowed, 20);
        assert_eq!(limit.allow(Time::START + PERIOD), Some(80));
        assert_eq!(limit.allow(Time::START + PERIOD), Some(0));
    }
}
