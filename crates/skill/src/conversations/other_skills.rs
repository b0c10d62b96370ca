//! What other skills do, so that what is for them is left to them.

use std::collections::{HashMap, HashSet, VecDeque};

use petasos_messages::payload::{Presence, SkillStatus};
use petasos_messages::{IntentName, Level, SessionId};

/// So many skills are known at once. Those above are not heeded.
const SKILLS: usize = 256;

/// So many sessions are known that somebody goes on with.
const SESSIONS: usize = 256;

/// What other skills have announced and asked.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// The intents of the skills that live.
    intents: HashMap<Level, HashSet<IntentName>>,
    /// The sessions in which something was asked.
    sessions: VecDeque<SessionId>,
}

impl Others {
    /// A skill says whether it lives, and which intents it handles.
    pub(super) fn learn(&mut self, status: SkillStatus) {
        let Some(skill) = status.skill else { return };
        if status.state != Presence::Online {
            self.intents.remove(&skill);
        } else if self.intents.len() < SKILLS || self.intents.contains_key(&skill) {
            let names = status.intents.into_iter().map(|intent| intent.name);
            self.intents.insert(skill, names.collect());
        }
    }

    /// Somebody asks something in a session: what is said there is an answer.
    pub(super) fn asks_in(&mut self, session: SessionId) {
        self.sessions.push_back(session);
        if self.sessions.len() > SESSIONS {
            self.sessions.pop_front();
        }
    }

    /// Whether a living skill handles an intent.
    pub(super) fn handle(&self, intent: &str) -> bool {
        self.intents.values().any(|intents| intents.contains(intent))
    }

    /// Whether something was asked in a session.
    pub(super) fn have_asked_in(&self, session: &SessionId) -> bool {
        self.sessions.contains(session)
    }
}
