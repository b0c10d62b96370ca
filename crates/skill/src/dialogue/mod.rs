//! Dialogues that outlive the program: their state is in the session's data.
//!
//! A handler that waits in [`Session::ask`](crate::Session::ask) is in the memory of one process. A [`Dialogue`] is not: the handler
//! gives back a question together with the state, the state goes into the session's `customData`, and the manager brings it back
//! with the answer. Whoever is the skill then goes on, be it the same process or one that was started since.

mod during;
mod saved;
mod step;
#[cfg(test)]
mod tests;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub use during::DialogueHandler;
pub use saved::NotSaved;
pub use step::{Asking, Step};

pub(crate) use during::{During, Durings};
pub(crate) use saved::Saved;

use crate::Words;

/// The state of a dialogue: what `#[derive(Dialogue)]` makes of a struct or an enum that can be serialised.
///
/// The state is written into the session's data as `{"dialogue":"lights/AllOff","version":1,"state":...}`, at most 4 KiB in all.
/// Everybody on the broker can read it, so no secrets belong there.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not the state of a dialogue",
    note = "put `#[derive(Serialize, Deserialize, Dialogue)]` on `{Self}`; a handler for `.during(..)` takes the answer first and the state second"
)]
pub trait Dialogue: Serialize + DeserializeOwned + Send + 'static {
    /// Its name within the skill.
    const NAME: &'static str;

    /// Changes with what the state is made of. A state of another version goes through [`migrate`](Self::migrate).
    const VERSION: u32;

    /// Makes a state of what another version has written: the answer to a question asked before an update. `None`, the default: the
    /// dialogue ends with the kit's words for that.
    fn migrate(_version: u32, _state: Value) -> Option<Self> {
        None
    }

    /// Asks something with this state; [`Asking::expecting`] says what can answer.
    fn ask(&self, words: impl Into<Words>) -> Asking {
        Asking::new(self, words.into())
    }
}
