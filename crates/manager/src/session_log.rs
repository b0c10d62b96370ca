//! One line in the log for each session: where, by whom, how it ended. Never what was said. A house that holds more sessions
//! than anybody could read has the rest of them counted.

use std::collections::HashMap;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{ComponentName, SessionEnded, SessionStarted, Termination};
use petasos_messages::{Component, Message, SessionId};
use tracing::info;

/// So many lines are written in one [`PERIOD`].
const MOST_LINES: u32 = 20;
const PERIOD: Duration = Duration::from_secs(1);

/// The sessions that are open.
#[derive(Debug, Default)]
pub(crate) struct SessionLog {
    open: HashMap<SessionId, Begun>,
    period_ends: Time,
    lines: u32,
    untold: u64,
}

#[derive(Debug)]
struct Begun {
    at: Time,
    /// The wake word, or that a skill asked for it.
    by: String,
}

impl SessionLog {
    /// A session was started because of a message, or because its turn had come.
    pub(crate) fn started(&mut self, now: Time, started: &SessionStarted, cause: Option<&Message>) {
        let by = match cause {
            Some(Message::HotwordDetected(detected)) => format!("wake word {}", detected.wakeword_id),
            _ => "skill".to_owned(),
        };
        self.open.insert(started.session_id.clone(), Begun { at: now, by });
    }

    /// When a session that is open began.
    pub(crate) fn begun(&self, session: &SessionId) -> Option<Time> {
        self.open.get(session).map(|begun| begun.at)
    }

    /// A session ended.
    pub(crate) fn ended(&mut self, now: Time, ended: &SessionEnded) {
        let begun = self.open.remove(&ended.session_id);
        if !self.has_room(now) {
            return;
        }
        let seconds = begun.as_ref().map(|begun| now.since(begun.at).as_secs_f64());
        let Outcome { reason, owed, error } = outcome(&ended.termination);
        info!(
            site = %ended.site_id,
            session = %ended.session_id,
            by = begun.as_ref().map(|begun| begun.by.as_str()),
            outcome = reason,
            owed,
            error,
            seconds = seconds.map(|seconds| (seconds * 1000.0).round() / 1000.0),
            "session ended"
        );
    }

    /// Whether this period has a line left; at the start of one, tells how many had none.
    fn has_room(&mut self, now: Time) -> bool {
        if now >= self.period_ends {
            if self.untold > 0 {
                info!(sessions = self.untold, "more sessions ended");
            }
            (self.period_ends, self.lines, self.untold) = (now + PERIOD, 0, 0);
        }
        let room = self.lines < MOST_LINES;
        self.lines += u32::from(room);
        self.untold += u64::from(!room);
        room
    }
}

/// How a session ended, in words.
#[derive(Default)]
struct Outcome<'a> {
    reason: &'a str,
    /// Which component owed an answer.
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
    fn a_flood_of_sessions_is_counted_instead_of_told() {
        let mut session_log = SessionLog::default();
        let told = (0..100).filter(|_| session_log.has_room(Time::START)).count();
        assert_eq!((told, session_log.untold), (20, 80));
        assert!(session_log.has_room(Time::START + PERIOD));
        assert_eq!(session_log.untold, 0);
    }
}
