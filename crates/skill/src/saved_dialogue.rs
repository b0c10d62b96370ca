//! The state of a dialogue as it is written into `customData`.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::intent::Expected;
use crate::question::Question;

/// The most bytes of `customData` that are read as a dialogue.
const MOST_BYTES: usize = 4096;

/// The most bytes of a state: the rest is for the names and the version.
const MOST_OF_STATE: usize = MOST_BYTES - 512;

/// Why the state of a dialogue cannot go into the session's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SaveError {
    /// It cannot be written as JSON.
    #[error(
        "the state of the dialogue {dialogue} cannot be written as JSON: {why}; keep only what JSON can have"
    )]
    NotJson {
        /// The dialogue.
        dialogue: &'static str,
        /// What is wrong, in the words of the JSON library.
        why: String,
    },
    /// It is too large.
    #[error(
        "the state of the dialogue {dialogue} takes {bytes} bytes, more than {MOST_OF_STATE}; keep less in it"
    )]
    TooLarge {
        /// The dialogue.
        dialogue: String,
        /// How much it takes, with the names of the answers that are expected.
        bytes: usize,
    },
}

/// Why a dialogue cannot go on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ResumeError {
    /// It has come to the wrong place.
    #[error("there is no dialogue in the data of the session")]
    Nowhere,
    /// The answer has no handler.
    #[error("the dialogue {dialogue} has no handler for the answer {expects}; give one to Skill::during")]
    Unhandled { dialogue: String, expects: String },
    /// The state cannot be read.
    #[error(
        "the state of the dialogue {dialogue} is of version {version} and cannot be read; see Dialogue::migrate"
    )]
    Unreadable { dialogue: &'static str, version: u32 },
}

/// A state with what it belongs to, as it is written into `customData`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(crate) struct SavedDialogue {
    /// The dialogue's name within the skill; on the wire the skill's name and a `/` go before it.
    pub(crate) dialogue: String,
    pub(crate) version: u32,
    /// What the last question was for; see [`expects`].
    pub(crate) expects: String,
    /// How often the last question was asked again already.
    #[serde(default)]
    pub(crate) again: u32,
    pub(crate) state: Value,
}

/// What tells the answer to one question from that to another: the names of the intents and of the entity.
pub(crate) fn expects(expected: &Expected) -> String {
    let intents = expected.intents.iter().filter_map(|intent| intent.names.first()).copied();
    let entity = expected.entity.iter().map(|entity| &*entity.name);
    let words = expected.any_words.then_some("*");
    intents.chain(entity).chain(words).collect::<Vec<_>>().join(" ")
}

impl SavedDialogue {
    /// A state, before a question.
    pub(crate) fn new(
        dialogue: &'static str,
        version: u32,
        state: &impl Serialize,
    ) -> Result<Self, SaveError> {
        let state = serde_json::to_value(state)
            .map_err(|error| SaveError::NotJson { dialogue, why: error.to_string() })?;
        Ok(Self { dialogue: dialogue.to_owned(), version, expects: String::new(), again: 0, state })
    }

    /// The same with what is asked for.
    pub(crate) fn expecting(self, expected: &Expected) -> Result<Self, SaveError> {
        let expects = expects(expected);
        let bytes = self.state.to_string().len() + expects.len();
        if bytes > MOST_OF_STATE {
            return Err(SaveError::TooLarge { dialogue: self.dialogue, bytes });
        }
        Ok(Self { expects, ..self })
    }

    /// As it goes into the data of a session of this skill.
    pub(crate) fn written(&self, skill: &str) -> String {
        let Self { dialogue, version, expects, again, state } = self;
        let dialogue = format!("{skill}/{dialogue}");
        // All of it, always: Project Alice's manager keeps of the old data what the new does not replace.
        json!({ "dialogue": dialogue, "version": version, "expects": expects, "again": again, "state": state }).to_string()
    }

    /// Reads the data of a session. `None`: it is not a dialogue of this skill.
    pub(crate) fn read(skill: &str, custom_data: &str) -> Option<Self> {
        if custom_data.len() > MOST_BYTES {
            return None;
        }
        let saved: Self = serde_json::from_str(custom_data).ok()?;
        let dialogue = saved.dialogue.strip_prefix(skill)?.strip_prefix('/')?.to_owned();
        Some(Self { dialogue, ..saved })
    }
}

/// A question that ends a handler, but not the session; made by [`AskBuilder::expecting`](crate::dialogue::AskBuilder::expecting).
#[derive(Debug, Clone, PartialEq)]
pub struct DialogueQuestion {
    saved: Result<SavedDialogue, SaveError>,
    question: Question,
}

impl DialogueQuestion {
    pub(crate) fn new(saved: Result<SavedDialogue, SaveError>, question: Question) -> Self {
        Self { saved, question }
    }

    /// Whether the state could be written.
    pub(crate) fn check(&self) -> Result<(), SaveError> {
        self.saved.as_ref().map(|_saved| ()).map_err(Clone::clone)
    }

    /// The question, with the state in the data of the session.
    pub(crate) fn into_question(self, skill: &str) -> Question {
        let custom_data = self.saved.ok().map(|saved| saved.written(skill));
        Question { custom_data, ..self.question }
    }
}
