//! Which room a message is for.

use petasos_messages::payload::{ComponentError, Say, TextCaptured};
use petasos_messages::{Component, Message, SessionId, SiteId};

use crate::site::SiteContext;
use crate::site::SiteKey;
use crate::{DialogueManager, Notice, Time};

impl DialogueManager {
    /// What ASR, NLU, TTS, player and wake word have to say.
    pub(crate) fn handle_component(&mut self, now: Time, message: &Message) {
        match message {
            Message::Intent(intent) => {
                self.in_session(
                    now,
                    intent.session_id.as_ref(),
                    intent.site_id.as_ref(),
                    message,
                    |context| {
                        if !context.publishes_intents() {
                            context.intent_seen(intent, message);
                        }
                    },
                );
            }
            Message::IntentParsed(parsed) => {
                self.in_session(
                    now,
                    parsed.session_id.as_ref(),
                    parsed.site_id.as_ref(),
                    message,
                    |context| {
                        if context.publishes_intents() {
                            context.intent_parsed(parsed, message);
                        }
                    },
                );
            }
            Message::SlotParsed(parsed) => {
                self.in_session(now, parsed.session_id.as_ref(), None, message, |context| {
                    context.slot_parsed(parsed, message);
                });
            }
            Message::NluIntentNotRecognized(denial) => {
                self.in_session(
                    now,
                    denial.session_id.as_ref(),
                    denial.site_id.as_ref(),
                    message,
                    |context| {
                        context.not_recognized(denial, message);
                    },
                );
            }
            Message::Say(say) => self.say_seen(now, say, message),
            Message::SayFinished(finished) => {
                let by_id = finished.id.as_ref().and_then(|id| self.shared.speeches.get(id)).copied();
                let by_session =
                    || finished.session_id.as_ref().and_then(|id| self.shared.sessions.get(id)).copied();
                let by_site = || finished.site_id.as_ref().and_then(|id| self.find(id));
                let key = by_id.or_else(by_session).or_else(by_site);
                self.at_known(now, key, message, |context| context.say_finished(finished, message));
            }
            Message::PlayFinished(finished) => {
                let key = self.find(&finished.site_id);
                self.at_known(now, key, message, |context| context.play_finished(finished, message));
            }
            Message::PlayBytes(play) => {
                if let Some(key) = self.find(&play.site_id) {
                    let length = petasos_messages::wav::inspect(&play.wav).ok().map(|info| info.duration);
                    self.at(now, key, |context| context.wav_seen(&play.request_id, length));
                }
            }
            Message::AsrError(error) => self.broke(now, Component::Asr, error, message),
            Message::NluError(error) => self.broke(now, Component::Nlu, error, message),
            Message::TtsError(error) => self.broke(now, Component::Tts, error, message),
            Message::AudioPlayError(error) | Message::AudioServerError(error) => {
                self.broke(now, Component::AudioServer, error, message);
            }
            Message::HotwordLoaded(loaded) | Message::AsrLoaded(loaded) => {
                self.reassert(now, loaded.site_id.as_ref());
            }
            Message::HotwordToggleOff(toggle) => self.hotword_toggled(now, toggle, true),
            Message::HotwordToggleOn(toggle) => self.hotword_toggled(now, toggle, false),
            Message::SoundFeedbackToggleOn(toggle) => self.toggle_sounds(now, toggle, true),
            Message::SoundFeedbackToggleOff(toggle) => self.toggle_sounds(now, toggle, false),
            _ => {}
        }
    }

    pub(crate) fn at_known(
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

    /// Lets the room of an active session act. A message that names another site than the session's is nobody's.
    pub(crate) fn in_session(
        &mut self,
        now: Time,
        session: Option<&SessionId>,
        site: Option<&SiteId>,
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
        self.at(now, key, act);
    }

    /// Somebody else speaks: in a session of ours it is the answer; anywhere, its WAV is not what we had said.
    fn say_seen(&mut self, now: Time, say: &Say, message: &Message) {
        if say.id.as_ref().is_some_and(|id| self.shared.ids.is_own(id.as_str())) {
            return;
        }
        let in_session = say.session_id.as_ref().is_some_and(|id| self.shared.sessions.contains_key(id));
        if let Some(key) = say.site_id.as_ref().and_then(|id| self.find(id)) {
            self.at(now, key, |context| {
                context.site.foreign_speech.clone_from(&say.id);
                if !in_session {
                    context.speech_nearby(say);
                }
            });
        }
        if in_session {
            self.in_session(now, say.session_id.as_ref(), None, message, |context| {
                context.foreign_say(say, message);
            });
        }
    }

    pub(crate) fn text_captured(&mut self, now: Time, text: &TextCaptured, message: &Message) {
        if text.session_id.as_ref().is_some_and(|id| self.shared.sessions.contains_key(id)) {
            self.in_session(now, text.session_id.as_ref(), text.site_id.as_ref(), message, |context| {
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
                self.at(now, key, |context| context.text_captured(text, message));
            }
            // A text that names a session is a late one: the session it was for is over.
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
                self.shared.ignore(message, "no such session is active", Some(&id), text.session_id.as_ref())
            }
        }
    }

    pub(crate) fn broke(
        &mut self,
        now: Time,
        component: Component,
        error: &ComponentError,
        message: &Message,
    ) {
        let by_session = error.session_id.as_ref().and_then(|id| self.shared.sessions.get(id)).copied();
        let by_site =
            || error.site_id.as_ref().filter(|_| error.session_id.is_none()).and_then(|id| self.find(id));
        let key = by_session.or_else(by_site);
        self.at_known(now, key, message, |context| context.broke(component, error, message));
    }
}
