//! The known skills and whether they are running, from `petasos/skills/+/status`.
//!
//! Only for an announced intent is it known that its skill is missing: skills built with other libraries announce nothing.

use std::collections::{BTreeMap, BTreeSet};

use petasos_messages::payload::{Presence, SkillStatus};
use petasos_messages::{IntentName, Level};

use crate::Limits;

/// The status messages of skills since the connection was made.
#[derive(Debug, Default)]
pub(crate) struct SkillRegistry(BTreeMap<Level, Skill>);

#[derive(Debug)]
struct Skill {
    alive: bool,
    /// Identifies one run of the skill.
    uid: Option<String>,
    /// It handles `intentNotRecognized`.
    handles_not_recognized: bool,
    intents: BTreeSet<IntentName>,
    /// Intents it handles only as answers to its own questions.
    answers: BTreeSet<IntentName>,
    /// It announced more intents than the limit.
    has_more: bool,
}

/// The effect of a status message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SkillChange {
    /// No session is affected.
    Nothing,
    /// The skill has stopped; a session may be waiting for it.
    Gone,
    /// The limit is reached and the skill was not recorded.
    TooMany,
}

impl SkillRegistry {
    /// Records a status message.
    pub(crate) fn update(&mut self, name: &Level, status: &SkillStatus, limits: &Limits) -> SkillChange {
        let alive = status.state != Presence::Offline;
        if !alive && self.is_of_an_older_run(name, status.uid.as_ref()) {
            return SkillChange::Nothing;
        }
        if !alive && status.intents.is_empty() && status.answers.is_empty() {
            self.0.remove(name);
            return SkillChange::Gone;
        }
        if !self.0.contains_key(name) && !self.has_room(limits.skills) {
            return SkillChange::TooMany;
        }
        let intents = status.intents.iter().map(|intent| intent.name.clone());
        let skill = Skill {
            alive,
            uid: status.uid.clone(),
            handles_not_recognized: status.not_recognized,
            intents: intents.take(limits.skill_intents).collect(),
            answers: status.answers.iter().take(limits.skill_intents).cloned().collect(),
            has_more: status.intents.len() > limits.skill_intents,
        };
        self.0.insert(name.clone(), skill);
        if alive { SkillChange::Nothing } else { SkillChange::Gone }
    }

    /// Whether a newer run is registered already, so that this is the last will of an earlier one, delivered late.
    fn is_of_an_older_run(&self, name: &Level, uid: Option<&String>) -> bool {
        let known = self.0.get(name).filter(|skill| skill.alive).and_then(|skill| skill.uid.as_ref());
        known.is_some() && uid.is_some() && known != uid
    }

    /// Makes space for another skill by forgetting a stopped one. Its intents are then waited for again.
    fn has_room(&mut self, most: usize) -> bool {
        if self.0.len() >= most
            && let Some(gone) = self.0.iter().find_map(|(name, skill)| (!skill.alive).then(|| name.clone()))
        {
            self.0.remove(&gone);
        }
        self.0.len() < most
    }

    /// A skill that announced the intent, if all that did have stopped.
    pub(crate) fn missing_skill(&self, intent: &IntentName) -> Option<&Level> {
        let mut missed = None;
        for (name, skill) in &self.0 {
            if skill.alive && (skill.has_more || skill.announced(intent)) {
                return None;
            }
            if skill.announced(intent) {
                missed = missed.or(Some(name));
            }
        }
        missed
    }

    /// Whether a skill announced this intent, running or not.
    pub(crate) fn is_announced(&self, intent: &IntentName) -> bool {
        self.0.values().any(|skill| skill.announced(intent))
    }

    /// Whether skills announced this intent only as an answer to a question, so that none handles it otherwise.
    pub(crate) fn is_answer_only(&self, intent: &IntentName) -> bool {
        let handled = |skill: &Skill| skill.announced(intent) || (skill.alive && skill.has_more);
        let answers = |skill: &Skill| is_among(&skill.answers, intent);
        self.0.values().any(answers) && !self.0.values().any(handled)
    }

    pub(crate) fn handles_not_recognized(&self) -> bool {
        self.0.values().any(|skill| skill.alive && skill.handles_not_recognized)
    }
}

impl Skill {
    fn announced(&self, intent: &IntentName) -> bool {
        is_among(&self.intents, intent)
    }
}

/// An intent name may have a user prefix (`alice:SetColor`) that the skill does not know.
fn is_among(names: &BTreeSet<IntentName>, intent: &IntentName) -> bool {
    let bare = intent.as_str().split_once(':').map(|(_, bare)| bare);
    names.contains(intent) || bare.is_some_and(|bare| names.contains(bare))
}

#[cfg(test)]
mod tests {
    use petasos_messages::payload::SkillIntent;

    use super::*;

    fn intent(name: &str) -> IntentName {
        IntentName::new(name).unwrap()
    }

    fn status(skill: &str, state: Presence, intents: &[&str]) -> SkillStatus {
        let mut status = SkillStatus::new(Level::new(skill).unwrap(), state);
        status.intents = intents.iter().map(|name| SkillIntent::new(intent(name))).collect();
        status
    }

    /// Applies a status message.
    fn update(skills: &mut SkillRegistry, status: &SkillStatus, limits: &Limits) -> SkillChange {
        skills.update(status.skill.as_ref().unwrap(), status, limits)
    }

    fn missed<'a>(skills: &'a SkillRegistry, name: &str) -> Option<&'a str> {
        skills.missing_skill(&intent(name)).map(Level::as_str)
    }

    #[test]
    fn an_intent_misses_its_skill_when_all_that_announced_it_have_stopped() {
        let (mut skills, limits) = (SkillRegistry::default(), Limits::default());
        assert_eq!(missed(&skills, "SetColor"), None, "no skill announced it");
        update(&mut skills, &status("lamps", Presence::Offline, &["SetColor", "Off"]), &limits);
        assert_eq!(missed(&skills, "SetColor"), Some("lamps"));
        assert_eq!(missed(&skills, "alice:SetColor"), Some("lamps"));
        assert_eq!(missed(&skills, "Other"), None);
        update(&mut skills, &status("lights", Presence::Online, &["SetColor"]), &limits);
        assert_eq!(missed(&skills, "SetColor"), None);
        assert_eq!(missed(&skills, "Off"), Some("lamps"));
        update(&mut skills, &status("lamps", Presence::Offline, &[]), &limits);
        assert_eq!(missed(&skills, "Off"), None, "its status was cleared");
    }

    #[test]
    fn a_late_last_will_does_not_stop_the_next_run() {
        let (mut skills, limits) = (SkillRegistry::default(), Limits::default());
        let of_run = |uid: &str, state| {
            let mut status = status("lights", state, &["SetColor"]);
            status.uid = Some(uid.to_owned());
            status
        };
        update(&mut skills, &of_run("second", Presence::Online), &limits);
        assert_eq!(update(&mut skills, &of_run("first", Presence::Offline), &limits), SkillChange::Nothing);
        assert_eq!(missed(&skills, "SetColor"), None);
        assert_eq!(update(&mut skills, &of_run("second", Presence::Offline), &limits), SkillChange::Gone);
        assert_eq!(missed(&skills, "SetColor"), Some("lights"));
    }

    #[test]
    fn the_skill_registry_is_bounded_and_errs_towards_waiting() {
        let mut limits = Limits::default();
        (limits.skills, limits.skill_intents) = (2, 1);
        let mut skills = SkillRegistry::default();
        update(&mut skills, &status("a", Presence::Offline, &["A"]), &limits);
        update(&mut skills, &status("b", Presence::Online, &["B", "C"]), &limits);
        assert_eq!(missed(&skills, "A"), None, "b handles more than we remember");
        assert_eq!(
            update(&mut skills, &status("c", Presence::Online, &["D"]), &limits),
            SkillChange::Nothing
        );
        assert!(!skills.is_announced(&intent("A")), "a was gone, and made room");
        assert_eq!(
            update(&mut skills, &status("d", Presence::Online, &["E"]), &limits),
            SkillChange::TooMany
        );
        assert_eq!(skills.0.len(), 2);
    }

    #[test]
    fn an_intent_is_answer_only_until_a_skill_announces_that_it_handles_it() {
        let limits = Limits { skill_intents: 2, ..Limits::default() };
        let mut skills = SkillRegistry::default();
        let mut lights = status("lights", Presence::Online, &["SetColor"]);
        lights.answers = ["color", "PetasosYes", "too-many"].map(intent).to_vec();
        let is_answer = |skills: &SkillRegistry, name| skills.is_answer_only(&intent(name));
        update(&mut skills, &lights, &limits);
        assert!(is_answer(&skills, "color") && is_answer(&skills, "alice:color"));
        assert!(!is_answer(&skills, "SetColor") && !is_answer(&skills, "Unheard"));
        assert!(!is_answer(&skills, "too-many"), "it is waited for");
        (lights.state, lights.intents) = (Presence::Offline, Vec::new());
        update(&mut skills, &lights, &limits);
        assert!(is_answer(&skills, "color"), "the NLU still knows it");
        update(&mut skills, &status("painter", Presence::Offline, &["color"]), &limits);
        assert!(!is_answer(&skills, "color"), "its skill is missed");
        update(&mut skills, &status("mill", Presence::Online, &["A", "B", "C"]), &limits);
        assert!(!is_answer(&skills, "PetasosYes"), "the mill handles more than we remember");
    }

    #[test]
    fn only_running_skills_handle_text_that_was_not_recognized() {
        let (mut skills, limits) = (SkillRegistry::default(), Limits::default());
        let mut fallback = status("fallback", Presence::Online, &[]);
        fallback.not_recognized = true;
        update(&mut skills, &fallback, &limits);
        assert!(skills.handles_not_recognized());
        fallback.state = Presence::Offline;
        update(&mut skills, &fallback, &limits);
        assert!(!skills.handles_not_recognized());
    }
}
