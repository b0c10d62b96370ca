//! `hermes/nlu/...` and `hermes/intent/...`: intent recognition.

use super::asr::{AsrToken, FlatTokens, SpeakerHypothesis, TokenLists};
use crate::json::{AnyText, UsableIntents, fields, or_default_site, or_zero, written};
use crate::slot::Slot;
use crate::{IntentName, SessionId, SiteId};

fields! {
    /// `hermes/nlu/query`: requests the intent of a text.
    pub struct NluQuery {
        /// The text.
        pub input: String = "input",
        /// The site (Rhasspy).
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// Echoed in the answer. Any string: FHEM puts JSON into it.
        pub id: Option<String> = "id",
        /// The intents that may be recognised.
        pub intent_filter: Option<Vec<IntentName>> = "intentFilter" via UsableIntents,
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
        /// The wake word that started the session (Rhasspy).
        pub wakeword_id: Option<String> = "wakewordId",
        /// Language (Rhasspy).
        pub lang: Option<String> = "lang",
        /// The custom data of the session, echoed by the NLU in the intent (Rhasspy).
        pub custom_data: Option<String> = "customData" via AnyText,
        /// The ASR's likelihood, 0 to 1 (Rhasspy).
        pub asr_confidence: Option<f64> = "asrConfidence",
        /// Custom entities of the wake word message (Rhasspy).
        pub custom_entities: Option<serde_json::Value> = "customEntities",
        /// The tokens of the text (Snips: one flat list).
        pub asr_tokens: Option<Vec<AsrToken>> = "asrTokens" via FlatTokens,
    }
}

written! { NluQuery {
    Rhasspy => {
        "input": input, "siteId": site_id, "id": id, "intentFilter": intent_filter, "sessionId": session_id,
        "wakewordId": wakeword_id, "lang": lang, "customData": custom_data, "asrConfidence": asr_confidence,
        "customEntities": custom_entities
    }
    Snips => {
        "input": input, "asrTokens": asr_tokens, "intentFilter": intent_filter, "id": id, "sessionId": session_id
    }
    Alice => {
        "input": input, "asrTokens": asr_tokens, "intentFilter": intent_filter, "id": id, "sessionId": session_id,
        "siteId": site_id
    }
} }

impl NluQuery {
    /// Only the text.
    pub fn new(input: impl Into<String>) -> Self {
        Self {
            input: input.into(),
            site_id: None,
            id: None,
            intent_filter: None,
            session_id: None,
            wakeword_id: None,
            lang: None,
            custom_data: None,
            asr_confidence: None,
            custom_entities: None,
            asr_tokens: None,
        }
    }
}

fields! {
    /// `hermes/nlu/partialQuery`: searches a text for one slot (Snips).
    pub struct PartialQuery {
        /// The text.
        pub input: String = "input",
        /// The tokens of the text.
        pub asr_tokens: Option<Vec<AsrToken>> = "asrTokens" via FlatTokens,
        /// The intent the slot belongs to.
        pub intent_name: IntentName = "intentName",
        /// The slot.
        pub slot_name: String = "slotName",
        /// Echoed in the answer.
        pub id: Option<String> = "id",
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { PartialQuery {
    _ => {
        "input": input, "asrTokens": asr_tokens, "intentName": intent_name, "slotName": slot_name, "id": id,
        "sessionId": session_id
    }
} }

impl PartialQuery {
    /// Only text and slot.
    pub fn new(input: impl Into<String>, intent_name: IntentName, slot_name: impl Into<String>) -> Self {
        Self {
            input: input.into(),
            asr_tokens: None,
            intent_name,
            slot_name: slot_name.into(),
            id: None,
            session_id: None,
        }
    }
}

fields! {
    /// `hermes/nlu/slotParsed`: the answer to a partial query (Snips).
    pub struct SlotParsed {
        /// Echoed from the query.
        pub id: Option<String> = "id",
        /// The text.
        pub input: String = "input",
        /// The intent the slot belongs to.
        pub intent_name: IntentName = "intentName",
        /// The slot. `None`: not found.
        pub slot: Option<Slot> = "slot",
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { SlotParsed {
    _ => { "id": id, "input": input, "intentName": intent_name, "slot": slot, "sessionId": session_id }
} }

impl SlotParsed {
    /// Without a slot.
    pub fn new(input: impl Into<String>, intent_name: IntentName) -> Self {
        Self { id: None, input: input.into(), intent_name, slot: None, session_id: None }
    }
}

fields! {
    /// An intent with its confidence.
    pub struct IntentClassification {
        /// The intent.
        pub intent_name: IntentName = "intentName",
        /// The confidence, 0 to 1. Before 2019 Snips called it `probability`.
        pub confidence_score: f64 = "confidenceScore" | "probability" | "confidence" else 0.0,
    }
}

written! { IntentClassification {
    _ => { "intentName": intent_name, "confidenceScore": confidence_score }
} }

impl IntentClassification {
    /// An intent with its confidence.
    pub fn new(intent_name: IntentName, confidence_score: f64) -> Self {
        Self { intent_name, confidence_score }
    }
}

fields! {
    /// An alternative interpretation of the text (Snips).
    pub struct IntentAlternative {
        /// The intent. `None`: no intent.
        pub intent_name: Option<IntentName> = "intentName",
        /// The confidence, 0 to 1.
        pub confidence_score: f64 = "confidenceScore" | "probability" else 0.0,
        /// Its slots.
        pub slots: Vec<Slot> = "slots",
    }
}

written! { IntentAlternative {
    _ => { "intentName": intent_name, "confidenceScore": confidence_score, "slots": slots }
} }

fields! {
    /// `hermes/nlu/intentParsed`: the NLU recognised an intent.
    pub struct IntentParsed {
        /// Echoed from the query.
        pub id: Option<String> = "id",
        /// The text.
        pub input: String = "input",
        /// The recognised intent.
        pub intent: IntentClassification = "intent",
        /// The slots found in the text.
        pub slots: Vec<Slot> = "slots",
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
        /// The site (Rhasspy).
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// Alternative interpretations (Snips).
        pub alternatives: Option<Vec<IntentAlternative>> = "alternatives",
    }
}

written! { IntentParsed {
    Rhasspy => {
        "input": input, "intent": intent, "siteId": site_id, "id": id, "slots": slots, "sessionId": session_id
    }
    Snips => {
        "id": id, "input": input, "intent": intent, "slots": slots, "sessionId": session_id,
        skip "alternatives": alternatives
    }
    Alice => {
        "id": id, "input": input, "intent": intent, "slots": slots, "sessionId": session_id,
        "alternatives": alternatives, "siteId": site_id
    }
} }

impl IntentParsed {
    /// Without slots or session.
    pub fn new(input: impl Into<String>, intent: IntentClassification) -> Self {
        Self {
            id: None,
            input: input.into(),
            intent,
            slots: Vec::new(),
            session_id: None,
            site_id: None,
            alternatives: None,
        }
    }
}

fields! {
    /// `hermes/nlu/intentNotRecognized`: the NLU recognised no intent.
    pub struct NluIntentNotRecognized {
        /// The text.
        pub input: String = "input",
        /// The site (Rhasspy).
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// Echoed from the query.
        pub id: Option<String> = "id",
        /// The custom data of the session, echoed from the query (Rhasspy).
        pub custom_data: Option<String> = "customData" via AnyText,
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
        /// The confidence that no intent matches, 0 to 1 (Snips).
        pub confidence_score: Option<f64> = "confidenceScore",
        /// The closest matches (Snips).
        pub alternatives: Option<Vec<IntentAlternative>> = "alternatives",
    }
}

written! { NluIntentNotRecognized {
    Rhasspy => {
        "input": input, "siteId": site_id, "id": id, "customData": custom_data, "sessionId": session_id
    }
    Snips => {
        "id": id, "input": input, "confidenceScore": confidence_score | or_zero, "sessionId": session_id,
        skip "alternatives": alternatives
    }
    Alice => {
        "id": id, "input": input, "confidenceScore": confidence_score | or_zero, "sessionId": session_id,
        skip "alternatives": alternatives, "siteId": site_id
    }
} }

impl NluIntentNotRecognized {
    /// Only the text.
    pub fn new(input: impl Into<String>) -> Self {
        Self {
            input: input.into(),
            site_id: None,
            id: None,
            custom_data: None,
            session_id: None,
            confidence_score: None,
            alternatives: None,
        }
    }
}

fields! {
    /// `hermes/intent/{intentName}`: a recognised intent, for the skills.
    pub struct Intent {
        /// The session.
        pub session_id: Option<SessionId> = "sessionId",
        /// The custom data of the session.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The text.
        pub input: String = "input",
        /// The recognised intent. Its name is also the last level of the topic.
        pub intent: IntentClassification = "intent",
        /// The slots found in the text.
        pub slots: Vec<Slot> = "slots",
        /// The tokens of the text, one list per recording.
        pub asr_tokens: Option<Vec<Vec<AsrToken>>> = "asrTokens" via TokenLists,
        /// The ASR's likelihood, 0 to 1.
        pub asr_confidence: Option<f64> = "asrConfidence",
        /// Echoed from the query (Rhasspy).
        pub id: Option<String> = "id",
        /// The text before substitution (Rhasspy).
        pub raw_input: Option<String> = "rawInput",
        /// The wake word that started the session (Rhasspy).
        pub wakeword_id: Option<String> = "wakewordId",
        /// Language (Rhasspy).
        pub lang: Option<String> = "lang",
        /// Likely speakers (Snips).
        pub speaker_hypotheses: Option<Vec<SpeakerHypothesis>> = "speakerHypotheses",
        /// Alternative interpretations (Snips).
        pub alternatives: Option<Vec<IntentAlternative>> = "alternatives",
    }
}

written! { Intent {
    Rhasspy => {
        "input": input, "intent": intent, "siteId": site_id, "id": id, "slots": slots, "sessionId": session_id,
        "customData": custom_data, "asrTokens": asr_tokens, "asrConfidence": asr_confidence,
        "rawInput": raw_input, "wakewordId": wakeword_id, "lang": lang
    }
    Snips | Alice => {
        "sessionId": session_id, "customData": custom_data, "siteId": site_id | or_default_site, "input": input,
        "asrTokens": asr_tokens, "asrConfidence": asr_confidence, skip "speakerHypotheses": speaker_hypotheses,
        "intent": intent, "slots": slots, skip "alternatives": alternatives
    }
} }

impl Intent {
    /// Without slots or session.
    pub fn new(input: impl Into<String>, intent: IntentClassification) -> Self {
        Self {
            session_id: None,
            custom_data: None,
            site_id: None,
            input: input.into(),
            intent,
            slots: Vec::new(),
            asr_tokens: None,
            asr_confidence: None,
            id: None,
            raw_input: None,
            wakeword_id: None,
            lang: None,
            speaker_hypotheses: None,
            alternatives: None,
        }
    }
}

fields! {
    /// `rhasspy/asr/{siteId}/train` and `rhasspy/nlu/{siteId}/train`: trains on these sentences.
    #[derive(Eq, Default)]
    pub struct Train {
        /// The site; from the topic.
        pub site_id: Option<SiteId>,
        /// The path of the compiled sentence graph.
        pub graph_path: String = "graphPath",
        /// Echoed in `trainSuccess`.
        pub id: Option<String> = "id",
        /// The format of that file.
        pub graph_format: Option<String> = "graphFormat",
        /// The sentence templates: file name to text.
        pub sentences: Option<serde_json::Value> = "sentences",
        /// The slot lists: name to values.
        pub slots: Option<serde_json::Value> = "slots",
    }
}

written! { Train {
    _ => {
        "graphPath": graph_path, "id": id, "graphFormat": graph_format, "sentences": sentences, "slots": slots
    }
} }

fields! {
    /// `rhasspy/asr/{siteId}/trainSuccess` and `rhasspy/nlu/{siteId}/trainSuccess`.
    #[derive(Eq, Default)]
    pub struct TrainSuccess {
        /// The site; from the topic.
        pub site_id: Option<SiteId>,
        /// Echoed from `train`.
        pub id: Option<String> = "id",
    }
}

written! { TrainSuccess {
    _ => { "id": id }
} }
