//! Slots: the words of an utterance that matter, and what they stand for.

/// A word that matters.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Slot {
    /// Its entity, such as `color` or `snips/number`.
    pub entity: String,
    /// Its name in the intent.
    pub slot_name: String,
    /// As it was said.
    pub raw_value: String,
}
