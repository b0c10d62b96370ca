//! `hermes/nlu/...` and `hermes/intent/...`: from words to intents.

use super::asr::{AsrToken, FlatTokens, SpeakerHypothesis, TokenLists};
use crate::json::{AnyText, UsableIntents, fields, or_default_site, or_zero, written};
use crate::slot::Slot;
use crate::{IntentName, SessionId, SiteId};

fields! {
    /// `hermes/nlu/query`: what do these words mean?
    pub struct NluQuery {
        /// The words.
        pub input: String = "input",
        /// Where (Rhasspy).
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// Echoed in the answer. Any text: FHEM puts JSON into it.
        pub id: Option<String> = "id",
        /// The only intents to choose from.
        pub intent_filter: Option<Vec<IntentName>> = "intentFilter" via UsableIntents,
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
        /// The wake word that started it (Rhasspy).
        pub wakeword_id: Option<String> = "wakewordId",
        /// Language (Rhasspy).
        pub lang: Option<String> = "lang",
        /// The session's data, which the NLU echoes in the intent (Rhasspy).
        pub custom_data: Option<String> = "customData" via AnyText,
        /// The ASR's likelihood, 0 to 1 (Rhasspy).
        pub asr_confidence: Option<f64> = "asrConfidence",
        /// From the wake word (Rhasspy).
        pub custom_entities: Option<serde_json::Value> = "customEntities",
        /// Word by word (Snips: one flat list).
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
    /// Only the words.
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
    /// `hermes/nlu/partialQuery`: is this slot in these words? (Snips)
    pub struct PartialQuery {
        /// The words.
        pub input: String = "input",
        /// Word by word.
        pub asr_tokens: Option<Vec<AsrToken>> = "asrTokens" via FlatTokens,
        /// The intent the slot belongs to.
        pub intent_name: IntentName = "intentName",
        /// The slot.
        pub slot_name: String = "slotName",
        /// Echoed in the answer.
        pub id: Option<String> = "id",
        /// In which session.
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
    /// Words and slot.
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
        /// The words.
        pub input: String = "input",
        /// The intent the slot belongs to.
        pub intent_name: IntentName = "intentName",
        /// The slot. `None`: it was not in the words.
        pub slot: Option<Slot> = "slot",
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
    }
}

written! { SlotParsed {
    _ => { "id": id, "input": input, "intentName": intent_name, "slot": slot, "sessionId": session_id }
} }

impl SlotParsed {
    /// Not found.
    pub fn new(input: impl Into<String>, intent_name: IntentName) -> Self {
        Self { id: None, input: input.into(), intent_name, slot: None, session_id: None }
    }
}

fields! {
    /// Which intent, and how sure.
    pub struct IntentClassification {
        /// The intent.
        pub intent_name: IntentName = "intentName",
        /// 0 to 1. Before 2019 Snips called it `probability`.
        pub confidence_score: f64 = "confidenceScore" | "probability" | "confidence" else 0.0,
    }
}

written! { IntentClassification {
    _ => { "intentName": intent_name, "confidenceScore": confidence_score }
} }

impl IntentClassification {
    /// An intent, and how sure.
    pub fn new(intent_name: IntentName, confidence_score: f64) -> Self {
        Self { intent_name, confidence_score }
    }
}

fields! {
    /// What the words might have meant as well (Snips).
    pub struct IntentAlternative {
        /// The intent. `None`: that they mean nothing.
        pub intent_name: Option<IntentName> = "intentName",
        /// 0 to 1.
        pub confidence_score: f64 = "confidenceScore" | "probability" else 0.0,
        /// Its slots.
        pub slots: Vec<Slot> = "slots",
    }
}

written! { IntentAlternative {
    _ => { "intentName": intent_name, "confidenceScore": confidence_score, "slots": slots }
} }

fields! {
    /// `hermes/nlu/intentParsed`: the NLU understood.
    pub struct IntentParsed {
        /// Echoed from the query.
        pub id: Option<String> = "id",
        /// The words.
        pub input: String = "input",
        /// What they mean.
        pub intent: IntentClassification = "intent",
        /// The words that matter.
        pub slots: Vec<Slot> = "slots",
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
        /// Where (Rhasspy).
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// What else they might mean (Snips).
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
    /// Without slots, for no stated session.
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
    /// `hermes/nlu/intentNotRecognized`: the NLU did not understand.
    pub struct NluIntentNotRecognized {
        /// The words.
        pub input: String = "input",
        /// Where (Rhasspy).
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// Echoed from the query.
        pub id: Option<String> = "id",
        /// The session's data, echoed from the query (Rhasspy).
        pub custom_data: Option<String> = "customData" via AnyText,
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
        /// How sure it is that nothing fits, 0 to 1 (Snips).
        pub confidence_score: Option<f64> = "confidenceScore",
        /// What came near (Snips).
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
    /// Only the words.
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
    /// `hermes/intent/{intentName}`: for the skills.
    pub struct Intent {
        /// In which session.
        pub session_id: Option<SessionId> = "sessionId",
        /// The session's data.
        pub custom_data: Option<String> = "customData" via AnyText,
        /// The site.
        pub site_id: Option<SiteId> = "siteId" | "device" | "deviceUid" | "uid",
        /// The words.
        pub input: String = "input",
        /// What they mean. The name is also the last level of the topic.
        pub intent: IntentClassification = "intent",
        /// The words that matter.
        pub slots: Vec<Slot> = "slots",
        /// Word by word, one list per time the user was listened to.
        pub asr_tokens: Option<Vec<Vec<AsrToken>>> = "asrTokens" via TokenLists,
        /// The ASR's likelihood, 0 to 1.
        pub asr_confidence: Option<f64> = "asrConfidence",
        /// Echoed from the query (Rhasspy).
        pub id: Option<String> = "id",
        /// The words before substitution (Rhasspy).
        pub raw_input: Option<String> = "rawInput",
        /// The wake word that started it (Rhasspy).
        pub wakeword_id: Option<String> = "wakewordId",
        /// Language (Rhasspy).
        pub lang: Option<String> = "lang",
        /// Likely speakers (Snips).
        pub speaker_hypotheses: Option<Vec<SpeakerHypothesis>> = "speakerHypotheses",
        /// What else they might mean (Snips).
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
    /// Without slots, for no stated session.
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
    /// `rhasspy/asr/{siteId}/train` and `rhasspy/nlu/{siteId}/train`: learn these sentences.
    #[derive(Eq, Default)]
    pub struct Train {
        /// Where; from the topic.
        pub site_id: Option<SiteId>,
        /// The file that the sentences were compiled to.
        pub graph_path: String = "graphPath",
        /// Echoed in `trainSuccess`.
        pub id: Option<String> = "id",
        /// How the file is written.
        pub graph_format: Option<String> = "graphFormat",
        /// The sentence templates: file name and text.
        pub sentences: Option<serde_json::Value> = "sentences",
        /// The slot lists: name and values.
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
        /// Where; from the topic.
        pub site_id: Option<SiteId>,
        /// Echoed from `train`.
        pub id: Option<String> = "id",
    }
}

written! { TrainSuccess {
    _ => { "id": id }
} }
