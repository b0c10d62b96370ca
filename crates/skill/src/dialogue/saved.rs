//! The state of a dialogue as it is written into `customData`.

use serde::Deserialize;
use serde_json::{Value, json};

use super::Dialogue;

/// The most bytes of `customData` that are read as a dialogue.
const MOST_BYTES: usize = 4096;

/// The most bytes of a state: the rest is for the names, the version and the signs around it.
const MOST_OF_STATE: usize = MOST_BYTES - 256;

/// Why the state of a dialogue cannot go into the session's data.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NotSaved {
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
        dialogue: &'static str,
        /// How much it takes.
        bytes: usize,
    },
}

/// A state with what it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Saved {
    /// The dialogue's name within the skill.
    pub(crate) dialogue: String,
    pub(crate) version: u32,
    /// How often the last question was asked again already.
    pub(crate) again: u32,
    pub(crate) state: Value,
}

/// The same on the wire.
#[derive(Deserialize)]
struct Written {
    /// `skill/name`.
    dialogue: String,
    version: u32,
    #[serde(default)]
    again: u32,
    state: Value,
}

impl Saved {
    /// Takes a state apart.
    pub(crate) fn of<D: Dialogue>(state: &D) -> Result<Self, NotSaved> {
        let state = serde_json::to_value(state)
            .map_err(|error| NotSaved::NotJson { dialogue: D::NAME, why: error.to_string() })?;
        let bytes = state.to_string().len();
        if bytes > MOST_OF_STATE {
            return Err(NotSaved::TooLarge { dialogue: D::NAME, bytes });
        }
        Ok(Self { dialogue: D::NAME.to_owned(), version: D::VERSION, again: 0, state })
    }

    /// As it goes into the data of a session of this skill.
    pub(crate) fn written(&self, skill: &str) -> String {
        let mut written = json!({
            "dialogue": format!("{skill}/{}", self.dialogue), "version": self.version, "state": self.state,
        });
        if let (Some(written), 1..) = (written.as_object_mut(), self.again) {
            written.insert("again".to_owned(), self.again.into());
        }
        written.to_string()
    }

    /// Reads the data of a session. `None`: it is not a dialogue of this skill.
    pub(crate) fn read(skill: &str, custom_data: &str) -> Option<Self> {
        if custom_data.len() > MOST_BYTES {
            return None;
        }
        let written: Written = serde_json::from_str(custom_data).ok()?;
        let dialogue = written.dialogue.strip_prefix(skill)?.strip_prefix('/')?.to_owned();
        Some(Self { dialogue, version: written.version, again: written.again, state: written.state })
    }

    /// The state. `None`: it is of a version, or of a form, that this program does not know.
    pub(crate) fn state<D: Dialogue>(&self) -> Option<D> {
        if self.version == D::VERSION {
            serde_json::from_value(self.state.clone()).ok()
        } else {
            D::migrate(self.version, self.state.clone())
        }
    }
}
