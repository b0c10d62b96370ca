//! What the conversations need to know of their skill, and the messages that follow from it.

use std::collections::HashMap;
use std::time::Duration;

use petasos_messages::payload::{Say, SessionInit, SkillWorking, StartSession};
use petasos_messages::{Dialect, IntentName, Level, Message};

use super::Key;
use super::conversation::{Conversation, OpenQuestion};
use crate::handler_limits::Limits;
use crate::phrases::Phrases;
use crate::saved_dialogue::SavedDialogue;
use crate::{LocalizedText, Site};

/// Prefix of the custom data of all sessions that skills start.
const PREFIX: &str = "petasos/";

/// The longest text that is said at once.
const MOST_BYTES: usize = 16 * 1024;

/// How much longer than the handler's deadline a manager is asked to wait, so that our apology arrives first.
const MARGIN: Duration = Duration::from_secs(1);

/// The configuration of a skill's conversations.
#[derive(Debug)]
pub(crate) struct Config {
    pub(crate) skill: Level,
    /// Precedes the key of a conversation in the custom data of the sessions that we start.
    pub(crate) session_prefix: String,
    pub(crate) dialect: Dialect,
    /// Precedes the names of intents in filters: Snips' `user:`.
    pub(crate) user: Option<String>,
    /// The language if no message names one.
    pub(crate) lang: Option<String>,
    pub(crate) phrases: Phrases,
    /// The limits of handlers that have none of their own.
    pub(crate) default_limits: Limits,
    /// The limits of each handler.
    pub(crate) limits: Vec<Limits>,
    /// The handler of each intent.
    pub(crate) routes: HashMap<&'static str, usize>,
    /// The handler of all other intents.
    pub(crate) fallback: Option<usize>,
    /// The handler of utterances that were not recognised.
    pub(crate) not_recognized: Option<usize>,
    /// The handler of answers in dialogues.
    pub(crate) dialogues: Option<usize>,
    /// The first name of every intent that has a handler.
    pub(crate) intents: Vec<&'static str>,
    /// The first name of every intent that has several, by the other names.
    pub(crate) aliases: HashMap<&'static str, &'static str>,
}

impl Config {
    /// The handler of an intent.
    pub(crate) fn route(&self, intent: &str) -> Option<usize> {
        self.routes.get(intent).copied()
    }

    /// The handler of answers in dialogues, if the custom data is the state of a dialogue of this skill.
    pub(crate) fn dialogue(&self, custom_data: Option<&str>) -> Option<usize> {
        let is_ours = |data| SavedDialogue::read(self.skill.as_str(), data).is_some();
        self.dialogues.filter(|_| custom_data.is_some_and(is_ours))
    }

    /// Whether an intent may answer a question.
    pub(crate) fn answers(&self, intent: &str, question: &OpenQuestion) -> bool {
        let first = self.aliases.get(intent).copied().unwrap_or(intent);
        question.intents.iter().any(|name| name == intent || name == first)
    }

    pub(crate) fn limits(&self, handler: usize) -> &Limits {
        self.limits.get(handler).unwrap_or(&self.default_limits)
    }

    /// The text in the language of a conversation, cut to [`MOST_BYTES`]; `None` if it is empty.
    pub(crate) fn text(&self, conversation: &Conversation, words: &LocalizedText) -> Option<String> {
        let text = words.in_lang(conversation.lang.as_deref().or(self.lang.as_deref()));
        let end = (0..=text.len().min(MOST_BYTES)).rev().find(|end| text.is_char_boundary(*end))?;
        text.get(..end).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Says something without touching the session. It carries no session id, so that no manager takes it for the answer.
    pub(crate) fn say(&self, conversation: &Conversation, words: &LocalizedText) -> Option<Message> {
        let mut say = Say::new(self.text(conversation, words)?);
        say.site_id = Some(conversation.site.id.clone());
        say.lang = conversation.lang.clone().or_else(|| self.lang.clone());
        Some(Message::Say(Box::new(say)))
    }

    /// A notification, for a site where we have no session.
    pub(crate) fn notification(&self, site: &Site, lang: Option<&str>, text: String) -> Message {
        let mut start = StartSession::new(SessionInit::Notification { text });
        start.site_id = Some(site.id.clone());
        start.lang = lang.or(self.lang.as_deref()).map(str::to_owned);
        Message::StartSession(start)
    }

    /// Asks the manager to wait longer, if the deadline of the handler is later than managers expect.
    pub(crate) fn working(&self, conversation: &Conversation) -> Option<SkillWorking> {
        let session = conversation.state.session()?;
        let deadline = conversation.handler.as_ref()?.limits.deadline;
        if deadline <= Limits::of(self.dialect).deadline {
            return None;
        }
        let ms = u64::try_from((deadline.saturating_add(MARGIN)).as_millis()).unwrap_or(u64::MAX);
        let site = Some(conversation.site.id.clone());
        Some(SkillWorking::new(self.skill.clone(), session.clone(), site, ms))
    }

    /// The custom data of a session that is started for a conversation.
    pub(crate) fn data_of(&self, key: Key) -> String {
        format!("{}{key}", self.session_prefix)
    }

    /// The conversation that asked for a session with this custom data.
    pub(crate) fn key_of(&self, custom_data: Option<&str>) -> Option<Key> {
        custom_data?.strip_prefix(&self.session_prefix)?.parse().ok()
    }

    /// Whether a session with this custom data was started by a skill that uses this kit.
    pub(crate) fn is_started_by_a_skill(custom_data: Option<&str>) -> bool {
        custom_data.is_some_and(|data| data.starts_with(PREFIX))
    }

    /// The name of an intent as it is written in filters.
    pub(crate) fn full_name(&self, intent: &str) -> Option<IntentName> {
        match &self.user {
            Some(user) => IntentName::new(format!("{user}:{intent}")).ok(),
            None => IntentName::new(intent).ok(),
        }
    }
}
