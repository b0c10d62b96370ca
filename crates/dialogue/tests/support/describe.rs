//! One line per message, as people write them.

use petasos_messages::payload::{SessionInit, Toggle, ToggleReason};
use petasos_messages::{Message, SiteId};

use super::Talk;

impl Talk {
    /// One line, with ids in the order they appeared.
    pub(super) fn describe(&mut self, message: &Message) -> String {
        let mut details: Vec<String> = Vec::new();
        let mut at = |site: Option<&SiteId>| details.extend(site.map(ToString::to_string));
        let mut session = None;
        match message {
            Message::HotwordDetected(m) => at(m.site_id.as_ref()),
            Message::StartSession(m) => {
                at(m.site_id.as_ref());
                details.push(match &m.init {
                    SessionInit::Notification { text } => format!("notification {text:?}"),
                    SessionInit::Action(action) => {
                        format!("action {:?}", action.text.as_deref().unwrap_or_default())
                    }
                });
            }
            Message::SessionStarted(m) => {
                at(Some(&m.site_id));
                session = Some(&m.session_id);
            }
            Message::SessionQueued(m) => {
                at(Some(&m.site_id));
                session = Some(&m.session_id);
            }
            Message::SessionEnded(m) => {
                at(Some(&m.site_id));
                session = Some(&m.session_id);
                details.push(format!("{:?}", m.termination));
            }
            Message::ContinueSession(m) => {
                session = Some(&m.session_id);
                details.push(format!("{:?}", m.text.as_deref().unwrap_or_default()));
            }
            Message::EndSession(m) => {
                session = Some(&m.session_id);
                details.push(format!("{:?}", m.text.as_deref().unwrap_or_default()));
            }
            Message::HotwordToggleOn(m)
            | Message::HotwordToggleOff(m)
            | Message::AsrToggleOn(m)
            | Message::AsrToggleOff(m) => {
                details.extend(toggle_details(m));
                session = m.session_id.as_ref();
            }
            Message::StartListening(m) => {
                at(Some(&m.site_id));
                session = m.session_id.as_ref();
            }
            Message::StopListening(m) => {
                at(Some(&m.site_id));
                session = m.session_id.as_ref();
            }
            Message::TextCaptured(m) => {
                details.push(format!("{:?}", m.text));
                session = m.session_id.as_ref();
            }
            Message::NluQuery(m) => {
                details.push(format!("{:?}", m.input));
                if let Some(filter) = &m.intent_filter {
                    details.push(format!("filter {filter:?}"));
                }
                session = m.session_id.as_ref();
            }
            Message::PartialQuery(m) => {
                details.push(format!("{:?} {} {}", m.input, m.intent_name, m.slot_name));
                session = m.session_id.as_ref();
            }
            Message::Intent(m) => {
                details.push(m.intent.intent_name.to_string());
                session = m.session_id.as_ref();
            }
            Message::Say(m) => {
                at(m.site_id.as_ref());
                details.push(format!("{:?}", m.text));
                session = m.session_id.as_ref();
            }
            _ => {}
        }
        if let Some(id) = session {
            let number = self.number(id.as_str());
            details.push(format!("session {number}"));
        }
        [kind(message).to_owned()].into_iter().chain(details).collect::<Vec<_>>().join(" ")
    }

    fn number(&mut self, id: &str) -> usize {
        let known = self.names.iter().position(|name| name == id);
        known.unwrap_or_else(|| {
            self.names.push(id.to_owned());
            self.names.len() - 1
        }) + 1
    }
}

fn toggle_details(toggle: &Toggle) -> Vec<String> {
    let reason = toggle.reason.as_ref().map(|reason| match reason {
        ToggleReason::DialogueSession => "dialogueSession".to_owned(),
        ToggleReason::PlayAudio => "playAudio".to_owned(),
        ToggleReason::TtsSay => "ttsSay".to_owned(),
        other => format!("{other:?}"),
    });
    toggle.site_id.iter().map(ToString::to_string).chain(reason).collect()
}

/// The message's name, as people write it.
pub fn kind(message: &Message) -> &'static str {
    match message {
        Message::HotwordDetected(_) => "hotword/detected",
        Message::HotwordToggleOn(_) => "hotword/toggleOn",
        Message::HotwordToggleOff(_) => "hotword/toggleOff",
        Message::AsrToggleOn(_) => "asr/toggleOn",
        Message::AsrToggleOff(_) => "asr/toggleOff",
        Message::StartListening(_) => "asr/startListening",
        Message::StopListening(_) => "asr/stopListening",
        Message::TextCaptured(_) => "asr/textCaptured",
        Message::AsrError(_) => "asr/error",
        Message::NluQuery(_) => "nlu/query",
        Message::PartialQuery(_) => "nlu/partialQuery",
        Message::SlotParsed(_) => "nlu/slotParsed",
        Message::IntentParsed(_) => "nlu/intentParsed",
        Message::NluIntentNotRecognized(_) => "nlu/intentNotRecognized",
        Message::NluError(_) => "nlu/error",
        Message::Intent(_) => "intent",
        Message::Say(_) => "tts/say",
        Message::SayFinished(_) => "tts/sayFinished",
        Message::TtsError(_) => "tts/error",
        Message::PlayBytes(_) => "playBytes",
        Message::PlayFinished(_) => "playFinished",
        Message::StartSession(_) => "startSession",
        Message::ContinueSession(_) => "continueSession",
        Message::EndSession(_) => "endSession",
        Message::SkillStatus(_) => "skill status",
        Message::SkillWorking(_) => "skill working",
        Message::SessionQueued(_) => "sessionQueued",
        Message::SessionStarted(_) => "sessionStarted",
        Message::SessionEnded(_) => "sessionEnded",
        Message::DialogueIntentNotRecognized(_) => "dialogueManager/intentNotRecognized",
        Message::DialogueVersion(_) => "dialogueManager/version",
        Message::Configure(_) => "configure",
        _ => "other",
    }
}
