//! How long speech of users and of the TTS takes.

use std::time::Duration;

/// No utterance is longer: the manager would take it for an ASR that does not answer.
const MAX_UTTERANCE: Duration = Duration::from_secs(6);

/// How long speech takes. By default users speak faster than in life, so that nobody has to wait for a demonstration.
///
/// ```
/// let mut pace = petasos_simulator::sites::Pace::default();
/// pace.silence = None; // only the manager's own timeout ends a silence
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pace {
    /// How long a user takes before the first character. Default 400 ms.
    pub before_words: Duration,
    /// How long a user takes for each character, in total at most 6 s. Default 25 ms.
    pub character: Duration,
    /// How long a user has to [keep silent](super::UserAction::KeepSilent) until the ASR gives up with an empty text, as Snips' did.
    /// `None`: it never does, as Rhasspy's. Default 8 s.
    ///
    /// Without a user action the ASR never gives up, and the manager's timeout applies: users who type may be slow.
    pub silence: Option<Duration>,
    /// How long a WAV of the TTS lasts before the first character. Default 300 ms.
    pub before_speech: Duration,
    /// How long it lasts for each character. The total is rounded up to 100 ms, at most 60 s. Default 60 ms.
    pub speech_character: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self {
            before_words: Duration::from_millis(400),
            character: Duration::from_millis(25),
            silence: Some(Duration::from_secs(8)),
            before_speech: Duration::from_millis(300),
            speech_character: Duration::from_millis(60),
        }
    }
}

impl Pace {
    /// How long a user takes to say something.
    pub(super) fn saying(&self, words: &str) -> Duration {
        let characters = u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
        let words = self.character.saturating_mul(characters).min(MAX_UTTERANCE);
        self.before_words.saturating_add(words)
    }
}
