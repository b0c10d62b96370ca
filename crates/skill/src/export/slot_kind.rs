//! The values that the slots of a template can have.

use super::Why;
use super::template::Template;
use crate::intent::IntentSpec;
use crate::intent::spec::{Builtin, Entity, Grammar, ValueSpec, Values};
use crate::{Catalogue, lang};

/// The values that a slot can have.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// One of these values.
    List(List),
    /// A whole number.
    Integer { from: i64, to: i64 },
    /// A built-in kind of value, with a notation of its own in every NLU.
    Builtin(&'static Builtin),
    /// Any text: the values are unknown.
    Any,
}

/// The values of an entity with their names.
#[derive(Debug, Clone)]
pub(super) struct List {
    pub(super) name: String,
    pub(super) values: Vec<Value>,
    pub(super) open: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Value {
    /// The value on the wire.
    pub(super) value: String,
    /// Its names; never empty.
    pub(super) names: Vec<String>,
}

impl Kind {
    /// The values of a slot of an intent, and its entity.
    pub(super) fn of_slot(
        catalogue: &Catalogue,
        intent: &IntentSpec,
        slot: &str,
        lang: &str,
    ) -> Result<(Entity, Self), Why> {
        let spec =
            intent.slots.iter().find(|spec| spec.name == slot).ok_or_else(|| Why::NoSlot(slot.to_owned()))?;
        let entity = (spec.entity)();
        let kind = Self::of(catalogue, &entity, Some(slot), lang);
        Ok((entity, kind))
    }

    /// The values of an entity: the listed ones and those that the skill added for the slot, or else for the entity.
    pub(super) fn of(catalogue: &Catalogue, entity: &Entity, slot: Option<&str>, lang: &str) -> Self {
        let of_slot = slot.and_then(|slot| catalogue.values.get_key_value(slot));
        let named = of_slot.or_else(|| catalogue.values.get_key_value(&*entity.name));
        let (listed, open) = match &entity.values {
            Values::Listed { values, open } => (&**values, *open),
            Values::Any => (&[][..], true),
            Values::Integer { .. } | Values::Builtin(_) => (&[][..], false),
        };
        let name = named.map_or(&*entity.name, |(name, _)| name);
        let named = named.into_iter().flat_map(|(_, values)| values);
        let values: Vec<Value> = listed.iter().chain(named).map(|value| Value::of(value, lang)).collect();
        match &entity.values {
            _ if !values.is_empty() => Self::List(List { name: name.to_owned(), values, open }),
            Values::Integer { from, to } => Self::Integer { from: *from, to: *to },
            Values::Builtin(builtin) => Self::Builtin(builtin),
            Values::Listed { .. } | Values::Any => Self::Any,
        }
    }

    /// The unit that may follow a value, unless the template contains it.
    pub(super) fn unit(&self, template: Option<&Template>, lang: &str) -> Option<&'static str> {
        let Self::Builtin(Builtin { grammar: Grammar::Percentages { unit }, .. }) = self else { return None };
        let unit = *lang::entry(unit, lang)?;
        let is_said =
            |template: &Template| unit.split(' ').next_back().is_some_and(|word| template.says(word));
        (!template.is_some_and(is_said)).then_some(unit)
    }
}

impl Value {
    /// A value with its names in a language; a value without names is its own name.
    fn of(spec: &ValueSpec, lang: &str) -> Self {
        let names = spec.names(Some(lang));
        let value = spec.value.clone().into_owned();
        let names = if names.is_empty() {
            vec![value.clone()]
        } else {
            names.iter().map(|name| (*name).to_owned()).collect()
        };
        Self { value, names }
    }
}

/// The numbers that are spelled out for a range with more than [`MOST_NUMBERS`].
const USUAL: (i64, i64) = (0, 100);
/// The largest range that is spelled out completely.
const MOST_NUMBERS: i64 = 1000;

/// The numbers of a range that are spelled out: all, or 0 to 100 if there are more than a thousand.
pub(super) fn usual_range(from: i64, to: i64) -> (i64, i64) {
    let few = to.checked_sub(from).is_some_and(|wide| wide <= MOST_NUMBERS);
    let usual = (USUAL.0.max(from), USUAL.1.min(to));
    if few || usual.0 > usual.1 { (from, to.min(from.saturating_add(MOST_NUMBERS))) } else { usual }
}
