//! What a skill was asked to do: how long its answer may take, and what is said when the skill is gone.

use std::time::Duration;

use petasos_messages::payload::{SkillWorking, Termination};
use petasos_messages::{IntentName, Level, Message};

use super::SiteContext;
use crate::Notice;
use crate::phase_table::Phase;
use crate::phase_table::{Input, Reaction};
use crate::plan::{GIVE_UP, GOODBYE};
use crate::session::Owed;

impl SiteContext<'_> {
    /// A skill owes the answer to an intent from now on; unless it is gone, then the user is told so at once.
    pub(super) fn await_skill(&mut self, intent: &IntentName) {
        let (now, until) = (self.now, self.now + self.site.policy.timeouts.skill);
        let announced = self.shared.skills.is_announced(intent);
        let Some(session) = self.session() else { return };
        session.phase = Phase::AwaitingSkill;
        session.until = Some(until);
        session.turn.continued = false;
        session.asked_at = now;
        // What a skill asked for by name is an answer to it, and so is an intent that nobody announced: whoever asked is awaited.
        let asked_for = session.turn.intent_filter.as_ref().is_some_and(|filter| filter.contains(intent));
        if !asked_for && (announced || session.owed.is_none()) {
            session.owed = Some(Owed::Intent(intent.clone()));
        }
        self.give_up_if_gone();
    }

    /// Ends the session with a word to the user, if it waits for an answer and nobody lives who could give it.
    pub(crate) fn give_up_if_gone(&mut self) {
        if self.reaction(Input::SkillGone) != Some(Reaction::Close) {
            return;
        }
        let Some(session) = self.site.session.as_deref().filter(|session| !session.answered_by_say) else {
            return;
        };
        match &session.owed {
            Some(Owed::Intent(intent)) => {
                if let Some(skill) = self.shared.skills.missing_skill(intent) {
                    let (skill, intent) = (skill.clone(), intent.clone());
                    self.apologise_for(skill, intent);
                }
            }
            Some(Owed::NotRecognized) if !self.shared.skills.handles_not_recognized() => {
                self.close(Termination::IntentNotRecognized);
            }
            _ => {}
        }
    }

    fn apologise_for(&mut self, skill: Level, intent: IntentName) {
        let apology = self.phrase(|phrases| &phrases.skill_away);
        let plan = if apology.is_some() { GOODBYE } else { GIVE_UP };
        let error = format!("the skill {skill} is not there");
        if let Some(session) = self.session() {
            session.speech = apology;
            session.end_with(Termination::Error { error }, plan);
        }
        let site_id = self.site.id.clone();
        self.shared.notice(Notice::SkillAway { skill, intent, site_id });
        self.advance();
    }

    /// The skill needs longer. It gets what it asks for, within limits, and never less than it had.
    pub(crate) fn skill_works(&mut self, working: &SkillWorking, message: &Message) {
        if !self.admits(Input::SkillWorking, message) {
            return;
        }
        let (now, longest) = (self.now, self.site.policy.timeouts.working);
        let Some(session) = self.session() else { return };
        let until = (now + Duration::from_millis(working.ms)).min(session.asked_at + longest);
        session.until = session.until.map(|planned| planned.max(until));
    }
}
