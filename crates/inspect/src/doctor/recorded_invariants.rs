//! `petasos doctor FILE --invariants`: the oracle of the simulated house, over a recording of a real one.
//!
//! A recording does not say what the manager was answering when it spoke, nor what it wrote down. The checks that need to know that
//! are left out, and named. Where the protocol does not say whether a message was the manager's, it is taken for somebody else's
//! unless it fits what the manager was doing.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Result;
use petasos_dialogue::Policy;
use petasos_messages::payload::{Presence, Status, ToggleReason};
use petasos_messages::wav::silence;
use petasos_messages::{Component, Dialect, Message, SessionId};
use petasos_recording::{Entry, Payload, Sender};
use petasos_sans_io::Time;
use petasos_simulator::{Oracle, TraceEvent, Violation};
use serde_json::{Value, json};

use crate::output::{BAD, FAINT, Output, plain};
use crate::source::Readable;

/// A manager answers an input within this time; what comes later it says of itself.
const ANSWER: Duration = Duration::from_millis(100);
/// A toggle so near to what the manager certainly said is its own.
const NEAR: Duration = Duration::from_millis(500);
/// Who has been quiet for so long is at rest.
const REST: Duration = Duration::from_secs(60);

/// Checks a recording, prints what happened that must not, and gives how often something did.
pub(super) fn check(file: &Path, output: Output) -> Result<Option<usize>> {
    let mut reader = Readable::open(file)?;
    let mut manager = Manager { dialect: reader.header().dialect, spoke: Vec::new() };
    for entry in &mut reader {
        manager.listen(&entry?);
    }
    let mut reader = Readable::open(file)?;
    let mut trace = Trace::new(petasos_replay::policy(reader.header())?, manager);
    for entry in &mut reader {
        trace.handle(&entry?);
    }
    trace.finish();
    for violation in trace.oracle.violations() {
        output.line(human(violation), &program(violation))?;
    }
    let left_out = Oracle::LEFT_OUT.join(", ");
    let checks = trace.oracle.invariants().len();
    output.line(
        format!(
            "{FAINT}{checks} invariants checked; a recording does not tell enough for: {left_out}{FAINT:#}"
        ),
        &json!({"event": "invariants", "checked": trace.oracle.invariants(), "leftOut": Oracle::LEFT_OUT}),
    )?;
    Ok(Some(trace.oracle.violations().len()))
}

/// What the manager has certainly said.
#[derive(Debug)]
struct Manager {
    dialect: Option<Dialect>,
    spoke: Vec<Duration>,
}

impl Manager {
    fn listen(&mut self, entry: &Entry) {
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
    /// When something happened last, the sound of microphones aside.
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

    /// A manager of Petasos tells when it comes and goes.
    fn presence(&mut self, at: Duration, status: &Status) {
        match status.state {
            Presence::Offline if !self.gone => self.observe(at, &TraceEvent::Crashed),
            Presence::Online if self.gone => self.observe(at, &TraceEvent::Restarted),
            _ => {}
        }
        self.gone = status.state == Presence::Offline;
    }

    /// Whether the manager has said this.
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
                // A manager whose toggles have reasons always says why.
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

/// The message, if it can be read. In place of sound that was left out, there is as much silence.
fn read(entry: &Entry) -> Option<Message> {
    let bytes = match &entry.payload {
        Payload::Bytes(bytes) => bytes.clone(),
        Payload::LeftOut { sound, .. } => silence((*sound)?),
    };
    Message::decode(&entry.topic, bytes).ok()
}

fn human(violation: &Violation) -> String {
    let at = violation.time.since(Time::START).as_secs_f64();
    format!(
        "{BAD}must not{BAD:#} {} {FAINT}at {at:.1} s{FAINT:#}\n         {}",
        violation.invariant,
        plain(&violation.explanation)
    )
}

fn program(violation: &Violation) -> Value {
    json!({
        "event": "violation",
        "invariant": violation.invariant,
        "at": violation.time.since(Time::START).as_secs_f64(),
        "explanation": violation.explanation,
    })
}
