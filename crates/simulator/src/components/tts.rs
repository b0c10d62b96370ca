//! A text to speech service that waits for its WAV to be heard.

use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{Say, SayFinished};
use petasos_messages::{Dialect, RequestId, SiteId, SpeechRequestId};

use crate::wav;

/// So much longer than its length a TTS waits for a WAV to be played (Rhasspy's).
const PATIENCE: Duration = Duration::from_millis(250);

/// The speech whose end a TTS is going to report.
#[derive(Debug, Default)]
pub(crate) struct Tongue {
    spoken: Vec<Spoken>,
}

#[derive(Debug)]
struct Spoken {
    request: RequestId,
    /// The TTS waits no longer than that.
    until: Time,
    said: SayFinished,
}

/// How fast it speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Speech {
    pub(crate) pause: Duration,
    pub(crate) character: Duration,
}

impl Speech {
    /// As fast as people do.
    pub(crate) const USUAL: Self =
        Self { pause: Duration::from_millis(300), character: Duration::from_millis(60) };

    /// How long the WAV of a text plays.
    pub(crate) fn length(self, text: &str) -> Duration {
        let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        wav::rounded(self.pause.saturating_add(self.character.saturating_mul(characters)))
    }
}

impl Tongue {
    /// The request id of the WAV for a text; `None`: one of the TTS's own.
    pub(crate) fn request(dialect: Dialect, say: &Say) -> Option<RequestId> {
        match dialect.speech_request_id {
            SpeechRequestId::Say => say.id.clone(),
            SpeechRequestId::Session => {
                say.session_id.as_ref().and_then(|id| RequestId::new(id.as_str()).ok())
            }
            SpeechRequestId::Own => None,
        }
    }

    /// What says that a text was spoken.
    pub(crate) fn said(dialect: Dialect, site: &SiteId, say: &Say) -> SayFinished {
        let mut said = SayFinished::default();
        said.id.clone_from(&say.id);
        said.session_id.clone_from(&say.session_id);
        said.site_id = dialect.say_finished_names_site.then(|| site.clone());
        said
    }

    /// Waits for a WAV that plays from `start` on. Returns when it waits no longer.
    pub(crate) fn wait(
        &mut self,
        start: Time,
        length: Duration,
        request: RequestId,
        said: SayFinished,
    ) -> Time {
        let until = start + length + PATIENCE;
        self.spoken.push(Spoken { request, until, said });
        until
    }

    /// How much speech it waits for.
    pub(crate) fn waiting(&self) -> usize {
        self.spoken.len()
    }

    /// When it has waited long enough for something.
    pub(crate) fn deadline(&self) -> Option<Time> {
        self.spoken.iter().map(|spoken| spoken.until).min()
    }

    /// A WAV was heard: what there is to report.
    pub(crate) fn played(&mut self, request: Option<&RequestId>) -> Option<SayFinished> {
        self.report(|spoken| Some(&spoken.request) == request)
    }

    /// It has waited long enough: what there is to report.
    pub(crate) fn give_up(&mut self, now: Time) -> Option<SayFinished> {
        self.report(|spoken| spoken.until <= now)
    }

    fn report(&mut self, of: impl Fn(&Spoken) -> bool) -> Option<SayFinished> {
        let position = self.spoken.iter().position(of)?;
        Some(self.spoken.remove(position).said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn speech_is_reported_once_when_it_was_heard_or_when_it_was_waited_for_long_enough() {
        let request = |text: &str| RequestId::new(text).unwrap();
        let mut tongue = Tongue::default();
        let length = Duration::from_secs(1);
        tongue.wait(Time::START, length, request("one"), SayFinished::default());
        let until = tongue.wait(Time::START, length * 2, request("two"), SayFinished::default());
        assert!(tongue.played(Some(&request("other"))).is_none() && tongue.played(None).is_none());
        assert!(tongue.played(Some(&request("one"))).is_some());
        assert!(tongue.played(Some(&request("one"))).is_none());
        assert_eq!((tongue.deadline(), tongue.waiting()), (Some(until), 1));
        assert!(tongue.give_up(Time::START + length).is_none());
        assert!(tongue.give_up(until).is_some() && tongue.give_up(until).is_none());
    }

    #[test]
    fn a_long_text_takes_longer_and_none_is_endless() {
        assert_eq!(Speech::USUAL.length("ten chars."), Duration::from_millis(900));
        assert_eq!(Speech::USUAL.length(&"x".repeat(100_000)), Duration::from_secs(60));
    }
}
