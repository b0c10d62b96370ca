//! TTS and playback: one item at a time, and the microphone waits for its end.

use std::time::Duration;

use petasos_messages::payload::{PlayFinished, Say, SayFinished, Termination};
use petasos_messages::{Component, Message, RequestId, SessionId};

use super::context::SiteContext;
use super::playback::{Content, Playback, PlaybackReport, SpeechSource};
use super::toggle_state::Reason;
use crate::phase_table::{Input, Phase, Reaction};
use crate::{Output, Sound};

/// How long a skill that answered with `tts/say` may take to continue or end the session.
const GRACE_AFTER_SAY: Duration = Duration::from_secs(2);

/// How long after its player Alice's core publishes `sayFinished`.
const CONFIRMATION: Duration = Duration::from_secs(1);

impl SiteContext<'_> {
    /// Whether a feedback sound is played at this site.
    pub(super) fn plays(&self, sound: Sound) -> bool {
        let wanted = self.site.sounds_toggled.unwrap_or(self.site.policy.feedback_sounds);
        wanted && self.site.policy.speaker && !self.shared.policy.sounds.of(sound).is_empty()
    }

    /// Plays a feedback sound, if enabled.
    pub(super) fn play(&mut self, sound: Sound) {
        if !self.plays(sound) {
            return;
        }
        let variant = self.shared.ids.choose(self.shared.policy.sounds.of(sound).len());
        let length = self.shared.policy.sounds.length(sound, variant);
        let request_id = self.shared.ids.request();
        self.mute_during_playback(Reason::Sound, true);
        self.site.playback = Some(Box::new(Playback::sound(self.now, request_id.clone(), length)));
        let site_id = self.site.id.clone();
        self.shared.outputs.push_back(Output::PlaySound { site_id, sound, variant, request_id });
    }

    /// Speaks the session's pending text, if any.
    pub(super) fn say(&mut self) {
        let Some(session) = self.session() else { return };
        let Some(mut text) = session.speech.take() else {
            return;
        };
        if session.phase != Phase::Ending {
            session.phase = Phase::Speaking;
        }
        let session_id = session.id.clone();
        if let Some((end, _)) = text.char_indices().nth(self.shared.policy.limits.speech_chars) {
            text.truncate(end);
        }
        let mut say = Say::new(text);
        say.site_id = Some(self.site.id.clone());
        say.lang = self.lang();
        say.id = Some(self.shared.ids.request());
        say.session_id = Some(session_id.clone());
        if self.site.policy.speaker {
            self.mute_during_playback(Reason::Speech, true);
            self.speech_begins(&say, session_id, SpeechSource::Manager);
        }
        self.publish(Message::Say(Box::new(say)));
    }

    fn speech_begins(&mut self, say: &Say, session_id: SessionId, source: SpeechSource) {
        let timeouts = &self.site.policy.timeouts;
        let Some(playback) = Playback::speech(self.now, say, session_id, source, timeouts) else { return };
        self.shared.speeches.insert(playback.id.clone(), self.site.key);
        self.site.playback = Some(Box::new(playback));
    }

    /// A WAV was seen on the bus. It may be the requested speech, unless it is one of our sounds or another component's speech.
    pub(crate) fn wav_seen(&mut self, request: &RequestId, length: Option<Duration>) {
        let (Some(playback), Some(length)) = (self.site.playback.as_deref_mut(), length) else { return };
        let named = playback.is_named(request);
        let foreign = self.site.foreign_speech.as_ref() == Some(request);
        if named || !(foreign || self.shared.ids.is_own(request.as_str())) {
            let margin = self.site.policy.timeouts.playback_margin;
            playback.wav_seen(self.now, request, length, named, margin);
        }
    }

    pub(crate) fn say_finished(&mut self, finished: &SayFinished, message: &Message) {
        let id = finished.id.as_ref();
        let exact = self.site.playback.as_ref().is_some_and(|playback| id == Some(&playback.id));
        // It may confirm speech that `playFinished` already ended.
        let if_vague = exact || self.site.unconfirmed_until.take().is_none_or(|until| until < self.now);
        let heard = self
            .site
            .playback
            .as_ref()
            .map(|playback| playback.say_finished(if_vague, id, finished.session_id.as_ref()));
        match heard.unwrap_or(PlaybackReport::Other) {
            PlaybackReport::Over => {
                self.playback_over();
                self.site.unconfirmed_until = None;
            }
            PlaybackReport::NotYet => {}
            PlaybackReport::Other if self.is_foreign_answer(finished) => self.let_answer_settle(),
            PlaybackReport::Other => self.ignore(message, "nothing of this id is being said"),
        }
    }

    /// Handles `playFinished`. Rhasspy's players put the request id in the session id.
    pub(crate) fn play_finished(&mut self, finished: &PlayFinished, message: &Message) {
        let session = finished.session_id.as_ref().map(AsRef::as_ref);
        let id = finished.id.as_ref().map(AsRef::as_ref).or(session);
        match self.site.playback.as_ref().map_or(PlaybackReport::Other, |playback| playback.play_finished(id))
        {
            PlaybackReport::Over => self.playback_over(),
            _ => self.ignore(message, "nothing of this id is being played"),
        }
    }

    /// The playback has reached its deadline. A question that may not have been heard must not open the microphone.
    pub(super) fn playback_expired(&mut self) {
        let Some(playback) = &self.site.playback else {
            return;
        };
        let lost = match &playback.content {
            Content::Speech { session_id, source: SpeechSource::Manager, .. }
                if !playback.has_known_length() =>
            {
                self.site
                    .session
                    .as_ref()
                    .is_some_and(|session| session.id == *session_id && session.has_asked())
            }
            _ => false,
        };
        if lost && self.site.reaction(Input::Timeout) == Some(Reaction::Close) {
            self.release_playback();
            self.close(Termination::Timeout { component: Some(Component::Tts.into()) });
        } else {
            self.playback_over();
        }
    }

    /// Nothing plays any more: continues the plan.
    pub(super) fn playback_over(&mut self) {
        let answered = self.release_playback() == Some(SpeechSource::Skill);
        let now = self.now;
        if let Some(session) = self.session().filter(|_| answered)
            && session.phase == Phase::AwaitingSkill
        {
            session.until = Some(now + GRACE_AFTER_SAY);
        }
        self.advance();
    }

    /// Whether this ends the speech that a skill requested as its answer.
    fn is_foreign_answer(&self, finished: &SayFinished) -> bool {
        let said = finished.id.is_some() && finished.id == self.site.foreign_speech;
        said && self.site.session.as_ref().is_some_and(|session| session.answered_by_say)
    }

    /// A skill answered with `tts/say`: it may still continue or end the session; otherwise the session ends without it.
    fn let_answer_settle(&mut self) {
        let until = self.now + GRACE_AFTER_SAY;
        if let Some(session) = self.session().filter(|session| session.phase == Phase::AwaitingSkill) {
            session.until = Some(until);
        }
    }

    /// Clears the playback and reverts its toggles. Returns who requested it, if it was speech.
    pub(super) fn release_playback(&mut self) -> Option<SpeechSource> {
        let playback = self.site.playback.take()?;
        let Content::Speech { source, .. } = playback.content else {
            self.mute_during_playback(Reason::Sound, false);
            return None;
        };
        self.shared.speeches.remove(&playback.id);
        self.site.unconfirmed_until = Some(self.now + CONFIRMATION);
        if source == SpeechSource::Manager {
            self.mute_during_playback(Reason::Speech, false);
        }
        Some(source)
    }

    /// A skill that does not end sessions answers with `tts/say` (Rhasspy's Home Assistant and HTTP handlers).
    pub(crate) fn foreign_say(&mut self, say: &Say) {
        let Some(session) = self.site.session.as_deref_mut() else { return };
        session.answered_by_say = true;
        if self.site.playback.is_some() {
            // The current playback comes first; the answer ends with `sayFinished`.
            return;
        }
        session.until = None;
        let session_id = session.id.clone();
        self.speech_begins(say, session_id, SpeechSource::Skill);
    }

    /// Speech outside of our sessions, such as a skill that plays for time. While the session waits for a skill, the skill's
    /// question must wait for the end of it, or the microphone would pick it up.
    pub(crate) fn say_outside_session(&mut self, say: &Say) {
        let waits =
            self.site.reaction(Input::ForeignSay) == Some(Reaction::Accept) && self.site.playback.is_none();
        if let Some(session_id) = self.session_id().filter(|_| waits && self.site.policy.speaker) {
            self.speech_begins(say, session_id, SpeechSource::Other);
        }
    }
}
