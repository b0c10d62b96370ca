//! Dispatch of received messages: by kind, and to the site each of them is for.

use petasos_messages::payload::{ComponentError, PlayBytes, Say, SayFinished, TextCaptured};
use petasos_messages::{Component, Message, SessionId, SiteId, Subject, wav};

use crate::phase_table::Input;
use crate::shared::SiteKey;
use crate::site::SiteContext;
use crate::{DialogueManager, Notice, Received, Time};

impl DialogueManager {
    pub(crate) fn dispatch(&mut self, now: Time, received: Received<'_>) {
        let Received { message, duplicate } = received;
        match message {
            Message::HotwordDetected(detected) => self.wake(now, detected, duplicate, message),
            Message::HotwordToggleOn(toggle) => self.hotword_toggled(now, toggle, false),
            Message::HotwordToggleOff(toggle) => self.hotword_toggled(now, toggle, true),
            Message::HotwordLoaded(loaded) | Message::AsrLoaded(loaded) => {
                self.reassert(now, loaded.site_id.as_ref());
            }
            Message::TextCaptured(text) => self.text_captured(now, text, message),
            Message::Intent(intent) => self.in_session(now, Input::Intent, message, |context| {
                context.intent_seen(intent, message);
            }),
            Message::IntentParsed(parsed) => self.in_session(now, Input::IntentParsed, message, |context| {
                context.intent_parsed(parsed, message);
            }),
            Message::SlotParsed(parsed) => self.in_session(now, Input::SlotParsed, message, |context| {
                context.slot_parsed(parsed, message);
            }),
            Message::NluIntentNotRecognized(denial) => {
                self.in_session(now, Input::IntentNotRecognized, message, |context| {
                    context.not_recognized(denial, message);
                });
            }
            Message::Say(say) => self.say_seen(now, say, message),
            Message::SayFinished(finished) => self.say_finished(now, finished, message),
            Message::PlayBytes(play) => self.wav_seen(now, play),
            Message::PlayFinished(finished) => {
                let key = self.find(&finished.site_id);
                self.at_known(now, key, message, |context| context.play_finished(finished, message));
            }
            Message::SoundFeedbackToggleOn(toggle) => self.toggle_sounds(now, toggle, true),
            Message::SoundFeedbackToggleOff(toggle) => self.toggle_sounds(now, toggle, false),
            Message::StartSession(request) => self.start_session(now, request, duplicate, message),
            Message::ContinueSession(request) => {
                self.in_session(now, Input::ContinueSession, message, |context| {
                    context.continue_session(request, duplicate, message);
                });
            }
            Message::EndSession(request) => {
                self.in_session(now, Input::EndSession, message, |context| context.end_session(request));
            }
            Message::SkillWorking(working) => {
                self.in_session(now, Input::SkillWorking, message, |context| context.skill_works(working));
            }
            Message::SkillStatus(status) => self.skill_status(now, status),
            Message::Configure(configure) => self.configure(now, configure),
            Message::AsrError(error) => {
                self.component_failed(now, Input::AsrError, Component::Asr, error, message);
            }
            Message::NluError(error) => {
                self.component_failed(now, Input::NluError, Component::Nlu, error, message);
            }
            Message::TtsError(error) => {
                self.component_failed(now, Input::SpeechError, Component::Tts, error, message);
            }
            Message::AudioPlayError(error) | Message::AudioServerError(error) => {
                self.component_failed(now, Input::SpeechError, Component::AudioServer, error, message);
            }
            Message::SessionStarted(started) => self.session_seen(&started.session_id, &started.site_id),
            Message::SessionQueued(queued) => self.session_seen(&queued.session_id, &queued.site_id),
            Message::DialogueToggleOn => self.shared.switched_off = false,
            Message::DialogueToggleOff => self.shared.switched_off = true,
            Message::DialogueVersionRequest => self.publish_version(),
            _ => {}
        }
    }

    /// Passes a message to the active session it names. It is ignored if it also names a site other than the session's.
    fn in_session(
        &mut self,
        now: Time,
        input: Input,
        message: &Message,
        act: impl FnOnce(&mut SiteContext<'_>),
    ) {
        let Subject { site, session } = message.subject();
        self.in_session_at(now, site, session, input, message, act);
    }

    fn in_session_at(
        &mut self,
        now: Time,
        site: Option<&SiteId>,
        session: Option<&SessionId>,
        input: Input,
        message: &Message,
        act: impl FnOnce(&mut SiteContext<'_>),
    ) {
        let Some(key) = session.and_then(|id| self.shared.sessions.get(id)).copied() else {
            self.shared.ignore(message, "no such session is active", site, session);
            return;
        };
        if site.is_some_and(|id| self.find(id) != Some(key)) {
            self.shared.ignore(message, "the session is at another site", site, session);
            return;
        }
        self.at(now, key, |context| context.take(input, message, act));
    }

    fn at_known(
        &mut self,
        now: Time,
        key: Option<SiteKey>,
        message: &Message,
        act: impl FnOnce(&mut SiteContext<'_>),
    ) {
        match key {
            Some(key) => {
                self.at(now, key, act);
            }
            None => self.shared.ignore(message, "nothing is going on there", None, None),
        }
    }

    /// Another component publishes `say`: within our session it is the skill's answer, and in any case its WAV must not be
    /// mistaken for our speech.
    fn say_seen(&mut self, now: Time, say: &Say, message: &Message) {
        if say.id.as_ref().is_some_and(|id| self.shared.ids.is_own(id.as_str())) {
            return;
        }
        let session = say.session_id.as_ref().filter(|id| self.shared.sessions.contains_key(*id));
        if let Some(key) = say.site_id.as_ref().and_then(|id| self.find(id)) {
            self.at(now, key, |context| {
                context.site.foreign_speech.clone_from(&say.id);
                if session.is_none() {
                    context.say_outside_session(say);
                }
            });
        }
        if session.is_some() {
            self.in_session_at(now, None, session, Input::ForeignSay, message, |context| {
                context.foreign_say(say);
            });
        }
    }

    /// `sayFinished` may lack the site id.
    fn say_finished(&mut self, now: Time, finished: &SayFinished, message: &Message) {
        let by_id = finished.id.as_ref().and_then(|id| self.shared.speeches.get(id)).copied();
        let by_session = || finished.session_id.as_ref().and_then(|id| self.shared.sessions.get(id)).copied();
        let by_site = || finished.site_id.as_ref().and_then(|id| self.find(id));
        let key = by_id.or_else(by_session).or_else(by_site);
        self.at_known(now, key, message, |context| context.say_finished(finished, message));
    }

    fn wav_seen(&mut self, now: Time, play: &PlayBytes) {
        if let Some(key) = self.find(&play.site_id) {
            let length = wav::inspect(&play.wav).ok().map(|info| info.duration);
            self.at(now, key, |context| context.wav_seen(&play.request_id, length));
        }
    }

    fn text_captured(&mut self, now: Time, text: &TextCaptured, message: &Message) {
        if text.session_id.as_ref().is_some_and(|id| self.shared.sessions.contains_key(id)) {
            self.in_session(now, Input::TextCaptured, message, |context| {
                context.text_captured(text, message);
            });
            return;
        }
        let id = self.resolve(text.site_id.as_ref());
        let by_keyboard =
            !self.shared.policy.at(&id).microphone && self.serves(&id) && !self.shared.switched_off;
        let active = self
            .sites
            .find(&id)
            .filter(|key| self.sites.get(*key).is_some_and(|site| site.session.is_some()));
        match active {
            Some(key) if text.session_id.is_none() => {
                self.at(now, key, |context| {
                    context
                        .take(Input::TextCaptured, message, |context| context.text_captured(text, message));
                });
            }
            // With a session id it is a late message: that session is over.
            None if by_keyboard && text.session_id.is_none() => {
                let key = self.sites.find_or_insert(&id, &self.shared.policy);
                if self.busy_site(key).is_some() {
                    self.shared.notice(Notice::Refused { site_id: id, reason: "the site is busy" });
                    self.at(now, key, |_| ());
                } else {
                    self.at_named(now, &id, |context| context.text_arrived(text));
                }
            }
            _ => {
                self.shared.ignore(message, "no such session is active", Some(&id), text.session_id.as_ref());
            }
        }
    }

    fn component_failed(
        &mut self,
        now: Time,
        input: Input,
        component: Component,
        error: &ComponentError,
        message: &Message,
    ) {
        let by_session = error.session_id.as_ref().and_then(|id| self.shared.sessions.get(id)).copied();
        let by_site =
            || error.site_id.as_ref().filter(|_| error.session_id.is_none()).and_then(|id| self.find(id));
        let key = by_session.or_else(by_site);
        self.at_known(now, key, message, |context| {
            context.take(input, message, |context| context.component_failed(component, error, message));
        });
    }
}
