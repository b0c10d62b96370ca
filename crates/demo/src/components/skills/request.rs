//! What a skill is asked.

use petasos_messages::SiteId;
use petasos_messages::payload::Intent;

/// What somebody in a room wants.
#[derive(Debug, Clone, Copy)]
pub(super) struct Request<'a> {
    /// Where it was said.
    pub(super) site: &'a SiteId,
    /// What was understood.
    pub(super) intent: &'a Intent,
}

impl Request<'_> {
    /// The intent.
    pub(super) fn name(&self) -> &str {
        self.intent.intent.intent_name.as_str()
    }

    /// What the question was about that this answers.
    pub(super) fn about(&self) -> Option<&str> {
        self.intent.custom_data.as_deref()
    }

    /// The value of a slot as one text; the last one, if it was said twice.
    pub(super) fn slot(&self, name: &str) -> Option<String> {
        let slot = self.intent.slots.iter().rfind(|slot| slot.slot_name == name)?;
        slot.value.text()
    }

    /// Which room was named.
    pub(super) fn named_room(&self) -> Option<SiteId> {
        SiteId::new(self.slot("room")?).ok()
    }
}
