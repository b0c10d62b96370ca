//! A conversation, as a handler sees it.

mod ask;
mod choose;
pub(crate) mod conversation_handle;
mod retries;
#[cfg(test)]
pub(crate) mod scripted_session;
pub(crate) mod slot_filling;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use petasos_messages::SessionId;

pub use crate::failure::Unanswered;
pub use ask::Ask;
pub use choose::Choose;

use self::conversation_handle::ConversationHandle;
use crate::question::Question;
use crate::{LocalizedText, Phrases, RecognizedIntent, Site, Utterance};

/// The conversation a handler is called in.
#[derive(Debug, Clone)]
pub struct Session {
    handle: ConversationHandle,
    info: Arc<SessionInfo>,
}

/// What is known of a conversation when its handler is called.
#[derive(Debug)]
pub(crate) struct SessionInfo {
    /// `None`: there is none (yet).
    pub(crate) id: Option<SessionId>,
    pub(crate) site: Site,
    pub(crate) lang: Option<String>,
    pub(crate) input: String,
    pub(crate) custom_data: Option<String>,
    pub(crate) ask_defaults: Arc<AskDefaults>,
}

/// How a skill asks where nobody says otherwise: from its limits and phrases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskDefaults {
    /// What it says where nothing better is known.
    pub(crate) phrases: Phrases,
    /// How often a question is asked again.
    pub(crate) ask_retries: u32,
    /// Where no message names a language.
    pub(crate) lang: Option<String>,
}

impl Session {
    /// The conversation in which something was said.
    pub(crate) fn of(
        recognized: &RecognizedIntent,
        handle: ConversationHandle,
        ask_defaults: Arc<AskDefaults>,
    ) -> Self {
        let info = SessionInfo {
            id: recognized.session_id.clone(),
            site: recognized.site.clone(),
            lang: recognized.lang.clone(),
            input: recognized.input.clone(),
            custom_data: recognized.message.custom_data.clone(),
            ask_defaults,
        };
        Self::new(info, handle)
    }

    /// A conversation of which this is known.
    pub(crate) fn new(info: SessionInfo, handle: ConversationHandle) -> Self {
        Self { handle, info: Arc::new(info) }
    }

    /// Its id on the wire. `None`: the words were typed somewhere and there is no session, or it has not begun yet.
    pub fn id(&self) -> Option<&SessionId> {
        self.info.id.as_ref()
    }

    /// Where it is held.
    pub fn site(&self) -> &Site {
        &self.info.site
    }

    /// Its language, such as `en`; that of the skill if no message names one, and `None` if that is not set either.
    pub fn lang(&self) -> Option<&str> {
        self.info.lang.as_deref().or(self.info.ask_defaults.lang.as_deref())
    }

    /// The words the handler was called for.
    pub fn input(&self) -> &str {
        &self.info.input
    }

    /// The session's data, as it came with these words. Under Rhasspy's manager that of a session somebody woke is the wake word.
    pub fn custom_data(&self) -> Option<&str> {
        self.info.custom_data.as_deref()
    }

    /// Says something without ending the session: `One moment, I look it up.`
    ///
    /// It goes out as `hermes/tts/say` without the session's id, so that no manager takes it for the answer. This never waits.
    pub fn say(&self, words: impl Into<LocalizedText>) {
        self.handle.say(words.into());
    }

    /// How often a question is asked again where nobody says otherwise.
    pub(crate) fn retries(&self) -> u32 {
        self.info.ask_defaults.ask_retries
    }

    /// One question, and what is heard then.
    pub(crate) async fn recognized(&self, question: Question) -> Result<Utterance, Unanswered> {
        self.handle.ask(question).await
    }
}
