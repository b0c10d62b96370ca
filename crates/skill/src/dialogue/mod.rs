//! Dialogues that survive a restart: their state is in the `customData` of the session.
//!
//! A handler that waits in [`Session::ask`](crate::Session::ask) is in the memory of one process. A [`Dialogue`] is not: the handler
//! returns a question together with the state, the state goes into the `customData` of the session, and the manager sends it back with
//! the answer, to the same process or to one that was started since then.

#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use crate::saved_dialogue::{DialogueQuestion, SaveError};

use crate::question::Question;
use crate::saved_dialogue::{ResumeError, SavedDialogue};
use crate::{Answer, LocalizedText, Reply};

/// The state of a dialogue: what `#[derive(Dialogue)]` makes of a struct or an enum that can be serialised.
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
/// The state is written into `customData` as
/// `{"dialogue":"lights/Off","version":1,"expects":"*","again":0,"state":"Where"}`: `expects` says which handler the answer is for,
/// `again` how often the question was asked again. The state may take 3584 bytes, the whole stays below 4 KiB. Everybody on the
/// broker can read it, so no secrets belong there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the state of a dialogue",
    note = "put `#[derive(Serialize, Deserialize, Dialogue)]` on `{Self}`; a handler for `.during(..)` takes the answer first and the state second"
)]
pub trait Dialogue: Serialize + DeserializeOwned + Send + 'static {
    /// The name of the dialogue within the skill.
    const NAME: &'static str;

    /// The version of the state's form. A state of another version goes through [`migrate`](Self::migrate).
    const VERSION: u32;

    /// Converts a state that another version has written, if the question was asked before an update. With `None`, the default, the
    /// dialogue ends with the phrase for that.
    fn migrate(_version: u32, _state: Value) -> Option<Self> {
        None
    }

    /// Asks a question in this state; [`AskBuilder::expecting`] sets the answer.
    fn ask(&self, text: impl Into<LocalizedText>) -> AskBuilder {
        AskBuilder { saved: SavedDialogue::new(Self::NAME, Self::VERSION, self), text: text.into() }
    }
}

/// The state of a saved dialogue, if its version and form can be read.
pub(crate) fn restore<D: Dialogue>(saved: &SavedDialogue) -> Result<D, ResumeError> {
    let state = if saved.version == D::VERSION {
        serde_json::from_value(saved.state.clone()).ok()
    } else {
        D::migrate(saved.version, saved.state.clone())
    };
    state.ok_or(ResumeError::Unreadable { dialogue: D::NAME, version: saved.version })
}

/// A question of a dialogue that lacks its answer; made by [`Dialogue::ask`], completed by [`expecting`](Self::expecting).
#[derive(Debug, Clone)]
#[must_use = "say what can answer, with `.expecting::<T>()`"]
pub struct AskBuilder {
    saved: Result<SavedDialogue, SaveError>,
    text: LocalizedText,
}

impl AskBuilder {
    /// The reply that asks for such an answer. The handler of [`Skill::during`](crate::Skill::during) is called with it.
    pub fn expecting<T: Answer>(self) -> Reply {
        let expected = T::expected();
        let saved = self.saved.and_then(|saved| saved.expecting(&expected));
        Reply::Ask(Box::new(DialogueQuestion::new(saved, Question::expecting(self.text, &expected))))
    }
}
