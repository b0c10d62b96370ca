use std::time::Duration;

use super::{DialectProfile, IntentPublisher, SpeechRequestId};
use crate::json::WireFormat;

/// Project Alice 1.0.0-rc3 and its satellites.
pub(super) static PROFILE: DialectProfile = DialectProfile {
    name: "alice",
    description: "Project Alice: Snips with UUIDs for sites, and topics of its own under `projectalice/`.",
    wire_format: WireFormat::Alice,
    intents_published_by: IntentPublisher::Manager,
    toggles_have_reasons: false,
    empty_filter_matches_nothing: false,
    filter_must_be_known: false,
    free_text_intent: Some("UserRandomAnswer"),
    elicits_slots: false,
    sessions_continue_after_end: true,
    // Its manager ends the session after 10 s.
    skill_deadline: Duration::from_secs(9),
    speech_request_id: SpeechRequestId::Session,
    say_finished_names_site: false,
    hotword_names_session: false,
    hotwords_can_be_listed: false,
    text_captured_names_site: false,
    asr_answers_stop: false,
    asr_splits_utterances: true,
    nlu_rewrites_input: false,
    site_is_required: false,
    skills_answer_by_say: false,
    has_core: true,
    senders: &[
        ("Intent", "dialogue manager"),
        ("PlayBytes", "tts or dialogue manager or skill"),
        ("HotwordDetected", "hotword or other"),
        // The dialogue manager starts its own sessions with the message skills use, and receives it through the broker.
        ("StartSession", "skill or dialogue manager"),
        // A skill publishes text from Node-RED as if it had been spoken.
        ("TextCaptured", "asr or skill"),
        // Satellites play the speech of the core and report its end.
        ("SayFinished", "tts or audio server"),
        ("SoundFeedbackToggleOn", "core or skill"),
        ("SoundFeedbackToggleOff", "core or skill"),
    ],
};
