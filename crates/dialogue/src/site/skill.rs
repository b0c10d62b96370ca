//! Skills: how long they may take, their answers, and the apology for one that has stopped.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use petasos_messages::payload::{ContinueSession, EndSession, SkillWorking, Termination};
use petasos_messages::{IntentName, Level, Message};

use super::context::SiteContext;
use super::start::spoken;
use crate::Notice;
use crate::phase_table::{Input, Phase, Reaction};
use crate::plan::{GIVE_UP, SAY_AND_CLOSE, Step};
use crate::session::{AwaitedAnswer, Turn};

/// A stopped ASR sends what it has captured up to then. A text that arrives within this time is not an answer.
const PROVOKED: Duration = Duration::from_millis(1500);

impl SiteContext<'_> {
    /// `continueSession`. Only the first of a turn counts; a second one is from another skill or a duplicate.
    pub(crate) fn continue_session(&mut self, request: &ContinueSession, duplicate: bool, message: &Message) {
        let fingerprint = fingerprint(request);
        let known = self.site.last_request.is_some_and(|(_, last)| last == fingerprint);
        let (now, plan) = (self.now, self.site.profile().plans.resume);
        let Some(session) = self.session() else { return };
        let answered = session.turn.continued
            && match session.phase {
                Phase::AwaitingSkill => false,
                Phase::Understanding => known,
                _ => true,
            };
        if answered || (duplicate && known) {
            self.ignore(message, "the turn was answered already");
            return;
        }
        let listening = session.phase == Phase::Listening;
        if listening && !plan.contains(&Step::StopListening) {
            self.close_microphone();
        }
        self.ensure_announced();
        self.site.last_request = Some((now, fingerprint));
        let Some(session) = self.session() else { return };
        session.custom_data = request.custom_data.clone().or(session.custom_data.take());
        session.lang = request.lang.clone().or(session.lang.take());
        session.speech = spoken(request.text.as_ref());
        session.follow_up = false;
        session.wakeword_sent = true;
        session.answered_by_say = false;
        session.notification = false;
        session.turn = Turn {
            intent_filter: request.intent_filter.clone(),
            send_intent_not_recognized: request.send_intent_not_recognized,
            slot: request.slot.clone(),
            asked: true,
            continued: true,
            later: true,
            provoked_until: listening.then(|| now + PROVOKED),
            ..Turn::default()
        };
        session.follow(Phase::Speaking, plan);
        self.advance();
    }

    /// `endSession`. Its text is spoken before the session ends.
    pub(crate) fn end_session(&mut self, request: &EndSession) {
        self.ensure_announced();
        let speech = spoken(request.text.as_ref());
        if speech.is_some() {
            self.close_microphone();
        }
        let follow_up = self.site.policy.follow_up && speech.is_some();
        let Some(session) = self.session() else { return };
        session.custom_data = request.custom_data.clone().or(session.custom_data.take());
        session.reopen = request.request_continue || (follow_up && !session.notification);
        if speech.is_none() {
            self.close(Termination::Nominal);
            return;
        }
        session.speech = speech;
        session.end_with(Termination::Nominal, SAY_AND_CLOSE);
        self.advance();
    }

    /// Sends `intentNotRecognized` to the skill and waits for its answer.
    pub(super) fn inform_skill(&mut self) {
        let (now, until) = (self.now, self.now + self.site.policy.timeouts.skill);
        let Some(session) = self.session() else { return };
        session.phase = Phase::AwaitingSkill;
        session.until = Some(until);
        session.asked_at = now;
        session.turn.continued = false;
        self.publish_not_recognized();
    }

    /// Waits for a skill to answer the intent. If the skill has stopped, the user is informed at once.
    pub(super) fn await_skill(&mut self, intent: &IntentName) {
        let (now, until) = (self.now, self.now + self.site.policy.timeouts.skill);
        let announced = self.shared.skills.is_announced(intent);
        let Some(session) = self.session() else { return };
        session.phase = Phase::AwaitingSkill;
        session.until = Some(until);
        session.turn.continued = false;
        session.asked_at = now;
        // An intent in the skill's filter answers that skill, and so does one that no skill announced: keep waiting for the skill
        // that asked.
        let asked_for = session.turn.intent_filter.as_ref().is_some_and(|filter| filter.contains(intent));
        if !asked_for && (announced || session.awaited.is_none()) {
            session.awaited = Some(AwaitedAnswer::Intent(intent.clone()));
        }
        self.give_up_if_gone();
    }

    /// Ends the session with an apology if it waits for a skill that is not running.
    pub(crate) fn give_up_if_gone(&mut self) {
        if self.site.reaction(Input::SkillGone) != Some(Reaction::Close) {
            return;
        }
        let Some(session) = self.site.session.as_deref().filter(|session| !session.answered_by_say) else {
            return;
        };
        match &session.awaited {
            Some(AwaitedAnswer::Intent(intent)) => {
                if let Some(skill) = self.shared.skills.missing_skill(intent) {
                    let (skill, intent) = (skill.clone(), intent.clone());
                    self.apologise_for(skill, intent);
                }
            }
            Some(AwaitedAnswer::NotRecognized) if !self.shared.skills.handles_not_recognized() => {
                self.close(Termination::IntentNotRecognized);
            }
            _ => {}
        }
    }

    fn apologise_for(&mut self, skill: Level, intent: IntentName) {
        let apology = self.phrase(|phrases| &phrases.skill_away);
        let plan = if apology.is_some() { SAY_AND_CLOSE } else { GIVE_UP };
        let error = format!("the skill {skill} is not there");
        if let Some(session) = self.session() {
            session.speech = apology;
            session.end_with(Termination::Error { error }, plan);
        }
        let site_id = self.site.id.clone();
        self.shared.notice(Notice::SkillAway { skill, intent, site_id });
        self.advance();
    }

    /// The skill needs more time. The deadline is extended within limits and never moved earlier.
    pub(crate) fn skill_works(&mut self, working: &SkillWorking) {
        let (now, longest) = (self.now, self.site.policy.timeouts.working);
        let Some(session) = self.session() else { return };
        let until = (now + Duration::from_millis(working.ms)).min(session.asked_at + longest);
        session.until = session.until.map(|planned| planned.max(until));
    }
}

/// A hash that tells different questions apart.
fn fingerprint(request: &ContinueSession) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.session_id.hash(&mut hasher);
    request.text.hash(&mut hasher);
    request.intent_filter.hash(&mut hasher);
    request.custom_data.hash(&mut hasher);
    request.slot.hash(&mut hasher);
    hasher.finish()
}
