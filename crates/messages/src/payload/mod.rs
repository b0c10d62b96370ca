//! One type per payload, each beside its field tables.

mod alice;
mod asr;
mod audio;
mod component;
mod dialogue;
mod hotword;
mod injection;
mod leds;
mod nlu;
mod petasos;
mod skills;
mod sound;
mod termination;
mod toggle;
mod training;
mod tts;

pub use crate::entries::Entries;
pub use alice::{
    AliceWatch, Device, DeviceDeleted, DeviceStatus, DeviceUpdated, DoTrain, FreeForm, NewHotword,
    ResourceUsage, SensorsFeedback, SkillEvent, Syslog, TasmotaFeedback, TelegramNotify, TrainingStatus,
    TriggerAction, UiNotification, Words,
};
pub use asr::{
    AsrToken, AsrTokenTime, RecordingFinished, SpeakerHypothesis, StartListening, StopListening, TextCaptured,
};
pub use audio::{
    AtSite, AudioDevice, AudioSummary, Devices, GetDevices, PlayFinished, ReplayRequest, SetVolume,
    StreamFinished, VoiceActivity,
};
pub use component::{ComponentError, ComponentLoaded, Reload, Version};
pub use dialogue::{
    Action, Configure, ConfigureIntent, ContinueSession, DialogueIntentNotRecognized, EndSession,
    SessionEnded, SessionInit, SessionQueued, SessionStarted, StartSession,
};
pub use hotword::{GetHotwords, HotwordDetected, HotwordModel, Hotwords, ModelType, RecordExample};
pub use injection::{
    InjectedValue, InjectionFailed, InjectionKind, InjectionOperation, InjectionPerform, InjectionRequest,
    InjectionStatus,
};
pub use leds::Leds;
pub use nlu::{
    Intent, IntentAlternative, IntentClassification, IntentParsed, NluIntentNotRecognized, NluQuery,
    PartialQuery, SlotParsed,
};
pub use petasos::{
    ListRequest, Presence, RecordingPart, RecordingRequest, SessionState, Sessions, SiteState, Sites, Status,
};
pub use skills::{SkillIntent, SkillSlot, SkillStatus, SkillWorking};
pub use sound::{
    AudioCaptured, AudioFrame, AudioSessionFrame, ExampleRecorded, IntentGraph, PlayBytes,
    PlayBytesStreaming, RegisterSound, ReplayResponse, TasmotaCommand, TrainingFailed, TrainingResult,
};
pub use termination::{ComponentName, Termination};
pub use toggle::{Toggle, ToggleReason};
pub use training::{GetIntentGraph, Phonemes, Pronounce, Pronunciation, Train, TrainSuccess};
pub use tts::{GetVoices, Say, SayFinished, Voice, Voices};
