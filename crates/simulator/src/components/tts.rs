//! A text-to-speech service that waits for its WAV to be played.

use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{Say, SayFinished};
use petasos_messages::{Dialect, RequestId, SiteId, SpeechRequestId};

use crate::silent_wav;

/// How much longer than its length Rhasspy's TTS waits for a WAV to be played.
const GRACE: Duration = Duration::from_millis(250);

/// The speech whose end a TTS has not reported yet.
#[derive(Debug, Default)]
pub(crate) struct Tts {
    waiting: Vec<Waiting>,
}

#[derive(Debug)]
struct Waiting {
    request: RequestId,
    /// When the TTS stops waiting for `playFinished`.
    until: Time,
    report: SayFinished,
}

/// How long speech takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct SpeechRate {
    /// Before the first character.
    pub(crate) start: Duration,
    /// For each character.
    pub(crate) character: Duration,
}

impl SpeechRate {
    /// About as fast as people speak.
    pub(crate) const NATURAL: Self =
        Self { start: Duration::from_millis(300), character: Duration::from_millis(60) };

    /// The length of a text's WAV.
    pub(crate) fn length(self, text: &str) -> Duration {
        let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        silent_wav::rounded(self.start.saturating_add(self.character.saturating_mul(characters)))
    }
}

impl Tts {
    /// The request id of the WAV of a text; `None`: the TTS makes one up.
    pub(crate) fn wav_id(dialect: Dialect, say: &Say) -> Option<RequestId> {
        match dialect.speech_request_id {
            SpeechRequestId::Say => say.id.clone(),
            SpeechRequestId::Session => {
                say.session_id.as_ref().and_then(|id| RequestId::new(id.as_str()).ok())
            }
            SpeechRequestId::Own => None,
        }
    }

    /// The report that a text was spoken.
    pub(crate) fn say_finished(dialect: Dialect, site: &SiteId, say: &Say) -> SayFinished {
        let mut finished = SayFinished::default();
        finished.id.clone_from(&say.id);
        finished.session_id.clone_from(&say.session_id);
        finished.site_id = dialect.say_finished_names_site.then(|| site.clone());
        finished
    }

    /// Waits for a WAV that starts at `start` to be played. Returns when it will stop waiting.
    pub(crate) fn wait(
        &mut self,
        start: Time,
        length: Duration,
        request: RequestId,
        report: SayFinished,
    ) -> Time {
        let until = start + length + GRACE;
        self.waiting.push(Waiting { request, until, report });
        until
    }

    /// How many WAVs it waits for.
    pub(crate) fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// When it will stop waiting for the next of them.
    pub(crate) fn deadline(&self) -> Option<Time> {
        self.waiting.iter().map(|waiting| waiting.until).min()
    }

    /// A WAV was played: the report, if it was waited for.
    pub(crate) fn play_finished(&mut self, request: Option<&RequestId>) -> Option<SayFinished> {
        self.take(|waiting| Some(&waiting.request) == request)
    }

    /// The report of a WAV that it has waited for long enough.
    pub(crate) fn stop_waiting(&mut self, now: Time) -> Option<SayFinished> {
        self.take(|waiting| waiting.until <= now)
    }

    fn take(&mut self, which: impl Fn(&Waiting) -> bool) -> Option<SayFinished> {
        let position = self.waiting.iter().position(which)?;
        Some(self.waiting.remove(position).report)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_is_reported_once_when_it_was_played_or_waited_for_long_enough() {
        let request = |text: &str| RequestId::new(text).unwrap();
        let mut tts = Tts::default();
        let length = Duration::from_secs(1);
        tts.wait(Time::START, length, request("one"), SayFinished::default());
        let until = tts.wait(Time::START, length * 2, request("two"), SayFinished::default());
        assert!(tts.play_finished(Some(&request("other"))).is_none() && tts.play_finished(None).is_none());
        assert!(tts.play_finished(Some(&request("one"))).is_some());
        assert!(tts.play_finished(Some(&request("one"))).is_none());
        assert_eq!((tts.deadline(), tts.waiting()), (Some(until), 1));
        assert!(tts.stop_waiting(Time::START + length).is_none());
        assert!(tts.stop_waiting(until).is_some() && tts.stop_waiting(until).is_none());
    }

    #[test]
    fn a_long_text_takes_longer_but_at_most_60_s() {
        assert_eq!(SpeechRate::NATURAL.length("ten chars."), Duration::from_millis(900));
        assert_eq!(SpeechRate::NATURAL.length(&"x".repeat(100_000)), Duration::from_secs(60));
    }
}
