//! What a skill announces: that it is running, and which intents it handles.
//!
//! The status is retained, and the last will is the same with `offline`: so a manager knows which intents have no skill any more, and
//! can say so at once instead of waiting for an answer.

use petasos_messages::payload::{self, SkillIntent, SkillSlot, SkillStatus};
use petasos_messages::{Dialect, IntentName, Level, Message};
use petasos_program::{Presence, Run};

use crate::Catalogue;
use crate::intent::IntentSpec;

/// The status of this skill.
#[derive(Debug, Clone)]
pub(crate) struct OwnStatus {
    skill: Level,
    uid: String,
    pub(crate) presence: Presence,
}

impl OwnStatus {
    /// Of what a skill understands, these intents have a handler; all others only answer its questions.
    pub(crate) fn new(
        skill: Level,
        run: &Run,
        catalogue: &Catalogue,
        handled: &[&'static IntentSpec],
        not_recognized: bool,
    ) -> Self {
        let mut status = SkillStatus::new(skill.clone(), payload::Presence::Online);
        status.version = Some(env!("CARGO_PKG_VERSION").to_owned());
        status.uid = Some(run.uid.clone());
        status.since_ms = Some(run.since_ms);
        status.not_recognized = not_recognized;
        status.intents = handled.iter().flat_map(|spec| intents(spec)).collect();
        let is_handled = |name: &IntentName| status.intents.iter().any(|intent| intent.name == *name);
        status.answers = catalogue.answers().filter(|name| !is_handled(name)).collect();
        let presence = Presence::new(Dialect::default(), |state| {
            status.state = state;
            Message::SkillStatus(Box::new(status.clone()))
        });
        Self { skill, uid: run.uid.clone(), presence }
    }

    /// Whether a status is of this skill, in this run or another.
    pub(crate) fn is_of_our_name(&self, status: &SkillStatus) -> bool {
        status.skill.as_ref() == Some(&self.skill)
    }

    /// Whether our status was overwritten: the last will of an earlier connection, or another run that has ended.
    pub(crate) fn is_overwritten(&self, by: &SkillStatus) -> bool {
        self.is_of_our_name(by) && by.uid.as_ref() != Some(&self.uid) && by.state != payload::Presence::Online
    }
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

    fn own_status(uid: &str) -> OwnStatus {
        let mut run = Run::start();
        run.uid = uid.to_owned();
        OwnStatus::new(Level::new("lights").unwrap(), &run, &Catalogue::new("lights"), &[], false)
    }

    fn status(uid: &str, online: bool) -> SkillStatus {
        let presence = own_status(uid).presence;
        let packet = if online { presence.announcement() } else { presence.farewell() };
        assert!(packet.retain);
        let message = Message::decode(&packet.topic, packet.payload).unwrap();
        let Message::SkillStatus(status) = message else { panic!("{message:?}") };
        *status
    }

    #[test]
    fn only_an_end_that_is_not_ours_is_overwritten() {
        let us = own_status("us");
        assert!(!us.is_overwritten(&status("us", false)));
        assert!(!us.is_overwritten(&status("other", true)));
        assert!(us.is_overwritten(&status("other", false)));
    }
}
