//! All that a skill understands, as data.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use petasos_messages::IntentName;

use crate::intent::spec::{Entity, ValueSpec};
use crate::intent::{Answer, IntentSpec};
use crate::values::yes_no;

/// What a skill understands: what exports, announcements and tests are made of.
#[derive(Debug, Clone, Default, PartialEq)]
#[non_exhaustive]
pub struct Catalogue {
    /// The skill's name.
    pub skill: String,
    /// Its intents, each once.
    pub intents: Vec<&'static IntentSpec>,
    /// The entities whose values it asks for: each has an answer intent of its name.
    pub asked: Vec<Entity>,
    /// Whether its handlers can ask questions, and so may be answered by yes or no.
    pub can_ask: bool,
    /// Values of slots and entities that are known only when the skill is set up, such as the names of lamps: by the name of the slot
    /// or entity.
    pub values: BTreeMap<String, Vec<ValueSpec>>,
}

impl Catalogue {
    /// A skill that understands nothing yet.
    pub fn new(skill: impl Into<String>) -> Self {
        Self { skill: skill.into(), ..Self::default() }
    }

    /// Adds intents; those it has stay as they are. What their slots ask for is asked for, too.
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

    /// Adds what can answer a question for a `T`: its intents, or its entity.
    pub fn add_answer<T: Answer>(&mut self) {
        let expected = T::expected();
        self.add_intents(expected.intents);
        if let Some(entity) = expected.entity {
            self.add_asked(entity);
        }
    }

    /// Adds values that a slot or an entity of this name can have, each with what it is called in all languages.
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

    /// The names of all intents that may answer a question: those of intents, those of entities that are asked for, and yes and no, which
    /// every [`export`](crate::export) teaches the NLU.
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
