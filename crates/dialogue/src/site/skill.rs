//! What skills answer: `continueSession` and `endSession`.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::Duration;

use petasos_messages::Message;
use petasos_messages::payload::{ContinueSession, EndSession, Termination};

use super::SiteContext;
use super::start::spoken;
use crate::phase_table::Input;
use crate::phase_table::Phase;
use crate::plan::{GOODBYE, Step};
use crate::session::Turn;

/// When we stop the ASR in mid-turn it captures what it has so far; that arrives within this time, and is no answer.
const PROVOKED: Duration = Duration::from_millis(1500);

impl SiteContext<'_> {
    /// The skill asks back. The first question of a turn counts, a second one is a second skill's, or the same message again.
    pub(crate) fn continue_session(&mut self, request: &ContinueSession, duplicate: bool, message: &Message) {
        if !self.admits(Input::ContinueSession, message) {
            return;
        }
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
        session.wakeword_told = true;
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

    /// The skill is done. Its last words are said first, then the session ends.
    pub(crate) fn end_session(&mut self, request: &EndSession, message: &Message) {
        if !self.admits(Input::EndSession, message) {
            return;
        }
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
        session.end_with(Termination::Nominal, GOODBYE);
        self.advance();
    }
}

/// Tells one question from another.
fn fingerprint(request: &ContinueSession) -> u64 {
    let mut hasher = DefaultHasher::new();
    request.session_id.hash(&mut hasher);
    request.text.hash(&mut hasher);
    request.intent_filter.hash(&mut hasher);
    request.custom_data.hash(&mut hasher);
    request.slot.hash(&mut hasher);
    hasher.finish()
}
