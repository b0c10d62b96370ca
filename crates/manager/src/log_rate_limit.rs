//! Logs each kind of problem once, and then only counts it, so that the log stays readable.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Duration;

use petasos_dialogue::Time;
use tracing::{info, warn};

/// The time from the first line to the summary of its repetitions.
const SUMMARY: Duration = Duration::from_secs(60);

/// How many keys are distinguished between two summaries; all others are counted together.
const MAX_KINDS: usize = 512;

/// Identifies a kind of log entry. Entries with the same key are logged once.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct LogKey {
    /// What happened.
    pub(crate) what: &'static str,
    /// What it concerns: a topic, a kind of message, an instance.
    pub(crate) subject: Cow<'static, str>,
    /// The field or the reason.
    pub(crate) detail: Cow<'static, str>,
}

impl LogKey {
    pub(crate) fn new(
        what: &'static str,
        subject: impl Into<Cow<'static, str>>,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { what, subject: subject.into(), detail: detail.into() }
    }
}

/// The recently logged keys.
#[derive(Debug, Default)]
pub(crate) struct LogRateLimit {
    /// Repetitions since the last summary, without the first time, which was logged.
    repeated: HashMap<LogKey, u64>,
    /// Events whose keys exceeded the limit.
    others: u64,
    summary_at: Option<Time>,
}

impl LogRateLimit {
    /// Counts an event. True if it is new and should be logged in full.
    pub(crate) fn is_new(&mut self, now: Time, key: LogKey) -> bool {
        self.summary_at.get_or_insert(now + SUMMARY);
        if let Some(count) = self.repeated.get_mut(&key) {
            *count += 1;
            return false;
        }
        if self.repeated.len() == MAX_KINDS {
            self.others += 1;
            return false;
        }
        self.repeated.insert(key, 0);
        true
    }

    /// When to call [`summarise`](Self::summarise).
    pub(crate) fn poll_timeout(&self) -> Option<Time> {
        self.summary_at
    }

    /// Logs repetitions, if it is time, and forgets keys that did not recur.
    pub(crate) fn summarise(&mut self, now: Time) {
        if self.summary_at.is_none_or(|at| at > now) {
            return;
        }
        self.repeated.retain(|_, count| *count > 0);
        for (key, count) in &mut self.repeated {
            let LogKey { what, subject, detail } = key;
            info!(times = *count, of = %subject, about = %detail, "again: {what}");
            *count = 0;
        }
        if self.others > 0 {
            warn!(times = self.others, "too many different problems to list");
            self.others = 0;
        }
        self.summary_at = (!self.repeated.is_empty()).then_some(now + SUMMARY);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = SUMMARY;

    fn key(subject: &'static str) -> LogKey {
        LogKey::new("what", subject, "")
    }

    #[test]
    fn a_key_is_new_once_until_it_was_quiet_for_a_while() {
        let mut limit = LogRateLimit::default();
        let mut now = Time::START;
        assert!(limit.is_new(now, key("a")));
        assert!(!limit.is_new(now, key("a")));
        assert!(limit.is_new(now, key("b")));
        now = now + MINUTE;
        limit.summarise(now);
        assert!(!limit.is_new(now, key("a")), "it went on");
        assert!(limit.is_new(now, key("b")), "it had stopped");
    }

    #[test]
    fn nothing_wakes_the_manager_when_nothing_happens_any_more() {
        let mut limit = LogRateLimit::default();
        assert_eq!(limit.poll_timeout(), None);
        limit.is_new(Time::START, key("a"));
        let first = limit.poll_timeout().unwrap();
        limit.summarise(first);
        assert_eq!(limit.poll_timeout(), None);
    }

    #[test]
    fn a_flood_of_different_keys_takes_no_memory() {
        let mut limit = LogRateLimit::default();
        let new = (0..10_000)
            .filter(|number: &u32| limit.is_new(Time::START, LogKey::new("what", number.to_string(), "")));
        assert_eq!(new.count(), MAX_KINDS);
    }
}
