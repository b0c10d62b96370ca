//! One site: which of its components and users an input concerns.

use petasos_dialogue::Time;
use petasos_messages::payload::{HotwordDetected, ModelType};
use petasos_messages::{Component, Message, SessionId, SiteId};

use super::asr::Asr;
use super::component_context::{Context, Settings};
use super::speech_output::SpeechOutput;
use super::user::{Next, User, Utterance};
use super::{SiteEvent, UserAction};
use crate::components::Hotword;

/// The name of the wake word.
const WAKE_WORD: &str = "petasos";

/// A site with its components and its user.
#[derive(Debug, Default)]
pub(super) struct SimulatedSite {
    hotword: Hotword,
    asr: Asr,
    speech: SpeechOutput,
    user: User,
    /// The active session.
    session: Option<SessionId>,
}

impl SimulatedSite {
    /// A message arrives.
    pub(super) fn handle(&mut self, context: &mut Context<'_>, message: &Message) {
        let here = |site: &SiteId| site == context.site;
        // Without a site a message is for all sites.
        let here_or_all = |site: &Option<SiteId>| site.as_ref().is_none_or(here);
        match message {
            Message::HotwordToggleOn(toggle) if here_or_all(&toggle.site_id) => {
                self.hotword.toggle(context.settings.dialect, toggle, false);
            }
            Message::HotwordToggleOff(toggle) if here_or_all(&toggle.site_id) => {
                self.hotword.toggle(context.settings.dialect, toggle, true);
            }
            Message::StartListening(start)
                if here(&start.site_id) && context.settings.has(Component::Asr) =>
            {
                self.user.answered();
                if !self.asr.start(context, start) {
                    self.user.give_up(context);
                }
            }
            Message::StopListening(stop) if here(&stop.site_id) => {
                if let Some(interrupted) = self.asr.stop(context) {
                    self.user.resume(interrupted);
                }
            }
            Message::Say(say) if here(say.site_id.as_ref().unwrap_or(&SiteId::default_site())) => {
                self.speech.say(context, say);
            }
            Message::PlayBytes(sound) if here(&sound.site_id) => self.speech.play(context, sound),
            Message::PlayFinished(finished) if here(&finished.site_id) => {
                self.speech.play_finished(context, finished.id.as_ref());
            }
            Message::AudioToggleOn(toggle) if here_or_all(&toggle.site_id) => self.speech.toggle(false),
            Message::AudioToggleOff(toggle) if here_or_all(&toggle.site_id) => self.speech.toggle(true),
            Message::SessionStarted(started) if here(&started.site_id) => {
                self.session = Some(started.session_id.clone());
                self.user.answered();
            }
            Message::SessionEnded(ended) if self.session.as_ref() == Some(&ended.session_id) => {
                self.session = None;
                self.user.session_ended(context.now);
            }
            _ => return,
        }
        self.let_user_react(context);
    }

    /// The user acts.
    pub(super) fn act(&mut self, context: &mut Context<'_>, action: UserAction) {
        match action {
            UserAction::Wake => {
                self.wake(context);
            }
            UserAction::Say(words) => self.user.queue(context, Utterance::words(words)),
            UserAction::KeepSilent => self.user.queue(context, Utterance::Silence),
            UserAction::Noise => self.user.queue(context, Utterance::Noise),
        }
        self.let_user_react(context);
    }

    /// When something is due without a message.
    pub(super) fn deadline(&self, settings: &Settings) -> Option<Time> {
        let idle = self.session.is_none() && !self.asr.is_listening();
        let user = if idle { self.user.deadline(self.hotword_is_on(settings)) } else { None };
        [self.asr.deadline(), self.speech.deadline(), user].into_iter().flatten().min()
    }

    /// Does what is due by now.
    pub(super) fn expire(&mut self, context: &mut Context<'_>) {
        if self.asr.expire(context) {
            self.user.captured();
        }
        self.speech.expire(context);
        self.let_user_react(context);
    }

    /// The user reacts to the new state.
    fn let_user_react(&mut self, context: &mut Context<'_>) {
        if !context.settings.has(Component::Asr) {
            self.user.give_up(context);
        } else if self.asr.is_listening() {
            while self.asr.is_free()
                && let Some(utterance) = self.user.speak()
            {
                self.asr.listen_to(context, utterance);
            }
        } else if self.session.is_none() {
            match self.user.next(context.now, self.hotword_is_on(context.settings)) {
                Next::Wait => {}
                Next::Wake if self.wake(context) => {}
                Next::Wake | Next::GiveUp => self.user.give_up(context),
            }
        }
    }

    /// Whether the hotword service is on; another client's is assumed to be.
    fn hotword_is_on(&self, settings: &Settings) -> bool {
        self.hotword.is_on() || !settings.has(Component::Hotword)
    }

    /// The user says the wake word. Returns whether it is detected.
    fn wake(&mut self, context: &mut Context<'_>) -> bool {
        if !context.settings.has(Component::Hotword) {
            self.user.said_wake_word(context.now);
            return true;
        }
        if !context.works(Component::Hotword) {
            return false;
        }
        if !self.hotword.is_on() {
            context.event(SiteEvent::WakeWordIgnored);
            return false;
        }
        self.user.said_wake_word(context.now);
        context.event(SiteEvent::WakeWord);
        let mut detected = HotwordDetected::new(WAKE_WORD, context.site.clone());
        detected.model_id = Some(WAKE_WORD.to_owned());
        detected.model_type = Some(ModelType::Universal);
        context.publish(Message::HotwordDetected(Box::new(detected)));
        true
    }
}
