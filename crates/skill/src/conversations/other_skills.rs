//! What other skills handle and ask, so that a fallback leaves it to them.

use std::collections::{HashMap, HashSet, VecDeque};

use petasos_messages::payload::{Presence, SkillStatus};
use petasos_messages::{IntentName, Level, SessionId};

/// How many skills are remembered; further ones are ignored.
const SKILLS: usize = 256;

/// How many sessions are remembered in which a skill asked something.
const SESSIONS: usize = 256;

/// What other skills have announced and asked.
#[derive(Debug, Default)]
pub(super) struct OtherSkills {
    /// The intents of the skills that are online.
    intents: HashMap<Level, HashSet<IntentName>>,
    /// The sessions in which a skill asked something, oldest first.
    sessions: VecDeque<SessionId>,
}

impl OtherSkills {
    /// Takes over the status of a skill.
    pub(super) fn update(&mut self, status: SkillStatus) {
        let Some(skill) = status.skill else { return };
        if status.state != Presence::Online {
            self.intents.remove(&skill);
        } else if self.intents.len() < SKILLS || self.intents.contains_key(&skill) {
            let names = status.intents.into_iter().map(|intent| intent.name);
            self.intents.insert(skill, names.collect());
        }
    }

    /// A skill asks something in a session: what is said there is an answer to it.
    pub(super) fn note_question(&mut self, session: SessionId) {
        self.sessions.push_back(session);
        if self.sessions.len() > SESSIONS {
            self.sessions.pop_front();
        }
    }

    /// Whether a skill that is online handles an intent.
    pub(super) fn handle(&self, intent: &str) -> bool {
        self.intents.values().any(|intents| intents.contains(intent))
    }

    /// Whether a skill asked something in a session.
    pub(super) fn asked_in(&self, session: &SessionId) -> bool {
        self.sessions.contains(session)
    }
}
