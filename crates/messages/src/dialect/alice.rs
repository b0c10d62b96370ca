use std::time::Duration;

use super::{DialectProfile, IntentPublisher, SpeechRequestId, WireFormat};
use crate::Topic;

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
    senders,
};

fn senders(topic: &Topic) -> Option<&'static str> {
    Some(match topic {
        Topic::Intent { .. } => "dialogue manager",
        Topic::PlayBytes { .. } => "tts or dialogue manager or skill",
        Topic::HotwordDetected { .. } => "hotword or other",
        // The dialogue manager starts its sessions by the same message as a skill, and hears itself through the broker.
        Topic::StartSession => "skill or dialogue manager",
        // A skill hands on what Node-RED says, as if it had been heard.
        Topic::TextCaptured => "asr or skill",
        // Satellites play and report for the speech of the core.
        Topic::SayFinished => "tts or audio server",
        Topic::SoundFeedbackToggleOn | Topic::SoundFeedbackToggleOff => "core or skill",
        _ => return None,
    })
}
