//! What skills say that they handle: an intent of two living skills, and one of dead skills only.

use petasos_messages::payload::{Presence, SkillStatus};
use petasos_messages::{IntentName, Level, Message};

use super::super::Diagnosis;
use super::super::finding::{Findings, NewFinding};
use super::super::observed_state::ObservedState;
use super::Check;
use petasos_recording::{BoundedMap, DecodedEntry};

/// Looks at what skills announce, and at intents that are heard.
#[derive(Debug, Default)]
pub(super) struct Announced {
    skills: BoundedMap<Level, Skill, 256>,
}

/// A skill that has announced itself.
#[derive(Debug)]
struct Skill {
    alive: bool,
    intents: Vec<IntentName>,
}

impl Check for Announced {
    fn observe(&mut self, _: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::SkillStatus(status)) => self.announce(status, findings),
            Some(Message::Intent(intent)) => {
                let name = &intent.intent.intent_name;
                if let Some(skill) = self.missed(name) {
                    let note =
                        NewFinding::of(Diagnosis::IntentWithoutSkill).in_session(intent.session_id.as_ref());
                    findings.add(note.about(name.as_str()), || {
                        format!(
                            "The intent {name} was heard, but the skill {skill}, which handles it, is gone."
                        )
                    });
                }
            }
            _ => {}
        }
    }
}

impl Announced {
    /// A skill says how it is. One whose status was cleared says nothing, and is forgotten.
    fn announce(&mut self, status: &SkillStatus, findings: &mut Findings) {
        let Some(name) = &status.skill else { return };
        let alive = status.state != Presence::Offline;
        if !alive && status.intents.is_empty() {
            self.skills.remove(name);
            return;
        }
        let intents: Vec<_> = status.intents.iter().map(|intent| intent.name.clone()).collect();
        if alive {
            for (other, intent) in self.rivals(name, &intents) {
                findings.add(NewFinding::of(Diagnosis::IntentOfTwoSkills).about(intent.as_str()), || {
                    format!("The skills {other} and {name} both handle the intent {intent}.")
                });
            }
        }
        self.skills.insert(name.clone(), Skill { alive, intents });
    }

    /// Other skills that live and handle some of these intents.
    fn rivals<'a>(
        &'a self,
        name: &'a Level,
        intents: &'a [IntentName],
    ) -> impl Iterator<Item = (&'a Level, &'a IntentName)> {
        let others = self.skills.iter().filter(move |(other, skill)| *other != name && skill.alive);
        others.flat_map(move |(other, skill)| {
            intents.iter().filter(|intent| skill.intents.contains(intent)).map(move |intent| (other, intent))
        })
    }

    /// A skill that is gone, if nobody else who lives handles the intent.
    fn missed(&self, intent: &IntentName) -> Option<&Level> {
        let mut handlers = self.skills.iter().filter(|(_, skill)| skill.intents.contains(intent)).peekable();
        let (first, _) = handlers.peek()?;
        let first = *first;
        handlers.all(|(_, skill)| !skill.alive).then_some(first)
    }
}
