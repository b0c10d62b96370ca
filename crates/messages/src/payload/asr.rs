//! `hermes/asr/...`: from sound to words.

use serde::de::{Deserializer, Error};
use serde_json::Value;

use crate::json::{Read, UsableIntents, Via, fields, or_default_site, or_zero, written};
use crate::{IntentName, SessionId, SiteId};

fields! {
    /// `hermes/asr/startListening`: the microphone opens.
    pub struct StartListening {
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// For which session.
        pub session_id: Option<SessionId> = "sessionId",
        /// Where the command starts in the sound, in ms since 1970 (Snips).
        pub start_signal_ms: Option<i64> = "startSignalMs",
        /// Language (Rhasspy).
        pub lang: Option<String> = "lang",
        /// Stop by itself when the user falls silent (Rhasspy). Default true.
        pub stop_on_silence: bool = "stopOnSilence" else true,
        /// Publish what was recorded (Rhasspy). Default false.
        pub send_audio_captured: bool = "sendAudioCaptured" else false,
        /// The wake word that started it (Rhasspy).
        pub wakeword_id: Option<String> = "wakewordId",
        /// The only intents that matter (Rhasspy).
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

fields! {
    /// `hermes/asr/stopListening`: the microphone closes.
    #[derive(Eq)]
    pub struct StopListening {
        /// The site.
        pub site_id: SiteId = "siteId" | "device" | "deviceUid" | "uid" else SiteId::default_site(),
        /// For which session. Snips writes null once the session has ended.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { StopListening {
    _ => { "siteId": site_id, "sessionId": session_id }
} }

impl StopListening {
    /// For no stated session.
    pub fn new(site_id: SiteId) -> Self {
        Self { site_id, session_id: None }
    }
}

fields! {
    /// `hermes/asr/textCaptured` (and `partialTextCaptured`): what the user said.
    pub struct TextCaptured {
        /// The words; empty when there were none.
        pub text: String = "text" else String::new(),
        /// How sure the ASR is, 0 to 1. `None`: missing or not a number, which is below every threshold.
        pub likelihood: Option<f64> = "likelihood",
        /// How long the user spoke, in s.
        pub seconds: Option<f64> = "seconds",
        /// The site. Alice writes `device` instead.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
        /// Word by word. Snips: one list, `tokens`. Rhasspy: a list of lists, `asrTokens`; only the first is kept apart by level here.
        pub tokens: Option<Vec<Vec<AsrToken>>> = "asrTokens" | "tokens" via TokenLists,
        /// The wake word that started it (Rhasspy).
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

fields! {
    /// One word of what was heard.
    #[derive(Default)]
    pub struct AsrToken {
        /// The word.
        pub value: String = "value",
        /// How sure the ASR is, 0 to 1.
        pub confidence: f64 = "confidence" else 0.0,
        /// Where it starts in the text, in characters.
        pub range_start: u64 = "rangeStart" else 0,
        /// Where it ends in the text, in characters.
        pub range_end: u64 = "rangeEnd" else 0,
        /// When it was said.
        pub time: Option<AsrTokenTime> = "time",
    }
}

written! { AsrToken {
    _ => {
        "value": value, "confidence": confidence, "rangeStart": range_start, "rangeEnd": range_end, "time": time
    }
} }

fields! {
    /// When a word was said, in s since listening started.
    #[derive(Copy, Default)]
    pub struct AsrTokenTime {
        /// First sound.
        pub start: f64 = "start" else 0.0,
        /// Last sound.
        pub end: f64 = "end" else 0.0,
    }
}

written! { AsrTokenTime {
    _ => { "start": start, "end": end }
} }

fields! {
    /// Somebody who may have spoken (Snips).
    #[derive(Default)]
    pub struct SpeakerHypothesis {
        /// The speaker. `None`: unknown.
        pub name: Option<String> = "name",
        /// How sure, 0 to 1.
        pub confidence: f64 = "confidence" else 0.0,
    }
}

written! { SpeakerHypothesis {
    _ => { "name": name, "confidence": confidence }
} }

fields! {
    /// `rhasspy/asr/recordingFinished`: the user fell silent, transcription begins.
    #[derive(Eq, Default)]
    pub struct RecordingFinished {
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { RecordingFinished {
    _ => { "siteId": site_id, "sessionId": session_id }
} }

/// Snips has one list of tokens where Rhasspy has one list for each time the user was listened to. Lists that are all
/// empty say nothing.
fn flat(lists: &Option<Vec<Vec<AsrToken>>>) -> Option<Vec<&AsrToken>> {
    let lists = lists.as_ref()?;
    let tokens: Vec<_> = lists.iter().flatten().collect();
    (lists.is_empty() || !tokens.is_empty()).then_some(tokens)
}

/// `asrTokens` as a list of lists, one per time the user was listened to. A flat list is the only one of its kind;
/// Alice writes the text `"[]"`.
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

/// `asrTokens` as one flat list; of a list of lists all tokens in their order.
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

/// The items of a list, or of a text that is one in JSON. Any other text says nothing.
fn token_items<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Vec<Value>>, D::Error> {
    match Value::read(deserializer)? {
        None => Ok(None),
        Some(Value::Array(items)) => Ok(Some(items)),
        Some(Value::String(text)) => Ok(serde_json::from_str(&text).ok()),
        Some(_) => Err(D::Error::custom("invalid type, expected a list of tokens")),
    }
}
