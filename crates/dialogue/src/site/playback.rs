//! The microphone barrier: what the manager plays at a site, and until when.
//!
//! One item plays at a time. Speech whose WAV was seen on the bus ends with `playFinished`, or when its length and a margin have
//! passed, even if `sayFinished` arrives earlier. Speech without a WAV ends with `sayFinished`. If no message arrives, it ends
//! after a time estimated from its text.

use std::time::Duration;

use petasos_messages::payload::Say;
use petasos_messages::{RequestId, SessionId};

use crate::{Time, Timeouts};

/// Longer WAV lengths are capped, since headers may lie.
const LONGEST_WAV: Duration = Duration::from_secs(15 * 60);
/// Margin on top of a feedback sound's length, as in Rhasspy.
const SOUND_MARGIN: Duration = Duration::from_millis(250);

/// Speech or a sound of ours that plays at a site.
#[derive(Debug)]
pub(crate) struct Playback {
    /// The request id of the sound, or the id of `say`.
    pub(crate) id: RequestId,
    pub(crate) content: Content,
    /// The time at which it counts as finished without a message.
    pub(crate) until: Time,
}

#[derive(Debug)]
pub(crate) enum Content {
    Sound,
    Speech {
        /// The session of the speech; it may have ended meanwhile.
        session_id: SessionId,
        /// Its WAV, once seen.
        wav: Option<Wav>,
        source: SpeechSource,
    },
}

/// Who requested the speech. Toggles are sent only for our own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SpeechSource {
    Manager,
    /// A skill; the speech is its answer in our session.
    Skill,
    /// Another component, while a session waits for a skill. It is not an answer, but the microphone stays closed meanwhile.
    Other,
}

/// A WAV taken to be the speech.
#[derive(Debug)]
pub(crate) struct Wav {
    request: RequestId,
    /// It carries the id of the speech or session; otherwise it was merely the first seen.
    named: bool,
}

/// What a message means for the playback.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlaybackReport {
    /// It has ended.
    Over,
    /// The TTS says so, but its WAV is still playing.
    NotYet,
    /// The message is about something else.
    Other,
}

impl Playback {
    pub(crate) fn sound(now: Time, id: RequestId, length: Duration) -> Self {
        Self { id, content: Content::Sound, until: now + length + SOUND_MARGIN }
    }

    pub(crate) fn speech(
        now: Time,
        say: &Say,
        session_id: SessionId,
        source: SpeechSource,
        timeouts: &Timeouts,
    ) -> Option<Self> {
        let id = say.id.clone().or_else(|| RequestId::new(session_id.as_str()).ok())?;
        let content = Content::Speech { session_id, wav: None, source };
        Some(Self { id, content, until: now + estimate(&say.text, timeouts) })
    }

    pub(crate) fn is_speech(&self) -> bool {
        matches!(self.content, Content::Speech { .. })
    }

    /// Whether its length is known, so that reaching it is not a failure.
    pub(crate) fn has_known_length(&self) -> bool {
        match &self.content {
            Content::Sound => true,
            Content::Speech { wav, .. } => wav.is_some(),
        }
    }

    /// A WAV was sent to the site. One with our id is the speech; until one is seen, the first WAV is taken for it.
    pub(crate) fn wav_seen(
        &mut self,
        now: Time,
        request: &RequestId,
        length: Duration,
        named: bool,
        margin: Duration,
    ) {
        let Content::Speech { wav, .. } = &mut self.content else { return };
        if wav.as_ref().is_none_or(|wav| named && !wav.named) {
            *wav = Some(Wav { request: request.clone(), named });
            self.until = now + length.min(LONGEST_WAV) + margin;
        }
    }

    /// Whether a request id can only refer to this speech.
    pub(crate) fn is_named(&self, request: &RequestId) -> bool {
        let in_session = match &self.content {
            Content::Sound => false,
            Content::Speech { session_id, .. } => request.as_str() == session_id.as_str(),
        };
        in_session || *request == self.id
    }

    /// Handles `sayFinished`. One without the id of this `say` may refer to earlier speech, and counts only if `if_vague`.
    pub(crate) fn say_finished(
        &self,
        if_vague: bool,
        id: Option<&RequestId>,
        session: Option<&SessionId>,
    ) -> PlaybackReport {
        let Content::Speech { session_id, wav, .. } = &self.content else {
            return PlaybackReport::Other;
        };
        let ours = match id {
            Some(id) if *id == self.id => true,
            Some(id) => if_vague && (self.is_named(id) || wav.as_ref().is_some_and(|wav| wav.request == *id)),
            None => if_vague && session.is_none_or(|session| session == session_id),
        };
        match (ours, wav) {
            (false, _) => PlaybackReport::Other,
            (true, None) => PlaybackReport::Over,
            (true, Some(_)) => PlaybackReport::NotYet,
        }
    }

    /// Handles `playFinished`.
    pub(crate) fn play_finished(&self, id: Option<&str>) -> PlaybackReport {
        let ours = match (&self.content, id) {
            (_, Some(id)) if id == self.id.as_str() => true,
            (Content::Speech { wav: Some(wav), .. }, Some(id)) => wav.request.as_str() == id,
            (Content::Sound | Content::Speech { wav: Some(_), .. }, None) => true,
            _ => false,
        };
        if ours { PlaybackReport::Over } else { PlaybackReport::Other }
    }
}

/// The longest time a text is expected to take.
fn estimate(text: &str, timeouts: &Timeouts) -> Duration {
    let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
    let rate = timeouts.speech_chars_per_second;
    let spoken = if rate > 0.0 { f64::from(characters) / rate } else { 0.0 };
    let spoken = Duration::try_from_secs_f64(spoken).unwrap_or(timeouts.speech_longest);
    (timeouts.speech_start + spoken).min(timeouts.speech_longest)
}

#[cfg(test)]
mod tests {

    use super::*;

    fn speech() -> Playback {
        let mut say = Say::new("ten chars!");
        say.id = Some(request("say"));
        let session = SessionId::new("session").unwrap();
        Playback::speech(Time::START, &say, session, SpeechSource::Manager, &Timeouts::COMMON).unwrap()
    }

    fn request(text: &str) -> RequestId {
        RequestId::new(text).unwrap()
    }

    #[test]
    fn unseen_speech_is_over_when_the_tts_says_so() {
        let playback = speech();
        assert_eq!(playback.until, Time::START + Duration::from_secs(6));
        assert_eq!(playback.say_finished(true, Some(&request("say")), None), PlaybackReport::Over);
        assert_eq!(playback.say_finished(true, Some(&request("session")), None), PlaybackReport::Over);
        assert_eq!(playback.say_finished(true, None, None), PlaybackReport::Over);
        assert_eq!(playback.say_finished(false, None, None), PlaybackReport::Other);
        assert_eq!(playback.say_finished(false, Some(&request("say")), None), PlaybackReport::Over);
        assert_eq!(playback.say_finished(true, Some(&request("other")), None), PlaybackReport::Other);
        assert_eq!(
            playback.say_finished(true, None, Some(&SessionId::new("other").unwrap())),
            PlaybackReport::Other
        );
    }

    #[test]
    fn a_wav_that_was_seen_outlasts_say_finished() {
        let margin = Duration::from_millis(500);
        let mut playback = speech();
        playback.wav_seen(Time::START, &request("say"), Duration::from_secs(20), true, margin);
        assert_eq!(playback.say_finished(true, Some(&request("say")), None), PlaybackReport::NotYet);
        assert_eq!(playback.until, Time::START + Duration::from_millis(20_500));
        assert_eq!(playback.play_finished(Some("other")), PlaybackReport::Other);
        assert_eq!(playback.play_finished(Some("say")), PlaybackReport::Over);
    }

    #[test]
    fn a_wav_with_our_id_replaces_the_first_one_seen() {
        let margin = Duration::ZERO;
        let mut playback = speech();
        for (name, seconds, named) in
            [("music", 60, false), ("more music", 90, false), ("say", 2, true), ("say", 3, true)]
        {
            playback.wav_seen(Time::START, &request(name), Duration::from_secs(seconds), named, margin);
        }
        assert_eq!(playback.until, Time::START + Duration::from_secs(2));
        assert_eq!(playback.play_finished(Some("music")), PlaybackReport::Other);
    }

    #[test]
    fn long_texts_are_given_up_after_two_minutes_and_odd_rates_are_survived() {
        let mut timeouts = Timeouts::COMMON;
        assert_eq!(estimate(&"x".repeat(100_000), &timeouts), Duration::from_secs(120));
        timeouts.speech_chars_per_second = f64::NAN;
        assert_eq!(estimate("hello", &timeouts), timeouts.speech_start);
        timeouts.speech_chars_per_second = 1e-300;
        assert_eq!(estimate("hello", &timeouts), timeouts.speech_longest);
    }
}
