//! Traces built event by event, and the messages they consist of.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use petasos_dialogue::{Fact, Policy, Time};
use petasos_messages::payload::{
    HotwordDetected, Intent, IntentClassification, NluQuery, PlayBytes, PlayFinished, Presence, Say,
    SayFinished, SessionEnded, SessionInit, SessionQueued, SessionStarted, SkillIntent, SkillStatus,
    StartListening, StartSession, StopListening, Termination, TextCaptured, Toggle, ToggleReason,
};
use petasos_messages::wav::silence;
use petasos_messages::{Dialect, IntentName, Level, Message, RequestId, SessionId, SiteId};
use petasos_simulator::{Oracle, TraceEvent};

/// A trace that is fed to the oracle event by event.
pub(crate) struct TraceBuilder {
    now: Time,
    oracle: Oracle,
}

impl TraceBuilder {
    pub(crate) fn new(policy: Policy) -> Self {
        Self { now: Time::START, oracle: Oracle::new(policy) }
    }

    pub(crate) fn event(mut self, event: &TraceEvent) -> Self {
        self.oracle.observe(self.now, event);
        self
    }

    pub(crate) fn receives(self, message: Message) -> Self {
        self.event(&TraceEvent::Received { message: Arc::new(message), duplicate: false, echo: false })
    }

    pub(crate) fn publishes(self, message: Message) -> Self {
        self.event(&TraceEvent::Published(Arc::new(message)))
    }

    pub(crate) fn persists(self, fact: Fact) -> Self {
        self.event(&TraceEvent::Durable(fact))
    }

    pub(crate) fn after(mut self, millis: u64) -> Self {
        self.now = self.now + Duration::from_millis(millis);
        self
    }

    pub(crate) fn times_out(self) -> Self {
        self.event(&TraceEvent::TimedOut)
    }

    /// The manager starts a session.
    pub(crate) fn starts(self, id: &str) -> Self {
        self.persists(Fact::SiteOpened(kitchen()))
            .persists(Fact::SessionStarted { site_id: kitchen(), session_id: session(id) })
            .publishes(started(id))
            .publishes(toggle(false, ToggleReason::DialogueSession))
    }

    /// The manager ends a session.
    pub(crate) fn ends(self, id: &str) -> Self {
        self.publishes(ended(id, Termination::Nominal))
            .publishes(toggle(true, ToggleReason::DialogueSession))
            .persists(Fact::SessionEnded(session(id)))
            .persists(Fact::SiteClosed(kitchen()))
    }

    pub(crate) fn violated(mut self) -> BTreeSet<&'static str> {
        self.oracle.check_quiescence(self.now + Duration::from_secs(600));
        self.oracle.violations().iter().map(|violation| violation.invariant).collect()
    }
}

pub(crate) fn rhasspy() -> Policy {
    Policy::new(Dialect::RHASSPY)
}

pub(crate) fn trace() -> TraceBuilder {
    TraceBuilder::new(rhasspy())
}

pub(crate) fn kitchen() -> SiteId {
    SiteId::new("kitchen").unwrap()
}

pub(crate) fn session(id: &str) -> SessionId {
    SessionId::new(id).unwrap()
}

pub(crate) fn request(id: &str) -> Option<RequestId> {
    RequestId::new(id).ok()
}

pub(crate) fn wake() -> Message {
    Message::HotwordDetected(Box::new(HotwordDetected::new("jarvis", kitchen())))
}

pub(crate) fn started(id: &str) -> Message {
    Message::SessionStarted(SessionStarted::new(session(id), kitchen()))
}

pub(crate) fn queued(id: &str) -> Message {
    Message::SessionQueued(SessionQueued::new(session(id), kitchen()))
}

pub(crate) fn ended(id: &str, why: Termination) -> Message {
    Message::SessionEnded(SessionEnded::new(session(id), kitchen(), why))
}

pub(crate) fn toggle(on: bool, reason: ToggleReason) -> Message {
    let mut toggle = Toggle::at(kitchen());
    toggle.reason = Some(reason);
    if on { Message::HotwordToggleOn(toggle) } else { Message::HotwordToggleOff(toggle) }
}

pub(crate) fn asr_off() -> Message {
    let mut toggle = Toggle::at(kitchen());
    toggle.reason = Some(ToggleReason::TtsSay);
    Message::AsrToggleOff(toggle)
}

pub(crate) fn listen(id: &str) -> Message {
    let mut start = StartListening::new(kitchen());
    start.session_id = Some(session(id));
    Message::StartListening(Box::new(start))
}

pub(crate) fn stop(id: &str) -> Message {
    let mut stop = StopListening::new(kitchen());
    stop.session_id = Some(session(id));
    Message::StopListening(stop)
}

pub(crate) fn heard(id: &str, likelihood: f64) -> Message {
    let mut heard = TextCaptured::new("what time is it", likelihood);
    heard.site_id = Some(kitchen());
    heard.session_id = Some(session(id));
    Message::TextCaptured(Box::new(heard))
}

pub(crate) fn query(id: &str) -> Message {
    let mut query = NluQuery::new("what time is it");
    query.site_id = Some(kitchen());
    query.session_id = Some(session(id));
    Message::NluQuery(Box::new(query))
}

pub(crate) fn intent(id: &str) -> Message {
    let classification = IntentClassification::new(IntentName::new("GetTime").unwrap(), 1.0);
    let mut intent = Intent::new("what time is it", classification);
    intent.site_id = Some(kitchen());
    intent.session_id = Some(session(id));
    Message::Intent(Box::new(intent))
}

/// The status of the skill `clock`.
pub(crate) fn skill(state: Presence) -> Message {
    let mut status = SkillStatus::new(Level::new("clock").unwrap(), state);
    status.intents = vec![SkillIntent::new(IntentName::new("GetTime").unwrap())];
    Message::SkillStatus(Box::new(status))
}

pub(crate) fn say(id: &str, speech: &str, text: &str) -> Message {
    let mut say = Say::new(text);
    say.site_id = Some(kitchen());
    say.session_id = Some(session(id));
    say.id = request(speech);
    Message::Say(Box::new(say))
}

pub(crate) fn said(speech: &str) -> Message {
    let mut said = SayFinished::default();
    said.id = request(speech);
    said.site_id = Some(kitchen());
    Message::SayFinished(said)
}

pub(crate) fn play(id: &str, seconds: u32) -> Message {
    Message::PlayBytes(PlayBytes::new(kitchen(), request(id).unwrap(), wav(seconds)))
}

pub(crate) fn played(id: &str) -> Message {
    let mut played = PlayFinished::new(kitchen());
    played.id = request(id);
    Message::PlayFinished(played)
}

pub(crate) fn notification() -> Message {
    let mut start = StartSession::new(SessionInit::Notification { text: "ding".to_owned() });
    start.site_id = Some(kitchen());
    Message::StartSession(start)
}

/// A WAV of some seconds of silence.
pub(crate) fn wav(seconds: u32) -> Bytes {
    silence(Duration::from_secs(seconds.into()))
}
