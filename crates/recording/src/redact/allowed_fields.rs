//! The allow-list: what a redacted file may contain, message by message and field by field.
//!
//! A message that is not listed loses its payload; a field that is not listed is removed. Adding one is a decision about privacy, so
//! a test shows the whole list whenever it changes.

use petasos_messages::Dialect;

use super::field_rule::Rule::{
    Error, Id, Intent, Language, Name, Number, Object, OneOf, Opaque, Position, Site, Value, Version, Words,
};
use super::field_rule::{Field, SWITCHED_INTENT};

/// The fields that may be kept of a kind of message, as [`petasos_messages::Channel::message`] names it.
pub(super) fn fields_of(message: &str) -> Option<&'static [&'static [Field]]> {
    ALLOWED.iter().find(|(kinds, _)| kinds.contains(&message)).map(|(_, fields)| *fields)
}

const SITE: &[Field] = &[("siteId", Site), ("device", Site), ("deviceUid", Site), ("uid", Site)];
const SESSION: &[Field] = &[("sessionId", Id)];
const ID: &[Field] = &[("id", Id)];
const DATA: &[Field] = &[("customData", Opaque)];
const LANG: &[Field] = &[("lang", Language)];
const INPUT: &[Field] = &[("input", Words)];
const TEXT: &[Field] = &[("text", Words)];

/// A request of a skill to listen to the user.
const TURN: &[Field] = &[("intentFilter", Intent), ("sendIntentNotRecognized", Number)];
const INIT: &[Field] = &[("type", OneOf(&["action", "notification"])), ("canBeEnqueued", Number)];
const ENDING: &[Field] = &[
    (
        "reason",
        OneOf(&["nominal", "siteUnavailable", "abortedByUser", "intentNotRecognized", "timeout", "error"]),
    ),
    ("component", OneOf(COMPONENTS)),
    ("error", Error),
];
const COMPONENTS: &[&str] =
    &["audioServer", "hotword", "asr", "nlu", "dialogue", "tts", "injection", "clientApp"];

const TOKEN: &[Field] = &[
    ("value", Words),
    ("confidence", Number),
    ("rangeStart", Position),
    ("rangeEnd", Position),
    ("time", Object(&[&[("start", Number), ("end", Number)]])),
];
const TOKENS: &[Field] = &[("asrTokens", Object(&[TOKEN])), ("tokens", Object(&[TOKEN]))];
const SPEAKERS: &[Field] = &[("speakerHypotheses", Object(&[&[("name", Words), ("confidence", Number)]]))];

const SURE: &[Field] = &[("confidenceScore", Number), ("probability", Number), ("confidence", Number)];
const CLASSIFICATION: &[Field] = &[("intent", Object(&[&[("intentName", Intent)], SURE]))];
const SLOT: &[Field] = &[
    ("entity", Intent),
    ("slotName", Intent),
    ("rawValue", Words),
    ("value", Object(&[SLOT_VALUE])),
    ("alternatives", Object(&[SLOT_VALUE])),
    (
        "range",
        Object(&[&[("start", Position), ("end", Position), ("rawStart", Position), ("rawEnd", Position)]]),
    ),
];
const SLOT_VALUE: &[Field] = &[
    (
        "kind",
        OneOf(&[
            "Custom",
            "Number",
            "Ordinal",
            "Percentage",
            "InstantTime",
            "TimeInterval",
            "AmountOfMoney",
            "Temperature",
            "Duration",
            "MusicAlbum",
            "MusicArtist",
            "MusicTrack",
            "City",
            "Country",
            "Region",
            "Unknown",
        ]),
    ),
    ("value", Value),
    ("from", Value),
    ("to", Value),
    ("unit", Words),
    ("grain", OneOf(&["Year", "Quarter", "Month", "Week", "Day", "Hour", "Minute", "Second"])),
    ("precision", OneOf(&["Exact", "Approximate"])),
    ("years", Value),
    ("quarters", Value),
    ("months", Value),
    ("weeks", Value),
    ("days", Value),
    ("hours", Value),
    ("minutes", Value),
    ("seconds", Value),
];
const SLOTS: &[Field] = &[("slots", Object(&[SLOT, SURE]))];
const ALTERNATIVES: &[Field] = &[("alternatives", Object(&[&[("intentName", Intent)], SURE, SLOTS]))];

const HEARD_BY: &[Field] = &[("wakewordId", Name)];
const MODEL: &[Field] =
    &[("modelId", Name), ("modelVersion", Version), ("modelType", OneOf(&["universal", "personal"]))];
const TOGGLE: &[Field] = &[("reason", OneOf(&["dialogueSession", "playAudio", "ttsSay", ""]))];
const BROKEN: &[Field] = &[("error", Words), ("context", Words)];

type Allowed = (&'static [&'static str], &'static [&'static [Field]]);

/// The kinds of messages and their fields.
pub(super) const ALLOWED: &[Allowed] = &[
    // sessions
    (&["StartSession"], &[&[("init", Object(&[INIT, TEXT, TURN, DATA]))], SITE, DATA, LANG]),
    (&["ContinueSession"], &[SESSION, TEXT, TURN, DATA, LANG, &[("slot", Intent)]]),
    (&["EndSession"], &[SESSION, TEXT, DATA, &[("requestContinue", Number)]]),
    (&["SessionQueued"], &[SESSION, SITE, DATA]),
    (&["SessionStarted"], &[SESSION, SITE, DATA, LANG, &[("reactivatedFromSessionId", Id)]]),
    (&["SessionEnded"], &[SESSION, SITE, DATA, &[("termination", Object(&[ENDING]))]]),
    (&["DialogueIntentNotRecognized"], &[SESSION, SITE, DATA, INPUT, SURE, ALTERNATIVES, SPEAKERS]),
    (&["Configure"], &[SITE, &[("intents", Object(&[SWITCHED_INTENT]))]]),
    // wake words
    (
        &["HotwordDetected"],
        &[
            SITE,
            SESSION,
            MODEL,
            LANG,
            &[
                ("currentSensitivity", Number),
                ("detectionSignalMs", Number),
                ("endSignalMs", Number),
                ("sendAudioCaptured", Number),
                ("customEntities", Value),
            ],
        ],
    ),
    (&["GetHotwords", "GetVoices", "RecordExample", "GetIntentGraph"], &[SITE, ID]),
    (&["Hotwords"], &[SITE, ID, &[("models", Object(&[MODEL, &[("modelWords", Words)]]))]]),
    // ASR
    (
        &["StartListening"],
        &[
            SITE,
            SESSION,
            LANG,
            TURN,
            HEARD_BY,
            &[("startSignalMs", Number), ("stopOnSilence", Number), ("sendAudioCaptured", Number)],
        ],
    ),
    (&["StopListening", "RecordingFinished"], &[SITE, SESSION]),
    (
        &["TextCaptured", "PartialTextCaptured"],
        &[
            TEXT,
            SITE,
            SESSION,
            TOKENS,
            HEARD_BY,
            LANG,
            SPEAKERS,
            &[("likelihood", Number), ("seconds", Number)],
        ],
    ),
    // NLU
    (
        &["NluQuery"],
        &[
            INPUT,
            SITE,
            SESSION,
            ID,
            TURN,
            HEARD_BY,
            LANG,
            DATA,
            TOKENS,
            &[("asrConfidence", Number), ("customEntities", Value)],
        ],
    ),
    (&["PartialQuery"], &[INPUT, SESSION, ID, TOKENS, &[("intentName", Intent), ("slotName", Intent)]]),
    (&["SlotParsed"], &[INPUT, SESSION, ID, &[("intentName", Intent), ("slot", Object(&[SLOT, SURE]))]]),
    (&["IntentParsed"], &[INPUT, SITE, SESSION, ID, CLASSIFICATION, SLOTS, ALTERNATIVES]),
    (&["NluIntentNotRecognized"], &[INPUT, SITE, SESSION, ID, DATA, SURE, ALTERNATIVES]),
    (
        &["Intent"],
        &[
            INPUT,
            SITE,
            SESSION,
            ID,
            DATA,
            CLASSIFICATION,
            SLOTS,
            TOKENS,
            HEARD_BY,
            LANG,
            SPEAKERS,
            ALTERNATIVES,
            &[("asrConfidence", Number), ("rawInput", Words)],
        ],
    ),
    // TTS
    (&["Say"], &[TEXT, SITE, SESSION, ID, LANG, &[("volume", Number)]]),
    (&["SayFinished", "PlayFinished", "StreamFinished"], &[SITE, SESSION, ID]),
    (&["Voices"], &[SITE, ID, &[("voices", Object(&[&[("voiceId", Name), ("description", Words)]]))]]),
    // toggles
    (
        &[
            "HotwordToggleOn",
            "HotwordToggleOff",
            "AsrToggleOn",
            "AsrToggleOff",
            "SoundFeedbackToggleOn",
            "SoundFeedbackToggleOff",
            "AudioToggleOn",
            "AudioToggleOff",
            "SummaryToggleOn",
            "SummaryToggleOff",
            "HandleToggleOn",
            "HandleToggleOff",
        ],
        &[SITE, SESSION, TOGGLE],
    ),
    // audio
    (&["ReplayRequest"], &[SITE, &[("requestId", Id), ("startAtMs", Number)]]),
    (&["VadUp", "VadDown"], &[SITE, &[("signalMs", Number)]]),
    (&["AudioSummary"], &[&[("debiasedEnergy", Number), ("isSpeech", Number)]]),
    (&["SetVolume", "LedsVolume"], &[SITE, &[("volume", Number)]]),
    (&["GetDevices"], &[SITE, ID, &[("modes", OneOf(DIRECTIONS)), ("test", Number)]]),
    (
        &["Devices"],
        &[
            SITE,
            ID,
            &[(
                "devices",
                Object(&[&[
                    ("mode", OneOf(DIRECTIONS)),
                    ("id", Words),
                    ("name", Words),
                    ("description", Words),
                    ("working", Number),
                ]]),
            )],
        ],
    ),
    // components about themselves
    (
        &[
            "DialogueError",
            "HotwordError",
            "AsrError",
            "NluError",
            "TtsError",
            "AudioPlayError",
            "AudioRecordError",
            "AudioServerError",
            "VoiceActivityError",
            "G2pError",
            "InjectionError",
        ],
        &[SITE, SESSION, BROKEN],
    ),
    (
        &[
            "DialogueLoaded",
            "HotwordLoaded",
            "AsrLoaded",
            "NluLoaded",
            "TtsLoaded",
            "AudioServerLoaded",
            "VoiceActivityLoaded",
            "InjectionLoaded",
        ],
        &[SITE, ID, &[("reloaded", Number)]],
    ),
    (
        &[
            "DialogueVersion",
            "HotwordVersion",
            "AsrVersion",
            "NluVersion",
            "TtsVersion",
            "AudioServerVersion",
            "VoiceActivityVersion",
            "InjectionVersion",
        ],
        &[&[("version", Version)]],
    ),
    (&["AsrReload", "NluReload", "AsrTrainSuccess", "NluTrainSuccess"], &[ID]),
    // training
    (&["AsrTrain", "NluTrain"], &[ID, &[("graphPath", Words)]]),
    (&["Pronounce"], &[SITE, SESSION, ID, &[("words", Words), ("numGuesses", Number)]]),
    (&["Phonemes"], &[SITE, SESSION, ID, &[("wordPhonemes", Value)]]),
    (&["InjectionPerform"], &[ID]),
    (
        &[
            "InjectionComplete",
            "InjectionFailed",
            "InjectionReset",
            "InjectionResetComplete",
            "InjectionResetFailed",
        ],
        &[&[("requestId", Id), ("context", Words)]],
    ),
    // Project Alice
    (
        &[
            "CoreHeartbeat",
            "Greeting",
            "ConnectionAccepted",
            "ConnectionRefused",
            "DeviceHeartbeat",
            "DeviceDisconnection",
            "DeviceStopListen",
            "DeviceStartListen",
            "DeviceToggleListen",
            "DeviceRestart",
        ],
        &[SITE],
    ),
    (&["DeviceStatus"], &[SITE, &[("dnd", Number)]]),
    (&["DeviceUpdated", "DeviceDeleted"], &[&[("uid", Site), ("id", Number), ("type", OneOf(&["status"]))]]),
    (&["ResourceUsage"], &[&[("cpu", Number), ("ram", Number), ("swp", Number)]]),
    (&["NewHotword"], &[&[("ip", Words), ("port", Value), ("name", Name), ("uid", Site)]]),
    (&["TasmotaHello", "TasmotaFeedback"], &[&[("deviceUid", Site), ("siteId", Site)]]),
    (&["TrainingStatus"], &[&[("status", OneOf(&["training", "done", "failed"]))]]),
    (&["AliceWatch", "Syslog"], &[TEXT, &[("msg", Words), ("verbosity", Number)]]),
    (&["UiNotification"], &[TEXT, &[("title", Words), ("deviceUid", Site)]]),
    (&["TriggerAction"], &[SITE, &[("action", Object(&[TEXT]))]]),
    (&["TelegramNotify"], &[&[("chatID", Value), ("message", Object(&[TEXT]))]]),
    (&["SkillEvent"], &[&[("skillName", Name), ("uid", Site), ("siteId", Site)]]),
    // lights
    (&["Leds"], &[SITE, &[("sticky", Number)]]),
    // Petasos
    (
        &["Status"],
        &[&[
            ("state", OneOf(&["online", "offline"])),
            ("version", Version),
            ("dialect", OneOf(&Dialect::NAMES)),
            ("uid", Id),
            ("sinceMs", Number),
        ]],
    ),
    (
        &["SkillStatus"],
        &[&[
            ("state", OneOf(&["online", "offline"])),
            ("version", Version),
            ("uid", Id),
            ("sinceMs", Number),
            ("notRecognized", Number),
            ("intents", Object(&[SKILL_INTENT])),
        ]],
    ),
    (&["SkillWorking"], &[SESSION, SITE, &[("ms", Number)]]),
    (&["SitesRequest", "SessionsRequest"], &[ID]),
    (&["RecordingRequest"], &[ID, &[("seconds", Number)]]),
    (
        &["Sites"],
        &[
            ID,
            &[(
                "sites",
                Object(&[SITE, SESSION, &[("queued", Number), ("hotword", Number), ("microphone", Number)]]),
            )],
        ],
    ),
    (
        &["Sessions"],
        &[
            ID,
            &[(
                "sessions",
                Object(&[SITE, SESSION, &[("phase", OneOf(PHASES)), ("phaseMs", Number), ("ageMs", Number)]]),
            )],
        ],
    ),
];

const SKILL_INTENT: &[Field] = &[
    ("name", Intent),
    ("description", Words),
    ("slots", Object(&[&[("name", Intent), ("entity", Intent), ("required", Number)]])),
];

const DIRECTIONS: &[&str] = &["input", "output"];
const PHASES: &[&str] =
    &["queued", "starting", "speaking", "listening", "understanding", "awaiting skill", "ending"];
