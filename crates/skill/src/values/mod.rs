//! What slots stand for: texts, numbers, times, enums of yours.

use petasos_messages::slot::Slot;

use crate::intent::Misread;
use crate::intent::spec::Entity;

/// What a slot can stand for. `#[derive(SlotValue)]` makes it of an enum.
///
/// Reading takes what Snips sends (typed kinds) and what Rhasspy sends (texts and numbers of the kind `Unknown`).
#[diagnostic::on_unimplemented(
    message = "a slot cannot be `{Self}`",
    note = "a slot is a text, a number, a bool, a duration, a time ... or an enum with `#[derive(SlotValue)]`"
)]
pub trait SlotValue: Sized + Send + 'static {
    /// What kind of value it is.
    fn entity() -> Entity;

    /// Reads it; `lang` is the language of the session, such as `en`.
    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, Misread>;
}
