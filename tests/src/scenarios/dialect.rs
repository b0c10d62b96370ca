//! What the other parts of a house publish, in the words of each dialect: the fields that Snips's platform, Rhasspy's
//! services and Project Alice's core and satellites write, no more and no fewer.

use serde_json::{Value, json};

/// Whose Hermes is spoken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Rhasspy 2.5.
    Rhasspy,
    /// Snips.
    Snips,
    /// Project Alice.
    Alice,
}

use Dialect::{Alice, Rhasspy, Snips};

impl Dialect {
    /// All of them.
    pub const ALL: [Self; 3] = [Rhasspy, Snips, Alice];

    /// Its name, as in the configuration of `petasosd`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Rhasspy => "rhasspy",
            Snips => "snips",
            Alice => "alice",
        }
    }

    /// The wake word was heard.
    #[must_use]
    pub fn detected(self, site: &str) -> Value {
        match self {
            Rhasspy => json!({
                "modelId": "default", "modelVersion": "", "modelType": "personal", "currentSensitivity": 1.0,
                "siteId": site, "sessionId": null, "sendAudioCaptured": null, "lang": null, "customEntities": null,
            }),
            Snips => json!({
                "siteId": site, "modelId": "hey_snips", "modelVersion": "1", "modelType": "universal",
                "currentSensitivity": 0.5, "detectionSignalMs": null, "endSignalMs": null,
            }),
            Alice => json!({
                "siteId": site, "modelId": "hey_snips", "modelVersion": "0.4", "modelType": "universal",
                "currentSensitivity": 0.5,
            }),
        }
    }

    /// The recogniser has heard a text.
    #[must_use]
    pub fn text_captured(self, site: &str, session: &str, text: &str, likelihood: f64) -> Value {
        match self {
            Rhasspy => json!({
                "text": text, "likelihood": likelihood, "seconds": 1.5, "siteId": site, "sessionId": session,
                "wakewordId": null, "asrTokens": null, "lang": null,
            }),
            Snips => json!({
                "text": text, "likelihood": likelihood, "tokens": null, "seconds": 1.5, "siteId": site,
                "sessionId": session,
            }),
            Alice => json!({
                "sessionId": session, "text": text, "device": site, "likelihood": likelihood, "seconds": 1.5,
            }),
        }
    }

    /// The NLU has understood a query. In Rhasspy's house the same stands on `hermes/intent/...`.
    #[must_use]
    pub fn intent_parsed(self, query: &Value, intent: &str, slots: &[(&str, &str)]) -> Value {
        let field = |name: &str| query.get(name).cloned().unwrap_or_default();
        let slots: Vec<Value> =
            slots.iter().map(|(name, value)| self.slot(&field("input"), name, value)).collect();
        let intent = json!({"intentName": intent, "confidenceScore": 1.0});
        match self {
            Rhasspy => json!({
                "input": field("input"), "intent": intent, "siteId": field("siteId"), "id": field("id"),
                "slots": slots, "sessionId": field("sessionId"), "customData": field("customData"),
                "asrTokens": null, "asrConfidence": field("asrConfidence"), "rawInput": field("input"),
                "wakewordId": field("wakewordId"), "lang": field("lang"),
            }),
            Snips => json!({
                "id": field("id"), "input": field("input"), "intent": intent, "slots": slots,
                "sessionId": field("sessionId"),
            }),
            Alice => json!({
                "id": field("id"), "input": field("input"), "intent": intent, "slots": slots,
                "sessionId": field("sessionId"), "alternatives": [],
            }),
        }
    }

    fn slot(self, input: &Value, name: &str, value: &str) -> Value {
        let start = input.as_str().and_then(|input| input.find(value)).unwrap_or_default();
        let end = start + value.len();
        match self {
            Rhasspy => json!({
                "entity": name, "value": {"kind": "Unknown", "value": value}, "slotName": name, "rawValue": value,
                "confidence": 1.0, "range": {"start": start, "end": end, "rawStart": start, "rawEnd": end},
            }),
            Snips | Alice => json!({
                "rawValue": value, "value": {"kind": "Custom", "value": value}, "alternatives": [],
                "range": {"start": start, "end": end}, "entity": name, "slotName": name, "confidenceScore": 1.0,
            }),
        }
    }

    /// The NLU has found the one slot it was asked for.
    #[must_use]
    pub fn slot_parsed(self, query: &Value, slot: &str, value: &str) -> Value {
        let field = |name: &str| query.get(name).cloned().unwrap_or_default();
        json!({
            "id": field("id"), "input": field("input"), "intentName": field("intentName"),
            "slot": self.slot(&field("input"), slot, value), "sessionId": field("sessionId"),
        })
    }

    /// The NLU has not understood a query.
    #[must_use]
    pub fn intent_not_recognized(self, query: &Value) -> Value {
        let field = |name: &str| query.get(name).cloned().unwrap_or_default();
        match self {
            Rhasspy => json!({
                "input": field("input"), "siteId": field("siteId"), "id": field("id"),
                "customData": field("customData"), "sessionId": field("sessionId"),
            }),
            Snips | Alice => json!({
                "id": field("id"), "input": field("input"), "confidenceScore": 0.3, "sessionId": field("sessionId"),
            }),
        }
    }

    /// The last level of the topic on which the speech for a `tts/say` is played.
    #[must_use]
    pub fn playback_id(self, say: &Value) -> &str {
        let field = if self == Alice { "sessionId" } else { "id" };
        say.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// A loudspeaker has played a WAV.
    #[must_use]
    pub fn play_finished(self, site: &str, request: &str) -> Value {
        match self {
            Rhasspy | Alice => json!({"id": request, "sessionId": request}),
            Snips => json!({"id": request, "siteId": site}),
        }
    }

    /// The text-to-speech has spoken.
    #[must_use]
    pub fn say_finished(self, say: &Value) -> Value {
        let field = |name: &str| say.get(name).cloned().unwrap_or_default();
        match self {
            Rhasspy => json!({"siteId": field("siteId"), "id": field("id"), "sessionId": field("sessionId")}),
            Snips => json!({"id": field("id"), "sessionId": field("sessionId")}),
            Alice => json!({
                "id": field("sessionId"), "sessionId": field("sessionId"), "siteId": field("siteId"),
            }),
        }
    }

    /// A part has broken: where it says so, and what.
    #[must_use]
    pub fn error(self, part: &str, site: &str, session: &str, error: &str) -> (String, Value) {
        match self {
            Rhasspy => (
                format!("hermes/error/{part}"),
                json!({"error": error, "siteId": site, "context": null, "sessionId": session}),
            ),
            Snips | Alice => (
                format!("hermes/{part}/error"),
                json!({"sessionId": session, "error": error, "context": null}),
            ),
        }
    }

    /// Whether the NLU announces intents; otherwise the manager does.
    #[must_use]
    pub fn nlu_publishes_intents(self) -> bool {
        self == Rhasspy
    }
}
