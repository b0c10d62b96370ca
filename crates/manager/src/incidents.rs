//! What should not happen, told once and then counted: a log that repeats itself is not read.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Duration;

use petasos_dialogue::Time;
use tracing::{info, warn};

/// What was counted is told so long after the first time.
const SUMMARY: Duration = Duration::from_secs(60);

/// So many different incidents are told apart between two summaries; what is more is only counted.
const MOST_KINDS: usize = 512;

/// What makes two incidents the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Incident {
    /// What happened, in words.
    pub(crate) what: &'static str,
    /// To what: a topic, a kind of message, an instance.
    pub(crate) subject: Cow<'static, str>,
    /// The field, or the reason.
    pub(crate) detail: Cow<'static, str>,
}

impl Incident {
    pub(crate) fn new(
        what: &'static str,
        subject: impl Into<Cow<'static, str>>,
        detail: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { what, subject: subject.into(), detail: detail.into() }
    }
}

/// Incidents since they were last quiet.
#[derive(Debug, Default)]
pub(crate) struct Incidents {
    /// How often each happened since the last summary, the first time ever not counted.
    repeated: HashMap<Incident, u64>,
    /// Incidents for which there was no room above.
    others: u64,
    summary_at: Option<Time>,
}

impl Incidents {
    /// Counts an incident. True if it is new: then somebody should be told all about it.
    pub(crate) fn is_new(&mut self, now: Time, incident: Incident) -> bool {
        self.summary_at.get_or_insert(now + SUMMARY);
        if let Some(count) = self.repeated.get_mut(&incident) {
            *count += 1;
            return false;
        }
        if self.repeated.len() == MOST_KINDS {
            self.others += 1;
            return false;
        }
        self.repeated.insert(incident, 0);
        true
    }

    /// When to call [`summarise`](Self::summarise).
    pub(crate) fn deadline(&self) -> Option<Time> {
        self.summary_at
    }

    /// Tells how often incidents happened again, if it is time. One that did not is forgotten.
    pub(crate) fn summarise(&mut self, now: Time) {
        if self.summary_at.is_none_or(|at| at > now) {
            return;
        }
        self.repeated.retain(|_, count| *count > 0);
        for (incident, count) in &mut self.repeated {
            let Incident { what, subject, detail } = incident;
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

    fn incident(subject: &'static str) -> Incident {
        Incident::new("what", subject, "")
    }

    #[test]
    fn an_incident_is_told_once_until_it_was_quiet_for_a_while() {
        let mut incidents = Incidents::default();
        let mut now = Time::START;
        assert!(incidents.is_new(now, incident("a")));
        assert!(!incidents.is_new(now, incident("a")));
        assert!(incidents.is_new(now, incident("b")));
        now = now + MINUTE;
        incidents.summarise(now);
        assert!(!incidents.is_new(now, incident("a")), "it went on");
        assert!(incidents.is_new(now, incident("b")), "it had stopped");
    }

    #[test]
    fn nothing_wakes_the_manager_when_nothing_happens_any_more() {
        let mut incidents = Incidents::default();
        assert_eq!(incidents.deadline(), None);
        incidents.is_new(Time::START, incident("a"));
        let first = incidents.deadline().unwrap();
        incidents.summarise(first);
        assert_eq!(incidents.deadline(), None);
    }

    #[test]
    fn a_flood_of_different_incidents_takes_no_memory() {
        let mut incidents = Incidents::default();
        let new = (0..10_000).filter(|number: &u32| {
            incidents.is_new(Time::START, Incident::new("what", number.to_string(), ""))
        });
        assert_eq!(new.count(), MOST_KINDS);
    }
}
