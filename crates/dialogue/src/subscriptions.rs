//! The topics the manager subscribes to.

use petasos_messages::filter;

use crate::{DialogueManager, IntentPublisher, SitePolicy};

const ALWAYS: &[&str] = &[
    filter::HOTWORD_DETECTED,
    filter::START_SESSION,
    filter::CONTINUE_SESSION,
    filter::END_SESSION,
    filter::CONFIGURE,
    filter::DIALOGUE_TOGGLE_ON,
    filter::DIALOGUE_TOGGLE_OFF,
    filter::DIALOGUE_VERSION_REQUEST,
    filter::SESSION_STARTED,
    filter::SESSION_QUEUED,
    filter::TEXT_CAPTURED,
    filter::NLU_INTENT_NOT_RECOGNIZED,
    filter::SAY,
    filter::SAY_FINISHED,
    filter::PLAY_BYTES,
    filter::PLAY_FINISHED,
    filter::SOUND_FEEDBACK_TOGGLE_ON,
    filter::SOUND_FEEDBACK_TOGGLE_OFF,
    filter::ASR_ERROR,
    filter::NLU_ERROR,
    filter::TTS_ERROR,
    filter::AUDIO_PLAY_ERROR,
    filter::ASR_ERROR_OF_SNIPS,
    filter::NLU_ERROR_OF_SNIPS,
    filter::TTS_ERROR_OF_SNIPS,
    filter::AUDIO_SERVER_ERROR,
    filter::HOTWORD_LOADED,
    filter::ASR_LOADED,
    filter::SKILL_STATUS,
    filter::SKILL_WORKING,
];
const NLU_PUBLISHES_INTENTS: &[&str] = &[filter::INTENT];
const MANAGER_PUBLISHES_INTENTS: &[&str] = &[filter::INTENT_PARSED, filter::SLOT_PARSED];
const TOGGLES_WITHOUT_REASONS: &[&str] = &[filter::HOTWORD_TOGGLE_ON, filter::HOTWORD_TOGGLE_OFF];

/// Informative messages of other components and our own messages received back: losing a single one does no harm.
const OVERHEARD: &[&str] = &[
    filter::SESSION_STARTED,
    filter::SESSION_QUEUED,
    filter::SAY,
    filter::PLAY_BYTES,
    filter::HOTWORD_TOGGLE_ON,
    filter::HOTWORD_TOGGLE_OFF,
];

impl DialogueManager {
    /// The topic filters to subscribe to. Audio frames are not among them.
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
        if any(|site| !site.dialect().toggles_have_reasons) {
            filters.extend(TOGGLES_WITHOUT_REASONS);
        }
        filters
    }

    /// Whether one of the [`subscriptions`](Self::subscriptions) is only informative, so that a message may be lost.
    pub fn overhears(filter: &str) -> bool {
        OVERHEARD.contains(&filter)
    }
}
