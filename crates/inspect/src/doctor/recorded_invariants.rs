//! Checks the invariants of the simulator's oracle on a recording of a real installation.
//!
//! A recording does not say which input an output answered, nor what the manager wrote to its journal; the checks that need this are
//! left out and reported as such. A message that may come from the manager or from another component counts as the manager's only if
//! it fits what the manager was doing.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use petasos_dialogue::Policy;
use petasos_messages::payload::{Presence, Status, ToggleReason};
use petasos_messages::wav::silence;
use petasos_messages::{Component, Dialect, Message, SessionId};
use petasos_recording::{Entry, Payload, Sender};
use petasos_sans_io::Time;
use petasos_simulator::{Oracle, TraceEvent, Violation};
use serde_json::{Value, json};

use crate::Error;
use crate::entry_source::FileSource;
use crate::terminal_text::{BAD, FAINT, plain};

/// A manager answers an input within this time; what it publishes later, it publishes by itself.
const ANSWER: Duration = Duration::from_millis(100);
/// A toggle this close to something that is certainly the manager's is its own.
const NEAR: Duration = Duration::from_millis(500);
/// After this much silence the installation is idle.
const REST: Duration = Duration::from_secs(60);

/// What [`check_invariants`] has found.
#[derive(Debug)]
#[non_exhaustive]
pub struct InvariantReport {
    /// Everything that must never happen and did.
    pub violations: Vec<Violation>,
    /// The invariants that were checked, by name.
    pub checked: Vec<&'static str>,
}

impl InvariantReport {
    /// Lines for the terminal: each violation, and what was checked.
    pub fn text(&self) -> Vec<String> {
        let left_out = Oracle::LEFT_OUT.join(", ");
        let checks = self.checked.len();
        let summary = format!(
            "{FAINT}{checks} invariants checked; a recording does not contain enough information for: {left_out}{FAINT:#}"
        );
        self.violations.iter().map(violation_text).chain([summary]).collect()
    }

    /// Objects for `--json`: each violation, and what was checked.
    pub fn json(&self) -> Vec<Value> {
        let summary = json!({"event": "invariants", "checked": self.checked, "leftOut": Oracle::LEFT_OUT});
        self.violations.iter().map(violation_json).chain([summary]).collect()
    }
}

/// Checks that the recorded manager never did what a manager must never do. It must have been recorded from its start.
pub fn check_invariants(file: &Path) -> Result<InvariantReport, Error> {
    let mut source = FileSource::open(file)?;
    let mut manager = Manager { dialect: source.header().dialect, spoke: Vec::new() };
    for entry in &mut source {
        manager.note(&entry?);
    }
    let mut source = FileSource::open(file)?;
    let mut trace = Trace::new(petasos_replay::policy(source.header())?, manager);
    for entry in &mut source {
        trace.handle(&entry?);
    }
    trace.finish();
    Ok(InvariantReport { violations: trace.oracle.violations().to_vec(), checked: trace.oracle.invariants() })
}

/// When the manager has certainly published something.
#[derive(Debug)]
struct Manager {
    dialect: Option<Dialect>,
    spoke: Vec<Duration>,
}

impl Manager {
    fn note(&mut self, entry: &Entry) {
        let surely =
            matches!(Sender::of(&entry.topic, self.dialect), Sender::One(Component::DialogueManager));
        if surely && self.spoke.last() != Some(&entry.at) {
            self.spoke.push(entry.at);
        }
    }

    fn spoke_near(&self, at: Duration) -> bool {
        let next = self.spoke.partition_point(|spoke| *spoke < at.saturating_sub(NEAR));
        self.spoke.get(next).is_some_and(|spoke| *spoke <= at.saturating_add(NEAR))
    }
}

/// A recording as the oracle reads it.
struct Trace {
    oracle: Oracle,
    manager: Manager,
    /// Sessions that began in the recording. What began before cannot be judged.
    sessions: BTreeSet<SessionId>,
    /// The time of the last message, not counting audio frames.
    last: Duration,
    /// When the recording ends.
    end: Duration,
    gone: bool,
}

impl Trace {
    fn new(policy: Policy, manager: Manager) -> Self {
        let oracle = Oracle::of_recording(policy);
        let (last, end) = (Duration::ZERO, Duration::ZERO);
        Self { oracle, manager, sessions: BTreeSet::new(), last, end, gone: false }
    }

    fn handle(&mut self, entry: &Entry) {
        self.end = entry.at;
        let Some(message) = read(entry) else { return };
        match &message {
            Message::AudioFrame(_) | Message::AudioSessionFrame(_) => {}
            Message::Status(status) => self.presence(entry.at, status),
            _ if self.is_own(entry, &message) => self.publish(entry.at, message),
            _ => {
                let event =
                    TraceEvent::Received { message: Arc::new(message), duplicate: entry.dup, echo: false };
                self.observe(entry.at, &event);
            }
        }
    }

    fn publish(&mut self, at: Duration, message: Message) {
        match (&message, message.subject().session) {
            (Message::SessionStarted(_) | Message::SessionQueued(_), Some(session)) => {
                self.sessions.insert(session.clone());
            }
            // The wake word may be off before its session starts, and on after its end.
            (Message::HotwordToggleOff(_) | Message::HotwordToggleOn(_), _) => {}
            (_, Some(session)) if !self.sessions.contains(session) => return,
            _ => {}
        }
        if at.saturating_sub(self.last) > ANSWER {
            self.observe(at, &TraceEvent::TimedOut);
        }
        self.observe(at, &TraceEvent::Published(Arc::new(message)));
    }

    /// Managers of Petasos publish when they start and stop.
    fn presence(&mut self, at: Duration, status: &Status) {
        match status.state {
            Presence::Offline if !self.gone => self.observe(at, &TraceEvent::Crashed),
            Presence::Online if self.gone => self.observe(at, &TraceEvent::Restarted),
            _ => {}
        }
        self.gone = status.state == Presence::Offline;
    }

    /// Whether the manager published this.
    fn is_own(&self, entry: &Entry, message: &Message) -> bool {
        let sender = Sender::of(&entry.topic, self.manager.dialect);
        if !sender.may_be(Component::DialogueManager) || matches!(sender, Sender::One(_)) {
            return matches!(sender, Sender::One(Component::DialogueManager));
        }
        match message {
            Message::HotwordToggleOn(toggle)
            | Message::HotwordToggleOff(toggle)
            | Message::AsrToggleOn(toggle)
            | Message::AsrToggleOff(toggle) => match &toggle.reason {
                Some(reason) => matches!(
                    reason,
                    ToggleReason::DialogueSession | ToggleReason::PlayAudio | ToggleReason::TtsSay
                ),
                // A manager whose toggles have reasons always gives one.
                None => {
                    self.manager.dialect.is_none_or(|dialect| !dialect.toggles_have_reasons)
                        && self.manager.spoke_near(entry.at)
                }
            },
            Message::StartListening(_)
            | Message::StopListening(_)
            | Message::NluQuery(_)
            | Message::Say(_) => {
                message.subject().session.is_some_and(|session| self.sessions.contains(session))
            }
            _ => false,
        }
    }

    fn observe(&mut self, at: Duration, event: &TraceEvent) {
        self.last = at;
        self.oracle.observe(Time::START + at, event);
    }

    fn finish(&mut self) {
        if self.end.saturating_sub(self.last) >= REST {
            self.oracle.check_quiescence(Time::START + self.end);
        }
    }
}

/// The message, if it can be read. Sound that was left out is replaced by silence of the same length.
fn read(entry: &Entry) -> Option<Message> {
    let bytes = match &entry.payload {
        Payload::Bytes(bytes) => bytes.clone(),
        Payload::LeftOut { sound, .. } => silence((*sound)?),
    };
    Message::decode(&entry.topic, bytes).ok()
}

fn violation_text(violation: &Violation) -> String {
    let at = violation.time.since(Time::START).as_secs_f64();
    format!(
        "{BAD}must not{BAD:#} {} {FAINT}at {at:.1} s{FAINT:#}\n         {}",
        violation.invariant,
        plain(&violation.explanation)
    )
}

fn violation_json(violation: &Violation) -> Value {
    json!({
        "event": "violation",
        "invariant": violation.invariant,
        "at": violation.time.since(Time::START).as_secs_f64(),
        "explanation": violation.explanation,
    })
}
