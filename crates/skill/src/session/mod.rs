//! A conversation, as a handler sees it.

mod ask;
mod choose;
pub(crate) mod elicit;
mod free_text;
pub(crate) mod port;
pub(crate) mod question;
#[cfg(test)]
pub(crate) mod script;
#[cfg(test)]
mod tests;
mod turns;
mod unanswered;
pub(crate) mod yes_no;

use std::sync::Arc;

use petasos_messages::SessionId;

pub use ask::Ask;
pub use choose::Choose;
pub use free_text::FreeText;
pub use unanswered::Unanswered;
pub use yes_no::YesNo;

use self::port::Port;
use self::question::Question;
use crate::{Heard, Phrases, Site, Turn, Words};

/// The conversation a handler is called in.
#[derive(Debug, Clone)]
pub struct Session {
    port: Port,
    about: Arc<About>,
}

/// What is known of a conversation when its handler is called.
#[derive(Debug)]
pub(crate) struct About {
    /// `None`: there is none (yet).
    pub(crate) id: Option<SessionId>,
    pub(crate) site: Site,
    pub(crate) lang: Option<String>,
    pub(crate) input: String,
    pub(crate) custom_data: Option<String>,
    pub(crate) manners: Arc<Manners>,
}

/// How a skill asks where nobody says otherwise: from its limits and phrases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Manners {
    /// What it says where nothing better is known.
    pub(crate) phrases: Phrases,
    /// How often a question is asked again.
    pub(crate) ask_retries: u32,
    /// Where no message names a language.
    pub(crate) lang: Option<String>,
}

impl Session {
    /// The conversation in which something was said.
    pub(crate) fn of(turn: &Turn, port: Port, manners: Arc<Manners>) -> Self {
        let about = About {
            id: turn.session_id.clone(),
            site: turn.site.clone(),
            lang: turn.lang.clone(),
            input: turn.input.clone(),
            custom_data: turn.message.custom_data.clone(),
            manners,
        };
        Self::new(about, port)
    }

    /// A conversation of which this is known.
    pub(crate) fn new(about: About, port: Port) -> Self {
        Self { port, about: Arc::new(about) }
    }

    /// Its id on the wire. `None`: the words were typed somewhere and there is no session, or it has not begun yet.
    pub fn id(&self) -> Option<&SessionId> {
        self.about.id.as_ref()
    }

    /// Where it is held.
    pub fn site(&self) -> &Site {
        &self.about.site
    }

    /// Its language, such as `en`; that of the skill if no message names one, and `None` if that is not set either.
    pub fn lang(&self) -> Option<&str> {
        self.about.lang.as_deref().or(self.about.manners.lang.as_deref())
    }

    /// The words the handler was called for.
    pub fn input(&self) -> &str {
        &self.about.input
    }

    /// The session's data, as it came with these words. Under Rhasspy's manager that of a session somebody woke is the wake word.
    pub fn custom_data(&self) -> Option<&str> {
        self.about.custom_data.as_deref()
    }

    /// Says something without ending the session: `One moment, I look it up.`
    ///
    /// It goes out as `hermes/tts/say` without the session's id, so that no manager takes it for the answer. This never waits.
    pub fn say(&self, words: impl Into<Words>) {
        self.port.say(words.into());
    }

    /// How often a question is asked again where nobody says otherwise.
    pub(crate) fn retries(&self) -> u32 {
        self.about.manners.ask_retries
    }

    /// One question, and what is heard then.
    pub(crate) async fn turn(&self, question: Question) -> Result<Heard, Unanswered> {
        self.port.ask(question).await
    }
}
