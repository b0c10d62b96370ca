//! Follows one session by its messages and describes what happens in it.

use std::fmt::Write as _;

use petasos_inspect::terminal_text::{BAD, FAINT, GOOD, ODD, STRONG, plain};
use petasos_messages::payload::{Intent, Termination};
use petasos_messages::slot::Slot;
use petasos_messages::{Message, SessionId, SiteId, Topic, filter};
use petasos_recording::Attribution;
use serde_json::{Value, json};

/// A session that a command follows until it ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct FollowedSession {
    /// The custom data with which the command asked for the session; messages that name the session for the first time carry it.
    custom_data: Option<String>,
    /// Known as soon as the session is queued or started.
    session_id: Option<SessionId>,
}

/// One event of a session.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum SessionStep {
    /// It waits for this site.
    Queued(SiteId),
    /// It has started at this site.
    Started(SiteId),
    /// The user can speak.
    Listening,
    Understood(Box<Intent>),
    /// The words that were not understood, if there were any.
    NotUnderstood(Option<String>),
    /// The text of the answer.
    Said(String),
    Ended(Termination),
}

impl FollowedSession {
    /// A session that was asked for with this custom data.
    pub(crate) fn requested(custom_data: &str) -> Self {
        Self { custom_data: Some(custom_data.to_owned()), session_id: None }
    }

    /// A session whose id is known.
    pub(crate) fn of(session_id: SessionId) -> Self {
        Self { custom_data: None, session_id: Some(session_id) }
    }

    pub(crate) fn session_id(&self) -> Option<&SessionId> {
        self.session_id.as_ref()
    }

    /// The topics to subscribe to.
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

    /// What a message means for this session; `None` if it belongs to another one or to none.
    pub(crate) fn step(&mut self, message: &Message) -> Option<SessionStep> {
        let session_id = Attribution::stated(message).session?;
        let custom_data = match message {
            Message::SessionQueued(queued) => queued.custom_data.as_ref(),
            Message::SessionStarted(started) => started.custom_data.as_ref(),
            Message::SessionEnded(ended) => ended.custom_data.as_ref(),
            _ => None,
        };
        if self.session_id.is_none() && custom_data.is_some() && custom_data == self.custom_data.as_ref() {
            self.session_id = Some(session_id.clone());
        }
        if self.session_id.as_ref() != Some(&session_id) {
            return None;
        }
        match message {
            Message::SessionQueued(queued) => Some(SessionStep::Queued(queued.site_id.clone())),
            Message::SessionStarted(started) => Some(SessionStep::Started(started.site_id.clone())),
            Message::SessionEnded(ended) => Some(SessionStep::Ended(ended.termination.clone())),
            Message::StartListening(_) => Some(SessionStep::Listening),
            Message::Intent(intent) => Some(SessionStep::Understood(intent.clone())),
            Message::DialogueIntentNotRecognized(words) => {
                Some(SessionStep::NotUnderstood(words.input.clone()))
            }
            Message::NluIntentNotRecognized(words) => {
                Some(SessionStep::NotUnderstood(Some(words.input.clone())))
            }
            Message::Say(say) => Some(SessionStep::Said(say.text.clone())),
            _ => None,
        }
    }
}

impl SessionStep {
    /// A line for the terminal.
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

    /// An object for `--json`.
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

/// How a session ended, for the terminal.
pub(crate) fn why(termination: &Termination) -> String {
    match termination {
        Termination::Timeout { component: Some(component) } => {
            format!("timeout: {} did not answer", plain(component.as_str()))
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
    fn a_session_is_known_by_its_custom_data_and_then_by_its_id() {
        let mut session = FollowedSession::requested("mark");
        assert_eq!(session.step(&started("other", None)), None);
        assert_eq!(
            session.step(&started("s", Some("mark"))),
            Some(SessionStep::Started(SiteId::new("kitchen").unwrap()))
        );
        let ended = message(
            "hermes/dialogueManager/sessionEnded",
            &json!({"sessionId": "s", "siteId": "kitchen", "termination": {"reason": "nominal"}}),
        );
        assert_eq!(session.step(&ended), Some(SessionStep::Ended(Termination::Nominal)));
    }

    #[test]
    fn a_message_without_a_session_is_ignored() {
        let say = message("hermes/tts/say", &json!({"text": "hello", "siteId": "kitchen"}));
        assert_eq!(FollowedSession::requested("mark").step(&say), None);
        assert_eq!(FollowedSession::of(SessionId::new("s").unwrap()).step(&say), None);
    }

    #[test]
    fn each_step_is_one_line() {
        let intent = json!({
            "input": "turn on the lamp", "sessionId": "s", "siteId": "kitchen",
            "intent": {"intentName": "LightOn", "confidenceScore": 0.5},
            "slots": [{"entity": "lamp", "slotName": "name", "rawValue": "lamp", "value": {"kind": "Unknown", "value": "ceiling\u{7}"}}],
        });
        let Message::Intent(intent) = message("hermes/intent/LightOn", &intent) else { panic!() };
        let session = SessionId::new("s").unwrap();
        let steps = [
            SessionStep::Queued(SiteId::default()),
            SessionStep::Started(SiteId::default()),
            SessionStep::Listening,
            SessionStep::Understood(intent),
            SessionStep::NotUnderstood(Some("blah".to_owned())),
            SessionStep::NotUnderstood(None),
            SessionStep::Said("The lamp is on.".to_owned()),
            SessionStep::Ended(Termination::Nominal),
            SessionStep::Ended(Termination::Timeout { component: Some(Component::Nlu.into()) }),
            SessionStep::Ended(Termination::Error { error: "no power".to_owned() }),
        ];
        let told = steps.iter().map(|step| {
            let human = anstream::adapter::strip_str(&step.human()).to_string();
            format!("{human}\n{}", step.json(Some(&session)))
        });
        insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
    }
}
