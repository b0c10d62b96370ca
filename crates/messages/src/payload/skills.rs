//! `petasos/skills/{skill}/...`: the status of skills, so that a manager knows which are running.

use crate::json::{fields, written};
use crate::payload::Presence;
use crate::{IntentName, Level, SessionId, SiteId};

fields! {
    /// `petasos/skills/{skill}/status`, retained: whether a skill is there, and which intents it handles. Its last will
    /// is the same with `offline`, intents and all: so a manager knows which intents have died.
    #[derive(Eq)]
    pub struct SkillStatus {
        /// Which skill; from the topic.
        pub skill: Option<Level>,
        /// Whether it is there. Nothing is said by an empty payload, with which a retained status is cleared: the skill
        /// is gone, and its intents with it.
        pub state: Presence = "state" else Presence::Offline,
        /// Its version.
        pub version: Option<String> = "version",
        /// A name of this run, so that a skill knows its own status from that of another of its name.
        pub uid: Option<String> = "uid",
        /// When it became so, in ms since 1970.
        pub since_ms: Option<i64> = "sinceMs",
        /// Whether it handles text that was not recognised (`hermes/dialogueManager/intentNotRecognized`).
        pub not_recognized: bool = "notRecognized" else false,
        /// What it handles.
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
    /// Only whether it is there.
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
        /// Its name, as it stands in `hermes/intent/{name}`.
        pub name: IntentName = "name" | "intentName",
        /// What it is for, in a sentence.
        pub description: Option<String> = "description",
        /// The slots that the skill reads.
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
    /// A slot that a skill reads.
    #[derive(Eq)]
    pub struct SkillSlot {
        /// Its name in the sentences.
        pub name: String = "name" | "slotName",
        /// What kind of value it has.
        pub entity: Option<String> = "entity",
        /// Whether the skill asks for it when it is missing.
        pub required: bool = "required" else false,
    }
}

written! { SkillSlot {
    _ => { "name": name, "entity": entity, "required": required }
} }

impl SkillSlot {
    /// One that may be missing.
    pub fn new(name: impl Into<String>, entity: Option<String>) -> Self {
        Self { name: name.into(), entity, required: false }
    }
}

fields! {
    /// `petasos/skills/{skill}/working`: the answer to an intent takes longer; wait for it. Managers other than
    /// petasosd do not listen.
    #[derive(Eq)]
    pub struct SkillWorking {
        /// Which skill; from the topic.
        pub skill: Option<Level>,
        /// The session that waits.
        pub session_id: SessionId = "sessionId",
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device",
        /// How much longer it may take, in ms from now.
        pub ms: u64 = "ms",
    }
}

written! { SkillWorking {
    _ => { "sessionId": session_id, "siteId": site_id, "ms": ms }
} }

impl SkillWorking {
    /// So much longer, in ms from now.
    pub fn new(skill: Level, session_id: SessionId, site_id: Option<SiteId>, ms: u64) -> Self {
        Self { skill: Some(skill), session_id, site_id, ms }
    }
}
