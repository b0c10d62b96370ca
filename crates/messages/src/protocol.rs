//! The table of the protocol: every topic, what it carries, who speaks to whom.

use bytes::Bytes;

use crate::read::{Trouble, document};
use crate::table::protocol;
use crate::topic::{IsLast, Levels, MAX_TOPIC_BYTES, TopicError, TopicLevel};
use crate::{Dialect, IntentName, Level, Message, RequestId, SessionId, SiteId, write};

/// A topic of the protocol, described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Channel {
    /// The name of the variant of [`Topic`].
    pub topic: &'static str,
    levels: &'static [&'static str],
    /// The name of the variant of [`Message`], as [`Message::kind`] gives it.
    pub message: &'static str,
    /// What the payload is.
    pub carries: Carries,
    /// Who publishes.
    pub from: &'static str,
    /// Who subscribes.
    pub to: &'static str,
    /// Who speaks it: letters out of `R`hasspy, `S`nips, `A`lice and `P`etasos.
    pub spoken_by: &'static str,
}

impl Channel {
    /// The address, with its parameters in braces: `hermes/hotword/{wakeword_id}/detected`.
    pub fn address(&self) -> String {
        self.levels.join("/")
    }
}

/// What a payload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Carries {
    /// A JSON object.
    Json,
    /// Raw bytes: sound, archives, plain text.
    Binary,
    /// Nothing; what is there is ignored.
    Nothing,
}

protocol! {
    fixed {
        StartSession = "hermes/dialogueManager/startSession", json StartSession, "skill" > "dialogue manager", RSA;
        ContinueSession = "hermes/dialogueManager/continueSession", json ContinueSession, "skill" > "dialogue manager", RSA;
        EndSession = "hermes/dialogueManager/endSession", json EndSession, "skill" > "dialogue manager", RSA;
        SessionQueued = "hermes/dialogueManager/sessionQueued", json SessionQueued, "dialogue manager" > "skill", RSA;
        SessionStarted = "hermes/dialogueManager/sessionStarted", json SessionStarted, "dialogue manager" > "skill", RSA;
        SessionEnded = "hermes/dialogueManager/sessionEnded", json SessionEnded, "dialogue manager" > "skill", RSA;
        DialogueIntentNotRecognized = "hermes/dialogueManager/intentNotRecognized", json DialogueIntentNotRecognized, "dialogue manager" > "skill", RSA;
        Configure = "hermes/dialogueManager/configure", json Configure, "skill" > "dialogue manager", RSA;
        DialogueToggleOn = "hermes/dialogueManager/toggleOn", empty DialogueToggleOn, "anybody" > "dialogue manager", S;
        DialogueToggleOff = "hermes/dialogueManager/toggleOff", empty DialogueToggleOff, "anybody" > "dialogue manager", S;
        DialogueVersionRequest = "hermes/dialogueManager/versionRequest", empty DialogueVersionRequest, "anybody" > "dialogue manager", S;
        DialogueVersion = "hermes/dialogueManager/version", json DialogueVersion, "dialogue manager" > "anybody", S;
        DialogueError = "hermes/error/dialogueManager", json DialogueError [Rhasspy | Alice], "dialogue manager" > "anybody", RA;
        DialogueErrorOfSnips = "hermes/dialogueManager/error", json DialogueError [Snips], "dialogue manager" > "anybody", S;

        HotwordToggleOn = "hermes/hotword/toggleOn", json HotwordToggleOn, "dialogue manager" > "hotword", RSA;
        HotwordToggleOff = "hermes/hotword/toggleOff", json HotwordToggleOff, "dialogue manager" > "hotword", RSA;
        HotwordError = "hermes/error/hotword", json HotwordError [Rhasspy | Alice], "hotword" > "anybody", RA;

        AsrToggleOn = "hermes/asr/toggleOn", json AsrToggleOn, "dialogue manager" > "asr", RSA;
        AsrToggleOff = "hermes/asr/toggleOff", json AsrToggleOff, "dialogue manager" > "asr", RSA;
        StartListening = "hermes/asr/startListening", json StartListening, "dialogue manager" > "asr", RSA;
        StopListening = "hermes/asr/stopListening", json StopListening, "dialogue manager" > "asr", RSA;
        TextCaptured = "hermes/asr/textCaptured", json TextCaptured, "asr" > "dialogue manager", RSA;
        RecordingFinished = "rhasspy/asr/recordingFinished", json RecordingFinished, "asr" > "dialogue manager", R;
        AsrLoaded = "hermes/asr/loaded", json AsrLoaded, "asr" > "anybody", S;
        AsrError = "hermes/error/asr", json AsrError [Rhasspy | Alice], "asr" > "dialogue manager", RA;
        AsrErrorOfSnips = "hermes/asr/error", json AsrError [Snips], "asr" > "dialogue manager", S;

        NluQuery = "hermes/nlu/query", json NluQuery, "dialogue manager" > "nlu", RSA;
        PartialQuery = "hermes/nlu/partialQuery", json PartialQuery, "dialogue manager" > "nlu", S;
        SlotParsed = "hermes/nlu/slotParsed", json SlotParsed, "nlu" > "dialogue manager", S;
        IntentParsed = "hermes/nlu/intentParsed", json IntentParsed, "nlu" > "dialogue manager", RSA;
        NluIntentNotRecognized = "hermes/nlu/intentNotRecognized", json NluIntentNotRecognized, "nlu" > "dialogue manager", RSA;
        NluError = "hermes/error/nlu", json NluError [Rhasspy | Alice], "nlu" > "dialogue manager", RA;
        NluErrorOfSnips = "hermes/nlu/error", json NluError [Snips], "nlu" > "dialogue manager", S;

        Say = "hermes/tts/say", json Say, "dialogue manager" > "tts", RSA;
        SayFinished = "hermes/tts/sayFinished", json SayFinished, "tts" > "dialogue manager", RSA;
        TtsError = "hermes/error/tts", json TtsError [Rhasspy | Alice], "tts" > "dialogue manager", RA;
        TtsErrorOfSnips = "hermes/tts/error", json TtsError [Snips], "tts" > "dialogue manager", S;

        AudioPlayError = "hermes/error/audioServer/play", json AudioPlayError, "audio server" > "anybody", R;

        SoundFeedbackToggleOn = "hermes/feedback/sound/toggleOn", json SoundFeedbackToggleOn, "skill" > "dialogue manager", SA;
        SoundFeedbackToggleOff = "hermes/feedback/sound/toggleOff", json SoundFeedbackToggleOff, "skill" > "dialogue manager", SA;
    }
    levels {
        HotwordDetected = "hermes"/"hotword"/(wakeword_id: Level)/"detected", json HotwordDetected, "hotword" > "dialogue manager", RSA;
        Intent = "hermes"/"intent"/(intent: IntentName), json Intent, "nlu or dialogue manager" > "skill", RSA;
        PlayFinished = "hermes"/"audioServer"/(site_id: SiteId)/"playFinished", json PlayFinished, "audio server" > "dialogue manager", RSA;
        PlayBytes = "hermes"/"audioServer"/(site_id: SiteId)/"playBytes"/(request_id: RequestId), binary PlayBytes, "tts or dialogue manager" > "audio server", RSA;
        HotwordLoaded = "hermes"/"hotword"/(hotword_id: Level)/"loaded", json HotwordLoaded, "hotword" > "anybody", S;
        HotwordErrorOfSnips = "hermes"/"hotword"/(hotword_id: Level)/"error", json HotwordError [Snips], "hotword" > "anybody", S;
    }
}
