//! How long to wait before reconnecting.

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use crate::Settings;

/// A connection that ended sooner than this counts as short.
const SHORT_CONNECTION: Duration = Duration::from_secs(5);
/// This many short connections in a row, closed by the broker, mean that another client uses the same client id.
const EVICTED_AFTER: u32 = 2;
/// First wait after that; it doubles each time.
const STAND_DOWN: Duration = Duration::from_secs(60);
/// Longest such wait.
const LONGEST_STAND_DOWN: Duration = Duration::from_secs(3600);

/// Decides how long to wait before the next attempt to connect, and whether another client uses the same client id.
///
/// MQTT 3.1.1 gives no reason when it closes a connection. But a client that is evicted by another one with the same id
/// is evicted again shortly after it reconnects, while the broker stays reachable. A generated client id is unique, so
/// this can only happen to a configured one.
#[derive(Debug)]
pub(super) struct Backoff {
    min: Duration,
    max: Duration,
    has_configured_id: bool,
    failures: u32,
    short_connections: u32,
}

/// What to do after a connection was lost.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Retry {
    pub(super) wait: Duration,
    pub(super) taken_over: bool,
}

impl Backoff {
    pub(super) fn new(settings: &Settings) -> Self {
        Self {
            min: Duration::from_millis(settings.reconnect_min_ms),
            max: Duration::from_millis(settings.reconnect_max_ms),
            has_configured_id: !settings.client_id.is_empty(),
            failures: 0,
            short_connections: 0,
        }
    }

    /// An attempt to connect failed. An unreachable broker has not evicted the client.
    pub(super) fn after_failure(&mut self, dice: u64) -> Retry {
        self.short_connections = 0;
        Retry { wait: self.next_wait(dice), taken_over: false }
    }

    /// A connection ended after it had lasted this long.
    pub(super) fn after_loss(&mut self, lasted: Duration, closed_by_broker: bool, dice: u64) -> Retry {
        if lasted >= SHORT_CONNECTION {
            self.failures = 0;
            self.short_connections = 0;
        } else if closed_by_broker && self.has_configured_id {
            self.short_connections += 1;
        }
        if self.short_connections < EVICTED_AFTER {
            return Retry { wait: self.next_wait(dice), taken_over: false };
        }
        let doublings = (self.short_connections - EVICTED_AFTER).min(16);
        let wait = (STAND_DOWN * 2_u32.pow(doublings)).min(LONGEST_STAND_DOWN);
        Retry { wait: with_jitter(wait, dice), taken_over: true }
    }

    fn next_wait(&mut self, dice: u64) -> Duration {
        let wait = (self.min * 2_u32.pow(self.failures.min(16))).min(self.max);
        self.failures += 1;
        with_jitter(wait, dice)
    }
}

/// A random wait between half of this one and all of it.
fn with_jitter(wait: Duration, dice: u64) -> Duration {
    let part = u32::try_from(dice % 1024).unwrap_or_default();
    wait / 2 + wait * part / 2048
}

/// A random number. The standard library seeds its hash maps with one; that is random enough for jitter and for a name.
pub(super) fn random() -> u64 {
    RandomState::new().hash_one(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: u64 = 1023;
    const MOMENT: Duration = Duration::from_millis(50);

    fn backoff(client_id: &str) -> Backoff {
        let settings =
            Settings { reconnect_max_ms: 5000, client_id: client_id.to_owned(), ..Settings::default() };
        Backoff::new(&settings)
    }

    #[test]
    fn waits_double_up_to_the_longest_and_jitter_takes_at_most_half() {
        let (mut short, mut long) = (backoff(""), backoff(""));
        for expected in [100, 200, 400, 800, 1600, 3200, 5000, 5000, 5000] {
            let full = Duration::from_millis(expected);
            assert_eq!(short.after_failure(0).wait, full / 2);
            let wait = long.after_failure(MOST).wait;
            assert!(wait <= full && wait > full * 99 / 100, "{wait:?} of {full:?}");
        }
    }

    #[test]
    fn a_good_connection_starts_again_with_the_shortest_wait() {
        let mut backoff = backoff("");
        for _ in 0..8 {
            backoff.after_failure(0);
        }
        assert_eq!(backoff.after_loss(SHORT_CONNECTION, true, 0).wait, Duration::from_millis(50));
    }

    #[test]
    fn a_client_thrown_out_repeatedly_stands_down_ever_longer() {
        let mut backoff = backoff("mine");
        assert!(!backoff.after_loss(MOMENT, true, 0).taken_over);
        let mut waits = Vec::new();
        for _ in 0..9 {
            let retry = backoff.after_loss(MOMENT, true, 0);
            assert!(retry.taken_over);
            waits.push(retry.wait.as_secs());
        }
        assert_eq!(waits, [30, 60, 120, 240, 480, 960, 1800, 1800, 1800]);
        assert!(!backoff.after_loss(SHORT_CONNECTION, true, 0).taken_over);
    }

    #[test]
    fn a_dying_broker_and_a_name_of_our_own_are_no_takeover() {
        let mut mine = backoff("mine");
        for _ in 0..5 {
            assert!(!mine.after_loss(MOMENT, true, 0).taken_over);
            mine.after_failure(0);
        }
        let mut unique = backoff("");
        for _ in 0..5 {
            assert!(!unique.after_loss(MOMENT, true, 0).taken_over);
        }
    }
}
