//! `hermes/nlu/...` and `hermes/intent/...`: from words to intents.

use super::asr::{AsrToken, SpeakerHypothesis};
use crate::slot::Slot;
use crate::{IntentName, SessionId, SiteId};

/// `hermes/nlu/query`: what do these words mean?
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct NluQuery {
    /// The words.
    pub input: String,
    /// Where (Rhasspy).
    pub site_id: Option<SiteId>,
    /// Echoed in the answer. Any text: FHEM puts JSON into it.
    pub id: Option<String>,
    /// The only intents to choose from.
    pub intent_filter: Option<Vec<IntentName>>,
    /// In which session.
    pub session_id: Option<SessionId>,
    /// The wake word that started it (Rhasspy).
    pub wakeword_id: Option<String>,
    /// Language (Rhasspy).
    pub lang: Option<String>,
    /// The session's data, which the NLU echoes in the intent (Rhasspy).
    pub custom_data: Option<String>,
    /// The ASR's likelihood, 0 to 1 (Rhasspy).
    pub asr_confidence: Option<f64>,
    /// From the wake word (Rhasspy).
    pub custom_entities: Option<serde_json::Value>,
    /// Word by word (Snips: one flat list).
    pub asr_tokens: Option<Vec<AsrToken>>,
}

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

/// `hermes/nlu/partialQuery`: is this slot in these words? (Snips)
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct PartialQuery {
    /// The words.
    pub input: String,
    /// Word by word.
    pub asr_tokens: Option<Vec<AsrToken>>,
    /// The intent the slot belongs to.
    pub intent_name: IntentName,
    /// The slot.
    pub slot_name: String,
    /// Echoed in the answer.
    pub id: Option<String>,
    /// In which session.
    pub session_id: Option<SessionId>,
}

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

/// `hermes/nlu/slotParsed`: the answer to a partial query (Snips).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct SlotParsed {
    /// Echoed from the query.
    pub id: Option<String>,
    /// The words.
    pub input: String,
    /// The intent the slot belongs to.
    pub intent_name: IntentName,
    /// The slot. `None`: it was not in the words.
    pub slot: Option<Slot>,
    /// In which session.
    pub session_id: Option<SessionId>,
}

impl SlotParsed {
    /// Not found.
    pub fn new(input: impl Into<String>, intent_name: IntentName) -> Self {
        Self {
            id: None,
            input: input.into(),
            intent_name,
            slot: None,
            session_id: None,
        }
    }
}

/// Which intent, and how sure.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct IntentClassification {
    /// The intent.
    pub intent_name: IntentName,
    /// 0 to 1. Before 2019 Snips called it `probability`.
    pub confidence_score: f64,
}

impl IntentClassification {
    /// An intent, and how sure.
    pub fn new(intent_name: IntentName, confidence_score: f64) -> Self {
        Self {
            intent_name,
            confidence_score,
        }
    }
}

/// What the words might have meant as well (Snips).
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct IntentAlternative {
    /// The intent. `None`: that they mean nothing.
    pub intent_name: Option<IntentName>,
    /// 0 to 1.
    pub confidence_score: f64,
    /// Its slots.
    pub slots: Vec<Slot>,
}

/// `hermes/nlu/intentParsed`: the NLU understood.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct IntentParsed {
    /// Echoed from the query.
    pub id: Option<String>,
    /// The words.
    pub input: String,
    /// What they mean.
    pub intent: IntentClassification,
    /// The words that matter.
    pub slots: Vec<Slot>,
    /// In which session.
    pub session_id: Option<SessionId>,
    /// Where (Rhasspy).
    pub site_id: Option<SiteId>,
    /// What else they might mean (Snips).
    pub alternatives: Option<Vec<IntentAlternative>>,
}

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

/// `hermes/nlu/intentNotRecognized`: the NLU did not understand.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct NluIntentNotRecognized {
    /// The words.
    pub input: String,
    /// Where (Rhasspy).
    pub site_id: Option<SiteId>,
    /// Echoed from the query.
    pub id: Option<String>,
    /// The session's data, echoed from the query (Rhasspy).
    pub custom_data: Option<String>,
    /// In which session.
    pub session_id: Option<SessionId>,
    /// How sure it is that nothing fits, 0 to 1 (Snips).
    pub confidence_score: Option<f64>,
    /// What came near (Snips).
    pub alternatives: Option<Vec<IntentAlternative>>,
}

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

/// `hermes/intent/{intentName}`: for the skills.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Intent {
    /// In which session.
    pub session_id: Option<SessionId>,
    /// The session's data.
    pub custom_data: Option<String>,
    /// Where.
    pub site_id: Option<SiteId>,
    /// The words.
    pub input: String,
    /// What they mean. The name is also the last level of the topic.
    pub intent: IntentClassification,
    /// The words that matter.
    pub slots: Vec<Slot>,
    /// Word by word, one list per time the user was listened to.
    pub asr_tokens: Option<Vec<Vec<AsrToken>>>,
    /// The ASR's likelihood, 0 to 1.
    pub asr_confidence: Option<f64>,
    /// Echoed from the query (Rhasspy).
    pub id: Option<String>,
    /// The words before substitution (Rhasspy).
    pub raw_input: Option<String>,
    /// The wake word that started it (Rhasspy).
    pub wakeword_id: Option<String>,
    /// Language (Rhasspy).
    pub lang: Option<String>,
    /// Who may have spoken (Snips).
    pub speaker_hypotheses: Option<Vec<SpeakerHypothesis>>,
    /// What else they might mean (Snips).
    pub alternatives: Option<Vec<IntentAlternative>>,
}

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
