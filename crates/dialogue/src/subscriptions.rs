//! Which topics the manager needs to see.

use petasos_messages::Dialect;

use crate::{DialogueManager, IntentPublisher, SitePolicy};

const ALWAYS: &[&str] = &[
    "hermes/hotword/+/detected",
    "hermes/dialogueManager/startSession",
    "hermes/dialogueManager/continueSession",
    "hermes/dialogueManager/endSession",
    "hermes/dialogueManager/configure",
    "hermes/dialogueManager/toggleOn",
    "hermes/dialogueManager/toggleOff",
    "hermes/dialogueManager/versionRequest",
    "hermes/dialogueManager/sessionStarted",
    "hermes/dialogueManager/sessionQueued",
    "hermes/asr/textCaptured",
    "hermes/nlu/intentNotRecognized",
    "hermes/tts/say",
    "hermes/tts/sayFinished",
    "hermes/audioServer/+/playBytes/#",
    "hermes/audioServer/+/playFinished",
    "hermes/feedback/sound/toggleOn",
    "hermes/feedback/sound/toggleOff",
    "hermes/error/asr",
    "hermes/error/nlu",
    "hermes/error/tts",
    "hermes/error/audioServer/play",
    "hermes/asr/error",
    "hermes/nlu/error",
    "hermes/tts/error",
    "hermes/audioServer/+/error",
    "hermes/hotword/+/loaded",
    "hermes/asr/loaded",
];
const NLU_PUBLISHES_INTENTS: &[&str] = &["hermes/intent/#"];
const MANAGER_PUBLISHES_INTENTS: &[&str] = &["hermes/nlu/intentParsed", "hermes/nlu/slotParsed"];
const TOGGLES_WITHOUT_REASONS: &[&str] = &["hermes/hotword/toggleOn", "hermes/hotword/toggleOff"];

impl DialogueManager {
    /// The topic filters whose messages the manager needs. Audio frames are not among them.
    pub fn subscriptions(&self) -> Vec<&'static str> {
        let policy = self.policy();
        let any = |wanted: fn(&SitePolicy) -> bool| {
            wanted(&policy.everywhere) || policy.exceptions.values().any(|site| wanted(site))
        };
        let mut filters = ALWAYS.to_vec();
        if any(|site| site.intents_from == IntentPublisher::Nlu) {
            filters.extend(NLU_PUBLISHES_INTENTS);
        }
        if any(|site| site.intents_from == IntentPublisher::Manager) {
            filters.extend(MANAGER_PUBLISHES_INTENTS);
        }
        if any(|site| site.dialect != Dialect::Rhasspy) {
            filters.extend(TOGGLES_WITHOUT_REASONS);
        }
        filters
    }
}
