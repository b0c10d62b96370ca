//! Sessions of handlers, and how they ask questions.

mod ask;
mod choose;
pub(crate) mod conversation_handle;
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

use self::conversation_handle::{ConversationHandle, Request};
use crate::intent::InvalidValue;
use crate::question::Question;
use crate::{LocalizedText, Phrases, RecognizedIntent, Site, Utterance};

/// The session in which a handler is called.
#[derive(Debug, Clone)]
pub struct Session {
    handle: ConversationHandle,
    info: Arc<SessionInfo>,
}

/// The properties of a session when its handler is called.
#[derive(Debug)]
pub(crate) struct SessionInfo {
    /// `None` if there is no session (yet).
    pub(crate) id: Option<SessionId>,
    pub(crate) site: Site,
    pub(crate) lang: Option<String>,
    pub(crate) input: String,
    pub(crate) custom_data: Option<String>,
    pub(crate) ask_defaults: Arc<AskDefaults>,
}

/// The defaults of a handler's questions, from its limits and the skill's phrases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AskDefaults {
    pub(crate) phrases: Phrases,
    /// How often a question is repeated.
    pub(crate) ask_retries: u32,
    /// The language if messages have none.
    pub(crate) lang: Option<String>,
}

impl Session {
    /// The session in which an intent was recognised.
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

    pub(crate) fn new(info: SessionInfo, handle: ConversationHandle) -> Self {
        Self { handle, info: Arc::new(info) }
    }

    /// The session id. `None` for text entered outside of a session, or if the session has not started yet.
    pub fn id(&self) -> Option<&SessionId> {
        self.info.id.as_ref()
    }

    /// The site of the session.
    pub fn site(&self) -> &Site {
        &self.info.site
    }

    /// The language of the session or else of the skill, such as `en`; `None` if neither is known.
    pub fn lang(&self) -> Option<&str> {
        self.info.lang.as_deref().or(self.info.ask_defaults.lang.as_deref())
    }

    /// The text for which the handler was called.
    pub fn input(&self) -> &str {
        &self.info.input
    }

    /// The `customData` of the session, as received with this text. Rhasspy's manager sets it to the wake word id if a wake word
    /// started the session.
    pub fn custom_data(&self) -> Option<&str> {
        self.info.custom_data.as_deref()
    }

    /// Speaks a text without ending the session: `One moment, I look it up.`
    ///
    /// It is published as `hermes/tts/say` without the session id, so that no manager mistakes it for the answer. This never
    /// waits.
    pub fn say(&self, text: impl Into<LocalizedText>) {
        self.handle.send(Request::Say(text.into()));
    }

    /// How often a question is repeated by default.
    pub(crate) fn retries(&self) -> u32 {
        self.info.ask_defaults.ask_retries
    }

    pub(crate) async fn ask_once(&self, question: Question) -> Result<Utterance, Unanswered> {
        match self.handle.ask(question).await? {
            utterance if utterance.is_silence() => Err(Unanswered::Silence),
            utterance => Ok(utterance),
        }
    }

    /// The text of a repeated question, preceded by the problem with the answer.
    pub(crate) fn ask_again_text(&self, invalid: &InvalidValue, question: &LocalizedText) -> LocalizedText {
        let lang = self.lang();
        let again = self.info.ask_defaults.phrases.again();
        let why = match invalid.why.in_lang(lang) {
            "" => again.in_lang(lang),
            why => why,
        };
        LocalizedText::new(format!("{why} {}", question.in_lang(lang)).trim().to_owned())
    }
}
