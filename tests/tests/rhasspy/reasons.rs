//! The differences between Rhasspy's manager and ours, as docs/replay.md lists them, and the sessions that show them.

use serde_json::Value;

use petasos_tests::topic_names::{
    ENDED, HOTWORD_OFF, HOTWORD_ON, LISTEN, QUERY, QUEUED, SAY, STARTED, STOP_LISTENING,
};

/// Something that Rhasspy's manager does differently.
#[derive(Debug)]
pub(crate) struct Reason {
    /// What it does, as in the documentation.
    pub(crate) says: &'static str,
    /// Fields that have another value: topic and path.
    fields: &'static [(&'static str, &'static str)],
    /// Messages that are missing, extra, or in another order.
    messages: &'static [(&'static [&'static str], &'static [&'static str])],
}

const MISSING: &[&str] = &["missing"];
const EXTRA: &[&str] = &["extra"];
const ORDER: &[&str] = &["order"];
const ANY: &[&str] = &["missing", "extra", "order"];

const ASR_ON: &str = "hermes/asr/toggleOn";
const ASR_OFF: &str = "hermes/asr/toggleOff";

const NO_QUERY_ID: &Reason =
    &Reason { says: "asks the NLU without an id", fields: &[(QUERY, "id")], messages: &[] };
const NO_LANGUAGE: &Reason =
    &Reason { says: "does not tell the TTS which language to use", fields: &[(SAY, "lang")], messages: &[] };
const ONE_FILTER: &Reason = &Reason {
    says: "replaces all earlier `configure` messages by the latest one, whatever its site",
    fields: &[(QUERY, "intentFilter")],
    messages: &[],
};
const NO_CUSTOM_DATA: &Reason = &Reason {
    says: "loses the customData of notifications",
    fields: &[(STARTED, "customData"), (ENDED, "customData")],
    messages: &[],
};
const INTERRUPTS: &Reason = &Reason {
    says: "speaks a notification during a conversation, and ends the conversation",
    fields: &[(SAY, "text"), (SAY, "sessionId"), (STARTED, "customData"), (ENDED, "customData")],
    messages: &[
        (MISSING, &[QUEUED, STARTED, ENDED]),
        (ANY, &[SAY, HOTWORD_OFF, ASR_OFF, HOTWORD_ON, ASR_ON]),
    ],
};
const IGNORES_ERRORS: &Reason = &Reason {
    says: "ignores component errors, and waits",
    fields: &[],
    messages: &[(MISSING, &[HOTWORD_OFF, ASR_OFF, SAY, HOTWORD_ON, ASR_ON, STOP_LISTENING, ENDED])],
};
const NO_BARRIER: &Reason = &Reason {
    says: "opens the microphone while speech that the wake word interrupted is still playing",
    fields: &[],
    messages: &[(ANY, &[LISTEN]), (EXTRA, &[HOTWORD_ON, HOTWORD_OFF])],
};
const SOUND_FIRST: &Reason = &Reason {
    says: "plays the sound that confirms the recording before it asks the NLU",
    fields: &[],
    messages: &[(ORDER, &[STOP_LISTENING, HOTWORD_ON, QUERY])],
};
const TWICE: &Reason = &Reason {
    says: "acts on every copy of a duplicated message",
    fields: &[],
    messages: &[(EXTRA, &[STOP_LISTENING, HOTWORD_ON, QUERY, HOTWORD_OFF, ASR_OFF, SAY])],
};
const OWN_STOP: &Reason = &Reason {
    says: "takes the text that the ASR publishes when it is stopped for an answer",
    fields: &[(QUERY, "input"), (QUERY, "asrConfidence")],
    messages: &[(ANY, &[STOP_LISTENING, HOTWORD_ON, QUERY])],
};
const NO_ERROR_MESSAGES: &Reason = &Reason {
    says: "does not report messages that it cannot decode",
    fields: &[],
    messages: &[(MISSING, &["hermes/error/dialogueManager"])],
};
const OPEN_SESSION: &Reason = &Reason {
    says: "keeps a session open if the skill answered only through the TTS",
    fields: &[],
    messages: &[(MISSING, &[STOP_LISTENING, ENDED, HOTWORD_ON])],
};
const NO_SITE: &Reason = &Reason {
    says: "treats a `siteId` of null as a separate site",
    fields: &[(STARTED, "siteId"), (SAY, "siteId"), (ENDED, "siteId")],
    messages: &[(ANY, &[HOTWORD_OFF, ASR_OFF, HOTWORD_ON, ASR_ON])],
};

/// Differences that any session may show.
pub(crate) const ALWAYS: &[&Reason] = &[NO_QUERY_ID];

pub(crate) const ALL: &[&Reason] = &[
    NO_QUERY_ID,
    NO_LANGUAGE,
    ONE_FILTER,
    NO_CUSTOM_DATA,
    INTERRUPTS,
    IGNORES_ERRORS,
    NO_BARRIER,
    SOUND_FIRST,
    TWICE,
    OWN_STOP,
    NO_ERROR_MESSAGES,
    OPEN_SESSION,
    NO_SITE,
];

/// The other differences that the session of this name shows.
pub(crate) fn expected(name: &str) -> &'static [&'static Reason] {
    match name {
        "given-session-id" | "language-of-a-turn" => &[NO_LANGUAGE],
        "configure" => &[ONE_FILTER],
        "notification" => &[NO_CUSTOM_DATA],
        "notification-while-listening"
        | "notification-while-speaking"
        | "three-notifications"
        | "house-notification"
        | "silent-skill-with-queue" => &[INTERRUPTS],
        "broken-asr" | "broken-nlu" | "broken-tts" => &[IGNORES_ERRORS],
        "barge-in-answer" | "barge-in-question" => &[NO_BARRIER],
        "sounds" | "sound-of-an-error" => &[SOUND_FIRST],
        "doubled" => &[TWICE],
        "continue-while-listening" => &[OWN_STOP],
        "malformed" => &[NO_ERROR_MESSAGES],
        "speech-of-a-skill" => &[OPEN_SESSION],
        "unnamed-site" => &[NO_SITE],
        _ => &[],
    }
}

/// Whether a session needs a setting that Rhasspy's manager does not have, or a wait of 10 s.
pub(crate) fn is_left_out(name: &str) -> bool {
    let unknown_setting =
        ["always-open", "greeting", "group", "languages", "sounds-switched-off", "text-site"];
    let waits_long = ["silent-loudspeaker", "silent-tts", "silent-tts-question"];
    unknown_setting.contains(&name) || waits_long.contains(&name)
}

impl Reason {
    /// Whether this is why a message differs; if its fields do, why this one does.
    pub(crate) fn explains(&self, difference: &Value, field: Option<&str>) -> bool {
        let text = |name: &str| difference.get(name).and_then(Value::as_str).unwrap_or_default();
        let (topic, what) = (text("topic"), text("what"));
        field.map_or_else(
            || self.messages.iter().any(|(kinds, topics)| kinds.contains(&what) && topics.contains(&topic)),
            |field| self.fields.contains(&(topic, field)),
        )
    }
}
