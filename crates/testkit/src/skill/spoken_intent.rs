//! Words whose meaning the test declares.

use petasos_messages::payload::{self, IntentClassification};
use petasos_messages::slot::{Slot, SlotValue};
use petasos_messages::{IntentName, Message, filter};

use super::fail;

/// What a user says, and what the NLU is to make of it.
///
/// ```
/// use petasos_testkit::Spoken;
///
/// let by_hand = Spoken::intent("SetColor").slot("room", "kitchen").in_words("make the kitchen nice");
/// let as_json = Spoken::from(r#"{"input": "make it nice", "intent": {"intentName": "SetColor"}, "slots": []}"#);
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Spoken {
    pub(super) words: String,
    pub(super) intent: IntentClassification,
    pub(super) slots: Vec<Slot>,
}

impl Spoken {
    /// An intent without slots. Its name is used as the words, too.
    ///
    /// # Panics
    ///
    /// If the name is not valid for an intent.
    #[track_caller]
    pub fn intent(name: &str) -> Self {
        let intent = IntentName::new(name).unwrap_or_else(|error| fail(&error));
        let intent = IntentClassification::new(intent, 1.0);
        Self { words: name.to_owned(), intent, slots: Vec::new() }
    }

    /// Adds a slot with a text, as Rhasspy's NLU does.
    #[must_use]
    pub fn slot(self, name: &str, value: &str) -> Self {
        let value = SlotValue::Unknown { value: value.into() };
        let raw = value.text().unwrap_or_default();
        self.with(Slot::new(name, name, raw, value))
    }

    /// Adds a slot of any kind.
    #[must_use]
    pub fn with(mut self, slot: Slot) -> Self {
        self.slots.push(slot);
        self
    }

    /// Sets the words.
    #[must_use]
    pub fn in_words(mut self, words: impl Into<String>) -> Self {
        self.words = words.into();
        self
    }
}

impl From<payload::Intent> for Spoken {
    fn from(intent: payload::Intent) -> Self {
        Self { words: intent.input, intent: intent.intent, slots: intent.slots }
    }
}

/// From the JSON of `hermes/intent/...`.
///
/// # Panics
///
/// If it is not the JSON of an intent.
impl From<&str> for Spoken {
    #[track_caller]
    fn from(json: &str) -> Self {
        let parsed: serde_json::Value = serde_json::from_str(json).unwrap_or_else(|error| fail(&error));
        let name =
            parsed.pointer("/intent/intentName").and_then(serde_json::Value::as_str).unwrap_or_default();
        match Message::decode(&filter::INTENT.replace('#', name), json.as_bytes().to_vec().into()) {
            Ok(Message::Intent(intent)) => (*intent).into(),
            Ok(other) => fail(&format_args!("this is no intent but a {}: {json}", other.kind())),
            Err(error) => fail(&format_args!("this is no intent: {error}")),
        }
    }
}
