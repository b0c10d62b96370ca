//! What should not happen, told once and then counted: a log that repeats itself is not read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Duration;

use petasos_dialogue::Time;
use tracing::{info, warn};

/// What was counted is told so long after the first time.
const SUMMARY: Duration = Duration::from_secs(60);

/// So many different log_rate_limit are told apart between two summaries; what is more is only counted.
const MOST_KINDS: usize = 512;

/// What makes two log_rate_limit the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct LogKey {
    /// What happened, in words.
    pub(crate) what: &'static str,
    /// To what: a topic, a kind of message, an instance.
    pub(crate) subject: Cow<'static, str>,
    /// The field, or the reason.
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

/// LogRateLimit since they were last quiet.
#[derive(Debug, Default)]
pub(crate) struct LogRateLimit {
    /// How often each happened since the last summary, the first time ever not counted.
    repeated: HashMap<LogKey, u64>,
    /// LogRateLimit for which there was no room above.
    others: u64,
    summary_at: Option<Time>,
}

impl LogRateLimit {
    /// Counts an key. True if it is new: then somebody should be told all about it.
    pub(crate) fn is_new(&mut self, now: Time, key: LogKey) -> bool {
        self.summary_at.get_or_insert(now + SUMMARY);
        if let Some(count) = self.repeated.get_mut(&key) {
            *count += 1;
            return false;
        }
        if self.repeated.len() == MOST_KINDS {
            self.others += 1;
            return false;
        }
        self.repeated.insert(key, 0);
        true
    }

    /// When to call [`summarise`](Self::summarise).
    pub(crate) fn deadline(&self) -> Option<Time> {
        self.summary_at
    }

    /// Tells how often log_rate_limit happened again, if it is time. One that did not is forgotten.
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
            warn!(times = self.others, "more kinds of trouble than can be told apart");
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
    fn an_incident_is_told_once_until_it_was_quiet_for_a_while() {
        let mut log_rate_limit = LogRateLimit::default();
        let mut now = Time::START;
        assert!(log_rate_limit.is_new(now, key("a")));
        assert!(!log_rate_limit.is_new(now, key("a")));
        assert!(log_rate_limit.is_new(now, key("b")));
        now = now + MINUTE;
        log_rate_limit.summarise(now);
        assert!(!log_rate_limit.is_new(now, key("a")), "it went on");
        assert!(log_rate_limit.is_new(now, key("b")), "it had stopped");
    }

    #[test]
    fn nothing_wakes_the_manager_when_nothing_happens_any_more() {
        let mut log_rate_limit = LogRateLimit::default();
        assert_eq!(log_rate_limit.deadline(), None);
        log_rate_limit.is_new(Time::START, key("a"));
        let first = log_rate_limit.deadline().unwrap();
        log_rate_limit.summarise(first);
        assert_eq!(log_rate_limit.deadline(), None);
    }

    #[test]
    fn a_flood_of_different_incidents_takes_no_memory() {
        let mut log_rate_limit = LogRateLimit::default();
        let new = (0..10_000).filter(|number: &u32| {
            log_rate_limit.is_new(Time::START, LogKey::new("what", number.to_string(), ""))
        });
        assert_eq!(new.count(), MOST_KINDS);
    }
}
