//! The topic table: payload, publishers and subscribers of every topic.

use bytes::Bytes;
use serde_json::Value;

use super::channel::{Carries, Channel};
use super::passive::{AddressPart, PassiveField, PassiveMessage, PassivePayload, PassiveRow, PassiveTopic};
use super::table_macro::protocol;
use super::topic_levels::{InTopic, Levels, MAX_TOPIC_BYTES, TopicError, TopicLevel, join};
use crate::json::{self, ReadError, document};
use crate::payload::{
    AtSite, AudioCaptured, AudioFrame, AudioSessionFrame, ComponentError, ComponentLoaded, Configure,
    ContinueSession, Device, DialogueIntentNotRecognized, EndSession, GetHotwords, HotwordDetected, Hotwords,
    Intent, IntentParsed, ListRequest, NluIntentNotRecognized, NluQuery, PartialQuery, PlayBytes,
    PlayBytesStreaming, PlayFinished, RecordingFinished, RecordingPart, RecordingRequest, Reload,
    ReplayResponse, Say, SayFinished, SessionEnded, SessionQueued, SessionStarted, Sessions, Sites,
    SkillStatus, SkillWorking, SlotParsed, StartListening, StartSession, Status, StopListening,
    StreamFinished, TextCaptured, Toggle, Train, TrainSuccess, Version, VoiceActivity,
};
use crate::{Dialect, IntentName, IsLast, Level, RequestId, SessionId, SiteId, WireFormat};

protocol! {
    fixed {
        // sessions
        StartSession(StartSession) = "hermes/dialogueManager/startSession" as START_SESSION, json, "skill" > "dialogue manager", RSA;
        ContinueSession(ContinueSession) = "hermes/dialogueManager/continueSession" as CONTINUE_SESSION, json, "skill" > "dialogue manager", RSA;
        EndSession(EndSession) = "hermes/dialogueManager/endSession" as END_SESSION, json, "skill" > "dialogue manager", RSA;
        SessionQueued(SessionQueued) = "hermes/dialogueManager/sessionQueued" as SESSION_QUEUED, json, "dialogue manager" > "skill", RSA;
        SessionStarted(SessionStarted) = "hermes/dialogueManager/sessionStarted" as SESSION_STARTED, json, "dialogue manager" > "skill", RSA;
        SessionEnded(SessionEnded) = "hermes/dialogueManager/sessionEnded" as SESSION_ENDED, json, "dialogue manager" > "skill", RSA;
        DialogueIntentNotRecognized(DialogueIntentNotRecognized) = "hermes/dialogueManager/intentNotRecognized" as DIALOGUE_INTENT_NOT_RECOGNIZED, json speech, "dialogue manager" > "skill", RSA;
        Configure(Configure) = "hermes/dialogueManager/configure" as CONFIGURE, json, "skill" > "dialogue manager", RSA;
        DialogueToggleOn = "hermes/dialogueManager/toggleOn" as DIALOGUE_TOGGLE_ON, empty, "anybody" > "dialogue manager", S;
        DialogueToggleOff = "hermes/dialogueManager/toggleOff" as DIALOGUE_TOGGLE_OFF, empty, "anybody" > "dialogue manager", S;
        DialogueVersionRequest = "hermes/dialogueManager/versionRequest" as DIALOGUE_VERSION_REQUEST, empty, "anybody" > "dialogue manager", S;
        DialogueVersion(Version) = "hermes/dialogueManager/version" as DIALOGUE_VERSION, json, "dialogue manager" > "anybody", S;
        DialogueError(ComponentError) = "hermes/error/dialogueManager", json, "dialogue manager" > "anybody", RA;

        // hotword
        HotwordToggleOn(Toggle) = "hermes/hotword/toggleOn" as HOTWORD_TOGGLE_ON, json, "dialogue manager" > "hotword", RSA;
        HotwordToggleOff(Toggle) = "hermes/hotword/toggleOff" as HOTWORD_TOGGLE_OFF, json, "dialogue manager" > "hotword", RSA;
        HotwordError(ComponentError) = "hermes/error/hotword", json, "hotword" > "anybody", RA;
        GetHotwords(GetHotwords) = "rhasspy/hotword/getHotwords", json, "anybody" > "hotword", R;
        Hotwords(Hotwords) = "rhasspy/hotword/hotwords", json, "hotword" > "anybody", R;

        // ASR
        AsrToggleOn(Toggle) = "hermes/asr/toggleOn", json, "dialogue manager" > "asr", RSA;
        AsrToggleOff(Toggle) = "hermes/asr/toggleOff", json, "dialogue manager" > "asr", RSA;
        StartListening(Box<StartListening>) = "hermes/asr/startListening" as START_LISTENING, json, "dialogue manager" > "asr", RSA;
        StopListening(StopListening) = "hermes/asr/stopListening" as STOP_LISTENING, json, "dialogue manager" > "asr", RSA;
        TextCaptured(Box<TextCaptured>) = "hermes/asr/textCaptured" as TEXT_CAPTURED, json speech, "asr" > "dialogue manager", RSA;
        PartialTextCaptured(Box<TextCaptured>) = "hermes/asr/partialTextCaptured", json speech, "asr" > "anybody", SA;
        RecordingFinished(RecordingFinished) = "rhasspy/asr/recordingFinished" as RECORDING_FINISHED, json, "asr" > "dialogue manager", R;
        AsrLoaded(ComponentLoaded) = "hermes/asr/loaded" as ASR_LOADED, json, "asr" > "anybody", S;
        AsrError(ComponentError) = "hermes/error/asr" as ASR_ERROR, json, "asr" > "dialogue manager", RA;

        // NLU
        NluQuery(Box<NluQuery>) = "hermes/nlu/query" as NLU_QUERY, json speech, "dialogue manager" > "nlu", RSA;
        PartialQuery(Box<PartialQuery>) = "hermes/nlu/partialQuery" as PARTIAL_QUERY, json speech, "dialogue manager" > "nlu", S;
        SlotParsed(Box<SlotParsed>) = "hermes/nlu/slotParsed" as SLOT_PARSED, json speech, "nlu" > "dialogue manager", S;
        IntentParsed(Box<IntentParsed>) = "hermes/nlu/intentParsed" as INTENT_PARSED, json speech, "nlu" > "dialogue manager", RSA;
        NluIntentNotRecognized(Box<NluIntentNotRecognized>) = "hermes/nlu/intentNotRecognized" as NLU_INTENT_NOT_RECOGNIZED, json speech, "nlu" > "dialogue manager", RSA;
        NluReload(Reload) = "hermes/nlu/reload" as NLU_RELOAD, json, "anybody" > "nlu", S;
        NluVersionRequest = "hermes/nlu/versionRequest" as NLU_VERSION_REQUEST, empty, "anybody" > "nlu", S;
        NluVersion(Version) = "hermes/nlu/version", json, "nlu" > "anybody", S;
        NluLoaded(ComponentLoaded) = "hermes/nlu/loaded", json, "nlu" > "anybody", S;
        NluError(ComponentError) = "hermes/error/nlu" as NLU_ERROR, json, "nlu" > "dialogue manager", RA;

        // TTS
        Say(Box<Say>) = "hermes/tts/say" as SAY, json, "dialogue manager" > "tts", RSA;
        SayFinished(SayFinished) = "hermes/tts/sayFinished" as SAY_FINISHED, json, "tts" > "dialogue manager", RSA;
        TtsError(ComponentError) = "hermes/error/tts" as TTS_ERROR, json, "tts" > "dialogue manager", RA;

        // audio server
        AudioToggleOn(AtSite) = "hermes/audioServer/toggleOn" as AUDIO_TOGGLE_ON, json, "anybody" > "audio server", RS;
        AudioToggleOff(AtSite) = "hermes/audioServer/toggleOff" as AUDIO_TOGGLE_OFF, json, "anybody" > "audio server", RS;
        AudioPlayError(ComponentError) = "hermes/error/audioServer/play" as AUDIO_PLAY_ERROR, json, "audio server" > "anybody", R;
        AudioRecordError(ComponentError) = "hermes/error/audioServer/record", json, "audio server" > "anybody", R;
        SoundFeedbackToggleOn(Toggle) = "hermes/feedback/sound/toggleOn" as SOUND_FEEDBACK_TOGGLE_ON, json, "skill" > "dialogue manager", SA;
        SoundFeedbackToggleOff(Toggle) = "hermes/feedback/sound/toggleOff" as SOUND_FEEDBACK_TOGGLE_OFF, json, "skill" > "dialogue manager", SA;

        // injection
        InjectionError(ComponentError) = "hermes/injection/error", json, "injection" > "anybody", S;

        // Project Alice: devices
        CoreHeartbeat(Device) = "projectalice/devices/coreHeartbeat", json, "core" > "anybody", A;
        Greeting(Device) = "projectalice/devices/greeting", json, "satellite" > "core", A;
        ConnectionAccepted(Device) = "projectalice/devices/connectionAccepted", json, "core" > "satellite", A;
        CoreReconnection = "projectalice/devices/coreReconnection", empty, "core" > "anybody", A;
        CoreDisconnection = "projectalice/devices/coreDisconnection", empty, "core" > "anybody", A;
    }
    levels {
        // sessions: the most frequent topics come first
        HotwordDetected(Box<HotwordDetected>) = "hermes"/"hotword"/(wakeword_id: Level)/"detected" as HOTWORD_DETECTED, json, "hotword" > "dialogue manager", RSA;
        Intent(Box<Intent>) = "hermes"/"intent"/(intent: IntentName) as INTENT, json speech, "nlu or dialogue manager" > "skill", RSA;
        PlayFinished(PlayFinished) = "hermes"/"audioServer"/(site_id: SiteId)/"playFinished" as PLAY_FINISHED, json, "audio server" > "dialogue manager", RSA;
        PlayBytes(PlayBytes) = "hermes"/"audioServer"/(site_id: SiteId)/"playBytes"/(request_id: RequestId) as PLAY_BYTES, binary bulk, "tts or dialogue manager" > "audio server", RSA;

        // audio server
        AudioFrame(AudioFrame) = "hermes"/"audioServer"/(site_id: SiteId)/"audioFrame" as AUDIO_FRAME, binary bulk, "audio server" > "hotword and asr", RSA;
        AudioSessionFrame(AudioSessionFrame) = "hermes"/"audioServer"/(site_id: SiteId)/(session_id: SessionId)/"audioSessionFrame", binary bulk, "anybody" > "asr", R;
        PlayBytesStreaming(PlayBytesStreaming) = "hermes"/"audioServer"/(site_id: SiteId)/"playBytesStreaming"/(stream_id: Level)/(chunk_number: u64)/(is_last_chunk: IsLast), binary bulk, "tts or skill" > "audio server", S;
        StreamFinished(StreamFinished) = "hermes"/"audioServer"/(site_id: SiteId)/"streamFinished", json, "audio server" > "anybody", S;
        ReplayResponse(ReplayResponse) = "hermes"/"audioServer"/(site_id: SiteId)/"replayResponse", binary bulk, "audio server" > "asr", S;
        VadUp(VoiceActivity) = "hermes"/"voiceActivity"/(site_id: SiteId)/"vadUp", json, "voice activity" > "anybody", SA;
        VadDown(VoiceActivity) = "hermes"/"voiceActivity"/(site_id: SiteId)/"vadDown", json, "voice activity" > "anybody", SA;

        // components with one instance per site or detector
        AudioServerError(ComponentError) = "hermes"/"audioServer"/(site_id: SiteId)/"error" as AUDIO_SERVER_ERROR, json, "audio server" > "anybody", S;
        HotwordVersion(Version) = "hermes"/"hotword"/(hotword_id: Level)/"version", json, "hotword" > "anybody", S;
        HotwordLoaded(ComponentLoaded) = "hermes"/"hotword"/(hotword_id: Level)/"loaded" as HOTWORD_LOADED, json, "hotword" > "anybody", S;

        // recordings, training, sounds
        AudioCaptured(AudioCaptured) = "rhasspy"/"asr"/(site_id: SiteId)/(session_id: SessionId)/"audioCaptured", binary bulk, "asr" > "anybody", R;
        NluTrain(Box<Train>) = "rhasspy"/"nlu"/(site_id: SiteId)/"train" as NLU_TRAIN, json bulk, "anybody" > "nlu", R;
        NluTrainSuccess(TrainSuccess) = "rhasspy"/"nlu"/(site_id: SiteId)/"trainSuccess", json, "nlu" > "anybody", R;

        // Petasos
        Status(Status) = "petasos"/(instance: Level)/"status" as STATUS, json, "dialogue manager" > "anybody", P;
        SitesRequest(ListRequest) = "petasos"/(instance: Level)/"sites"/"request" as SITES_REQUEST, json, "anybody" > "dialogue manager", P;
        Sites(Sites) = "petasos"/(instance: Level)/"sites" as SITES, json, "dialogue manager" > "anybody", P;
        SessionsRequest(ListRequest) = "petasos"/(instance: Level)/"sessions"/"request" as SESSIONS_REQUEST, json, "anybody" > "dialogue manager", P;
        Sessions(Sessions) = "petasos"/(instance: Level)/"sessions", json, "dialogue manager" > "anybody", P;
        RecordingRequest(RecordingRequest) = "petasos"/(instance: Level)/"recording"/"request" as RECORDING_REQUEST, json, "anybody" > "dialogue manager", P;
        Recording(RecordingPart) = "petasos"/(instance: Level)/"recording", json, "dialogue manager" > "anybody", P;
        SkillStatus(Box<SkillStatus>) = "petasos"/"skills"/(skill: Level)/"status" as SKILL_STATUS, json, "skill" > "dialogue manager", P;
        SkillWorking(SkillWorking) = "petasos"/"skills"/(skill: Level)/"working" as SKILL_WORKING, json, "skill" > "dialogue manager", P;
    }
    also {
        DialogueErrorOfSnips = "hermes"/"dialogueManager"/"error", json DialogueError [Snips], "dialogue manager" > "anybody", S;
        AsrErrorOfSnips = "hermes"/"asr"/"error" as ASR_ERROR_OF_SNIPS, json AsrError [Snips], "asr" > "dialogue manager", S;
        NluErrorOfSnips = "hermes"/"nlu"/"error" as NLU_ERROR_OF_SNIPS, json NluError [Snips], "nlu" > "dialogue manager", S;
        TtsErrorOfSnips = "hermes"/"tts"/"error" as TTS_ERROR_OF_SNIPS, json TtsError [Snips], "tts" > "dialogue manager", S;
        HotwordErrorOfSnips = "hermes"/"hotword"/(hotword_id: Level)/"error", json HotwordError [Snips], "hotword" > "anybody", S;
    }
    passive {
        // sessions
        DialogueLoaded = "hermes/dialogueManager/loaded" as DIALOGUE_LOADED, json (ComponentLoaded), "dialogue manager" > "anybody", S;

        // hotword
        RecordExample = "rhasspy/hotword/recordExample", json { "id": String, "siteId": Option<SiteId> } "Record an example of the wake word.", "anybody" > "hotword", R;

        // ASR
        AsrReload = "hermes/asr/reload", json (Reload), "anybody" > "asr", S;
        AsrVersionRequest = "hermes/asr/versionRequest", empty, "anybody" > "asr", S;
        AsrVersion = "hermes/asr/version", json (Version), "asr" > "anybody", S;

        // TTS
        GetVoices = "rhasspy/tts/getVoices", json { "id": Option<String>, "siteId": Option<SiteId> } "Request the list of voices.", "anybody" > "tts", R;
        Voices = "rhasspy/tts/voices", json { "voices": Vec<Value>, "id": Option<String>, "siteId": Option<SiteId> } "The answer to getVoices: each voice with voiceId and description.", "tts" > "anybody", R;
        TtsVersionRequest = "hermes/tts/versionRequest", empty, "anybody" > "tts", S;
        TtsVersion = "hermes/tts/version", json (Version), "tts" > "anybody", S;
        TtsLoaded = "hermes/tts/loaded", json (ComponentLoaded), "tts" > "anybody", S;

        // audio server
        SummaryToggleOn = "hermes/audioServer/toggleSummaryOn", json (AtSite), "anybody" > "audio server", R;
        SummaryToggleOff = "hermes/audioServer/toggleSummaryOff", json (AtSite), "anybody" > "audio server", R;
        SetVolume = "rhasspy/audioServer/setVolume", json { "volume": f64, "siteId": Option<SiteId> } "Set the volume, 0 to 1.", "anybody" > "audio server", R;
        GetDevices = "rhasspy/audioServer/getDevices", json { "modes": Vec<String>, "siteId": Option<SiteId>, "id": Option<String>, "test": Option<bool> } "Request the list of microphones (input) or speakers (output). With test, each of them is tested.", "anybody" > "audio server", R;
        Devices = "rhasspy/audioServer/devices", json { "devices": Vec<Value>, "siteId": Option<SiteId>, "id": Option<String> } "The answer to getDevices: each device with mode, id, name, description and working.", "audio server" > "anybody", R;

        // training, pronunciation, intent handling
        GetIntentGraph = "rhasspy/train/getIntentGraph", json { "id": String, "siteId": Option<SiteId> } "Request the compiled sentence graph. The id is the request id of the answer.", "anybody" > "training", R;
        Pronounce = "rhasspy/g2p/pronounce", json { "words": Vec<String>, "id": Option<String>, "siteId": Option<SiteId>, "sessionId": Option<SessionId>, "numGuesses": Option<u64> } "Request the pronunciation of words.", "anybody" > "g2p", R;
        Phonemes = "rhasspy/g2p/phonemes", json { "wordPhonemes": Option<Value>, "id": Option<String>, "siteId": Option<SiteId>, "sessionId": Option<SessionId> } "The answer to pronounce: each word with its pronunciations, each with phonemes and guessed.", "g2p" > "anybody", R;
        G2pError = "rhasspy/error/g2p", json (ComponentError), "g2p" > "anybody", R;
        HandleToggleOn = "rhasspy/handle/toggleOn", json (AtSite), "anybody" > "intent handler", R;
        HandleToggleOff = "rhasspy/handle/toggleOff", json (AtSite), "anybody" > "intent handler", R;

        // injection
        InjectionPerform = "hermes/injection/perform", json bulk { "operations": Vec<Vec<Value>>, "lexicon": Option<Value>, "crossLanguage": Option<String>, "id": Option<String> } "Add words to the vocabulary: [kind, {entity: [[value, weight], ...]}], where the kind is add or addFromVanilla.", "skill" > "injection", S;
        InjectionStatusRequest = "hermes/injection/statusRequest", empty, "skill" > "injection", S;
        InjectionStatus = "hermes/injection/status", json { "lastInjectionDate": Option<String> } "The time of the last injection, as in 2018-12-10T11:14:08.468Z.", "injection" > "skill", S;
        InjectionComplete = "hermes/injection/complete", json { "requestId": Option<String> } "The injection has succeeded.", "injection" > "skill", S;
        InjectionFailed = "hermes/injection/failed", json { "requestId": Option<String>, "context": Option<String> } "The injection has failed. Never released by Snips, but observed.", "injection" > "skill", S;
        InjectionReset = "hermes/injection/reset/perform", json { "requestId": Option<String> } "Remove all injected words.", "skill" > "injection", S;
        InjectionResetComplete = "hermes/injection/reset/complete", json { "requestId": Option<String> } "The injected words were removed.", "injection" > "skill", S;
        InjectionResetFailed = "hermes/injection/reset/failed", json { "requestId": Option<String>, "context": Option<String> } "The removal has failed. Never released by Snips, but observed.", "injection" > "skill", S;
        InjectionVersionRequest = "hermes/injection/versionRequest", empty, "anybody" > "injection", S;
        InjectionVersion = "hermes/injection/version", json (Version), "injection" > "anybody", S;
        InjectionLoaded = "hermes/injection/loaded", json (ComponentLoaded), "injection" > "anybody", S;

        // Project Alice: devices
        ConnectionRefused = "projectalice/devices/connectionRefused", json (Device), "core" > "satellite", A;
        DeviceHeartbeat = "projectalice/devices/heartbeat", json (Device), "satellite" > "core", A;
        DeviceDisconnection = "projectalice/devices/disconnection", json (Device), "satellite" > "core", A;
        DeviceStopListen = "projectalice/devices/stopListen", json (Device), "core" > "satellite", A;
        DeviceStartListen = "projectalice/devices/startListen", json (Device), "core" > "satellite", A;
        DeviceToggleListen = "projectalice/devices/toggleListen", json (Device), "core" > "satellite", A;
        DeviceRestart = "projectalice/devices/restart", json (Device), "core" > "satellite", A;
        DeviceStatus = "projectalice/devices/status", json { "uid": Option<SiteId>, "dnd": Option<bool> } "The state of a satellite; dnd means do not disturb.", "satellite" > "core", A;
        DeviceUpdated = "projectalice/devices/updated", json { "uid": Option<SiteId>, "device": Option<Value>, "id": Option<i64>, "type": Option<String> } "A device was changed.", "core" > "web interface", A;
        DeviceDeleted = "projectalice/devices/deleted", json { "uid": Option<SiteId>, "id": Option<i64> } "A device was deleted.", "core" > "web interface", A;
        ResourceUsage = "projectalice/devices/resourceUsage", json { "cpu": Option<f64>, "ram": Option<f64>, "swp": Option<f64> } "The load of the core's machine, in percent.", "core" > "web interface", A;
        NewHotword = "projectalice/devices/alice/newHotword", json { "ip": String, "port": u64, "name": String, "uid": Option<SiteId> } "Asks a satellite to fetch a wake word over TCP.", "core" > "satellite", A;
        SensorsFeedback = "projectalice/devices/sensorsFeedback", json { "data": Option<Value> } "Readings of a satellite's sensors.", "satellite" > "skill", A;
        GetSensors = "projectalice/devices/alice/getSensors", empty, "skill" > "satellite", A;
        DeviceSleep = "projectalice/devices/sleep", empty, "skill" > "anybody", A;
        DeviceWakeup = "projectalice/devices/wakeup", empty, "skill" > "anybody", A;
        DeviceGoingBed = "projectalice/devices/goingBed", empty, "skill" > "anybody", A;

        // Project Alice: other
        TrainerReady = "projectalice/nlu/trainerReady", empty, "trainer" > "core", A;
        TrainerStopped = "projectalice/nlu/trainerStopped", empty, "trainer" > "core", A;
        Training = "projectalice/nlu/training", empty, "trainer" > "core", A;
        DoTrain = "projectalice/nlu/doTrain", json bulk { "data": Option<Value>, "language": Option<String> } "Train an NLU on another machine, with data in the format of snips-nlu.", "core" > "trainer", A;
        TrainingFailed = "projectalice/nlu/trainingFailed", binary, "trainer" > "core", A;
        TrainingStatus = "projectalice/nlu/trainingStatus", json { "status": String } "The status is training, done or failed.", "core" > "web interface", A;
        Syslog = "projectalice/logging/syslog", json { "time": Option<String>, "level": Option<String>, "msg": Option<String>, "component": Option<String> } "A line of the core's log.", "core" > "web interface", A;
        AliceWatch = "projectalice/logging/alicewatch", json { "text": Option<String>, "component": Option<String>, "verbosity": Option<i64>, "time": Option<String> } "A log of events for users, with a verbosity of 0 to 2.", "core" > "web interface", A;
        UiNotification = "projectalice/notifications/ui/notification", json { "id": Option<Value>, "type": Option<Value>, "title": Option<String>, "text": Option<String>, "key": Option<String>, "options": Option<Value>, "deviceUid": Option<SiteId> } "A notification for users; the type is 0 for an error, 1 for information, 2 for an alert.", "core" > "web interface", A;
        TriggerAction = "projectalice/nodered/triggerAction", json { "deviceUid": Option<SiteId>, "action": Value } "Treat the text of the action as an utterance.", "Node-RED" > "skill", A;
        TelegramNotify = "projectalice/nodered/telegramNotify", json { "chatID": Option<Value>, "message": Value } "Send the text of the message to a user.", "Node-RED" > "skill", A;

        // lights
        LedsVolume = "hermes/volume/set", json { "volume": f64, "siteId": Option<SiteId> } "Set the volume, 0 to 1 (HermesLedControl).", "anybody" > "lights", RA;
        LedAnimation = "hermes/leds/manual/animations", json (Value), "anybody" > "lights", RA;

        // audio server
        AudioSummary = "hermes/audioServer"/(site_id: SiteId)/"audioSummary", json { "debiasedEnergy": f64, "isSpeech": Option<bool> } "The energy of the audio, in the detector's own unit, and whether it is speech.", "audio server" > "anybody", R;
        ReplayRequest = "hermes/audioServer"/(site_id: SiteId)/"replayRequest", json { "requestId": String, "startAtMs": i64, "siteId": Option<SiteId> } "Request past frames from this time on, in ms since 1970. They carry the request id in their chunk rpid.", "asr" > "audio server", S;

        // components with one instance per site or detector
        AudioServerVersionRequest = "hermes/audioServer"/(site_id: SiteId)/"versionRequest", empty, "anybody" > "audio server", S;
        AudioServerVersion = "hermes/audioServer"/(site_id: SiteId)/"version", json (Version), "audio server" > "anybody", S;
        AudioServerLoaded = "hermes/audioServer"/(site_id: SiteId)/"loaded", json (ComponentLoaded), "audio server" > "anybody", S;
        VoiceActivityVersionRequest = "hermes/voiceActivity"/(site_id: SiteId)/"versionRequest", empty, "anybody" > "voice activity", S;
        VoiceActivityVersion = "hermes/voiceActivity"/(site_id: SiteId)/"version", json (Version), "voice activity" > "anybody", S;
        VoiceActivityLoaded = "hermes/voiceActivity"/(site_id: SiteId)/"loaded", json (ComponentLoaded), "voice activity" > "anybody", S;
        VoiceActivityError = "hermes/voiceActivity"/(site_id: SiteId)/"error", json (ComponentError), "voice activity" > "anybody", S;
        HotwordVersionRequest = "hermes/hotword"/(hotword_id: Level)/"versionRequest", empty, "anybody" > "hotword", S;

        // recordings, training, sounds
        ExampleRecorded = "rhasspy/hotword"/(site_id: SiteId)/"exampleRecorded"/(request_id: RequestId), binary bulk, "hotword" > "anybody", R;
        AsrTrain = "rhasspy/asr"/(site_id: SiteId)/"train", json bulk (Train), "anybody" > "asr", R;
        AsrTrainSuccess = "rhasspy/asr"/(site_id: SiteId)/"trainSuccess", json (TrainSuccess), "asr" > "anybody", R;
        IntentGraph = "rhasspy/train/intentGraph"/(request_id: RequestId), binary bulk, "training" > "anybody", R;
        RegisterSound = "hermes/tts/registerSound"/(sound_id: Level), binary bulk, "skill" > "tts", S;

        // Project Alice
        TasmotaHello = "projectalice/devices/tasmota/feedback/hello"/(tasmota_id: Level), json { "deviceUid": Option<SiteId>, "deviceType": Option<String>, "feedback": Option<Value>, "uid": Option<String> } "A Tasmota switch has connected.", "device" > "core", A;
        TasmotaFeedback = "projectalice/devices/tasmota/feedback"/(tasmota_id: Level), json { "deviceUid": Option<SiteId>, "deviceType": Option<String>, "feedback": Option<Value>, "uid": Option<String> } "A report of a Tasmota switch.", "device" > "core", A;
        TasmotaCommand = "projectalice/devices/tasmota/cmd"/(command: RequestId), binary, "core" > "device", A;
        TrainingResult = "projectalice/nlu/trainingResult"/(hash: Level), binary bulk, "trainer" > "core", A;
        SkillEvent = "projectalice/skills"/(event: Level), json { "skillName": Option<String>, "uid": Option<SiteId>, "siteId": Option<SiteId> } "The outcome of an operation on a skill; first for each satellite, then for the core.", "core" > "anybody", A;
        AliceEvent = "projectalice/events"/(name: Level), json (Value), "core" > "anybody", A;
        AliceInterface = "projectalice/interface"/(name: Level), json (Value), "Node-RED" > "core", A;
        Leds = "hermes/leds"/(pattern: Level), json { "siteId": Option<SiteId>, "sticky": Option<bool>, "state": Option<Value> } "Show a pattern; the site all means all sites. Sticky: until clear.", "anybody" > "lights", RA;
    }
}
