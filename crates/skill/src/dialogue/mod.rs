//! Dialogues that survive a restart: their state is in the `customData` of the session.
//!
//! A handler that awaits [`Session::ask`](crate::Session::ask) exists only in the memory of one process. With a [`Dialogue`], the
//! handler instead returns a question together with a state. The state is stored in the `customData` of the session, and the
//! manager sends it back with the answer, to the same process or to one started since then.

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use crate::saved_dialogue::{DialogueQuestion, SaveError};

use crate::question::Question;
use crate::saved_dialogue::{ResumeError, SavedDialogue};
use crate::{Answer, LocalizedText, Reply};

/// The state of a dialogue. `#[derive(Dialogue)]` implements it for a serializable struct or enum.
///
/// ```
/// use petasos_skill::{Dialogue, FreeText, Intent, Reply, Skill, YesNo};
/// use serde::{Deserialize, Serialize};
///
/// /// Turn everything off.
/// #[derive(Intent)]
/// struct AllOff;
///
/// #[derive(Serialize, Deserialize, Dialogue)]
/// #[dialogue(version = 1)]
/// enum Off {
///     Where,
///     Sure { room: String },
/// }
///
/// async fn all_off(_: AllOff) -> Reply {
///     Off::Where.ask("Which room?").expecting::<FreeText>()
/// }
///
/// async fn sure(answer: YesNo, state: Off) -> String {
///     match (answer, state) {
///         (YesNo::Yes, Off::Sure { room }) => format!("The {room} is off."),
///         _ => "Then not.".to_owned(),
///     }
/// }
///
/// async fn room(FreeText(room): FreeText, _: Off) -> Reply {
///     Off::Sure { room }.ask("Sure?").expecting::<YesNo>()
/// }
///
/// let skill = Skill::new("lights").on(all_off).during(room).during(sure);
/// ```
///
/// The state is stored in `customData` as `{"dialogue":"lights/Off","version":1,"expects":"*","again":0,"state":"Where"}`:
/// `expects` identifies the handler of the answer, `again` counts how often the question was repeated. The state may take 3584
/// bytes, so that the whole stays below 4 KiB. Every client of the broker can read it, so it must not contain secrets.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the state of a dialogue",
    note = "put `#[derive(Serialize, Deserialize, Dialogue)]` on `{Self}`; a handler for `.during(..)` takes the answer first and the state second"
)]
pub trait Dialogue: Serialize + DeserializeOwned + Send + 'static {
    /// The name of the dialogue within the skill.
    const NAME: &'static str;

    /// The version of the state's format. A state of another version is passed to [`migrate`](Self::migrate).
    const VERSION: u32;

    /// Converts a state stored by another version of the skill, if the question was asked before an update. With `None`, the
    /// default, the dialogue ends with the phrase for that.
    fn migrate(_version: u32, _state: Value) -> Option<Self> {
        None
    }

    /// Asks a question in this state; [`AskBuilder::expecting`] sets the answer.
    fn ask(&self, text: impl Into<LocalizedText>) -> AskBuilder {
        AskBuilder { saved: SavedDialogue::new(Self::NAME, Self::VERSION, self), text: text.into() }
    }
}

/// Deserializes the state of a saved dialogue.
pub(crate) fn restore<D: Dialogue>(saved: &SavedDialogue) -> Result<D, ResumeError> {
    let state = if saved.version == D::VERSION {
        serde_json::from_value(saved.state.clone()).ok()
    } else {
        D::migrate(saved.version, saved.state.clone())
    };
    state.ok_or(ResumeError::Unreadable { dialogue: D::NAME, version: saved.version })
}

/// A question of a dialogue without its answer; made by [`Dialogue::ask`], completed by [`expecting`](Self::expecting).
#[derive(Debug, Clone)]
#[must_use = "say what can answer, with `.expecting::<T>()`"]
pub struct AskBuilder {
    saved: Result<SavedDialogue, SaveError>,
    text: LocalizedText,
}

impl AskBuilder {
    /// The reply that asks for this answer. The matching handler of [`Skill::during`](crate::Skill::during) is called with it.
    pub fn expecting<T: Answer>(self) -> Reply {
        let expected = T::expected();
        let saved = self.saved.and_then(|saved| saved.expecting(&expected));
        Reply::Ask(Box::new(DialogueQuestion::new(saved, Question::expecting(self.text, &expected))))
    }
}
