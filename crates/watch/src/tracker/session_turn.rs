//! The turns of a session.

use std::time::Duration;

/// A turn of a session: the user says something and gets an answer. Times count from the beginning of the recording.
#[derive(Debug, Clone, PartialEq, Default)]
#[non_exhaustive]
pub struct Turn {
    /// When the microphone was opened, or the text arrived if there is no microphone.
    pub began: Duration,
    /// What the ASR heard.
    pub heard: Option<Heard>,
    /// What the NLU understood.
    pub understood: Option<Understood>,
    /// When the user stopped speaking.
    pub end_of_speech: Option<EndOfSpeech>,
    /// When a skill responded: by `endSession`, `continueSession`, or a `say` of its own.
    pub action: Option<Duration>,
    /// When the answer began to sound.
    pub first_sound: Option<FirstSound>,
}

/// What the ASR heard.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Heard {
    /// The text.
    pub text: String,
    /// The confidence of the ASR, from 0 to 1.
    pub likelihood: Option<f64>,
    /// The length of the recording in seconds, as the ASR states it.
    pub seconds: Option<f64>,
}

/// What the NLU understood.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Understood {
    /// An intent.
    Intent {
        /// Its name.
        name: String,
        /// The confidence of the NLU, from 0 to 1.
        confidence: f64,
        /// The slots: names and values.
        slots: Vec<(String, String)>,
    },
    /// The text was not understood.
    Nothing,
}

/// When the user stopped speaking, as far as it is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct EndOfSpeech {
    /// When, since the beginning of the recording.
    pub at: Duration,
    /// How it is known.
    pub by: Evidence,
}

/// How the end of speech is known, the most accurate first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Evidence {
    /// By the last `vadDown` before the text.
    VoiceActivity,
    /// By the last loud frame of the microphone.
    Frames,
    /// By `rhasspy/asr/recordingFinished`: late by the silence that the ASR waits for.
    Recording,
    /// By `textCaptured`: late by that silence and by the time the ASR needs.
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

/// When an answer began to sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FirstSound {
    /// When, since the beginning of the recording.
    pub at: Duration,
    /// Whether this is the time of the audio (`playBytes`), not only of the request for it (`say`).
    pub is_sound: bool,
}

/// A time that the user waited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Latency {
    /// The measured time.
    pub time: Duration,
    /// Whether the real time was longer, because the exact end of speech or the audio was not seen.
    pub at_least: bool,
}

impl Turn {
    /// The time from the end of speech to the response of a skill.
    pub fn to_action(&self) -> Option<Latency> {
        self.since_speech(self.action?, false)
    }

    /// The time from the end of speech to the beginning of the answer.
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
