//! What slots stand for: texts, numbers, times, enums of yours.
//!
//! All types here read what Snips sends (typed kinds), what Rhasspy sends (texts and numbers) and plain words, in digits or number
//! words of English, German and French. A value that cannot be read is a [`Misread`] whose words help people to say it better.
//!
//! Dates and times are [`jiff`]'s: it is kept by the author of `regex`, knows time zones, and cannot make an invalid date. Durations
//! are [`std::time::Duration`].

pub(crate) mod answer;
mod boolean;
mod misreads;
mod number;
mod number_words;
mod table;
mod text;
mod tokens;
mod yes_no;

pub use yes_no::YesNo;

pub use petasos_messages::slot::Slot;

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

#[cfg(test)]
pub(crate) mod tests {
    use petasos_messages::Message;
    use petasos_messages::slot::SlotValue as WireValue;
    use serde_json::{Value, json};

    use super::*;

    /// A slot with this JSON as its value, as it comes from the wire; said as `as said`.
    pub(crate) fn typed(value: &Value) -> Slot {
        let slot = json!({ "slotName": "s", "entity": "e", "rawValue": "as said", "value": value });
        let intent =
            json!({ "input": "", "intent": { "intentName": "I", "confidenceScore": 1 }, "slots": [slot] });
        let message = Message::decode("hermes/intent/I", intent.to_string().into()).unwrap();
        let Message::Intent(intent) = message else { panic!("{message:?} is no intent") };
        intent.slots[0].clone()
    }

    /// A slot of the kind `Unknown`, as Rhasspy sends them.
    pub(crate) fn value(value: &Value) -> Slot {
        Slot::new("s", "e", "as said", WireValue::Unknown { value: value.clone() })
    }

    /// A slot of which only the words are known.
    pub(crate) fn said(words: &str) -> Slot {
        Slot::new("s", "e", words, WireValue::Unknown { value: Value::Null })
    }

    /// Reads words.
    pub(crate) fn read<T: SlotValue>(words: &str, lang: &str) -> Result<T, Misread> {
        T::read(&value(&json!(words)), Some(lang))
    }
}
