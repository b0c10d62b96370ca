use std::time::Duration;

use super::{DialectProfile, IntentPublisher, SpeechRequestId};
use crate::json::WireFormat;

/// Rhasspy 2.5: rhasspy-hermes 0.6 and the services around it.
pub(super) static PROFILE: DialectProfile = DialectProfile {
    name: "rhasspy",
    description: "Rhasspy 2.5: toggles carry reasons, the NLU publishes intents, every key is always written.",
    wire_format: WireFormat::Rhasspy,
    intents_published_by: IntentPublisher::Nlu,
    toggles_have_reasons: true,
    empty_filter_matches_nothing: false,
    filter_must_be_known: false,
    free_text_intent: Some("FreeText"),
    elicits_slots: false,
    sessions_continue_after_end: false,
    skill_deadline: Duration::from_secs(10),
    speech_request_id: SpeechRequestId::Say,
    say_finished_names_site: true,
    hotword_names_session: true,
    hotwords_can_be_listed: true,
    text_captured_names_site: true,
    asr_answers_stop: true,
    asr_splits_utterances: false,
    nlu_rewrites_input: true,
    site_is_required: true,
    // As its Home Assistant and HTTP handlers do.
    skills_answer_by_say: true,
    has_core: false,
    senders: &[
        ("Intent", "nlu"),
        // The dialogue manager publishes it, too, when the ASR's confidence is low.
        ("NluIntentNotRecognized", "nlu or dialogue manager"),
        // Speech, the dialogue manager's feedback sounds, and anything that skills and users play.
        ("PlayBytes", "tts or dialogue manager or skill or other"),
        ("Say", "dialogue manager or skill or other"),
        ("HotwordToggleOn", "dialogue manager or skill or other"),
        ("HotwordToggleOff", "dialogue manager or skill or other"),
        ("AsrToggleOn", "dialogue manager or skill or other"),
        ("AsrToggleOff", "dialogue manager or skill or other"),
        ("StartListening", "dialogue manager or other"),
        ("StopListening", "dialogue manager or other"),
        ("NluQuery", "dialogue manager or other"),
        ("HotwordDetected", "hotword or other"),
    ],
};
