//! What the slots of a template stand for.

use crate::Catalogue;
use crate::intent::IntentSpec;
use crate::intent::spec::{Builtin, Entity, ValueSpec, Values};

use super::Why;

/// What can be said for a slot.
#[derive(Debug, Clone)]
pub(super) enum Kind {
    /// One of these.
    List(List),
    /// A whole number.
    Integer { from: i64, to: i64 },
    /// What an NLU has its own way for.
    Builtin(Builtin),
    /// Any words: nobody named some.
    Any,
}

/// The values of an entity, with what they are called.
#[derive(Debug, Clone)]
pub(super) struct List {
    pub(super) name: String,
    pub(super) values: Vec<Value>,
    pub(super) open: bool,
}

/// A value.
#[derive(Debug, Clone)]
pub(super) struct Value {
    /// As it is on the wire.
    pub(super) value: String,
    /// As it is called; never empty.
    pub(super) names: Vec<String>,
}

impl Kind {
    /// What a slot of an intent stands for, and its entity.
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

    /// What an entity stands for. Values that the skill named go first, those of the slot before those of the entity.
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
            Values::Builtin(builtin) => Self::Builtin(*builtin),
            Values::Listed { .. } | Values::Any => Self::Any,
        }
    }
}

impl Value {
    /// What a value is called in a language; as itself if nobody said.
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

/// Numbers that are spelled out one by one are not many: of a wide range, these are.
const USUAL: (i64, i64) = (0, 100);
/// The most numbers of a range that are spelled out.
const MOST_NUMBERS: i64 = 1000;

/// The numbers of a range that people say: all, or 0 to 100 if they are more than a thousand.
pub(super) fn usual_range(from: i64, to: i64) -> (i64, i64) {
    let few = to.checked_sub(from).is_some_and(|wide| wide <= MOST_NUMBERS);
    let usual = (USUAL.0.max(from), USUAL.1.min(to));
    if few || usual.0 > usual.1 { (from, to.min(from.saturating_add(MOST_NUMBERS))) } else { usual }
}
