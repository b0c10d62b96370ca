//! Utterances as a skill receives them.

use std::sync::Arc;

use petasos_messages::slot::Slot;
use petasos_messages::{SessionId, payload};

use crate::Site;

/// An intent that the NLU recognised in an utterance.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct RecognizedIntent {
    /// The name of the intent, without a user prefix.
    pub intent: String,
    /// The text of the utterance.
    pub input: String,
    /// The slots, including the answers to questions for missing ones.
    pub slots: Slots,
    /// The confidence of the NLU, 0 to 1.
    pub confidence: f64,
    /// The session; `None` for text entered outside of one.
    pub session_id: Option<SessionId>,
    /// The site of the utterance.
    pub site: Site,
    /// The language, such as `en`; `None` if the message has none.
    pub lang: Option<String>,
    /// The underlying message.
    pub message: Arc<payload::Intent>,
}

/// The slots of an intent, in spoken order. Answers to questions for missing slots are added.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slots {
    slots: Vec<Slot>,
}

impl Slots {
    /// Slots as recognised by the NLU.
    pub fn new(slots: Vec<Slot>) -> Self {
        Self { slots }
    }

    /// The slots of this name, in spoken order.
    pub fn of<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Slot> {
        self.slots.iter().filter(move |slot| slot.slot_name == name)
    }

    /// The first slot of this name.
    pub fn first<'a>(&'a self, name: &'a str) -> Option<&'a Slot> {
        self.of(name).next()
    }

    /// All slots.
    pub fn iter(&self) -> impl Iterator<Item = &Slot> {
        self.slots.iter()
    }

    /// Replaces all slots of the same name by this one.
    pub fn put(&mut self, slot: Slot) {
        self.slots.retain(|old| old.slot_name != slot.slot_name);
        self.slots.push(slot);
    }

    /// Removes the slots of this name.
    pub fn remove(&mut self, name: &str) {
        self.slots.retain(|old| old.slot_name != name);
    }
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Utterance {
    /// The NLU recognised an intent.
    Recognized(RecognizedIntent),
    /// The NLU recognised no intent.
    NotRecognized {
        /// The text of the utterance.
        input: String,
        /// The language, such as `en`; `None` if the message has none.
        lang: Option<String>,
    },
}

impl Utterance {
    /// The text of the utterance.
    pub fn input(&self) -> &str {
        match self {
            Self::Recognized(recognized) => &recognized.input,
            Self::NotRecognized { input, .. } => input,
        }
    }

    /// The text of the utterance.
    pub fn into_input(self) -> String {
        match self {
            Self::Recognized(recognized) => recognized.input,
            Self::NotRecognized { input, .. } => input,
        }
    }

    /// Whether nothing was said: an ASR that hears nothing sends an empty text.
    pub(crate) fn is_silence(&self) -> bool {
        matches!(self, Self::NotRecognized { input, .. } if input.trim().is_empty())
    }

    /// The language, such as `en`; `None` if the message has none.
    pub fn lang(&self) -> Option<&str> {
        match self {
            Self::Recognized(recognized) => recognized.lang.as_deref(),
            Self::NotRecognized { lang, .. } => lang.as_deref(),
        }
    }
}

/// An intent with slots as sent by Rhasspy's NLU, spoken in English in the kitchen.
#[cfg(test)]
pub(crate) fn recognized(intent: &str, input: &str, slots: &[(&str, &str)]) -> RecognizedIntent {
    use petasos_messages::slot::SlotValue;

    let slot = |(name, value): &(&str, &str)| {
        Slot::new(*name, *name, *value, SlotValue::Unknown { value: (*value).into() })
    };
    let name = petasos_messages::IntentName::new(intent).unwrap();
    RecognizedIntent {
        intent: intent.to_owned(),
        input: input.to_owned(),
        slots: Slots::new(slots.iter().map(slot).collect()),
        confidence: 1.0,
        session_id: None,
        site: Site::new(petasos_messages::SiteId::new("kitchen").unwrap()),
        lang: Some("en".to_owned()),
        message: Arc::new(payload::Intent::new(input, payload::IntentClassification::new(name, 1.0))),
    }
}
