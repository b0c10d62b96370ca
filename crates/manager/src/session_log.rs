//! One log line per session: its site, what started it, how it ended. Never what was said. Beyond a limit, sessions are only
//! counted.

use std::collections::HashMap;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{ComponentName, SessionEnded, SessionStarted, Termination};
use petasos_messages::{Component, Message, SessionId};
use petasos_program::RateLimit;
use tracing::info;

/// Limit on lines per [`PERIOD`].
const MAX_LINES: u32 = 20;
const PERIOD: Duration = Duration::from_secs(1);

/// Logs sessions, and tracks the open ones.
#[derive(Debug)]
pub(crate) struct SessionLog {
    open: HashMap<SessionId, Start>,
    lines: RateLimit,
}

#[derive(Debug)]
struct Start {
    at: Time,
    /// What started it: the wake word or a skill.
    by: String,
}

impl Default for SessionLog {
    fn default() -> Self {
        Self { open: HashMap::new(), lines: RateLimit::new(MAX_LINES, PERIOD) }
    }
}

impl SessionLog {
    /// A session started, because of a message or from the queue.
    pub(crate) fn started(&mut self, now: Time, started: &SessionStarted, cause: Option<&Message>) {
        let by = match cause {
            Some(Message::HotwordDetected(detected)) => format!("wake word {}", detected.wakeword_id),
            _ => "skill".to_owned(),
        };
        self.open.insert(started.session_id.clone(), Start { at: now, by });
    }

    /// When an open session started.
    pub(crate) fn started_at(&self, session: &SessionId) -> Option<Time> {
        self.open.get(session).map(|start| start.at)
    }

    /// A session ended.
    pub(crate) fn ended(&mut self, now: Time, ended: &SessionEnded) {
        let start = self.open.remove(&ended.session_id);
        let Some(held_back) = self.lines.allow(now) else { return };
        if held_back > 0 {
            info!(sessions = held_back, "more sessions ended");
        }
        let seconds = start.as_ref().map(|start| now.since(start.at).as_secs_f64());
        let Outcome { reason, owed, error } = outcome(&ended.termination);
        info!(
            site = %ended.site_id,
            session = %ended.session_id,
            by = start.as_ref().map(|start| start.by.as_str()),
            outcome = reason,
            owed,
            error,
            seconds = seconds.map(|seconds| (seconds * 1000.0).round() / 1000.0),
            "session ended"
        );
    }
}

/// How a session ended, as log fields.
#[derive(Default)]
struct Outcome<'a> {
    reason: &'a str,
    /// The component that failed to answer.
    owed: Option<&'a str>,
    error: Option<&'a str>,
}

fn outcome(termination: &Termination) -> Outcome<'_> {
    let plain = |reason| Outcome { reason, ..Outcome::default() };
    match termination {
        Termination::Nominal => plain("nominal"),
        Termination::SiteUnavailable => plain("siteUnavailable"),
        Termination::AbortedByUser => plain("abortedByUser"),
        Termination::IntentNotRecognized => plain("intentNotRecognized"),
        Termination::Timeout { component } => {
            Outcome { owed: component.as_ref().map(name), ..plain("timeout") }
        }
        Termination::Error { error } => Outcome { error: Some(error), ..plain("error") },
        Termination::Other { reason } => plain(reason),
        _ => plain("other"),
    }
}

fn name(name: &ComponentName) -> &str {
    match name.component() {
        Component::Other => name.as_str(),
        known => known.display_name(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flood_of_sessions_is_counted_instead_of_logged() {
        let mut log = SessionLog::default();
        let logged = (0..100).filter(|_| log.lines.allow(Time::START).is_some()).count();
        assert_eq!(logged, 20);
        assert_eq!(log.lines.allow(Time::START + PERIOD), Some(80));
        assert_eq!(log.lines.allow(Time::START + PERIOD), Some(0));
    }
}
