//! What the desk knows of its skill.

use std::borrow::Cow;
use std::collections::HashMap;
use std::time::Duration;

use petasos_messages::payload::Say;
use petasos_messages::{Dialect, Message};

use super::Key;
use super::conversation::{Conversation, Open};
use crate::Words;
use crate::dialogue::Saved;
use crate::limits::Limits;
use crate::phrases::Phrases;

/// What the desk knows of its skill.
#[derive(Debug)]
pub(crate) struct Rules {
    /// The skill's name.
    pub(crate) name: String,
    /// Written before the skill's own data, so that the sessions it starts are known again.
    pub(crate) mark: String,
    pub(crate) dialect: Dialect,
    /// Put before the names of intents in filters: Snips' `user:`.
    pub(crate) user: Option<String>,
    /// Where no message names a language.
    pub(crate) lang: Option<String>,
    pub(crate) phrases: Phrases,
    /// So many conversations may go on at once.
    pub(crate) conversations: usize,
    /// So long a question waits.
    pub(crate) answer_within: Duration,
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
    /// The first name of every intent.
    pub(crate) intents: Vec<&'static str>,
}

impl Rules {
    /// The handler of an intent.
    pub(crate) fn route(&self, intent: &str) -> Option<usize> {
        self.routes.get(intent).copied().or(self.fallback)
    }

    /// The handler of answers in dialogues, if the data of the session is the state of one of ours.
    pub(crate) fn dialogue(&self, custom_data: Option<&str>) -> Option<usize> {
        self.dialogues.filter(|_| custom_data.is_some_and(|data| Saved::read(&self.name, data).is_some()))
    }

    /// Whether an intent may answer a question.
    #[expect(clippy::unused_self, reason = "aliases come with the catalogue")]
    pub(crate) fn is_expected(&self, intent: &str, question: &Open) -> bool {
        question.intents.iter().any(|name| name == intent)
    }

    pub(crate) fn limits(&self, handler: usize) -> &Limits {
        &self.limits[handler]
    }

    /// The words in the language of a conversation.
    pub(crate) fn text(&self, conversation: &Conversation, words: &Words) -> String {
        words.in_lang(conversation.lang.as_deref().or(self.lang.as_deref())).to_owned()
    }

    /// Words that leave the session as it is: without its id, so that no manager takes them for the answer.
    pub(crate) fn say(&self, conversation: &Conversation, words: &Words) -> Option<Message> {
        let text = self.text(conversation, words);
        if text.is_empty() {
            return None;
        }
        let mut say = Say::new(text);
        say.site_id = Some(conversation.site.id.clone());
        say.lang = conversation.lang.clone().or_else(|| self.lang.clone());
        Some(Message::Say(Box::new(say)))
    }

    /// What the data of a session says that we have asked for.
    pub(crate) fn data_of(&self, key: Key) -> String {
        format!("{}{key}", self.mark)
    }

    /// The conversation that asked for a session with this data.
    pub(crate) fn key_of(&self, custom_data: Option<&str>) -> Option<Key> {
        custom_data?.strip_prefix(&self.mark)?.parse().ok()
    }

    /// The name of an intent as messages have it.
    pub(crate) fn full_name(&self, intent: &Cow<'static, str>) -> String {
        match &self.user {
            Some(user) => format!("{user}:{intent}"),
            None => intent.to_string(),
        }
    }
}
