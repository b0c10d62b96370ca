//! Nobody is kept waiting for a skill that is known to be gone.

use std::collections::{BTreeMap, BTreeSet};

use petasos_messages::payload::{Presence, Termination};
use petasos_messages::{Component, IntentName, Level, Message, SessionId};

use super::sessions::published;
use super::{Check, Findings, Picture};
use crate::Event;

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![Box::new(DeadSkillsAreNotAwaited::default())]
}

/// A session never runs out of time for an intent whose skills were all known to be gone.
#[derive(Debug, Default)]
struct DeadSkillsAreNotAwaited {
    /// What each skill handles, and whether it lives.
    skills: BTreeMap<Level, (bool, BTreeSet<IntentName>)>,
    /// The intent whose answer a session waits for.
    owed: BTreeMap<SessionId, IntentName>,
}

impl DeadSkillsAreNotAwaited {
    fn is_dead(&self, intent: &IntentName) -> bool {
        let mut handlers = self.skills.values().filter(|(_, intents)| intents.contains(intent)).peekable();
        handlers.peek().is_some() && handlers.all(|(alive, _)| !alive)
    }
}

impl Check for DeadSkillsAreNotAwaited {
    fn name(&self) -> &'static str {
        "a dead skill is not waited for"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        match event {
            Event::Connected | Event::Crashed => self.skills.clear(),
            Event::Received { message, echo: false, .. } => match message.as_ref() {
                Message::SkillStatus(status) => {
                    let intents = status.intents.iter().map(|intent| intent.name.clone()).collect();
                    let alive = status.state != Presence::Offline;
                    self.skills.extend(status.skill.clone().map(|skill| (skill, (alive, intents))));
                }
                Message::Intent(intent) => {
                    let awaited = intent.session_id.as_ref().filter(|id| {
                        let session = picture.sessions.get(*id);
                        session.is_some_and(|session| session.debtor == Some(Component::Nlu))
                    });
                    self.owed.extend(awaited.map(|id| (id.clone(), intent.intent.intent_name.clone())));
                }
                _ => {}
            },
            _ => {}
        }
        match published(event) {
            Some(Message::Intent(intent)) => {
                let name = intent.intent.intent_name.clone();
                self.owed.extend(intent.session_id.clone().map(|id| (id, name)));
            }
            // Asked back, or told that nobody understood: another answer is awaited now.
            Some(Message::StartListening(start)) => {
                start.session_id.as_ref().map(|id| self.owed.remove(id));
            }
            Some(Message::DialogueIntentNotRecognized(told)) => {
                self.owed.remove(&told.session_id);
            }
            Some(Message::SessionEnded(ended)) => {
                let owed = self.owed.remove(&ended.session_id);
                let late =
                    ended.termination == Termination::Timeout { component: Some(Component::Skill.into()) };
                if let Some(intent) = owed.filter(|intent| late && self.is_dead(intent)) {
                    findings.add(format!("{} waited for {intent}, whose skills are gone", ended.session_id));
                }
            }
            _ => {}
        }
    }
}
