//! What the code that the derive macros write has in common. Not for anybody else: it changes without notice.

use crate::intent::spec::{SlotSpec, ValueSpec};
use crate::intent::{Misread, Unfilled, listed};
use crate::values::Slot;
use crate::{Form, Heard, Intent, Site, SlotValue, Slots, Turn, Words, values};

/// Reads the fields of a form.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// What was said.
    pub slots: &'a Slots,
    /// Where.
    pub site: &'a Site,
    /// In which language.
    pub lang: Option<&'a str>,
}

impl Reader<'_> {
    /// A slot that must be there.
    pub fn required<T: SlotValue>(
        &self,
        slot: &'static SlotSpec,
        check: impl Check<T>,
    ) -> Result<T, Unfilled> {
        self.optional(slot, check)?.ok_or(Unfilled::Missing(slot))
    }

    /// A slot that may be missing.
    pub fn optional<T: SlotValue>(
        &self,
        slot: &'static SlotSpec,
        check: impl Check<T>,
    ) -> Result<Option<T>, Unfilled> {
        self.slots.first(slot.name).map(|said| self.value(slot, said, &check)).transpose()
    }

    /// All slots of a name.
    pub fn many<T: SlotValue>(
        &self,
        slot: &'static SlotSpec,
        check: impl Check<T>,
    ) -> Result<Vec<T>, Unfilled> {
        self.slots.of(slot.name).map(|said| self.value(slot, said, &check)).collect()
    }

    fn value<T: SlotValue>(
        &self,
        slot: &'static SlotSpec,
        said: &Slot,
        check: &impl Check<T>,
    ) -> Result<T, Unfilled> {
        let value = T::read(said, self.lang).and_then(|value| check(&value).map(|()| value));
        value.map_err(|why| Unfilled::Wrong { slot, why })
    }
}

/// What looks whether a value is allowed.
pub trait Check<T>: Fn(&T) -> Result<(), Misread> {}

impl<T, F: Fn(&T) -> Result<(), Misread>> Check<T> for F {}

/// All values are allowed.
pub fn unchecked<T>(_: &T) -> Result<(), Misread> {
    Ok(())
}

/// Makes an intent that is a struct of what was said.
pub fn form<T: Form>(turn: &Turn) -> Result<T, Unfilled> {
    T::read(&turn.slots, &turn.site, turn.lang.as_deref())
}

/// Whether a turn is this intent.
pub fn is<T: Intent>(turn: &Turn) -> bool {
    T::specs().iter().any(|spec| spec.names.contains(&&*turn.intent))
}

/// A turn is another intent.
pub fn another_intent() -> Unfilled {
    Unfilled::NoAnswer(Misread::new(Words::default()))
}

/// An intent that answers a question.
pub fn intent<T: Intent>(heard: &Heard) -> Result<T, Unfilled> {
    match heard {
        Heard::Turn(turn) if is::<T>(turn) => T::read(turn),
        _ => Err(another_intent()),
    }
}

/// Which of the listed values a slot is.
pub fn listed(values: &[ValueSpec], slot: &Slot, lang: Option<&str>) -> Option<usize> {
    let value = slot.value.text();
    [value.as_deref(), Some(&slot.raw_value)]
        .into_iter()
        .flatten()
        .find_map(|text| listed::named(values, text, lang))
}

/// A slot is none of the listed values.
pub fn not_listed() -> Misread {
    Misread::new(Words::default())
}

/// What a slot is if it is none of the listed values.
pub fn said(slot: &Slot) -> String {
    slot.value.text().unwrap_or_else(|| slot.raw_value.clone())
}

/// A value that answers a question.
pub fn answer<T: SlotValue>(heard: &Heard) -> Result<T, Unfilled> {
    values::answer::read(heard)
}
