//! The catalogue of a skill: its intents, slots and answers as data.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use petasos_messages::IntentName;

use crate::intent::spec::{Entity, ValueSpec};
use crate::intent::{Answer, IntentSpec};
use crate::values::yes_no;

/// Everything a skill handles: the source of exports, announcements and tests.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Catalogue {
    /// The name of the skill.
    pub skill: String,
    /// The intents, each once.
    pub intents: Vec<&'static IntentSpec>,
    /// The entities that are asked for; each has an answer intent of the same name.
    pub asked: Vec<Entity>,
    /// Whether handlers can ask questions, so that yes and no are answers.
    pub can_ask: bool,
    /// Values that are known only at startup, such as the names of lamps, by the name of the slot or entity.
    pub values: BTreeMap<String, Vec<ValueSpec>>,
}

impl Catalogue {
    /// An empty catalogue.
    pub fn new(skill: impl Into<String>) -> Self {
        Self { skill: skill.into(), ..Self::default() }
    }

    /// Adds intents that are not in the catalogue yet, and the entities of their required slots.
    pub fn add_intents(&mut self, specs: impl IntoIterator<Item = &'static IntentSpec>) {
        for spec in specs {
            if self.intents.iter().any(|known| known.names == spec.names) {
                continue;
            }
            self.intents.push(spec);
            let required = spec.slots.iter().filter(|slot| slot.required);
            required.for_each(|slot| self.add_asked((slot.entity)()));
        }
    }

    /// Adds what another catalogue has and this one lacks, for an NLU that serves several skills.
    pub fn merge(&mut self, other: &Self) {
        self.add_intents(other.intents.iter().copied());
        other.asked.iter().for_each(|entity| self.add_asked(entity.clone()));
        self.can_ask |= other.can_ask;
        self.values.extend(other.values.clone());
    }

    /// Adds the intents or the entity that answer a question for a `T`.
    pub fn add_answer<T: Answer>(&mut self) {
        let expected = T::expected();
        self.add_intents(expected.intents);
        if let Some(entity) = expected.entity {
            self.add_asked(entity);
        }
    }

    /// Adds values of the slot or entity of this name; each value is its own name in all languages.
    pub fn add_values<S: Into<String>>(
        &mut self,
        name: impl Into<String>,
        values: impl IntoIterator<Item = S>,
    ) {
        let known = self.values.entry(name.into()).or_default();
        known.extend(
            values
                .into_iter()
                .map(|value| ValueSpec { value: value.into().into(), spoken: Cow::Borrowed(&[]) }),
        );
    }

    /// The names of all intents that can answer a question: all intents, the entities that are asked for, and yes and no.
    pub(crate) fn answers(&self) -> impl Iterator<Item = IntentName> {
        let intents = self.intents.iter().copied().chain([&yes_no::YES, &yes_no::NO]);
        let entities = self.asked.iter().map(|entity| entity.name.as_ref());
        let names: BTreeSet<&str> =
            intents.flat_map(|intent| intent.names).copied().chain(entities).collect();
        names.into_iter().filter_map(|name| IntentName::new(name).ok())
    }

    fn add_asked(&mut self, entity: Entity) {
        if !self.asked.iter().any(|known| known.name == entity.name) {
            self.asked.push(entity);
        }
    }
}
