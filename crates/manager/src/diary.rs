//! One line in the log for each session: where, by whom, how it ended. Never what was said.

use std::collections::HashMap;

use petasos_dialogue::Time;
use petasos_messages::payload::{Component, SessionEnded, SessionStarted, Termination};
use petasos_messages::{Message, SessionId};
use tracing::info;

/// The sessions that are open.
#[derive(Debug, Default)]
pub(crate) struct Diary {
    open: HashMap<SessionId, Begun>,
}

#[derive(Debug)]
struct Begun {
    at: Time,
    /// The wake word, or that a skill asked for it.
    by: String,
}

impl Diary {
    /// A session was started because of a message, or because its turn had come.
    pub(crate) fn started(&mut self, now: Time, started: &SessionStarted, cause: Option<&Message>) {
        let by = match cause {
            Some(Message::HotwordDetected(detected)) => format!("wake word {}", detected.wakeword_id),
            _ => "skill".to_owned(),
        };
        self.open.insert(started.session_id.clone(), Begun { at: now, by });
    }

    /// A session ended.
    pub(crate) fn ended(&mut self, now: Time, ended: &SessionEnded) {
        let begun = self.open.remove(&ended.session_id);
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

fn name(component: &Component) -> &str {
    match component {
        Component::AudioServer => "audio server",
        Component::Hotword => "hotword",
        Component::Asr => "ASR",
        Component::Nlu => "NLU",
        Component::Dialogue => "dialogue manager",
        Component::Tts => "TTS",
        Component::Injection => "injection",
        Component::ClientApp => "skill",
        Component::Other(name) => name,
        _ => "unknown",
    }
}
