//! How fast people and voices are.

use std::time::Duration;

/// Nobody speaks longer than that without a pause: the manager would take it for an ASR that does not answer.
const LONGEST: Duration = Duration::from_secs(6);

/// How fast people and voices are. By default people are quicker than in life, so that nobody waits for a demonstration.
///
/// ```
/// let mut pace = petasos_simulator::rooms::Pace::default();
/// pace.silence = None; // only the manager's own timeout ends a silence
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Pace {
    /// How long a person takes before the first character. Default 400 ms.
    pub before_words: Duration,
    /// How long a person takes for each character; for more than 6 s of them, people speak faster. Default 25 ms.
    pub character: Duration,
    /// How long somebody has to [keep silent](super::Act::KeepSilent) until the ASR gives up with an empty text, as Snips' did.
    /// `None`: it never does, as Rhasspy's. Default 8 s.
    ///
    /// While nobody does anything the ASR waits in any case, and the manager's own timeout ends it: whoever types may be slow.
    pub silence: Option<Duration>,
    /// How long a TTS's WAV is before the first character. Default 300 ms.
    pub before_speech: Duration,
    /// How much longer it is for each character. WAVs come in steps of 100 ms, up to 60 s. Default 60 ms.
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
    /// How long a person takes to say something.
    pub(super) fn saying(&self, words: &str) -> Duration {
        let characters = u32::try_from(words.chars().count()).unwrap_or(u32::MAX);
        let words = self.character.saturating_mul(characters).min(LONGEST);
        self.before_words.saturating_add(words)
    }
}
