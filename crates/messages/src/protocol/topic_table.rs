//! The table of the protocol: every topic, what it carries, who speaks to whom.

use bytes::Bytes;

use crate::read::{Trouble, document};
use crate::table::protocol;
use crate::topic::{IsLast, Levels, MAX_TOPIC_BYTES, TopicError, TopicLevel};
use crate::{Dialect, IntentName, Level, Message, RequestId, SessionId, SiteId, WireFormat, write};

/// A topic of the protocol, described.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Channel {
    /// The name of the variant of [`Topic`].
    pub topic: &'static str,
    /// The address, with its parameters in braces: `hermes/hotword/{wakeword_id}/detected`.
    pub address: &'static str,
    /// What to subscribe to for this topic, with wildcards for its parameters: `hermes/hotword/+/detected`.
    pub filter: &'static str,
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
    /// The names of its parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &'static str> {
        self.address.split('/').filter_map(|level| level.strip_prefix('{')?.strip_suffix('}'))
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
        // conversations
        StartSession = "hermes/dialogueManager/startSession" as START_SESSION, json StartSession, "skill" > "dialogue manager", RSA;
        ContinueSession = "hermes/dialogueManager/continueSession" as CONTINUE_SESSION, json ContinueSession, "skill" > "dialogue manager", RSA;
        EndSession = "hermes/dialogueManager/endSession" as END_SESSION, json EndSession, "skill" > "dialogue manager", RSA;
        SessionQueued = "hermes/dialogueManager/sessionQueued" as SESSION_QUEUED, json SessionQueued, "dialogue manager" > "skill", RSA;
        SessionStarted = "hermes/dialogueManager/sessionStarted" as SESSION_STARTED, json SessionStarted, "dialogue manager" > "skill", RSA;
        SessionEnded = "hermes/dialogueManager/sessionEnded" as SESSION_ENDED, json SessionEnded, "dialogue manager" > "skill", RSA;
        DialogueIntentNotRecognized = "hermes/dialogueManager/intentNotRecognized" as DIALOGUE_INTENT_NOT_RECOGNIZED, json DialogueIntentNotRecognized, "dialogue manager" > "skill", RSA;
        Configure = "hermes/dialogueManager/configure" as CONFIGURE, json Configure, "skill" > "dialogue manager", RSA;
        DialogueToggleOn = "hermes/dialogueManager/toggleOn" as DIALOGUE_TOGGLE_ON, empty DialogueToggleOn, "anybody" > "dialogue manager", S;
        DialogueToggleOff = "hermes/dialogueManager/toggleOff" as DIALOGUE_TOGGLE_OFF, empty DialogueToggleOff, "anybody" > "dialogue manager", S;
        DialogueVersionRequest = "hermes/dialogueManager/versionRequest" as DIALOGUE_VERSION_REQUEST, empty DialogueVersionRequest, "anybody" > "dialogue manager", S;
        DialogueVersion = "hermes/dialogueManager/version" as DIALOGUE_VERSION, json DialogueVersion, "dialogue manager" > "anybody", S;
        DialogueLoaded = "hermes/dialogueManager/loaded" as DIALOGUE_LOADED, json DialogueLoaded, "dialogue manager" > "anybody", S;
        DialogueError = "hermes/error/dialogueManager", json DialogueError [Rhasspy | Alice], "dialogue manager" > "anybody", RA;
        DialogueErrorOfSnips = "hermes/dialogueManager/error", json DialogueError [Snips], "dialogue manager" > "anybody", S;

        // wake words
        HotwordToggleOn = "hermes/hotword/toggleOn" as HOTWORD_TOGGLE_ON, json HotwordToggleOn, "dialogue manager" > "hotword", RSA;
        HotwordToggleOff = "hermes/hotword/toggleOff" as HOTWORD_TOGGLE_OFF, json HotwordToggleOff, "dialogue manager" > "hotword", RSA;
        HotwordError = "hermes/error/hotword", json HotwordError [Rhasspy | Alice], "hotword" > "anybody", RA;
        GetHotwords = "rhasspy/hotword/getHotwords", json GetHotwords, "anybody" > "hotword", R;
        Hotwords = "rhasspy/hotword/hotwords", json Hotwords, "hotword" > "anybody", R;
        RecordExample = "rhasspy/hotword/recordExample", json RecordExample, "anybody" > "hotword", R;

        // from sound to words
        AsrToggleOn = "hermes/asr/toggleOn", json AsrToggleOn, "dialogue manager" > "asr", RSA;
        AsrToggleOff = "hermes/asr/toggleOff", json AsrToggleOff, "dialogue manager" > "asr", RSA;
        StartListening = "hermes/asr/startListening" as START_LISTENING, json StartListening, "dialogue manager" > "asr", RSA;
        StopListening = "hermes/asr/stopListening" as STOP_LISTENING, json StopListening, "dialogue manager" > "asr", RSA;
        TextCaptured = "hermes/asr/textCaptured" as TEXT_CAPTURED, json TextCaptured, "asr" > "dialogue manager", RSA;
        PartialTextCaptured = "hermes/asr/partialTextCaptured", json PartialTextCaptured, "asr" > "anybody", SA;
        RecordingFinished = "rhasspy/asr/recordingFinished" as RECORDING_FINISHED, json RecordingFinished, "asr" > "dialogue manager", R;
        AsrReload = "hermes/asr/reload", json AsrReload, "anybody" > "asr", S;
        AsrVersionRequest = "hermes/asr/versionRequest", empty AsrVersionRequest, "anybody" > "asr", S;
        AsrVersion = "hermes/asr/version", json AsrVersion, "asr" > "anybody", S;
        AsrLoaded = "hermes/asr/loaded" as ASR_LOADED, json AsrLoaded, "asr" > "anybody", S;
        AsrError = "hermes/error/asr" as ASR_ERROR, json AsrError [Rhasspy | Alice], "asr" > "dialogue manager", RA;
        AsrErrorOfSnips = "hermes/asr/error" as ASR_ERROR_OF_SNIPS, json AsrError [Snips], "asr" > "dialogue manager", S;

        // from words to intents
        NluQuery = "hermes/nlu/query" as NLU_QUERY, json NluQuery, "dialogue manager" > "nlu", RSA;
        PartialQuery = "hermes/nlu/partialQuery" as PARTIAL_QUERY, json PartialQuery, "dialogue manager" > "nlu", S;
        SlotParsed = "hermes/nlu/slotParsed" as SLOT_PARSED, json SlotParsed, "nlu" > "dialogue manager", S;
        IntentParsed = "hermes/nlu/intentParsed" as INTENT_PARSED, json IntentParsed, "nlu" > "dialogue manager", RSA;
        NluIntentNotRecognized = "hermes/nlu/intentNotRecognized" as NLU_INTENT_NOT_RECOGNIZED, json NluIntentNotRecognized, "nlu" > "dialogue manager", RSA;
        NluReload = "hermes/nlu/reload" as NLU_RELOAD, json NluReload, "anybody" > "nlu", S;
        NluVersionRequest = "hermes/nlu/versionRequest" as NLU_VERSION_REQUEST, empty NluVersionRequest, "anybody" > "nlu", S;
        NluVersion = "hermes/nlu/version", json NluVersion, "nlu" > "anybody", S;
        NluLoaded = "hermes/nlu/loaded", json NluLoaded, "nlu" > "anybody", S;
        NluError = "hermes/error/nlu" as NLU_ERROR, json NluError [Rhasspy | Alice], "nlu" > "dialogue manager", RA;
        NluErrorOfSnips = "hermes/nlu/error" as NLU_ERROR_OF_SNIPS, json NluError [Snips], "nlu" > "dialogue manager", S;

        // from words to speech
        Say = "hermes/tts/say" as SAY, json Say, "dialogue manager" > "tts", RSA;
        SayFinished = "hermes/tts/sayFinished" as SAY_FINISHED, json SayFinished, "tts" > "dialogue manager", RSA;
        GetVoices = "rhasspy/tts/getVoices", json GetVoices, "anybody" > "tts", R;
        Voices = "rhasspy/tts/voices", json Voices, "tts" > "anybody", R;
        TtsVersionRequest = "hermes/tts/versionRequest", empty TtsVersionRequest, "anybody" > "tts", S;
        TtsVersion = "hermes/tts/version", json TtsVersion, "tts" > "anybody", S;
        TtsLoaded = "hermes/tts/loaded", json TtsLoaded, "tts" > "anybody", S;
        TtsError = "hermes/error/tts" as TTS_ERROR, json TtsError [Rhasspy | Alice], "tts" > "dialogue manager", RA;
        TtsErrorOfSnips = "hermes/tts/error" as TTS_ERROR_OF_SNIPS, json TtsError [Snips], "tts" > "dialogue manager", S;

        // microphones and loudspeakers
        AudioToggleOn = "hermes/audioServer/toggleOn" as AUDIO_TOGGLE_ON, json AudioToggleOn, "anybody" > "audio server", RS;
        AudioToggleOff = "hermes/audioServer/toggleOff" as AUDIO_TOGGLE_OFF, json AudioToggleOff, "anybody" > "audio server", RS;
        SummaryToggleOn = "hermes/audioServer/toggleSummaryOn", json SummaryToggleOn, "anybody" > "audio server", R;
        SummaryToggleOff = "hermes/audioServer/toggleSummaryOff", json SummaryToggleOff, "anybody" > "audio server", R;
        SetVolume = "rhasspy/audioServer/setVolume", json SetVolume, "anybody" > "audio server", R;
        GetDevices = "rhasspy/audioServer/getDevices", json GetDevices, "anybody" > "audio server", R;
        Devices = "rhasspy/audioServer/devices", json Devices, "audio server" > "anybody", R;
        AudioPlayError = "hermes/error/audioServer/play" as AUDIO_PLAY_ERROR, json AudioPlayError, "audio server" > "anybody", R;
        AudioRecordError = "hermes/error/audioServer/record", json AudioRecordError, "audio server" > "anybody", R;
        SoundFeedbackToggleOn = "hermes/feedback/sound/toggleOn" as SOUND_FEEDBACK_TOGGLE_ON, json SoundFeedbackToggleOn, "skill" > "dialogue manager", SA;
        SoundFeedbackToggleOff = "hermes/feedback/sound/toggleOff" as SOUND_FEEDBACK_TOGGLE_OFF, json SoundFeedbackToggleOff, "skill" > "dialogue manager", SA;

        // training, pronunciation, intent handling
        GetIntentGraph = "rhasspy/train/getIntentGraph", json GetIntentGraph, "anybody" > "training", R;
        Pronounce = "rhasspy/g2p/pronounce", json Pronounce, "anybody" > "g2p", R;
        Phonemes = "rhasspy/g2p/phonemes", json Phonemes, "g2p" > "anybody", R;
        G2pError = "rhasspy/error/g2p", json G2pError, "g2p" > "anybody", R;
        HandleToggleOn = "rhasspy/handle/toggleOn", json HandleToggleOn, "anybody" > "intent handler", R;
        HandleToggleOff = "rhasspy/handle/toggleOff", json HandleToggleOff, "anybody" > "intent handler", R;

        // teaching words
        InjectionPerform = "hermes/injection/perform", json InjectionPerform, "skill" > "injection", S;
        InjectionStatusRequest = "hermes/injection/statusRequest", empty InjectionStatusRequest, "skill" > "injection", S;
        InjectionStatus = "hermes/injection/status", json InjectionStatus, "injection" > "skill", S;
        InjectionComplete = "hermes/injection/complete", json InjectionComplete, "injection" > "skill", S;
        InjectionFailed = "hermes/injection/failed", json InjectionFailed, "injection" > "skill", S;
        InjectionReset = "hermes/injection/reset/perform", json InjectionReset, "skill" > "injection", S;
        InjectionResetComplete = "hermes/injection/reset/complete", json InjectionResetComplete, "injection" > "skill", S;
        InjectionResetFailed = "hermes/injection/reset/failed", json InjectionResetFailed, "injection" > "skill", S;
        InjectionVersionRequest = "hermes/injection/versionRequest", empty InjectionVersionRequest, "anybody" > "injection", S;
        InjectionVersion = "hermes/injection/version", json InjectionVersion, "injection" > "anybody", S;
        InjectionLoaded = "hermes/injection/loaded", json InjectionLoaded, "injection" > "anybody", S;
        InjectionError = "hermes/injection/error", json InjectionError, "injection" > "anybody", S;

        // Project Alice: devices
        CoreHeartbeat = "projectalice/devices/coreHeartbeat", json CoreHeartbeat, "core" > "anybody", A;
        Greeting = "projectalice/devices/greeting", json Greeting, "satellite" > "core", A;
        ConnectionAccepted = "projectalice/devices/connectionAccepted", json ConnectionAccepted, "core" > "satellite", A;
        ConnectionRefused = "projectalice/devices/connectionRefused", json ConnectionRefused, "core" > "satellite", A;
        DeviceHeartbeat = "projectalice/devices/heartbeat", json DeviceHeartbeat, "satellite" > "core", A;
        DeviceDisconnection = "projectalice/devices/disconnection", json DeviceDisconnection, "satellite" > "core", A;
        DeviceStopListen = "projectalice/devices/stopListen", json DeviceStopListen, "core" > "satellite", A;
        DeviceStartListen = "projectalice/devices/startListen", json DeviceStartListen, "core" > "satellite", A;
        DeviceToggleListen = "projectalice/devices/toggleListen", json DeviceToggleListen, "core" > "satellite", A;
        DeviceRestart = "projectalice/devices/restart", json DeviceRestart, "core" > "satellite", A;
        DeviceStatus = "projectalice/devices/status", json DeviceStatus, "satellite" > "core", A;
        DeviceUpdated = "projectalice/devices/updated", json DeviceUpdated, "core" > "web interface", A;
        DeviceDeleted = "projectalice/devices/deleted", json DeviceDeleted, "core" > "web interface", A;
        ResourceUsage = "projectalice/devices/resourceUsage", json ResourceUsage, "core" > "web interface", A;
        NewHotword = "projectalice/devices/alice/newHotword", json NewHotword, "core" > "satellite", A;
        SensorsFeedback = "projectalice/devices/sensorsFeedback", json SensorsFeedback, "satellite" > "skill", A;
        CoreReconnection = "projectalice/devices/coreReconnection", empty CoreReconnection, "core" > "anybody", A;
        CoreDisconnection = "projectalice/devices/coreDisconnection", empty CoreDisconnection, "core" > "anybody", A;
        GetSensors = "projectalice/devices/alice/getSensors", empty GetSensors, "skill" > "satellite", A;
        DeviceSleep = "projectalice/devices/sleep", empty DeviceSleep, "skill" > "anybody", A;
        DeviceWakeup = "projectalice/devices/wakeup", empty DeviceWakeup, "skill" > "anybody", A;
        DeviceGoingBed = "projectalice/devices/goingBed", empty DeviceGoingBed, "skill" > "anybody", A;

        // Project Alice: everything else
        TrainerReady = "projectalice/nlu/trainerReady", empty TrainerReady, "trainer" > "core", A;
        TrainerStopped = "projectalice/nlu/trainerStopped", empty TrainerStopped, "trainer" > "core", A;
        Training = "projectalice/nlu/training", empty Training, "trainer" > "core", A;
        DoTrain = "projectalice/nlu/doTrain", json DoTrain, "core" > "trainer", A;
        TrainingFailed = "projectalice/nlu/trainingFailed", binary TrainingFailed, "trainer" > "core", A;
        TrainingStatus = "projectalice/nlu/trainingStatus", json TrainingStatus, "core" > "web interface", A;
        Syslog = "projectalice/logging/syslog", json Syslog, "core" > "web interface", A;
        AliceWatch = "projectalice/logging/alicewatch", json AliceWatch, "core" > "web interface", A;
        UiNotification = "projectalice/notifications/ui/notification", json UiNotification, "core" > "web interface", A;
        TriggerAction = "projectalice/nodered/triggerAction", json TriggerAction, "Node-RED" > "skill", A;
        TelegramNotify = "projectalice/nodered/telegramNotify", json TelegramNotify, "Node-RED" > "skill", A;

        // lights
        LedsVolume = "hermes/volume/set", json LedsVolume, "anybody" > "lights", RA;
        LedAnimation = "hermes/leds/manual/animations", json LedAnimation, "anybody" > "lights", RA;
    }
    levels {
        // conversations: what comes most often stands first
        HotwordDetected = "hermes"/"hotword"/(wakeword_id: Level)/"detected" as HOTWORD_DETECTED, json HotwordDetected, "hotword" > "dialogue manager", RSA;
        Intent = "hermes"/"intent"/(intent: IntentName) as INTENT, json Intent, "nlu or dialogue manager" > "skill", RSA;
        PlayFinished = "hermes"/"audioServer"/(site_id: SiteId)/"playFinished" as PLAY_FINISHED, json PlayFinished, "audio server" > "dialogue manager", RSA;
        PlayBytes = "hermes"/"audioServer"/(site_id: SiteId)/"playBytes"/(request_id: RequestId) as PLAY_BYTES, binary PlayBytes, "tts or dialogue manager" > "audio server", RSA;

        // microphones and loudspeakers
        AudioFrame = "hermes"/"audioServer"/(site_id: SiteId)/"audioFrame" as AUDIO_FRAME, binary AudioFrame, "audio server" > "hotword and asr", RSA;
        AudioSessionFrame = "hermes"/"audioServer"/(site_id: SiteId)/(session_id: SessionId)/"audioSessionFrame", binary AudioSessionFrame, "anybody" > "asr", R;
        AudioSummary = "hermes"/"audioServer"/(site_id: SiteId)/"audioSummary", json AudioSummary, "audio server" > "anybody", R;
        PlayBytesStreaming = "hermes"/"audioServer"/(site_id: SiteId)/"playBytesStreaming"/(stream_id: Level)/(chunk_number: u64)/(is_last_chunk: IsLast), binary PlayBytesStreaming, "tts or skill" > "audio server", S;
        StreamFinished = "hermes"/"audioServer"/(site_id: SiteId)/"streamFinished", json StreamFinished, "audio server" > "anybody", S;
        ReplayRequest = "hermes"/"audioServer"/(site_id: SiteId)/"replayRequest", json ReplayRequest, "asr" > "audio server", S;
        ReplayResponse = "hermes"/"audioServer"/(site_id: SiteId)/"replayResponse", binary ReplayResponse, "audio server" > "asr", S;
        VadUp = "hermes"/"voiceActivity"/(site_id: SiteId)/"vadUp", json VadUp, "voice activity" > "anybody", SA;
        VadDown = "hermes"/"voiceActivity"/(site_id: SiteId)/"vadDown", json VadDown, "voice activity" > "anybody", SA;

        // components that have one of them per site or detector
        AudioServerVersionRequest = "hermes"/"audioServer"/(site_id: SiteId)/"versionRequest", bare AudioServerVersionRequest, "anybody" > "audio server", S;
        AudioServerVersion = "hermes"/"audioServer"/(site_id: SiteId)/"version", json AudioServerVersion, "audio server" > "anybody", S;
        AudioServerLoaded = "hermes"/"audioServer"/(site_id: SiteId)/"loaded", json AudioServerLoaded, "audio server" > "anybody", S;
        AudioServerError = "hermes"/"audioServer"/(site_id: SiteId)/"error" as AUDIO_SERVER_ERROR, json AudioServerError, "audio server" > "anybody", S;
        VoiceActivityVersionRequest = "hermes"/"voiceActivity"/(site_id: SiteId)/"versionRequest", bare VoiceActivityVersionRequest, "anybody" > "voice activity", S;
        VoiceActivityVersion = "hermes"/"voiceActivity"/(site_id: SiteId)/"version", json VoiceActivityVersion, "voice activity" > "anybody", S;
        VoiceActivityLoaded = "hermes"/"voiceActivity"/(site_id: SiteId)/"loaded", json VoiceActivityLoaded, "voice activity" > "anybody", S;
        VoiceActivityError = "hermes"/"voiceActivity"/(site_id: SiteId)/"error", json VoiceActivityError, "voice activity" > "anybody", S;
        HotwordVersionRequest = "hermes"/"hotword"/(hotword_id: Level)/"versionRequest", bare HotwordVersionRequest, "anybody" > "hotword", S;
        HotwordVersion = "hermes"/"hotword"/(hotword_id: Level)/"version", json HotwordVersion, "hotword" > "anybody", S;
        HotwordLoaded = "hermes"/"hotword"/(hotword_id: Level)/"loaded" as HOTWORD_LOADED, json HotwordLoaded, "hotword" > "anybody", S;
        HotwordErrorOfSnips = "hermes"/"hotword"/(hotword_id: Level)/"error" as HOTWORD_ERROR, json HotwordError [Snips], "hotword" > "anybody", S;

        // recordings, training, sounds
        ExampleRecorded = "rhasspy"/"hotword"/(site_id: SiteId)/"exampleRecorded"/(request_id: RequestId), binary ExampleRecorded, "hotword" > "anybody", R;
        AudioCaptured = "rhasspy"/"asr"/(site_id: SiteId)/(session_id: SessionId)/"audioCaptured", binary AudioCaptured, "asr" > "anybody", R;
        AsrTrain = "rhasspy"/"asr"/(site_id: SiteId)/"train", json AsrTrain, "anybody" > "asr", R;
        AsrTrainSuccess = "rhasspy"/"asr"/(site_id: SiteId)/"trainSuccess", json AsrTrainSuccess, "asr" > "anybody", R;
        NluTrain = "rhasspy"/"nlu"/(site_id: SiteId)/"train" as NLU_TRAIN, json NluTrain, "anybody" > "nlu", R;
        NluTrainSuccess = "rhasspy"/"nlu"/(site_id: SiteId)/"trainSuccess", json NluTrainSuccess, "nlu" > "anybody", R;
        IntentGraph = "rhasspy"/"train"/"intentGraph"/(request_id: RequestId), binary IntentGraph, "training" > "anybody", R;
        RegisterSound = "hermes"/"tts"/"registerSound"/(sound_id: Level), binary RegisterSound, "skill" > "tts", S;

        // Project Alice
        TasmotaHello = "projectalice"/"devices"/"tasmota"/"feedback"/"hello"/(tasmota_id: Level), json TasmotaHello, "device" > "core", A;
        TasmotaFeedback = "projectalice"/"devices"/"tasmota"/"feedback"/(tasmota_id: Level), json TasmotaFeedback, "device" > "core", A;
        TasmotaCommand = "projectalice"/"devices"/"tasmota"/"cmd"/(command: RequestId), binary TasmotaCommand, "core" > "device", A;
        TrainingResult = "projectalice"/"nlu"/"trainingResult"/(hash: Level), binary TrainingResult, "trainer" > "core", A;
        SkillEvent = "projectalice"/"skills"/(event: Level), json SkillEvent, "core" > "anybody", A;
        AliceEvent = "projectalice"/"events"/(name: Level), json AliceEvent, "core" > "anybody", A;
        AliceInterface = "projectalice"/"interface"/(name: Level), json AliceInterface, "Node-RED" > "core", A;
        Leds = "hermes"/"leds"/(pattern: Level), json Leds, "anybody" > "lights", RA;

        // Petasos
        Status = "petasos"/(instance: Level)/"status" as STATUS, json Status, "dialogue manager" > "anybody", P;
        SitesRequest = "petasos"/(instance: Level)/"sites"/"request" as SITES_REQUEST, json SitesRequest, "anybody" > "dialogue manager", P;
        Sites = "petasos"/(instance: Level)/"sites" as SITES, json Sites, "dialogue manager" > "anybody", P;
        SessionsRequest = "petasos"/(instance: Level)/"sessions"/"request" as SESSIONS_REQUEST, json SessionsRequest, "anybody" > "dialogue manager", P;
        Sessions = "petasos"/(instance: Level)/"sessions", json Sessions, "dialogue manager" > "anybody", P;
        RecordingRequest = "petasos"/(instance: Level)/"recording"/"request" as RECORDING_REQUEST, json RecordingRequest, "anybody" > "dialogue manager", P;
        Recording = "petasos"/(instance: Level)/"recording", json RecordingPart, "dialogue manager" > "anybody", P;
        SkillStatus = "petasos"/"skills"/(skill: Level)/"status" as SKILL_STATUS, json SkillStatus, "skill" > "dialogue manager", P;
        SkillWorking = "petasos"/"skills"/(skill: Level)/"working" as SKILL_WORKING, json SkillWorking, "skill" > "dialogue manager", P;
    }
}
