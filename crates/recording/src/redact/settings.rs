//! Redacts the header.

use petasos_messages::Dialect;
use serde_json::{Map, Value};

use super::field_rule::Field;
use super::field_rule::Rule::{self, By, Intent, Language, Name, Number, Object, OneOf, Site, Words};
use super::json_walk;
use super::text_redactor::TextRedactor;
use super::text_shape::is_version;
use crate::Header;

/// The settings that determine what a dialogue manager publishes. Paths, hosts and passwords are not among them.
pub(super) const SETTINGS: Rule = Object(&[&[
    ("dialect", OneOf(&Dialect::NAMES)),
    ("instance", Name),
    ("only_sites", Site),
    ("default_site", Site),
    ("wakewords", Name),
    ("group_separator", OneOf(&["", "-", "_", ".", ":", "@"])),
    ("groups", Site),
    ("everywhere", Object(&[AT_SITE])),
    ("site", By(&Site, &Object(&[AT_SITE]))),
    ("sounds", Object(&[&[("volume", Number)]])),
    ("alice", Object(&[&[("core", Number), ("uid", Site)]])),
    ("limits", Object(&[LIMITS])),
    ("soundSeconds", Object(&[&[("wake", Number), ("recorded", Number), ("error", Number)]])),
]]);

const AT_SITE: &[Field] = &[
    ("dialect", OneOf(&Dialect::NAMES)),
    ("intents_from", OneOf(&["nlu", "manager"])),
    ("lang", Language),
    ("microphone", Number),
    ("speaker", Number),
    ("sounds", Number),
    ("min_asr_confidence", Number),
    ("send_audio_captured", Number),
    ("retries", Number),
    ("follow_up", Number),
    ("free_text_intent", Intent),
    ("cancel_words", By(&Language, &Words)),
    ("phrases", By(&Language, &Object(&[PHRASES]))),
    ("timeouts", Object(&[TIMEOUTS])),
];

const PHRASES: &[Field] = &[
    ("greeting", Words),
    ("broken", Words),
    ("not_understood", Words),
    ("answer_not_understood", Words),
    ("give_up", Words),
    ("skill_away", Words),
];

const TIMEOUTS: &[Field] = &[
    ("listening_seconds", Number),
    ("follow_up_seconds", Number),
    ("understanding_seconds", Number),
    ("skill_seconds", Number),
    ("working_seconds", Number),
    ("queued_seconds", Number),
    ("speech_start_seconds", Number),
    ("speech_chars_per_second", Number),
    ("speech_longest_seconds", Number),
    ("playback_margin_seconds", Number),
];

const LIMITS: &[Field] =
    &[("sites", Number), ("queue", Number), ("speech_chars", Number), ("configured_intents", Number)];

/// The redacted header: no title, no remote broker, and only the settings above.
pub(super) fn header(header: Header, redactor: &mut TextRedactor) -> Header {
    let settings = serde_json::to_vec(&header.settings).unwrap_or_default();
    let settings = json_walk::json(&settings, SETTINGS, redactor);
    let settings: Option<Map<String, Value>> = settings.and_then(|json| serde_json::from_slice(&json).ok());
    Header {
        broker: header.broker.filter(|broker| is_loopback(broker)),
        recorder: header.recorder.filter(|recorder| is_program(recorder)),
        title: None,
        settings: settings.unwrap_or_default(),
        ..header
    }
}

/// Whether a broker is on the same machine, so that its address reveals nothing.
fn is_loopback(broker: &str) -> bool {
    let (host, port) = broker.rsplit_once(':').unwrap_or((broker, "1883"));
    matches!(host, "127.0.0.1" | "localhost" | "[::1]") && port.parse::<u16>().is_ok()
}

/// Whether a text is a program of Petasos with its version.
fn is_program(recorder: &str) -> bool {
    let (name, version) = recorder.split_once(' ').unwrap_or((recorder, "0.0"));
    matches!(name, "petasos" | "petasosd") && is_version(version)
}
