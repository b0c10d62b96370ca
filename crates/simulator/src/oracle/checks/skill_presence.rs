//! The manager does not wait for a skill that it knows to be offline.

use std::collections::{BTreeMap, BTreeSet};

use petasos_messages::payload::{Presence, Termination};
use petasos_messages::{Component, IntentName, Level, Message, SessionId};

use super::published;
use crate::TraceEvent;
use crate::oracle::{Check, ObservedState, Violations};

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![Box::new(OfflineSkillsNotAwaited::default())]
}

/// A session never times out on an intent whose skills are all known to be offline.
#[derive(Debug, Default)]
struct OfflineSkillsNotAwaited {
    /// Whether each skill is online, and its intents.
    skills: BTreeMap<Level, (bool, BTreeSet<IntentName>)>,
    /// The intent that each session waits for.
    owed: BTreeMap<SessionId, IntentName>,
}

impl OfflineSkillsNotAwaited {
    fn is_offline(&self, intent: &IntentName) -> bool {
        let mut handlers = self.skills.values().filter(|(_, intents)| intents.contains(intent)).peekable();
        handlers.peek().is_some() && handlers.all(|(online, _)| !online)
    }
}

impl Check for OfflineSkillsNotAwaited {
    fn name(&self) -> &'static str {
        "a dead skill is not waited for"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        match event {
            TraceEvent::Connected | TraceEvent::Crashed => self.skills.clear(),
            TraceEvent::Received { message, echo: false, .. } => match message.as_ref() {
                Message::SkillStatus(status) => {
                    let intents = status.intents.iter().map(|intent| intent.name.clone()).collect();
                    let online = status.state != Presence::Offline;
                    self.skills.extend(status.skill.clone().map(|skill| (skill, (online, intents))));
                }
                Message::Intent(intent) => {
                    let awaited = intent.session_id.as_ref().filter(|id| {
                        let session = observed.sessions.get(*id);
                        session.is_some_and(|session| session.owed_by == Some(Component::Nlu))
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
            // The skill has asked back, or was told that no intent was recognized: another answer is awaited.
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
                if let Some(intent) = owed.filter(|intent| late && self.is_offline(intent)) {
                    violations
                        .add(format!("{} waited for {intent}, whose skills are gone", ended.session_id));
                }
            }
            _ => {}
        }
    }
}
