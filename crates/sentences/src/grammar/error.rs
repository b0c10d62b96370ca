//! Errors of compiling and recognition.

use std::sync::Arc;

use petasos_messages::IntentName;

/// Why a grammar cannot be compiled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GrammarError {
    /// More templates than [`Limits::templates`](crate::Limits::templates).
    #[error(
        "the grammar has {found} templates, at most {limit} are taken: leave some out, or raise the limit"
    )]
    TooManyTemplates {
        /// The number of templates.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// Brackets, rules and lists are nested deeper than [`Limits::nesting`](crate::Limits::nesting).
    #[error(
        "a template of {intent} is nested more than {limit} deep: write it with fewer brackets and rules within each other"
    )]
    TooDeep {
        /// The intent of the template.
        intent: IntentName,
        /// The limit.
        limit: usize,
    },
    /// The compiled grammar has more states than [`Limits::states`](crate::Limits::states).
    #[error(
        "the grammar has more than {limit} states: leave out templates, values of lists, or numbers of ranges"
    )]
    TooLarge {
        /// The limit.
        limit: usize,
    },
}

/// Why a text could not be recognised, although it may have a meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RecogniseError {
    /// More words than [`Limits::words`](crate::Limits::words).
    #[error("the text has {found} words, at most {limit} are recognised: say it in fewer words")]
    TooLong {
        /// The number of words.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// The search took more than [`Limits::steps`](crate::Limits::steps).
    #[error(
        "the search for a meaning was given up after {limit} steps: the grammar allows too many ways to say this, give it fewer optional words"
    )]
    TooHard {
        /// The limit.
        limit: usize,
    },
    /// A converter cannot convert a value.
    #[error("{}cannot be converted by !{converter}: {reason}; give it a value that it takes", of_slot(slot.as_deref()))]
    Conversion {
        /// The slot of the value, if any.
        slot: Option<Arc<str>>,
        /// The converter.
        converter: Arc<str>,
        /// The error message of the converter.
        reason: String,
    },
    /// A converter does not exist.
    #[error("there is no converter !{converter}: write one of {}, or add it", crate::convert::NAMES.join(", "))]
    UnknownConverter {
        /// The name of the converter.
        converter: Arc<str>,
    },
}

fn of_slot(slot: Option<&str>) -> String {
    slot.map_or_else(|| "a value ".to_owned(), |slot| format!("the value of slot {slot:?} "))
}
