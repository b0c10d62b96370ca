//! What the code of the derive macros needs. It is not public API and changes without notice.

pub use serde_json::Value;

use crate::intent::spec::{SlotSpec, ValueSpec};
use crate::intent::{IntentSpec, InvalidValue, Unfilled, listed_values};
use crate::values::Slot;
use crate::{Form, Intent, LocalizedText, RecognizedIntent, Site, SlotValue, Slots, Utterance, values};

/// Reads the fields of a form.
#[derive(Debug, Clone, Copy)]
pub struct Reader<'a> {
    /// The slots that were said.
    pub slots: &'a Slots,
    /// The site, for defaults.
    pub site: &'a Site,
    /// The language of the session.
    pub lang: Option<&'a str>,
}

impl Reader<'_> {
    /// A required slot.
    pub fn required<T>(
        &self,
        slot: &'static SlotSpec,
        read: Read<T>,
        check: impl Check<T>,
    ) -> Result<T, Unfilled> {
        self.optional(slot, read, check)?.ok_or(Unfilled::Missing(slot))
    }

    /// An optional slot.
    pub fn optional<T>(
        &self,
        slot: &'static SlotSpec,
        read: Read<T>,
        check: impl Check<T>,
    ) -> Result<Option<T>, Unfilled> {
        self.slots.first(slot.name).map(|said| self.value(slot, said, read, &check)).transpose()
    }

    /// All slots of a name.
    pub fn many<T>(
        &self,
        slot: &'static SlotSpec,
        read: Read<T>,
        check: impl Check<T>,
    ) -> Result<Vec<T>, Unfilled> {
        self.slots.of(slot.name).map(|said| self.value(slot, said, read, &check)).collect()
    }

    /// All slots of a name; `None` without any.
    pub fn some<T>(
        &self,
        slot: &'static SlotSpec,
        read: Read<T>,
        check: impl Check<T>,
    ) -> Result<Option<Vec<T>>, Unfilled> {
        self.many(slot, read, check).map(|values| Some(values).filter(|values| !values.is_empty()))
    }

    fn value<T>(
        &self,
        slot: &'static SlotSpec,
        said: &Slot,
        read: Read<T>,
        check: &impl Check<T>,
    ) -> Result<T, Unfilled> {
        let value = read(said, self.lang).and_then(|value| check(&value).map(|()| value));
        value.map_err(|why| Unfilled::Wrong { slot, why })
    }
}

/// [`SlotValue::read`]. As a function pointer, so that the compiler reports a type that does not implement it only once.
pub type Read<T> = fn(&Slot, Option<&str>) -> Result<T, InvalidValue>;

/// A `check` of a slot.
pub trait Check<T>: Fn(&T) -> Result<(), InvalidValue> {}

impl<T, F: Fn(&T) -> Result<(), InvalidValue>> Check<T> for F {}

/// The `check` of slots that have none.
pub fn unchecked<T>(_: &T) -> Result<(), InvalidValue> {
    Ok(())
}

/// The value that `default_site` makes from the site.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be made from the site",
    note = "write `default = ...`, or implement `From<&Site>` for `{Self}`"
)]
pub trait OfSite {
    /// Makes the value.
    fn of_site(site: &Site) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: for<'a> From<&'a Site>> OfSite for T {
    fn of_site(site: &Site) -> Self {
        site.into()
    }
}

/// The value in which `#[other]` keeps what is not listed.
#[diagnostic::on_unimplemented(
    message = "`#[other]` cannot keep a text in a `{Self}`",
    note = "write `String`, or implement `From<String>` for `{Self}`"
)]
pub trait OfText {
    /// Makes the value.
    fn of_text(text: String) -> Self;
}

#[diagnostic::do_not_recommend]
impl<T: From<String>> OfText for T {
    fn of_text(text: String) -> Self {
        text.into()
    }
}

/// Reads an intent that is a struct.
pub fn form<T: Form>(recognized: &RecognizedIntent) -> Result<T, Unfilled> {
    T::read(&recognized.slots, &recognized.site, recognized.lang.as_deref())
}

/// Whether a recognised intent is one of these.
pub fn is(recognized: &RecognizedIntent, specs: fn() -> Vec<&'static IntentSpec>) -> bool {
    specs().iter().any(|spec| spec.names.contains(&&*recognized.intent))
}

/// The error for another intent.
pub fn another_intent() -> Unfilled {
    Unfilled::NoAnswer(InvalidValue::new(LocalizedText::default()))
}

/// Reads an intent that answers a question.
pub fn intent<T: Intent>(utterance: &Utterance) -> Result<T, Unfilled> {
    match utterance {
        Utterance::Recognized(recognized) if is(recognized, T::specs) => T::read(recognized),
        _ => Err(another_intent()),
    }
}

/// The index of the listed value that a slot has.
pub fn listed(values: &[ValueSpec], slot: &Slot, lang: Option<&str>) -> Option<usize> {
    let value = slot.value.text();
    [value.as_deref(), Some(&slot.raw_value)]
        .into_iter()
        .flatten()
        .find_map(|text| listed_values::named(values, text, lang))
}

/// The error for a value that is not listed.
pub fn not_listed() -> InvalidValue {
    InvalidValue::new(LocalizedText::default())
}

/// The text of a slot whose value is not listed.
pub fn said(slot: &Slot) -> String {
    slot.value.text().unwrap_or_else(|| slot.raw_value.clone())
}

/// Reads a value that answers a question.
pub fn answer<T: SlotValue>(utterance: &Utterance) -> Result<T, Unfilled> {
    values::answer::read(utterance)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::intent::recognized;
    use crate::{Answer, Utterance};

    #[derive(Debug, PartialEq, SlotValue)]
    enum Color {
        #[say("red", "crimson")]
        Red,
        #[value("#00ff00")]
        Green,
    }

    #[derive(Debug, PartialEq, Intent)]
    #[intent(alias = "Paint")]
    struct SetColor {
        #[slot(name = "tone")]
        color: Color,
    }

    #[derive(Debug, PartialEq, Intent)]
    struct Stop;

    #[derive(Debug, PartialEq, Intent)]
    enum Lamp {
        Color(SetColor),
        Stop(Stop),
    }

    fn utterance(intent: &str, input: &str, slots: &[(&str, &str)]) -> Utterance {
        Utterance::Recognized(recognized(intent, input, slots))
    }

    #[test]
    fn the_variant_of_an_intent_is_read_by_any_of_its_names() {
        let red = Ok(Lamp::Color(SetColor { color: Color::Red }));
        assert_eq!(<Lamp as Intent>::read(&recognized("SetColor", "red", &[("tone", "red")])), red);
        assert_eq!(<Lamp as Intent>::read(&recognized("Paint", "crimson", &[("tone", "crimson")])), red);
        assert_eq!(<Lamp as Intent>::read(&recognized("Stop", "stop", &[])), Ok(Lamp::Stop(Stop)));
        assert_eq!(<Lamp as Intent>::read(&recognized("Dance", "dance", &[])), Err(another_intent()));
        assert_eq!(
            <Lamp as Intent>::read(&recognized("Paint", "paint", &[])),
            Err(Unfilled::Missing(&SetColor::slots()[0]))
        );
    }

    #[test]
    fn an_intent_answers_a_question_if_it_is_expected() {
        assert_eq!(<Stop as Answer>::read(&utterance("Stop", "stop", &[])), Ok(Stop));
        assert_eq!(
            <Stop as Answer>::read(&utterance("SetColor", "red", &[("tone", "red")])),
            Err(another_intent())
        );
    }

    #[test]
    fn a_slot_of_the_entity_answers_a_question_for_the_value() {
        let green = utterance("color", "as the grass", &[("color", "#00FF00")]);
        assert_eq!(<Color as Answer>::read(&green), Ok(Color::Green));
        let unheard_of = utterance("color", "mauve", &[("color", "mauve")]);
        assert_eq!(<Color as Answer>::read(&unheard_of), Err(Unfilled::NoAnswer(not_listed())));
    }
}
