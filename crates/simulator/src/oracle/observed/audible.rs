//! What the manager started at a site and is still to be heard, as far as messages show it.

use std::time::Duration;

use petasos_dialogue::{Time, Timeouts};
use petasos_messages::payload::{PlayBytes, PlayFinished, Say, SayFinished};
use petasos_messages::{RequestId, SessionId};

use crate::silent_wav;

/// What the manager started at a site: at most one speech, and feedback sounds.
#[derive(Debug, Default)]
pub(in crate::oracle) struct Audible {
    speech: Option<Speech>,
    sounds: Vec<(RequestId, Time)>,
}

/// A `say` of the manager that may still be heard.
#[derive(Debug)]
struct Speech {
    id: Option<RequestId>,
    session: Option<SessionId>,
    /// Its WAV, once it was seen.
    wav: Option<RequestId>,
    /// A WAV with another id that a manager may take for it while its own is not seen.
    guess: Option<RequestId>,
    /// When it is over at the latest.
    until: Time,
}

impl Audible {
    /// A description of what is still to be heard, if anything.
    pub(in crate::oracle) fn busy(&self, now: Time) -> Option<String> {
        if let Some(speech) = self.speech.as_ref().filter(|speech| now < speech.until) {
            let known = if speech.wav.is_some() { "its WAV" } else { "the estimate" };
            let id = speech.id.as_ref().map_or("?", |id| id.as_str());
            let left = speech.until.since(now);
            return Some(format!("speech {id} plays for {left:?} more by {known}"));
        }
        let (id, until) = self.sounds.iter().find(|(_, until)| now < *until)?;
        Some(format!("sound {id} plays for {:?} more", until.since(now)))
    }

    /// The manager publishes `say`.
    pub(in crate::oracle) fn say(&mut self, now: Time, say: &Say, timeouts: &Timeouts) {
        let until = now + estimate(&say.text, timeouts);
        self.speech = Some(Speech {
            id: say.id.clone(),
            session: say.session_id.clone(),
            wav: None,
            guess: None,
            until,
        });
    }

    /// The manager plays a feedback sound.
    pub(in crate::oracle) fn play(&mut self, now: Time, sound: &PlayBytes) {
        self.sounds.retain(|(_, until)| now < *until);
        self.sounds.push((sound.request_id.clone(), now + silent_wav::length(&sound.wav)));
    }

    /// Whether a received WAV is the speech: it has the id of the `say` or of the session; where the TTS makes up ids (`any_id`: Snips),
    /// it is the first one after the `say`.
    pub(in crate::oracle) fn awaits(&self, now: Time, sound: &PlayBytes, any_id: bool) -> bool {
        self.speech.as_ref().is_some_and(|speech| {
            let fits = any_id || speech.owns(sound.request_id.as_str());
            fits && speech.wav.is_none() && now < speech.until
        })
    }

    /// The WAV of the speech is received.
    pub(in crate::oracle) fn wav_seen(&mut self, now: Time, sound: &PlayBytes, timeouts: &Timeouts) {
        if let Some(speech) = &mut self.speech {
            speech.wav = Some(sound.request_id.clone());
            speech.until = now + silent_wav::length(&sound.wav) + timeouts.playback_margin;
        }
    }

    /// Another WAV is received: if that of the speech never is, a manager may take this one for it.
    pub(in crate::oracle) fn other_wav_seen(&mut self, now: Time, sound: &PlayBytes, timeouts: &Timeouts) {
        if let Some(speech) =
            self.speech.as_mut().filter(|speech| speech.wav.is_none() && speech.guess.is_none())
        {
            speech.guess = Some(sound.request_id.clone());
            speech.until = speech.until.min(now + silent_wav::length(&sound.wav) + timeouts.playback_margin);
        }
    }

    /// A player reports the end of a WAV.
    pub(in crate::oracle) fn play_finished(&mut self, finished: &PlayFinished) {
        let Some(id) = &finished.id else {
            self.silence();
            return;
        };
        self.sounds.retain(|(sound, _)| sound != id);
        if self.speech.as_ref().is_some_and(|speech| speech.may_be(id) || speech.owns(id.as_str())) {
            self.speech = None;
        }
    }

    /// The TTS reports the end of the speech: this counts unless its WAV was seen.
    pub(in crate::oracle) fn say_finished(&mut self, finished: &SayFinished) {
        let Some(speech) = self.speech.as_ref().filter(|speech| speech.wav.is_none()) else {
            return;
        };
        let own = match (&finished.id, &finished.session_id) {
            (Some(id), _) => speech.owns(id.as_str()),
            (None, Some(session)) => speech.session.as_ref() == Some(session),
            (None, None) => true,
        };
        if own {
            self.speech = None;
        }
    }

    /// The TTS failed: nothing will be heard, unless the WAV was seen already.
    pub(in crate::oracle) fn tts_failed(&mut self) {
        if self.speech.as_ref().is_some_and(|speech| speech.wav.is_none()) {
            self.speech = None;
        }
    }

    /// Nothing is to be heard any more, or a manager cannot know.
    pub(in crate::oracle) fn silence(&mut self) {
        *self = Self::default();
    }
}

impl Speech {
    /// Whether a WAV is taken for this speech.
    fn may_be(&self, id: &RequestId) -> bool {
        self.wav.as_ref().or(self.guess.as_ref()) == Some(id)
    }

    fn owns(&self, id: &str) -> bool {
        self.id.as_ref().is_some_and(|own| own.as_str() == id)
            || self.session.as_ref().is_some_and(|own| own.as_str() == id)
    }
}

/// The estimate of how long it takes to speak a text.
fn estimate(text: &str, timeouts: &Timeouts) -> Duration {
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let spoken = f64::from(characters) / timeouts.speech_chars_per_second.max(f64::MIN_POSITIVE);
    let spoken = Duration::try_from_secs_f64(spoken).unwrap_or(Duration::MAX);
    timeouts.speech_start.saturating_add(spoken).min(timeouts.speech_longest)
}
