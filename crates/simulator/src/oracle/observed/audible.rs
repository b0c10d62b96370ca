//! What of ours is to be heard at a site, as far as anybody can tell from the messages.

use std::time::Duration;

use petasos_dialogue::{Time, Timeouts};
use petasos_messages::payload::{PlayBytes, PlayFinished, Say, SayFinished};
use petasos_messages::{RequestId, SessionId};

use crate::wav;

/// What we started at one site: at most one speech, and feedback sounds.
#[derive(Debug, Default)]
pub(crate) struct Voice {
    speech: Option<Speech>,
    sounds: Vec<(RequestId, Time)>,
}

/// A `say` of ours that may still be heard.
#[derive(Debug)]
struct Speech {
    id: Option<RequestId>,
    session: Option<SessionId>,
    /// Its WAV, once it passed by.
    wav: Option<RequestId>,
    /// A WAV of another id that a manager may take for it, as long as the right one does not pass by.
    guess: Option<RequestId>,
    /// When it is over at the latest.
    until: Time,
}

impl Voice {
    /// What is still to be heard, if anything.
    pub(crate) fn busy(&self, now: Time) -> Option<String> {
        if let Some(speech) = self.speech.as_ref().filter(|speech| now < speech.until) {
            let known = if speech.wav.is_some() { "its WAV" } else { "the estimate" };
            let id = speech.id.as_ref().map_or("?", |id| id.as_str());
            let left = speech.until.since(now);
            return Some(format!("speech {id} plays for {left:?} more by {known}"));
        }
        let (id, until) = self.sounds.iter().find(|(_, until)| now < *until)?;
        Some(format!("sound {id} plays for {:?} more", until.since(now)))
    }

    /// We speak.
    pub(crate) fn say(&mut self, now: Time, say: &Say, timeouts: &Timeouts) {
        let until = now + estimate(&say.text, timeouts);
        self.speech = Some(Speech {
            id: say.id.clone(),
            session: say.session_id.clone(),
            wav: None,
            guess: None,
            until,
        });
    }

    /// We play a sound.
    pub(crate) fn play(&mut self, now: Time, sound: &PlayBytes) {
        self.sounds.retain(|(_, until)| now < *until);
        self.sounds.push((sound.request_id.clone(), now + wav::length(&sound.wav)));
    }

    /// Whether somebody else's WAV is our speech: if it carries the id of the say or of the session; where the TTS makes up
    /// ids of its own (`any_id`: Snips), the first one after the say.
    pub(crate) fn awaits(&self, now: Time, sound: &PlayBytes, any_id: bool) -> bool {
        self.speech.as_ref().is_some_and(|speech| {
            let fits = any_id || speech.owns(sound.request_id.as_str());
            fits && speech.wav.is_none() && now < speech.until
        })
    }

    /// The WAV of our speech passes by.
    pub(crate) fn wav_seen(&mut self, now: Time, sound: &PlayBytes, timeouts: &Timeouts) {
        if let Some(speech) = &mut self.speech {
            speech.wav = Some(sound.request_id.clone());
            speech.until = now + wav::length(&sound.wav) + timeouts.playback_margin;
        }
    }

    /// Another WAV passes by: if ours never does, a manager may take that one for it.
    pub(crate) fn other_wav_seen(&mut self, now: Time, sound: &PlayBytes, timeouts: &Timeouts) {
        if let Some(speech) =
            self.speech.as_mut().filter(|speech| speech.wav.is_none() && speech.guess.is_none())
        {
            speech.guess = Some(sound.request_id.clone());
            speech.until = speech.until.min(now + wav::length(&sound.wav) + timeouts.playback_margin);
        }
    }

    /// A player says that something is over.
    pub(crate) fn play_finished(&mut self, played: &PlayFinished) {
        let Some(id) = &played.id else {
            self.silence();
            return;
        };
        self.sounds.retain(|(sound, _)| sound != id);
        if self.speech.as_ref().is_some_and(|speech| speech.may_be(id) || speech.owns(id.as_str())) {
            self.speech = None;
        }
    }

    /// The TTS says that speech is over: believed unless its WAV is known to be playing.
    pub(crate) fn say_finished(&mut self, said: &SayFinished) {
        let Some(speech) = self.speech.as_ref().filter(|speech| speech.wav.is_none()) else {
            return;
        };
        let ours = match (&said.id, &said.session_id) {
            (Some(id), _) => speech.owns(id.as_str()),
            (None, Some(session)) => speech.session.as_ref() == Some(session),
            (None, None) => true,
        };
        if ours {
            self.speech = None;
        }
    }

    /// The TTS broke: unless the WAV is out already, nothing will be heard.
    pub(crate) fn broken(&mut self) {
        if self.speech.as_ref().is_some_and(|speech| speech.wav.is_none()) {
            self.speech = None;
        }
    }

    /// Nothing of ours plays any more, or nobody can know.
    pub(crate) fn silence(&mut self) {
        *self = Self::default();
    }
}

impl Speech {
    /// Whether a WAV may be this speech.
    fn may_be(&self, id: &RequestId) -> bool {
        self.wav.as_ref().or(self.guess.as_ref()) == Some(id)
    }

    fn owns(&self, id: &str) -> bool {
        self.id.as_ref().is_some_and(|own| own.as_str() == id)
            || self.session.as_ref().is_some_and(|own| own.as_str() == id)
    }
}

/// How long a text takes to be spoken, at most.
fn estimate(text: &str, timeouts: &Timeouts) -> Duration {
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let spoken = f64::from(characters) / timeouts.speech_chars_per_second.max(f64::MIN_POSITIVE);
    let spoken = Duration::try_from_secs_f64(spoken).unwrap_or(Duration::MAX);
    timeouts.speech_start.saturating_add(spoken).min(timeouts.speech_longest)
}
