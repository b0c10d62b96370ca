//! A turn: the user is listened to, and answered.

use std::time::Duration;

/// A turn of a session: the user is listened to, and answered. Times count from the beginning of the recording.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Turn {
    /// When the microphone opened, or the text came where there is none.
    pub began: Duration,
    /// What was heard.
    pub heard: Option<Heard>,
    /// What it was taken for.
    pub understood: Option<Understood>,
    /// When the user ceased to speak.
    pub end_of_speech: Option<EndOfSpeech>,
    /// When a skill said its first word: `endSession`, `continueSession`, or a `say` of its own.
    pub action: Option<Duration>,
    /// When the first sound of the answer came.
    pub first_sound: Option<FirstSound>,
}

/// What the ASR heard.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Heard {
    /// The words.
    pub text: String,
    /// How sure the ASR was, 0 to 1.
    pub likelihood: Option<f64>,
    /// How long the recording was, as the ASR states it, in s.
    pub seconds: Option<f64>,
}

/// What words were taken for.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Understood {
    /// An intent.
    Intent {
        /// Its name.
        name: String,
        /// How sure the NLU was, 0 to 1.
        confidence: f64,
        /// The words that matter: names and values.
        slots: Vec<(String, String)>,
    },
    /// Nobody knew what they mean.
    Nothing,
}

/// When the user ceased to speak, as far as anybody told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EndOfSpeech {
    /// When, since the recording began.
    pub at: Duration,
    /// Who told.
    pub by: Evidence,
}

/// By what the end of speech is known, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Evidence {
    /// The last `vadDown` before the text came.
    VoiceActivity,
    /// The last loud frame of the microphone.
    Frames,
    /// `rhasspy/asr/recordingFinished`: later than the truth by the silence that the ASR waits for.
    Recording,
    /// Only `textCaptured`: later than the truth by the silence and by the work of the ASR.
    Text,
}

impl Evidence {
    /// Its name in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VoiceActivity => "vadDown",
            Self::Frames => "audioFrames",
            Self::Recording => "recordingFinished",
            Self::Text => "textCaptured",
        }
    }
}

/// When the first sound of an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FirstSound {
    /// When, since the recording began.
    pub at: Duration,
    /// Whether this is the sound itself (`playBytes`), and not only the order to make it (`say`).
    pub is_sound: bool,
}

/// A time that somebody waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Latency {
    /// How long.
    pub time: Duration,
    /// Whether it was longer in truth: an end that lies earlier, or a sound that came later, was not to be seen.
    pub at_least: bool,
}

impl Turn {
    /// The time from the end of speech to the first word of a skill.
    pub fn to_action(&self) -> Option<Latency> {
        self.since_speech(self.action?, false)
    }

    /// The time from the end of speech to the first sound of the answer.
    pub fn to_sound(&self) -> Option<Latency> {
        let first = self.first_sound?;
        self.since_speech(first.at, !first.is_sound)
    }

    fn since_speech(&self, then: Duration, at_least: bool) -> Option<Latency> {
        let end = self.end_of_speech?;
        Some(Latency {
            time: then.checked_sub(end.at)?,
            at_least: at_least || matches!(end.by, Evidence::Recording | Evidence::Text),
        })
    }
}
