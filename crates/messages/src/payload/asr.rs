//! `hermes/asr/...`: speech recognition.

use serde::de::{Deserializer, Error};
use serde_json::Value;

use crate::json::{Read, UsableIntents, Via, fields, or_default_site, or_zero, written};
use crate::{IntentName, SessionId, SiteId};

fields! {
    /// `hermes/asr/startListening`: opens the microphone.
    pub struct StartListening {
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
        /// Where the command starts in the audio, in ms since 1970 (Snips).
        pub start_signal_ms: Option<i64> = "startSignalMs",
        /// Language (Rhasspy).
        pub lang: Option<String> = "lang",
        /// Whether the ASR stops by itself when the user stops speaking (Rhasspy). Default true.
        pub stop_on_silence: bool = "stopOnSilence" else true,
        /// Whether the ASR publishes the recording (Rhasspy). Default false.
        pub send_audio_captured: bool = "sendAudioCaptured" else false,
        /// The wake word that started the session (Rhasspy).
        pub wakeword_id: Option<String> = "wakewordId",
        /// The intents that may be recognised (Rhasspy).
        pub intent_filter: Option<Vec<IntentName>> = "intentFilter" via UsableIntents,
    }
}

written! { StartListening {
    Rhasspy => {
        "siteId": site_id, "sessionId": session_id, "lang": lang, "stopOnSilence": stop_on_silence,
        "sendAudioCaptured": send_audio_captured, "wakewordId": wakeword_id, "intentFilter": intent_filter
    }
    Snips | Alice => { "siteId": site_id, "sessionId": session_id, "startSignalMs": start_signal_ms }
} }

impl StartListening {
    /// Without a session.
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

fields! {
    /// `hermes/asr/stopListening`: closes the microphone.
    #[derive(Eq)]
    pub struct StopListening {
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// The session. Snips writes null once the session has ended.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { StopListening {
    _ => { "siteId": site_id, "sessionId": session_id }
} }

impl StopListening {
    /// Without a session.
    pub fn new(site_id: SiteId) -> Self {
        Self { site_id, session_id: None }
    }
}

fields! {
    /// `hermes/asr/textCaptured` (and `partialTextCaptured`): the recognised text.
    pub struct TextCaptured {
        /// The text; empty if nothing was recognised.
        pub text: String = "text" else String::new(),
        /// The confidence of the ASR, 0 to 1. `None`: missing or not a number, which is below every threshold.
        pub likelihood: Option<f64> = "likelihood",
        /// The duration of the speech, in s.
        pub seconds: Option<f64> = "seconds",
        /// The site. Alice writes `device` instead.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
        /// The tokens. Snips: one list, `tokens`. Rhasspy: a list of lists, `asrTokens`, one per recording.
        pub tokens: Option<Vec<Vec<AsrToken>>> = "asrTokens" | "tokens" via TokenLists,
        /// The wake word that started the session (Rhasspy).
        pub wakeword_id: Option<String> = "wakewordId",
        /// Language (Rhasspy).
        pub lang: Option<String> = "lang",
        /// Likely speakers (Snips).
        pub speaker_hypotheses: Option<Vec<SpeakerHypothesis>> = "speakerHypotheses",
    }
}

written! { TextCaptured {
    Rhasspy => {
        "text": text, "likelihood": likelihood | or_zero, "seconds": seconds | or_zero, "siteId": site_id,
        "sessionId": session_id, "wakewordId": wakeword_id, "asrTokens": tokens, "lang": lang
    }
    Snips | Alice => {
        "text": text, "likelihood": likelihood | or_zero, "tokens": tokens | flat, "seconds": seconds | or_zero,
        "siteId": site_id | or_default_site, "sessionId": session_id, skip "speakerHypotheses": speaker_hypotheses
    }
} }

impl TextCaptured {
    /// Only the text and its likelihood.
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

fields! {
    /// One token of the captured text.
    #[derive(Default)]
    pub struct AsrToken {
        /// The text of the token.
        pub value: String = "value",
        /// The confidence of the ASR, 0 to 1.
        pub confidence: f64 = "confidence" else 0.0,
        /// Start in the text, in characters.
        pub range_start: u64 = "rangeStart" else 0,
        /// End in the text, in characters.
        pub range_end: u64 = "rangeEnd" else 0,
        /// When it was spoken.
        pub time: Option<AsrTokenTime> = "time",
    }
}

written! { AsrToken {
    _ => {
        "value": value, "confidence": confidence, "rangeStart": range_start, "rangeEnd": range_end, "time": time
    }
} }

fields! {
    /// When a token was spoken, in s since listening started.
    #[derive(Copy, Default)]
    pub struct AsrTokenTime {
        /// Start.
        pub start: f64 = "start" else 0.0,
        /// End.
        pub end: f64 = "end" else 0.0,
    }
}

written! { AsrTokenTime {
    _ => { "start": start, "end": end }
} }

fields! {
    /// A possible speaker (Snips).
    #[derive(Default)]
    pub struct SpeakerHypothesis {
        /// The speaker. `None`: unknown.
        pub name: Option<String> = "name",
        /// The confidence, 0 to 1.
        pub confidence: f64 = "confidence" else 0.0,
    }
}

written! { SpeakerHypothesis {
    _ => { "name": name, "confidence": confidence }
} }

fields! {
    /// `rhasspy/asr/recordingFinished`: the user has stopped speaking and transcription starts.
    #[derive(Eq, Default)]
    pub struct RecordingFinished {
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { RecordingFinished {
    _ => { "siteId": site_id, "sessionId": session_id }
} }

/// Snips has one list of tokens where Rhasspy has one list per recording. A list of only empty lists counts as missing.
fn flat(lists: &Option<Vec<Vec<AsrToken>>>) -> Option<Vec<&AsrToken>> {
    let lists = lists.as_ref()?;
    let tokens: Vec<_> = lists.iter().flatten().collect();
    (lists.is_empty() || !tokens.is_empty()).then_some(tokens)
}

/// `asrTokens` as a list of lists, one per recording. A flat list counts as a single recording; Alice writes the string `"[]"`.
pub(crate) struct TokenLists;

impl Via<Option<Vec<Vec<AsrToken>>>> for TokenLists {
    fn read<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Option<Vec<Vec<AsrToken>>>>, D::Error> {
        let Some(items) = token_items(deserializer)? else {
            return Ok(None);
        };
        let lists = if items.iter().any(Value::is_object) {
            vec![tokens(Value::Array(items))?]
        } else {
            items.into_iter().map(tokens).collect::<Result<_, _>>()?
        };
        Ok(Some(Some(lists)))
    }
}

/// `asrTokens` as one flat list; lists of lists are concatenated.
pub(crate) struct FlatTokens;

impl Via<Option<Vec<AsrToken>>> for FlatTokens {
    fn read<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<Vec<AsrToken>>>, D::Error> {
        let Some(items) = token_items(deserializer)? else {
            return Ok(None);
        };
        let flat = items
            .into_iter()
            .flat_map(|item| match item {
                Value::Array(inner) => inner,
                other => vec![other],
            })
            .collect();
        tokens(Value::Array(flat)).map(|tokens| Some(Some(tokens)))
    }
}

fn tokens<E: Error>(value: Value) -> Result<Vec<AsrToken>, E> {
    Vec::read(value).map(Option::unwrap_or_default).map_err(E::custom)
}

/// The items of a list, or of a string that contains one as JSON. Any other string counts as missing.
fn token_items<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Value>>, D::Error> {
    match Value::read(deserializer)? {
        None => Ok(None),
        Some(Value::Array(items)) => Ok(Some(items)),
        Some(Value::String(text)) => Ok(serde_json::from_str(&text).ok()),
        Some(_) => Err(D::Error::custom("invalid type, expected a list of tokens")),
    }
}
