//! `hermes/asr/...`: from sound to words.

use crate::{IntentName, SessionId, SiteId};

/// `hermes/asr/startListening`: the microphone opens.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct StartListening {
    /// Where.
    pub site_id: SiteId,
    /// For which session.
    pub session_id: Option<SessionId>,
    /// Where the command starts in the sound, in ms since 1970 (Snips).
    pub start_signal_ms: Option<i64>,
    /// Language (Rhasspy).
    pub lang: Option<String>,
    /// Stop by itself when the user falls silent (Rhasspy). Default true.
    pub stop_on_silence: bool,
    /// Publish what was recorded (Rhasspy). Default false.
    pub send_audio_captured: bool,
    /// The wake word that started it (Rhasspy).
    pub wakeword_id: Option<String>,
    /// The only intents that matter (Rhasspy).
    pub intent_filter: Option<Vec<IntentName>>,
}

impl StartListening {
    /// For no stated session.
    pub fn new(site_id: SiteId) -> Self {
        Self {
            site_id,
            session_id: None,
            start_signal_ms: None,
            lang: None,
            stop_on_silence: true,
            send_audio_captured: false,
            wakeword_id: None,
            intent_filter: None,
        }
    }
}

/// `hermes/asr/stopListening`: the microphone closes.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct StopListening {
    /// Where.
    pub site_id: SiteId,
    /// For which session. Snips writes null once the session has ended.
    pub session_id: Option<SessionId>,
}

impl StopListening {
    /// For no stated session.
    pub fn new(site_id: SiteId) -> Self {
        Self {
            site_id,
            session_id: None,
        }
    }
}

/// `hermes/asr/textCaptured` (and `partialTextCaptured`): what the user said.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct TextCaptured {
    /// The words; empty when there were none.
    pub text: String,
    /// How sure the ASR is, 0 to 1. `None`: missing or not a number, which is below every threshold.
    pub likelihood: Option<f64>,
    /// How long the user spoke, in s.
    pub seconds: Option<f64>,
    /// Where. Alice writes `device` instead.
    pub site_id: Option<SiteId>,
    /// In which session.
    pub session_id: Option<SessionId>,
    /// Word by word. Snips: one list, `tokens`. Rhasspy: a list of lists, `asrTokens`; only the first is kept apart by level here.
    pub tokens: Option<Vec<Vec<AsrToken>>>,
    /// The wake word that started it (Rhasspy).
    pub wakeword_id: Option<String>,
    /// Language (Rhasspy).
    pub lang: Option<String>,
    /// Who may have spoken (Snips).
    pub speaker_hypotheses: Option<Vec<SpeakerHypothesis>>,
}

impl TextCaptured {
    /// Words with a likelihood, nothing else.
    pub fn new(text: impl Into<String>, likelihood: f64) -> Self {
        Self {
            text: text.into(),
            likelihood: Some(likelihood),
            seconds: None,
            site_id: None,
            session_id: None,
            tokens: None,
            wakeword_id: None,
            lang: None,
            speaker_hypotheses: None,
        }
    }
}

/// One word of what was heard.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct AsrToken {
    /// The word.
    pub value: String,
    /// How sure the ASR is, 0 to 1.
    pub confidence: f64,
    /// Where it starts in the text, in characters.
    pub range_start: u64,
    /// Where it ends in the text, in characters.
    pub range_end: u64,
    /// When it was said.
    pub time: Option<AsrTokenTime>,
}

/// When a word was said, in s since listening started.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct AsrTokenTime {
    /// First sound.
    pub start: f64,
    /// Last sound.
    pub end: f64,
}

/// Somebody who may have spoken (Snips).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SpeakerHypothesis {
    /// Who. `None`: nobody known.
    pub name: Option<String>,
    /// How sure, 0 to 1.
    pub confidence: f64,
}

/// `rhasspy/asr/recordingFinished`: the user fell silent, transcription begins.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RecordingFinished {
    /// Where.
    pub site_id: Option<SiteId>,
    /// In which session.
    pub session_id: Option<SessionId>,
}
