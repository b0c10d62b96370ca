//! What the desk knows of its skill.

use std::collections::HashMap;
use std::time::Duration;

use petasos_messages::payload::{Say, SessionInit, SkillWorking, StartSession};
use petasos_messages::{Dialect, IntentName, Level, Message};

use super::Key;
use super::conversation::{Conversation, Open};
use crate::dialogue::Saved;
use crate::limits::Limits;
use crate::phrases::Phrases;
use crate::{Site, Words};

/// So begins the data of the sessions that skills start.
const MARK: &str = "petasos/";

/// The most bytes that are said at once.
const MOST_BYTES: usize = 16 * 1024;

/// So much longer than our own deadline a manager is asked to wait, so that our apology comes first.
const ON_THE_WAY: Duration = Duration::from_secs(1);

/// What the desk knows of its skill.
#[derive(Debug)]
pub(crate) struct Rules {
    pub(crate) skill: Level,
    /// Stands before the number of a conversation in the data of the sessions that we start.
    pub(crate) mark: String,
    pub(crate) dialect: Dialect,
    /// Stands before the names of intents in filters: Snips' `user:`.
    pub(crate) user: Option<String>,
    /// Where no message names a language.
    pub(crate) lang: Option<String>,
    pub(crate) phrases: Phrases,
    /// The limits of handlers that have none of their own.
    pub(crate) default_limits: Limits,
    /// Each handler's limits.
    pub(crate) limits: Vec<Limits>,
    /// The handler of each intent.
    pub(crate) routes: HashMap<&'static str, usize>,
    /// The handler of the intents that have none.
    pub(crate) fallback: Option<usize>,
    /// The handler of what nobody understood.
    pub(crate) not_recognized: Option<usize>,
    /// The handler of answers in dialogues.
    pub(crate) dialogues: Option<usize>,
    /// The first name of every intent that has a handler.
    pub(crate) intents: Vec<&'static str>,
    /// The first name of every intent with several, by the others.
    pub(crate) aliases: HashMap<&'static str, &'static str>,
}

impl Rules {
    /// The handler of an intent.
    pub(crate) fn route(&self, intent: &str) -> Option<usize> {
        self.routes.get(intent).copied()
    }

    /// The handler of answers in dialogues, if the data of the session is the state of one of ours.
    pub(crate) fn dialogue(&self, custom_data: Option<&str>) -> Option<usize> {
        let is_ours = |data| Saved::read(self.skill.as_str(), data).is_some();
        self.dialogues.filter(|_| custom_data.is_some_and(is_ours))
    }

    /// Whether an intent may answer a question.
    pub(crate) fn answers(&self, intent: &str, question: &Open) -> bool {
        let first = self.aliases.get(intent).copied().unwrap_or(intent);
        question.intents.iter().any(|name| name == intent || name == first)
    }

    pub(crate) fn limits(&self, handler: usize) -> &Limits {
        self.limits.get(handler).unwrap_or(&self.default_limits)
    }

    /// The words in the language of a conversation; `None`: there are none.
    pub(crate) fn text(&self, conversation: &Conversation, words: &Words) -> Option<String> {
        let text = words.in_lang(conversation.lang.as_deref().or(self.lang.as_deref()));
        let end = (0..=text.len().min(MOST_BYTES)).rev().find(|end| text.is_char_boundary(*end))?;
        text.get(..end).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// Words that leave the session as it is: without its id, so that no manager takes them for the answer.
    pub(crate) fn say(&self, conversation: &Conversation, words: &Words) -> Option<Message> {
        let mut say = Say::new(self.text(conversation, words)?);
        say.site_id = Some(conversation.site.id.clone());
        say.lang = conversation.lang.clone().or_else(|| self.lang.clone());
        Some(Message::Say(Box::new(say)))
    }

    /// Words for a site where no session of ours is.
    pub(crate) fn notification(&self, site: &Site, lang: Option<&str>, text: String) -> Message {
        let mut start = StartSession::new(SessionInit::Notification { text });
        start.site_id = Some(site.id.clone());
        start.lang = lang.or(self.lang.as_deref()).map(str::to_owned);
        Message::StartSession(start)
    }

    /// What a manager should know of a handler that may take longer than it expects.
    pub(crate) fn working(&self, conversation: &Conversation) -> Option<SkillWorking> {
        let session = conversation.stage.session()?;
        let deadline = conversation.work.as_ref()?.limits.deadline;
        if deadline <= Limits::of(self.dialect).deadline {
            return None;
        }
        let ms = u64::try_from((deadline.saturating_add(ON_THE_WAY)).as_millis()).unwrap_or(u64::MAX);
        let site = Some(conversation.site.id.clone());
        Some(SkillWorking::new(self.skill.clone(), session.clone(), site, ms))
    }

    /// The data of a session that is started for a conversation.
    pub(crate) fn data_of(&self, key: Key) -> String {
        format!("{}{key}", self.mark)
    }

    /// The conversation that has asked for a session with this data.
    pub(crate) fn key_of(&self, custom_data: Option<&str>) -> Option<Key> {
        custom_data?.strip_prefix(&self.mark)?.parse().ok()
    }

    /// Whether this is the data of a session that a skill has started, with this kit.
    pub(crate) fn is_started_by_a_skill(custom_data: Option<&str>) -> bool {
        custom_data.is_some_and(|data| data.starts_with(MARK))
    }

    /// The name of an intent as messages have it.
    pub(crate) fn full_name(&self, intent: &str) -> Option<IntentName> {
        match &self.user {
            Some(user) => IntentName::new(format!("{user}:{intent}")).ok(),
            None => IntentName::new(intent).ok(),
        }
    }
}
