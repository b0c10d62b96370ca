//! Intents that two running skills handle, and intents whose skills have all stopped.

use petasos_messages::payload::{Presence, SkillStatus};
use petasos_messages::{IntentName, Level, Message};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding};
use crate::doctor::observed_state::ObservedState;

#[derive(Debug, Default)]
pub(super) struct Announcements {
    skills: BoundedMap<Level, Skill, 256>,
}

/// A skill that has announced itself.
#[derive(Debug)]
struct Skill {
    running: bool,
    intents: Vec<IntentName>,
}

impl Check for Announcements {
    fn observe(&mut self, _: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::SkillStatus(status)) => self.announce(status, findings),
            Some(Message::Intent(intent)) => {
                let name = &intent.intent.intent_name;
                if let Some(skill) = self.stopped_handler(name) {
                    let note =
                        NewFinding::of(Diagnosis::IntentWithoutSkill).in_session(intent.session_id.as_ref());
                    findings.add(note.about(name.as_str()), || {
                        format!(
                            "The intent {name} was recognized, but no running skill handles it: {skill} has stopped."
                        )
                    });
                }
            }
            _ => {}
        }
    }
}

impl Announcements {
    /// A skill announces itself. An offline status without intents means that the skill was removed.
    fn announce(&mut self, status: &SkillStatus, findings: &mut Findings) {
        let Some(name) = &status.skill else { return };
        let running = status.state != Presence::Offline;
        if !running && status.intents.is_empty() {
            self.skills.remove(name);
            return;
        }
        let intents: Vec<_> = status.intents.iter().map(|intent| intent.name.clone()).collect();
        if running {
            for (other, intent) in self.rivals(name, &intents) {
                findings.add(NewFinding::of(Diagnosis::IntentOfTwoSkills).about(intent.as_str()), || {
                    format!("The skills {other} and {name} both handle the intent {intent}.")
                });
            }
        }
        self.skills.insert(name.clone(), Skill { running, intents });
    }

    /// Other running skills that handle some of these intents.
    fn rivals<'a>(
        &'a self,
        name: &'a Level,
        intents: &'a [IntentName],
    ) -> impl Iterator<Item = (&'a Level, &'a IntentName)> {
        let others = self.skills.iter().filter(move |(other, skill)| *other != name && skill.running);
        others.flat_map(move |(other, skill)| {
            intents.iter().filter(|intent| skill.intents.contains(intent)).map(move |intent| (other, intent))
        })
    }

    /// A stopped skill that handles the intent, if no running skill does.
    fn stopped_handler(&self, intent: &IntentName) -> Option<&Level> {
        let mut handlers = self.skills.iter().filter(|(_, skill)| skill.intents.contains(intent)).peekable();
        let (first, _) = handlers.peek()?;
        let first = *first;
        handlers.all(|(_, skill)| !skill.running).then_some(first)
    }
}
