//! Dialogue states in `customData`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::intent::Expected;
use crate::question::Question;

/// The maximum size of `customData` that is parsed as a dialogue.
const MOST_BYTES: usize = 4096;

/// The maximum size of a state; the rest is for names and version.
const MOST_OF_STATE: usize = MOST_BYTES - 512;

/// Why the state of a dialogue cannot be stored in `customData`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SaveError {
    /// It cannot be serialized to JSON.
    #[error(
        "the state of the dialogue {dialogue} cannot be written as JSON: {why}; use only types that JSON can represent"
    )]
    NotJson {
        /// The name of the dialogue.
        dialogue: &'static str,
        /// The error of the JSON library.
        why: String,
    },
    /// It is too large.
    #[error(
        "the state of the dialogue {dialogue} has {bytes} bytes, more than {MOST_OF_STATE}; store less in it"
    )]
    TooLarge {
        /// The name of the dialogue.
        dialogue: String,
        /// The size in bytes, including the names of the expected answers.
        bytes: usize,
    },
}

/// Why a dialogue cannot be resumed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ResumeError {
    /// The `customData` is no dialogue.
    #[error("the session's custom data contains no dialogue")]
    Nowhere,
    /// The answer has no handler.
    #[error("the dialogue {dialogue} has no handler for the answer {expects}; give one to Skill::during")]
    Unhandled { dialogue: String, expects: String },
    /// The state cannot be read.
    #[error(
        "the state of the dialogue {dialogue} has version {version} and cannot be read; see Dialogue::migrate"
    )]
    Unreadable { dialogue: &'static str, version: u32 },
}

/// The state of a dialogue and its metadata.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct SavedDialogue {
    /// The name of the dialogue within the skill; in `customData` the name of the skill and a `/` precede it.
    pub(crate) dialogue: String,
    pub(crate) version: u32,
    /// The answer expected by the last question; see [`expects`].
    pub(crate) expects: String,
    /// How often the last question was repeated.
    #[serde(default)]
    pub(crate) again: u32,
    pub(crate) state: Value,
}

/// Identifies an answer within a dialogue: the names of its intents and of its entity.
pub(crate) fn expects(expected: &Expected) -> String {
    let intents = expected.intents.iter().filter_map(|intent| intent.names.first()).copied();
    let entity = expected.entity.iter().map(|entity| &*entity.name);
    let words = expected.any_words.then_some("*");
    intents.chain(entity).chain(words).collect::<Vec<_>>().join(" ")
}

impl SavedDialogue {
    /// A state without a question.
    pub(crate) fn new(
        dialogue: &'static str,
        version: u32,
        state: &impl Serialize,
    ) -> Result<Self, SaveError> {
        let state = serde_json::to_value(state)
            .map_err(|error| SaveError::NotJson { dialogue, why: error.to_string() })?;
        Ok(Self { dialogue: dialogue.to_owned(), version, expects: String::new(), again: 0, state })
    }

    /// The state with the expected answer.
    pub(crate) fn expecting(self, expected: &Expected) -> Result<Self, SaveError> {
        let expects = expects(expected);
        let bytes = self.state.to_string().len() + expects.len();
        if bytes > MOST_OF_STATE {
            return Err(SaveError::TooLarge { dialogue: self.dialogue, bytes });
        }
        Ok(Self { expects, ..self })
    }

    /// The `customData` for a session of this skill.
    pub(crate) fn to_custom_data(&self, skill: &str) -> String {
        let Self { dialogue, version, expects, again, state } = self;
        let dialogue = format!("{skill}/{dialogue}");
        // Always write every key: Project Alice's manager keeps the old value of a missing one.
        json!({ "dialogue": dialogue, "version": version, "expects": expects, "again": again, "state": state }).to_string()
    }

    /// Parses the `customData` of a session; `None` if it is not a dialogue of this skill.
    pub(crate) fn read(skill: &str, custom_data: &str) -> Option<Self> {
        if custom_data.len() > MOST_BYTES {
            return None;
        }
        let saved: Self = serde_json::from_str(custom_data).ok()?;
        let dialogue = saved.dialogue.strip_prefix(skill)?.strip_prefix('/')?.to_owned();
        Some(Self { dialogue, ..saved })
    }
}

/// A question of a dialogue: the handler returns and the session continues. Made by
/// [`AskBuilder::expecting`](crate::dialogue::AskBuilder::expecting).
#[derive(Debug, Clone, PartialEq)]
pub struct DialogueQuestion {
    saved: Result<SavedDialogue, SaveError>,
    question: Question,
}

impl DialogueQuestion {
    pub(crate) fn new(saved: Result<SavedDialogue, SaveError>, question: Question) -> Self {
        Self { saved, question }
    }

    /// The error if the state could not be stored.
    pub(crate) fn check(&self) -> Result<(), SaveError> {
        self.saved.as_ref().map(|_saved| ()).map_err(Clone::clone)
    }

    /// The question, with the state as `customData`.
    pub(crate) fn into_question(self, skill: &str) -> Question {
        let custom_data = self.saved.ok().map(|saved| saved.to_custom_data(skill));
        Question { custom_data, ..self.question }
    }
}
