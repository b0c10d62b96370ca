//! What the components besides the manager publish in each dialect: exactly the fields that Snips's platform, Rhasspy's
//! services and Project Alice's core and satellites write.

use serde_json::{Value, json};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// Rhasspy 2.5.
    Rhasspy,
    Snips,
    /// Project Alice.
    Alice,
}

use Dialect::{Alice, Rhasspy, Snips};

impl Dialect {
    pub const ALL: [Self; 3] = [Rhasspy, Snips, Alice];

    /// Its name, as in the configuration of `petasosd`.
    pub fn name(self) -> &'static str {
        match self {
            Rhasspy => "rhasspy",
            Snips => "snips",
            Alice => "alice",
        }
    }

    /// `hotword/.../detected`
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

    /// `asr/textCaptured`
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

    /// `nlu/intentParsed`; Rhasspy's NLU publishes the same on `hermes/intent/...`.
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

    /// `nlu/slotParsed`
    pub fn slot_parsed(self, query: &Value, slot: &str, value: &str) -> Value {
        let field = |name: &str| query.get(name).cloned().unwrap_or_default();
        json!({
            "id": field("id"), "input": field("input"), "intentName": field("intentName"),
            "slot": self.slot(&field("input"), slot, value), "sessionId": field("sessionId"),
        })
    }

    /// `nlu/intentNotRecognized`
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
    pub fn playback_id(self, say: &Value) -> &str {
        let field = if self == Alice { "sessionId" } else { "id" };
        say.get(field).and_then(Value::as_str).unwrap_or_default()
    }

    /// `audioServer/.../playFinished`
    pub fn play_finished(self, site: &str, request: &str) -> Value {
        match self {
            Rhasspy | Alice => json!({"id": request, "sessionId": request}),
            Snips => json!({"id": request, "siteId": site}),
        }
    }

    /// `tts/sayFinished`
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

    /// The topic and the payload with which a component reports an error.
    pub fn error(self, component: &str, site: &str, session: &str, error: &str) -> (String, Value) {
        match self {
            Rhasspy => (
                format!("hermes/error/{component}"),
                json!({"error": error, "siteId": site, "context": null, "sessionId": session}),
            ),
            Snips | Alice => (
                format!("hermes/{component}/error"),
                json!({"sessionId": session, "error": error, "context": null}),
            ),
        }
    }

    /// Whether the NLU publishes intents; otherwise the manager does.
    pub fn nlu_publishes_intents(self) -> bool {
        self == Rhasspy
    }
}
