//! Taking the steps of a session's plan, as far as they go now.

use petasos_messages::Message;
use petasos_messages::payload::{
    DialogueIntentNotRecognized, NluIntentNotRecognized, SessionStarted, StartListening,
};

use super::SiteContext;
use crate::Fact;
use crate::phase_table::Phase;
use crate::plan::Step;
use crate::session::Session;

impl SiteContext<'_> {
    /// Takes step after step, until one has to wait for silence or for somebody's answer.
    pub(crate) fn advance(&mut self) {
        while let Some(step) = self.next_step() {
            self.perform(step);
        }
    }

    fn next_step(&mut self) -> Option<Step> {
        let (step, rest) = self.site.session.as_ref()?.plan.split_first()?;
        if self.site.playback.is_some() && self.needs_silence(*step) {
            return None;
        }
        self.session()?.plan = rest;
        Some(*step)
    }

    fn needs_silence(&self, step: Step) -> bool {
        match step {
            Step::Silence => true,
            // Who types may answer while we still speak.
            Step::Listen => self.site.policy.microphone,
            Step::Say => self.site.session.as_ref().is_some_and(|session| session.speech.is_some()),
            Step::Play(sound) => self.plays(sound),
            _ => false,
        }
    }

    fn perform(&mut self, step: Step) {
        match step {
            Step::StopListening => {
                let session_id = self.session_id();
                self.stop_listening(session_id);
            }
            Step::Mute => self.mute(),
            Step::Unmute => self.unmute(None),
            Step::Queue => self.queue_in_passing(),
            Step::Announce => self.announce(),
            Step::Play(sound) => self.play(sound),
            Step::Say => self.say(),
            Step::Silence => {}
            Step::Listen => self.listen(),
            Step::Query => self.query(),
            Step::DenyForNlu => self.deny_for_nlu(),
            Step::NotUnderstood => self.not_understood(),
            Step::Tell => self.tell(),
            Step::Close => {
                if let Some(termination) = self.session().map(|session| session.termination.clone()) {
                    self.close(termination);
                }
            }
        }
    }

    /// Snips 0.64 announced even a notification for a free site as queued first.
    fn queue_in_passing(&mut self) {
        let Some(session) = self.session().filter(|session| !session.queued) else {
            return;
        };
        session.queued = true;
        let (id, custom_data) = (session.id.clone(), session.custom_data.clone());
        self.announce_queued(id, custom_data);
    }

    /// Whoever offered the session's id may use it before the wake word's sound is over: nothing happens in a session that
    /// was not announced.
    pub(super) fn ensure_announced(&mut self) {
        if self.site.session.as_ref().is_some_and(|session| !session.announced) {
            self.announce();
            self.mute();
        }
    }

    fn announce(&mut self) {
        self.open();
        let site_id = self.site.id.clone();
        let Some(session) = self.session() else { return };
        session.announced = true;
        let mut started = SessionStarted::new(session.id.clone(), site_id.clone());
        started.custom_data.clone_from(&session.custom_data);
        started.lang.clone_from(&session.lang);
        started.reactivated_from_session_id.clone_from(&session.reactivated_from);
        self.durable(Fact::SessionStarted { site_id, session_id: started.session_id.clone() });
        self.shared.statistics.sessions_started += 1;
        self.publish(Message::SessionStarted(started));
    }

    /// Opens the microphone.
    fn listen(&mut self) {
        let timeouts = &self.site.policy.timeouts;
        let sends_by_default = self.site.policy.send_audio_captured;
        let (now, lang) = (self.now, self.lang());
        let Some(session) = self.site.session.as_deref_mut() else {
            return;
        };
        session.phase = Phase::Listening;
        session.until = Some(now + if session.follow_up { timeouts.follow_up } else { timeouts.listening });
        if !self.site.policy.microphone {
            return;
        }
        let mut message = StartListening::new(self.site.id.clone());
        message.session_id = Some(session.id.clone());
        message.start_signal_ms = session.start_signal_ms.take();
        message.lang = lang;
        message.send_audio_captured = session.send_audio_captured.unwrap_or(sends_by_default);
        if !std::mem::replace(&mut session.wakeword_told, true) {
            message.wakeword_id.clone_from(&session.wakeword_id);
        }
        self.publish(Message::StartListening(Box::new(message)));
    }

    /// Words the ASR was not sure of: other parts are told in the NLU's place (Rhasspy).
    fn deny_for_nlu(&mut self) {
        let site_id = self.site.id.clone();
        let Some(session) = self.session() else { return };
        session.turn.own_denial = true;
        let text = session.turn.captured.as_ref().map(|captured| captured.text.clone()).unwrap_or_default();
        let mut denial = NluIntentNotRecognized::new(text);
        denial.site_id = Some(site_id);
        denial.session_id = Some(session.id.clone());
        self.publish(Message::NluIntentNotRecognized(Box::new(denial)));
    }

    /// Tells the skill that nobody understood, and waits for it.
    fn tell(&mut self) {
        let (now, until) = (self.now, self.now + self.site.policy.timeouts.skill);
        let Some(session) = self.session() else { return };
        session.phase = Phase::AwaitingSkill;
        session.until = Some(until);
        session.asked_at = now;
        session.turn.continued = false;
        self.publish_not_recognized();
    }

    pub(super) fn publish_not_recognized(&mut self) {
        let site_id = self.site.id.clone();
        let Some(session) = self.session() else { return };
        let mut message = DialogueIntentNotRecognized::new(session.id.clone(), site_id);
        message.input = session.words();
        message.custom_data.clone_from(&session.custom_data);
        self.publish(Message::DialogueIntentNotRecognized(message));
    }
}

impl Session {
    /// What the user said, if anything.
    fn words(&self) -> Option<String> {
        self.turn.captured.as_ref().map(|captured| captured.text.clone()).filter(|text| !text.is_empty())
    }
}
