//! What somebody said, as a skill gets it.

use std::sync::Arc;

use petasos_messages::{SessionId, payload};

use super::Slots;
use super::spec::SlotSpec;
use crate::{Site, Words};

/// A turn of a conversation that was understood.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Turn {
    /// The intent's name, without a user before it.
    pub intent: String,
    /// The words.
    pub input: String,
    /// What of them matters, with what was asked for since.
    pub slots: Slots,
    /// How sure the NLU is, 0 to 1.
    pub confidence: f64,
    /// In which session; `None`: the words were typed somewhere, and there is none.
    pub session_id: Option<SessionId>,
    /// Where.
    pub site: Site,
    /// The language, such as `en`; `None` if nobody said.
    pub lang: Option<String>,
    /// The message as it came.
    pub message: Arc<payload::Intent>,
}

/// What was heard after a question.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Heard {
    /// Words that were understood.
    Turn(Turn),
    /// Words that were not understood.
    Words {
        /// The words.
        input: String,
        /// The language, such as `en`; `None` if nobody said.
        lang: Option<String>,
    },
}

impl Heard {
    /// The words.
    pub fn input(&self) -> &str {
        match self {
            Self::Turn(turn) => &turn.input,
            Self::Words { input, .. } => input,
        }
    }

    /// The words, taken out.
    pub fn into_input(self) -> String {
        match self {
            Self::Turn(turn) => turn.input,
            Self::Words { input, .. } => input,
        }
    }

    /// Whether it is words without a word: so a speech recogniser says that it has heard nothing.
    pub(crate) fn is_silence(&self) -> bool {
        matches!(self, Self::Words { input, .. } if input.trim().is_empty())
    }

    /// The language, such as `en`; `None` if nobody said.
    pub fn lang(&self) -> Option<&str> {
        match self {
            Self::Turn(turn) => turn.lang.as_deref(),
            Self::Words { lang, .. } => lang.as_deref(),
        }
    }
}

/// Why a value cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", why.in_lang(None))]
pub struct Misread {
    /// Said before the question is asked again. Empty: the kit's own words.
    pub why: Words,
}

impl Misread {
    /// Says why, before the question is asked again.
    pub fn new(why: impl Into<Words>) -> Self {
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
        why: Misread,
    },
    /// It is something else altogether.
    #[error("that is no answer")]
    NoAnswer(Misread),
}
