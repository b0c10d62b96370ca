//! Any message of the protocol, from a packet and back.

use bytes::Bytes;

use crate::error::{DecodeError, DecodeReason};
use crate::payload::{
    AliceWatch, AtSite, AudioCaptured, AudioFrame, AudioSessionFrame, AudioSummary, ComponentError,
    ComponentLoaded, Configure, ContinueSession, Device, DeviceDeleted, DeviceStatus, DeviceUpdated, Devices,
    DialogueIntentNotRecognized, DoTrain, EndSession, ExampleRecorded, FreeForm, GetDevices, GetHotwords,
    GetIntentGraph, GetVoices, HotwordDetected, Hotwords, InjectionFailed, InjectionPerform,
    InjectionRequest, InjectionStatus, Intent, IntentGraph, IntentParsed, Leds, ListRequest, NewHotword,
    NluIntentNotRecognized, NluQuery, PartialQuery, Phonemes, PlayBytes, PlayBytesStreaming, PlayFinished,
    Pronounce, RecordExample, RecordingFinished, RecordingPart, RecordingRequest, RegisterSound, Reload,
    ReplayRequest, ReplayResponse, ResourceUsage, Say, SayFinished, SensorsFeedback, SessionEnded,
    SessionQueued, SessionStarted, Sessions, SetVolume, Sites, SkillEvent, SkillStatus, SkillWorking,
    SlotParsed, StartListening, StartSession, Status, StopListening, StreamFinished, Syslog, TasmotaCommand,
    TasmotaFeedback, TelegramNotify, TextCaptured, Toggle, Train, TrainSuccess, TrainingFailed,
    TrainingResult, TrainingStatus, TriggerAction, UiNotification, Version, VoiceActivity, Voices,
};
use crate::{Dialect, Level, SiteId, Topic, WireFormat};

/// Any message of the protocol.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
#[expect(missing_docs, reason = "each variant is documented by its payload")]
pub enum Message {
    StartSession(StartSession),
    ContinueSession(ContinueSession),
    EndSession(EndSession),
    SessionQueued(SessionQueued),
    SessionStarted(SessionStarted),
    SessionEnded(SessionEnded),
    DialogueIntentNotRecognized(DialogueIntentNotRecognized),
    Configure(Configure),
    DialogueToggleOn,
    DialogueToggleOff,
    DialogueVersionRequest,
    DialogueVersion(Version),
    DialogueError(ComponentError),

    HotwordDetected(Box<HotwordDetected>),
    HotwordToggleOn(Toggle),
    HotwordToggleOff(Toggle),
    HotwordLoaded(ComponentLoaded),
    HotwordError(ComponentError),

    AsrToggleOn(Toggle),
    AsrToggleOff(Toggle),
    StartListening(Box<StartListening>),
    StopListening(StopListening),
    TextCaptured(Box<TextCaptured>),
    RecordingFinished(RecordingFinished),
    AsrLoaded(ComponentLoaded),
    AsrError(ComponentError),

    NluQuery(Box<NluQuery>),
    PartialQuery(Box<PartialQuery>),
    SlotParsed(Box<SlotParsed>),
    IntentParsed(Box<IntentParsed>),
    NluIntentNotRecognized(Box<NluIntentNotRecognized>),
    NluError(ComponentError),
    Intent(Box<Intent>),

    Say(Box<Say>),
    SayFinished(SayFinished),
    TtsError(ComponentError),

    PlayBytes(PlayBytes),
    PlayFinished(PlayFinished),
    AudioPlayError(ComponentError),

    SoundFeedbackToggleOn(Toggle),
    SoundFeedbackToggleOff(Toggle),

    DialogueLoaded(ComponentLoaded),
    GetHotwords(GetHotwords),
    Hotwords(Hotwords),
    RecordExample(RecordExample),
    PartialTextCaptured(Box<TextCaptured>),
    AsrReload(Reload),
    AsrVersionRequest,
    AsrVersion(Version),
    NluReload(Reload),
    NluVersionRequest,
    NluVersion(Version),
    NluLoaded(ComponentLoaded),
    GetVoices(GetVoices),
    Voices(Voices),
    TtsVersionRequest,
    TtsVersion(Version),
    TtsLoaded(ComponentLoaded),
    AudioToggleOn(AtSite),
    AudioToggleOff(AtSite),
    SummaryToggleOn(AtSite),
    SummaryToggleOff(AtSite),
    SetVolume(SetVolume),
    GetDevices(GetDevices),
    Devices(Devices),
    AudioRecordError(ComponentError),
    GetIntentGraph(GetIntentGraph),
    Pronounce(Pronounce),
    Phonemes(Phonemes),
    G2pError(ComponentError),
    HandleToggleOn(AtSite),
    HandleToggleOff(AtSite),
    InjectionPerform(InjectionPerform),
    InjectionStatusRequest,
    InjectionStatus(InjectionStatus),
    InjectionComplete(InjectionRequest),
    InjectionFailed(InjectionFailed),
    InjectionReset(InjectionRequest),
    InjectionResetComplete(InjectionRequest),
    InjectionResetFailed(InjectionFailed),
    InjectionVersionRequest,
    InjectionVersion(Version),
    InjectionLoaded(ComponentLoaded),
    InjectionError(ComponentError),
    CoreHeartbeat(Device),
    Greeting(Device),
    ConnectionAccepted(Device),
    ConnectionRefused(Device),
    DeviceHeartbeat(Device),
    DeviceDisconnection(Device),
    DeviceStopListen(Device),
    DeviceStartListen(Device),
    DeviceToggleListen(Device),
    DeviceRestart(Device),
    DeviceStatus(DeviceStatus),
    DeviceUpdated(Box<DeviceUpdated>),
    DeviceDeleted(DeviceDeleted),
    ResourceUsage(ResourceUsage),
    NewHotword(NewHotword),
    SensorsFeedback(SensorsFeedback),
    CoreReconnection,
    CoreDisconnection,
    GetSensors,
    DeviceSleep,
    DeviceWakeup,
    DeviceGoingBed,
    TrainerReady,
    TrainerStopped,
    Training,
    DoTrain(DoTrain),
    TrainingFailed(TrainingFailed),
    TrainingStatus(TrainingStatus),
    Syslog(Syslog),
    AliceWatch(AliceWatch),
    UiNotification(Box<UiNotification>),
    TriggerAction(TriggerAction),
    TelegramNotify(TelegramNotify),
    LedsVolume(SetVolume),
    LedAnimation(FreeForm),
    AudioFrame(AudioFrame),
    AudioSessionFrame(AudioSessionFrame),
    AudioSummary(AudioSummary),
    PlayBytesStreaming(PlayBytesStreaming),
    StreamFinished(StreamFinished),
    ReplayRequest(ReplayRequest),
    ReplayResponse(ReplayResponse),
    VadUp(VoiceActivity),
    VadDown(VoiceActivity),
    AudioServerVersionRequest(SiteId),
    AudioServerVersion(Version),
    AudioServerLoaded(ComponentLoaded),
    AudioServerError(ComponentError),
    VoiceActivityVersionRequest(SiteId),
    VoiceActivityVersion(Version),
    VoiceActivityLoaded(ComponentLoaded),
    VoiceActivityError(ComponentError),
    HotwordVersionRequest(Level),
    HotwordVersion(Version),
    ExampleRecorded(ExampleRecorded),
    AudioCaptured(AudioCaptured),
    AsrTrain(Box<Train>),
    AsrTrainSuccess(TrainSuccess),
    NluTrain(Box<Train>),
    NluTrainSuccess(TrainSuccess),
    IntentGraph(IntentGraph),
    RegisterSound(RegisterSound),
    TasmotaHello(Box<TasmotaFeedback>),
    TasmotaFeedback(Box<TasmotaFeedback>),
    TasmotaCommand(TasmotaCommand),
    TrainingResult(TrainingResult),
    SkillEvent(SkillEvent),
    AliceEvent(FreeForm),
    AliceInterface(FreeForm),
    Leds(Leds),
    Status(Status),
    SitesRequest(ListRequest),
    Sites(Sites),
    SessionsRequest(ListRequest),
    Sessions(Sessions),
    RecordingRequest(RecordingRequest),
    RecordingPart(RecordingPart),
    SkillStatus(Box<SkillStatus>),
    SkillWorking(SkillWorking),
}

/// The most bytes of a message of a conversation.
const CONTROL_BYTES: usize = 64 * 1024;
/// The most bytes of what ASR and NLU say.
const SPEECH_BYTES: usize = 256 * 1024;
/// The most bytes of sound, models and what they are trained on.
const BULK_BYTES: usize = 16 * 1024 * 1024;

impl Message {
    /// Reads a packet. Sound is not copied.
    pub fn decode(topic: &str, payload: Bytes) -> Result<Self, DecodeError> {
        topic
            .parse()
            .map_err(DecodeReason::Topic)
            .and_then(|known| Self::decode_on(&known, payload))
            .map_err(|reason| DecodeError::new(topic, reason))
    }

    fn decode_on(topic: &Topic, payload: Bytes) -> Result<Self, DecodeReason> {
        let limit = most_bytes(topic);
        if payload.len() > limit {
            return Err(DecodeReason::Size { bytes: payload.len(), limit });
        }
        Ok(Self::from_topic(topic, payload)?)
    }

    /// Writes the payload. It cannot fail: a number that is not finite is written as null.
    pub fn encode(&self, dialect: Dialect) -> Bytes {
        if dialect.wire_format == WireFormat::Snips
            && matches!(self, Self::AsrToggleOn(_) | Self::AsrToggleOff(_))
        {
            return Bytes::new(); // they are for all sites, and have nothing to say
        }
        self.write_payload(dialect.wire_format)
    }
}

/// The most bytes that are read on a topic.
fn most_bytes(topic: &Topic) -> usize {
    match topic {
        Topic::TextCaptured
        | Topic::PartialTextCaptured
        | Topic::NluQuery
        | Topic::PartialQuery
        | Topic::SlotParsed
        | Topic::IntentParsed
        | Topic::NluIntentNotRecognized
        | Topic::DialogueIntentNotRecognized
        | Topic::Intent { .. } => SPEECH_BYTES,
        Topic::PlayBytes { .. }
        | Topic::PlayBytesStreaming { .. }
        | Topic::AudioFrame { .. }
        | Topic::AudioSessionFrame { .. }
        | Topic::ReplayResponse { .. }
        | Topic::AudioCaptured { .. }
        | Topic::ExampleRecorded { .. }
        | Topic::RegisterSound { .. }
        | Topic::IntentGraph { .. }
        | Topic::TrainingResult { .. }
        | Topic::AsrTrain { .. }
        | Topic::NluTrain { .. }
        | Topic::InjectionPerform
        | Topic::DoTrain => BULK_BYTES,
        _ => CONTROL_BYTES,
    }
}
