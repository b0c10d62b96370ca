use std::time::Duration;

use super::{DialectProfile, IntentPublisher, SpeechRequestId};
use crate::json::WireFormat;

/// Snips 0.64, with the payloads of hermes-protocol 0.69.
pub(super) static PROFILE: DialectProfile = DialectProfile {
    name: "snips",
    description: "Snips (hermes-protocol 0.69): what every later dialect descends from.",
    wire_format: WireFormat::Snips,
    intents_published_by: IntentPublisher::Manager,
    toggles_have_reasons: false,
    empty_filter_matches_nothing: true,
    filter_must_be_known: true,
    free_text_intent: None,
    elicits_slots: true,
    sessions_continue_after_end: false,
    // Its manager ends the session after 5 s.
    skill_deadline: Duration::from_millis(4500),
    speech_request_id: SpeechRequestId::Own,
    say_finished_names_site: false,
    hotword_names_session: false,
    // Detectors can only be queried one by one, by names that are not published.
    hotwords_can_be_listed: false,
    text_captured_names_site: true,
    asr_answers_stop: false,
    asr_splits_utterances: false,
    nlu_rewrites_input: false,
    site_is_required: false,
    skills_answer_by_say: false,
    has_core: false,
    senders: &[
        ("Intent", "dialogue manager"),
        ("PlayBytes", "tts or dialogue manager or skill"),
        // Skills and users speak, toggle and query the NLU without the dialogue manager.
        ("Say", "dialogue manager or skill or other"),
        ("HotwordToggleOn", "dialogue manager or skill or other"),
        ("HotwordToggleOff", "dialogue manager or skill or other"),
        ("AsrToggleOn", "dialogue manager or skill or other"),
        ("AsrToggleOff", "dialogue manager or skill or other"),
        ("NluQuery", "dialogue manager or skill or other"),
    ],
};
