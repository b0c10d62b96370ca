//! What a skill tells about itself: that it lives, and which intents it handles.
//!
//! The status is retained, and the last will is the same with `offline`: so a manager knows which intents have died, and can say so at
//! once instead of waiting for an answer.

use petasos_bus::{Class, Note, Publish};
use petasos_messages::payload::{self, SkillIntent, SkillSlot, SkillStatus};
use petasos_messages::{Dialect, IntentName, Level, Message};

use super::clock;
use crate::Catalogue;
use crate::intent::IntentSpec;

/// A run of a skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Run {
    /// New at each start, so that our own status can be told from another's.
    pub(crate) uid: String,
    since_ms: i64,
}

impl Run {
    pub(crate) fn begin() -> Self {
        Self { uid: clock::unique(), since_ms: clock::unix_millis() }
    }
}

/// The status of a skill.
#[derive(Debug, Clone)]
pub(crate) struct Presence {
    status: SkillStatus,
}

impl Presence {
    /// Of what a skill understands, these intents have a handler; all else only answers its questions.
    pub(crate) fn new(
        skill: Level,
        run: &Run,
        catalogue: &Catalogue,
        handled: &[&'static IntentSpec],
        not_recognized: bool,
    ) -> Self {
        let mut status = SkillStatus::new(skill, payload::Presence::Online);
        status.version = Some(env!("CARGO_PKG_VERSION").to_owned());
        status.uid = Some(run.uid.clone());
        status.since_ms = Some(run.since_ms);
        status.not_recognized = not_recognized;
        status.intents = handled.iter().flat_map(|spec| intents(spec)).collect();
        let is_handled = |name: &IntentName| status.intents.iter().any(|intent| intent.name == *name);
        status.answers = catalogue.answers().filter(|name| !is_handled(name)).collect();
        Self { status }
    }

    /// The retained status while we serve.
    pub(crate) fn online(&self) -> Note {
        self.note(payload::Presence::Online)
    }

    /// The retained status when we do not.
    pub(crate) fn offline(&self) -> Note {
        self.note(payload::Presence::Offline)
    }

    /// The status once more, as a message.
    pub(crate) fn announcement(&self) -> Publish {
        packet(self.online())
    }

    /// The last status, as a message: a polite end publishes no last will.
    pub(crate) fn farewell(&self) -> Publish {
        packet(self.offline())
    }

    /// Where it is told.
    pub(crate) fn topic(&self) -> String {
        Message::SkillStatus(Box::new(self.status.clone())).topic(Dialect::default()).to_string()
    }

    /// Whether a status is of this skill, in this run or another.
    pub(crate) fn is_of_our_name(&self, status: &SkillStatus) -> bool {
        status.skill == self.status.skill
    }

    /// Whether somebody has written over our status: the last will of a connection before, or another run that has ended.
    pub(crate) fn is_overwritten(&self, by: &SkillStatus) -> bool {
        self.is_of_our_name(by) && by.uid != self.status.uid && by.state != payload::Presence::Online
    }

    fn note(&self, state: payload::Presence) -> Note {
        let mut status = self.status.clone();
        status.state = state;
        let message = Message::SkillStatus(Box::new(status));
        let payload = message.encode(Dialect::default());
        Note::new(self.topic(), String::from_utf8_lossy(&payload)).retained()
    }
}

fn packet(note: Note) -> Publish {
    Publish::new(note.topic, note.payload, Class::Obligation).retained()
}

/// An intent under each of its names.
fn intents(spec: &'static IntentSpec) -> impl Iterator<Item = SkillIntent> {
    spec.names.iter().filter_map(|name| {
        let mut intent = SkillIntent::new(IntentName::new(name).ok()?);
        intent.description = Some(spec.description.to_owned()).filter(|text| !text.is_empty());
        intent.slots = spec
            .slots
            .iter()
            .map(|slot| {
                let mut described = SkillSlot::new(slot.name, Some((slot.entity)().name.into_owned()));
                described.required = slot.required;
                described
            })
            .collect();
        Some(intent)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presence(uid: &str) -> Presence {
        let run = Run { uid: uid.to_owned(), since_ms: 7 };
        Presence::new(Level::new("lights").unwrap(), &run, &Catalogue::new("lights"), &[], false)
    }

    fn status(note: &Note) -> SkillStatus {
        match Message::decode(&note.topic, note.payload.clone().into_bytes().into()).unwrap() {
            Message::SkillStatus(status) => *status,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn only_an_end_that_is_not_ours_is_written_over() {
        let us = presence("us");
        assert!(us.online().retain);
        assert!(!us.is_overwritten(&status(&us.offline())));
        assert!(!us.is_overwritten(&status(&presence("other").online())));
        assert!(us.is_overwritten(&status(&presence("other").offline())));
    }
}
