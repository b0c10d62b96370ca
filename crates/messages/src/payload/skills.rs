//! `petasos/skills/{skill}/...`: the status of skills, so that a manager knows which are running.

use crate::json::{fields, written};
use crate::payload::Presence;
use crate::{IntentName, Level, SessionId, SiteId};

fields! {
    /// `petasos/skills/{skill}/status`, retained: whether a skill is running, and which intents it handles. Its last will has the
    /// state `offline` and the same intents, so that a manager knows which ones are not handled any more.
    #[derive(Eq)]
    pub struct SkillStatus {
        /// The skill; from the topic.
        pub skill: Option<Level>,
        /// Whether it is running. An empty payload, which clears the retained status, means that the skill and its intents are
        /// gone.
        pub state: Presence = "state" else Presence::Offline,
        /// Its version.
        pub version: Option<String> = "version",
        /// Identifies this run, so that a skill can tell its own status from that of another with the same name.
        pub uid: Option<String> = "uid",
        /// When this state began, in ms since 1970.
        pub since_ms: Option<i64> = "sinceMs",
        /// Whether it handles text that was not recognised (`hermes/dialogueManager/intentNotRecognized`).
        pub not_recognized: bool = "notRecognized" else false,
        /// The intents it handles.
        pub intents: Vec<SkillIntent> = "intents",
        /// Intents that only answer its questions, such as `PetasosYes`: outside of a question no skill handles them, and a
        /// manager treats them as not recognised.
        pub answers: Vec<IntentName> = "answers",
    }
}

written! { SkillStatus {
    _ => {
        "state": state, "version": version, "uid": uid, "sinceMs": since_ms, "notRecognized": not_recognized,
        "intents": intents, "answers": answers
    }
} }

impl SkillStatus {
    /// Without details.
    pub fn new(skill: Level, state: Presence) -> Self {
        Self {
            skill: Some(skill),
            state,
            version: None,
            uid: None,
            since_ms: None,
            not_recognized: false,
            intents: Vec::new(),
            answers: Vec::new(),
        }
    }
}

fields! {
    /// An intent that a skill handles.
    #[derive(Eq)]
    pub struct SkillIntent {
        /// The name, as in `hermes/intent/{name}`.
        pub name: IntentName = "name" | "intentName",
        /// Its purpose, in one sentence.
        pub description: Option<String> = "description",
        /// The slots the skill uses.
        pub slots: Vec<SkillSlot> = "slots",
    }
}

written! { SkillIntent {
    _ => { "name": name, "description": description, "slots": slots }
} }

impl SkillIntent {
    /// Without description and slots.
    pub fn new(name: IntentName) -> Self {
        Self { name, description: None, slots: Vec::new() }
    }
}

fields! {
    /// A slot that a skill uses.
    #[derive(Eq)]
    pub struct SkillSlot {
        /// The name of the slot.
        pub name: String = "name" | "slotName",
        /// The type of its value.
        pub entity: Option<String> = "entity",
        /// Whether the skill asks for it if it is missing.
        pub required: bool = "required" else false,
    }
}

written! { SkillSlot {
    _ => { "name": name, "entity": entity, "required": required }
} }

impl SkillSlot {
    /// An optional slot.
    pub fn new(name: impl Into<String>, entity: Option<String>) -> Self {
        Self { name: name.into(), entity, required: false }
    }
}

fields! {
    /// `petasos/skills/{skill}/working`: asks the manager to wait longer for the answer to an intent. Only petasosd supports it.
    #[derive(Eq)]
    pub struct SkillWorking {
        /// The skill; from the topic.
        pub skill: Option<Level>,
        /// The session that is waiting.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device",
        /// How much longer the skill may take, in ms from now.
        pub ms: u64 = "ms",
    }
}

written! { SkillWorking {
    _ => { "sessionId": session_id, "siteId": site_id, "ms": ms }
} }

impl SkillWorking {
    /// Asks for `ms` more milliseconds from now.
    pub fn new(skill: Level, session_id: SessionId, site_id: Option<SiteId>, ms: u64) -> Self {
        Self { skill: Some(skill), session_id, site_id, ms }
    }
}
