//! Following one session from outside: which messages belong to it, and how they are shown.

use std::fmt::Write as _;

use petasos_inspect::terminal_text::{BAD, FAINT, GOOD, ODD, STRONG, plain};
use petasos_messages::payload::{Intent, Termination};
use petasos_messages::slot::Slot;
use petasos_messages::{Message, SessionId, SiteId, Topic, filter};
use serde_json::{Value, json};

/// The session being followed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Conversation {
    /// The custom data sent with the request; it comes back in every message of the session.
    custom_data: Option<String>,
    /// Known once the session has started or been queued.
    session_id: Option<SessionId>,
}

/// One event of a session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// Queued at this site.
    Queued(SiteId),
    /// Started at this site.
    Started(SiteId),
    /// The user can speak.
    Listening,
    /// An intent was recognised.
    Understood(Box<Intent>),
    /// No intent was recognised in these words; `None` if nothing was said.
    NotUnderstood(Option<String>),
    /// The assistant speaks.
    Said(String),
    /// The session ended.
    Ended(Termination),
}

impl Conversation {
    /// A session this client requests, with `custom_data` as its custom data.
    pub(crate) fn requested(custom_data: &str) -> Self {
        Self { custom_data: Some(custom_data.to_owned()), session_id: None }
    }

    /// An existing session.
    pub(crate) fn of(session_id: SessionId) -> Self {
        Self { custom_data: None, session_id: Some(session_id) }
    }

    /// The session's id, once it is known.
    pub(crate) fn session_id(&self) -> Option<&SessionId> {
        self.session_id.as_ref()
    }

    /// The topic filters to subscribe to.
    pub(crate) fn filters() -> Vec<String> {
        let topics = [
            Topic::SessionQueued,
            Topic::SessionStarted,
            Topic::SessionEnded,
            Topic::DialogueIntentNotRecognized,
            Topic::NluIntentNotRecognized,
            Topic::StartListening,
            Topic::Say,
        ];
        topics.iter().map(ToString::to_string).chain([filter::INTENT.to_owned()]).collect()
    }

    /// The event a message stands for; `None` if it does not belong to this session.
    pub(crate) fn step(&mut self, message: &Message) -> Option<Step> {
        match message {
            Message::SessionQueued(queued) => {
                self.take(queued.custom_data.as_ref(), &queued.session_id)?;
                Some(Step::Queued(queued.site_id.clone()))
            }
            Message::SessionStarted(started) => {
                self.take(started.custom_data.as_ref(), &started.session_id)?;
                Some(Step::Started(started.site_id.clone()))
            }
            Message::SessionEnded(ended) => {
                self.take(ended.custom_data.as_ref(), &ended.session_id)?;
                Some(Step::Ended(ended.termination.clone()))
            }
            Message::StartListening(listening) => {
                self.is(listening.session_id.as_ref()).then_some(Step::Listening)
            }
            Message::Intent(intent) => {
                self.is(intent.session_id.as_ref()).then(|| Step::Understood(intent.clone()))
            }
            Message::DialogueIntentNotRecognized(words) => {
                self.is(Some(&words.session_id)).then(|| Step::NotUnderstood(words.input.clone()))
            }
            Message::NluIntentNotRecognized(words) => {
                self.is(words.session_id.as_ref()).then(|| Step::NotUnderstood(Some(words.input.clone())))
            }
            Message::Say(say) => self.is(say.session_id.as_ref()).then(|| Step::Said(say.text.clone())),
            _ => None,
        }
    }

    /// Learns the session's id from its custom data, or compares it with the known one.
    fn take(&mut self, data: Option<&String>, session_id: &SessionId) -> Option<()> {
        let ours = match &self.session_id {
            Some(known) => known == session_id,
            None => self.custom_data.is_some() && self.custom_data.as_ref() == data,
        };
        ours.then(|| self.session_id = Some(session_id.clone()))
    }

    fn is(&self, session_id: Option<&SessionId>) -> bool {
        session_id.is_some() && self.session_id.as_ref() == session_id
    }
}

impl Step {
    /// For people.
    pub(crate) fn human(&self) -> String {
        match self {
            Self::Queued(site) => format!("{ODD}queued{ODD:#}      {} is busy", plain(site.as_str())),
            Self::Started(site) => format!("{FAINT}started{FAINT:#}     in {}", plain(site.as_str())),
            Self::Listening => format!("{FAINT}listening{FAINT:#}"),
            Self::Understood(intent) => format!("{GOOD}understood{GOOD:#}  {}", understood(intent)),
            Self::NotUnderstood(words) => {
                let words = words.as_deref().filter(|words| !words.is_empty());
                format!("{ODD}not understood{ODD:#}  {}", plain(words.unwrap_or("(silence)")))
            }
            Self::Said(text) => format!("{STRONG}said{STRONG:#}        {}", plain(text)),
            Self::Ended(Termination::Nominal) => format!("{FAINT}ended{FAINT:#}"),
            Self::Ended(termination) => format!("{BAD}ended{BAD:#}       {}", why(termination)),
        }
    }

    /// For programs.
    pub(crate) fn json(&self, session_id: Option<&SessionId>) -> Value {
        let session = session_id.map(SessionId::as_str);
        match self {
            Self::Queued(site) => json!({"event": "queued", "sessionId": session, "siteId": site.as_str()}),
            Self::Started(site) => json!({"event": "started", "sessionId": session, "siteId": site.as_str()}),
            Self::Listening => json!({"event": "listening", "sessionId": session}),
            Self::Understood(intent) => json!({
                "event": "understood", "sessionId": session, "intent": intent.intent.intent_name.as_str(),
                "confidence": intent.intent.confidence_score, "input": intent.input,
                "slots": intent.slots.iter().map(slot).collect::<Vec<_>>(),
            }),
            Self::NotUnderstood(words) => {
                json!({"event": "notUnderstood", "sessionId": session, "input": words})
            }
            Self::Said(text) => json!({"event": "said", "sessionId": session, "text": text}),
            Self::Ended(termination) => {
                let mut ended =
                    json!({"event": "ended", "sessionId": session, "reason": termination.reason()});
                match (termination, ended.as_object_mut()) {
                    (Termination::Timeout { component: Some(component) }, Some(ended)) => {
                        ended.insert("component".to_owned(), component.as_str().into());
                    }
                    (Termination::Error { error }, Some(ended)) => {
                        ended.insert("error".to_owned(), error.as_str().into());
                    }
                    _ => {}
                }
                ended
            }
        }
    }
}

/// An intent with its slots, on one line.
fn understood(intent: &Intent) -> String {
    let mut line = format!("{STRONG}{}{STRONG:#}", plain(intent.intent.intent_name.as_str()));
    for slot in &intent.slots {
        let value = slot.value.text().unwrap_or_else(|| slot.raw_value.clone());
        let _ = write!(line, "  {}={}", plain(&slot.slot_name), plain(&value));
    }
    line
}

fn slot(slot: &Slot) -> Value {
    json!({
        "name": slot.slot_name, "value": slot.value.text(), "rawValue": slot.raw_value, "entity": slot.entity,
    })
}

/// Why a session ended, in words.
pub(crate) fn why(termination: &Termination) -> String {
    match termination {
        Termination::Timeout { component: Some(component) } => {
            format!("timeout: no answer from {}", plain(component.as_str()))
        }
        Termination::Error { error } if !error.is_empty() => format!("error: {}", plain(error)),
        termination => plain(termination.reason()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_messages::Component;

    fn message(topic: &str, payload: &Value) -> Message {
        Message::decode(topic, payload.to_string().into()).unwrap()
    }

    fn started(session: &str, data: Option<&str>) -> Message {
        let payload = json!({"sessionId": session, "siteId": "kitchen", "customData": data});
        message("hermes/dialogueManager/sessionStarted", &payload)
    }

    #[test]
    fn a_session_is_known_by_its_mark_and_then_by_its_id() {
        let mut ours = Conversation::requested("mark");
        assert_eq!(ours.step(&started("other", None)), None);
        assert_eq!(
            ours.step(&started("s", Some("mark"))),
            Some(Step::Started(SiteId::new("kitchen").unwrap()))
        );
        let ended = message(
            "hermes/dialogueManager/sessionEnded",
            &json!({"sessionId": "s", "siteId": "kitchen", "termination": {"reason": "nominal"}}),
        );
        assert_eq!(ours.step(&ended), Some(Step::Ended(Termination::Nominal)));
    }

    #[test]
    fn what_belongs_to_no_session_belongs_to_no_conversation() {
        let say = message("hermes/tts/say", &json!({"text": "hello", "siteId": "kitchen"}));
        assert_eq!(Conversation::requested("mark").step(&say), None);
        assert_eq!(Conversation::of(SessionId::new("s").unwrap()).step(&say), None);
    }

    #[test]
    fn steps_are_told_in_a_line() {
        let intent = json!({
            "input": "turn on the lamp", "sessionId": "s", "siteId": "kitchen",
            "intent": {"intentName": "LightOn", "confidenceScore": 0.5},
            "slots": [{"entity": "lamp", "slotName": "name", "rawValue": "lamp", "value": {"kind": "Unknown", "value": "ceiling\u{7}"}}],
        });
        let Message::Intent(intent) = message("hermes/intent/LightOn", &intent) else { panic!() };
        let session = SessionId::new("s").unwrap();
        let steps = [
            Step::Queued(SiteId::default()),
            Step::Started(SiteId::default()),
            Step::Listening,
            Step::Understood(intent),
            Step::NotUnderstood(Some("blah".to_owned())),
            Step::NotUnderstood(None),
            Step::Said("The lamp is on.".to_owned()),
            Step::Ended(Termination::Nominal),
            Step::Ended(Termination::Timeout { component: Some(Component::Nlu.into()) }),
            Step::Ended(Termination::Error { error: "no power".to_owned() }),
        ];
        let told = steps.iter().map(|step| {
            let human = anstream::adapter::strip_str(&step.human()).to_string();
            format!("{human}\n{}", step.json(Some(&session)))
        });
        insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
    }
}
