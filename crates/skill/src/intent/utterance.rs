//! What somebody said, as a skill gets it.

use std::sync::Arc;

use petasos_messages::{SessionId, payload};

use super::Slots;
use super::spec::SlotSpec;
use crate::{LocalizedText, Site};

/// An intent that the NLU recognised in an utterance.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecognizedIntent {
    /// The name of the intent, without a user before it.
    pub intent: String,
    /// The words that were said.
    pub input: String,
    /// The slots, including the answers to questions for missing ones.
    pub slots: Slots,
    /// The confidence of the NLU, 0 to 1.
    pub confidence: f64,
    /// The session; `None` if there is none because the words were typed somewhere.
    pub session_id: Option<SessionId>,
    /// The site where it was said.
    pub site: Site,
    /// The language, such as `en`; `None` if the message names none.
    pub lang: Option<String>,
    /// The message itself.
    pub message: Arc<payload::Intent>,
}

/// What was said after a question.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Utterance {
    /// The NLU recognised an intent.
    Recognized(RecognizedIntent),
    /// The NLU recognised nothing.
    NotRecognized {
        /// The words that were said.
        input: String,
        /// The language, such as `en`; `None` if the message names none.
        lang: Option<String>,
    },
}

impl Utterance {
    /// The words that were said.
    pub fn input(&self) -> &str {
        match self {
            Self::Recognized(recognized) => &recognized.input,
            Self::NotRecognized { input, .. } => input,
        }
    }

    /// The words that were said.
    pub fn into_input(self) -> String {
        match self {
            Self::Recognized(recognized) => recognized.input,
            Self::NotRecognized { input, .. } => input,
        }
    }

    /// Whether nothing was said: a speech recogniser that heard nothing sends an empty text.
    pub(crate) fn is_silence(&self) -> bool {
        matches!(self, Self::NotRecognized { input, .. } if input.trim().is_empty())
    }

    /// The language, such as `en`; `None` if the message names none.
    pub fn lang(&self) -> Option<&str> {
        match self {
            Self::Recognized(recognized) => recognized.lang.as_deref(),
            Self::NotRecognized { lang, .. } => lang.as_deref(),
        }
    }
}

/// Why a value cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", why.in_lang(None))]
pub struct InvalidValue {
    /// Said before the question is asked again. Empty: the kit's own words.
    pub why: LocalizedText,
}

impl InvalidValue {
    /// Says why, before the question is asked again.
    pub fn new(why: impl Into<LocalizedText>) -> Self {
        Self { why: why.into() }
    }
}

/// Why there is no answer, form or intent in what was heard.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Unfilled {
    /// A slot that must be there is not.
    #[error("the slot {} is missing", .0.name)]
    Missing(&'static SlotSpec),
    /// A slot cannot be read, or its value is not allowed.
    #[error("the slot {} cannot be read: {why}", slot.name)]
    Wrong {
        /// The slot.
        slot: &'static SlotSpec,
        /// What is wrong with it.
        why: InvalidValue,
    },
    /// It is something else altogether.
    #[error("that is no answer")]
    NoAnswer(InvalidValue),
}
