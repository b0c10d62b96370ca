//! The slots of a turn.

use petasos_messages::slot::Slot;

/// What was said that matters, in the order in which it was said. Answers to questions for slots are added.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slots {
    slots: Vec<Slot>,
}

impl Slots {
    /// These.
    pub fn new(slots: Vec<Slot>) -> Self {
        Self { slots }
    }

    /// The slots of this name, in the order in which they were said.
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

    /// Puts a slot in the place of those of its name.
    pub fn put(&mut self, slot: Slot) {
        self.slots.retain(|old| old.slot_name != slot.slot_name);
        self.slots.push(slot);
    }

    /// Takes the slots of this name away.
    pub fn remove(&mut self, name: &str) {
        self.slots.retain(|old| old.slot_name != name);
    }
}
