//! The NLU: queries and their results.

use petasos_messages::payload::{
    DialogueIntentNotRecognized, Intent, IntentClassification, IntentParsed, NluIntentNotRecognized,
    NluQuery, PartialQuery, SlotParsed, Termination,
};
use petasos_messages::{IntentName, Message};

use super::context::SiteContext;
use crate::configured_intents::ConfiguredIntents;
use crate::phase_table::Phase;
use crate::plan::{GIVE_UP, INFORM_SKILL, SAY_AND_CLOSE};
use crate::session::AwaitedAnswer;

impl SiteContext<'_> {
    /// Queries the NLU, unless the skill wants the text itself.
    pub(super) fn query(&mut self) {
        let until = self.now + self.site.policy.timeouts.understanding;
        let free_text = &self.site.policy.free_text_intent;
        let takes_any_words = self.asked_for().and_then(<[IntentName]>::last) == Some(free_text);
        if takes_any_words {
            let intent = IntentClassification::new(free_text.clone(), 1.0);
            self.publish_intent(intent, |_| {});
            return;
        }
        let query_id = self.shared.ids.request().to_string();
        let Some(session) = self.session() else { return };
        session.phase = Phase::Understanding;
        session.until = Some(until);
        session.turn.query_id = Some(query_id.clone());
        let message = match self.slot_asked_for() {
            Some((intent, slot)) => self.partial_query(intent, slot, query_id),
            None => self.full_query(self.filter(), query_id),
        };
        self.publish(message);
    }

    fn full_query(&self, filter: Option<Vec<IntentName>>, query_id: String) -> Message {
        let mut query = NluQuery::new(self.input());
        query.site_id = Some(self.site.id.clone());
        query.id = Some(query_id);
        query.intent_filter = filter;
        query.lang = self.lang();
        if let Some(session) = self.site.session.as_deref() {
            query.session_id = Some(session.id.clone());
            query.wakeword_id.clone_from(&session.wakeword_id);
            query.custom_data.clone_from(&session.custom_data);
            query.custom_entities = session.custom_entities.as_deref().cloned();
            if let Some(captured) = &session.turn.captured {
                query.asr_confidence = captured.likelihood;
                query.asr_tokens = captured.tokens.as_ref().and_then(|tokens| tokens.first().cloned());
            }
        }
        Message::NluQuery(Box::new(query))
    }

    fn partial_query(&self, intent: IntentName, slot: String, query_id: String) -> Message {
        let mut query = PartialQuery::new(self.input(), intent, slot);
        query.id = Some(query_id);
        if let Some(session) = self.site.session.as_deref() {
            query.session_id = Some(session.id.clone());
            query.asr_tokens = session
                .turn
                .captured
                .as_ref()
                .and_then(|captured| captured.tokens.as_ref()?.first().cloned());
        }
        Message::PartialQuery(Box::new(query))
    }

    /// The single slot that a Snips skill asked for.
    fn slot_asked_for(&self) -> Option<(IntentName, String)> {
        let slot = self.site.session.as_ref()?.turn.slot.clone()?;
        match self.asked_for() {
            Some([intent]) if self.site.policy.dialect().elicits_slots => Some((intent.clone(), slot)),
            _ => None,
        }
    }

    fn input(&self) -> String {
        let session = self.site.session.as_ref();
        session
            .and_then(|session| session.turn.captured.as_ref())
            .map(|captured| captured.text.clone())
            .unwrap_or_default()
    }

    /// The intent filter a skill set for this turn.
    fn asked_for(&self) -> Option<&[IntentName]> {
        self.site.session.as_ref()?.turn.intent_filter.as_deref()
    }

    /// The intents to query for: the skill's filter, or the enabled intents.
    fn filter(&self) -> Option<Vec<IntentName>> {
        match self.asked_for() {
            Some(filter) if !filter.is_empty() => Some(filter.to_vec()),
            Some(_) if self.site.policy.dialect().empty_filter_matches_nothing => Some(Vec::new()),
            _ => self.enabled(),
        }
    }

    /// The enabled intents; `None`, which is no restriction, if there are none.
    fn enabled(&self) -> Option<Vec<IntentName>> {
        let here = self.site.configured.as_deref();
        if here.is_none() && self.shared.configured.is_empty() {
            return None;
        }
        Some(ConfiguredIntents::enabled(&self.shared.configured, here)).filter(|enabled| !enabled.is_empty())
    }

    /// Whether an intent may be published in this turn. An intent in the skill's filter may even if it is disabled.
    fn is_allowed(&self, name: &IntentName) -> bool {
        match self.asked_for() {
            Some(filter) if !filter.is_empty() => filter.contains(name),
            Some(_) if self.site.policy.dialect().empty_filter_matches_nothing => false,
            _ => {
                let here = self.site.configured.as_ref().and_then(|here| here.get(name));
                here.or_else(|| self.shared.configured.get(name)).unwrap_or(true)
            }
        }
    }

    /// Whether a result belongs to this turn's query. Clears the query, so that a duplicate does not.
    fn answers_query(&mut self, id: Option<&String>, message: &Message) -> bool {
        let Some(session) = self.session() else {
            return false;
        };
        let asked = session.turn.query_id.take_if(|asked| id.is_none_or(|id| id == asked)).is_some();
        if !asked {
            self.ignore(message, "answers another query");
        }
        asked
    }

    /// Whether an intent is only an answer to questions and no question was asked, so that no skill will handle it. A skill that
    /// set an intent filter or asked for `intentNotRecognized` accepts every text.
    fn has_no_handler(&self, name: &IntentName) -> bool {
        let turn = self.site.session.as_ref().map(|session| &session.turn);
        let is_asked = turn.is_some_and(|turn| {
            turn.send_intent_not_recognized
                || turn.intent_filter.as_ref().is_some_and(|filter| !filter.is_empty())
        });
        !is_asked && self.shared.skills.is_answer_only(name)
    }

    /// The NLU published an intent itself (Rhasspy): waits for the skill.
    pub(crate) fn intent_seen(&mut self, intent: &Intent, message: &Message) {
        if !self.answers_query(intent.id.as_ref(), message) {
            return;
        }
        if self.has_no_handler(&intent.intent.intent_name) {
            self.not_understood();
        } else {
            self.await_skill(&intent.intent.intent_name);
        }
    }

    /// The NLU recognised an intent: publishes it, unless it is disabled.
    pub(crate) fn intent_parsed(&mut self, parsed: &IntentParsed, message: &Message) {
        if !self.answers_query(parsed.id.as_ref(), message) {
            return;
        }
        let name = &parsed.intent.intent_name;
        if self.is_allowed(name) && !self.has_no_handler(name) {
            self.publish_intent(parsed.intent.clone(), |intent| {
                intent.slots.clone_from(&parsed.slots);
                intent.alternatives.clone_from(&parsed.alternatives);
            });
        } else {
            self.not_understood();
        }
    }

    /// The NLU searched for the slot: publishes the intent with or without it.
    pub(crate) fn slot_parsed(&mut self, parsed: &SlotParsed, message: &Message) {
        if self.answers_query(parsed.id.as_ref(), message) {
            let intent = IntentClassification::new(parsed.intent_name.clone(), 1.0);
            self.publish_intent(intent, |intent| {
                intent.slots = parsed.slot.iter().cloned().collect();
            });
        }
    }

    /// Publishes `hermes/intent/...` and waits for the skill.
    fn publish_intent(&mut self, intent: IntentClassification, complete: impl FnOnce(&mut Intent)) {
        let mut message = Intent::new(self.input(), intent);
        message.site_id = Some(self.site.id.clone());
        message.lang = self.lang();
        if let Some(session) = self.site.session.as_deref() {
            message.session_id = Some(session.id.clone());
            message.custom_data.clone_from(&session.custom_data);
            message.wakeword_id.clone_from(&session.wakeword_id);
            if let Some(captured) = &session.turn.captured {
                message.asr_tokens.clone_from(&captured.tokens);
                message.asr_confidence = captured.likelihood;
            }
        }
        complete(&mut message);
        let name = message.intent.intent_name.clone();
        self.publish(Message::Intent(Box::new(message)));
        self.await_skill(&name);
    }

    /// `nlu/intentNotRecognized`. In Rhasspy any component may publish it for a session at any time; our own is received back,
    /// too.
    pub(crate) fn not_recognized(&mut self, denial: &NluIntentNotRecognized, message: &Message) {
        let Some(session) = self.session() else { return };
        if denial.id.is_none() && std::mem::take(&mut session.turn.own_denial) {
            return;
        }
        let asked = session.turn.query_id.is_some();
        if (asked || denial.id.is_some()) && !self.answers_query(denial.id.as_ref(), message) {
            return;
        }
        self.ensure_announced();
        self.close_microphone();
        let Some(session) = self.session() else { return };
        session.custom_data = denial.custom_data.clone().or(session.custom_data.take());
        session.turn.captured.get_or_insert_default().text.clone_from(&denial.input);
        self.not_understood();
    }

    /// The text was not understood: informs a skill, asks the user again, or gives up.
    pub(super) fn not_understood(&mut self) {
        let profile = self.site.profile();
        let taken = self.is_taken_by_a_skill();
        if profile.always_informs_skill && !taken {
            self.publish_not_recognized();
        }
        let later = self.site.session.as_ref().is_some_and(|session| session.turn.later);
        let again = self.phrase(|p| if later { &p.answer_not_understood } else { &p.not_understood });
        let give_up = self.phrase(|phrases| &phrases.give_up);
        let Some(session) = self.session() else { return };
        session.turn.query_id = None;
        if taken {
            session.awaited = Some(AwaitedAnswer::NotRecognized);
            session.follow(Phase::AwaitingSkill, INFORM_SKILL);
        } else if session.turn.send_intent_not_recognized && !profile.always_informs_skill {
            session.follow(Phase::AwaitingSkill, INFORM_SKILL);
        } else if session.retries_left > 0 {
            session.retries_left -= 1;
            session.turn.later = true;
            session.speech = again;
            session.follow(Phase::Speaking, profile.plans.resume);
        } else if profile.always_informs_skill {
            session.speech = give_up;
            session.end_with(Termination::Nominal, SAY_AND_CLOSE);
        } else {
            session.end_with(Termination::IntentNotRecognized, GIVE_UP);
        }
        self.give_up_if_gone();
        self.advance();
    }

    /// Whether a running skill handles `intentNotRecognized` and the text is not the answer to a question.
    fn is_taken_by_a_skill(&self) -> bool {
        let answers = self.site.session.as_ref().is_none_or(|session| session.turn.asked);
        !answers && self.shared.skills.handles_not_recognized()
    }

    /// The ASR's confidence is too low: publishes `intentNotRecognized` in place of the NLU (Rhasspy).
    pub(super) fn deny_for_nlu(&mut self) {
        let site_id = self.site.id.clone();
        let Some(session) = self.session() else { return };
        session.turn.own_denial = true;
        let text = session.turn.captured.as_ref().map(|captured| captured.text.clone()).unwrap_or_default();
        let mut denial = NluIntentNotRecognized::new(text);
        denial.site_id = Some(site_id);
        denial.session_id = Some(session.id.clone());
        self.publish(Message::NluIntentNotRecognized(Box::new(denial)));
    }

    pub(super) fn publish_not_recognized(&mut self) {
        let site_id = self.site.id.clone();
        let Some(session) = self.session() else { return };
        let mut message = DialogueIntentNotRecognized::new(session.id.clone(), site_id);
        message.input = session.captured_text();
        message.custom_data.clone_from(&session.custom_data);
        self.publish(Message::DialogueIntentNotRecognized(message));
    }
}
