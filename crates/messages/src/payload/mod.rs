//! One type per payload.

mod asr;
mod audio;
mod component;
mod dialogue;
mod hotword;
mod nlu;
mod toggle;
mod tts;

pub use asr::{
    AsrToken, AsrTokenTime, RecordingFinished, SpeakerHypothesis, StartListening, StopListening, TextCaptured,
};
pub use audio::{PlayBytes, PlayFinished};
pub use component::{Component, ComponentError, ComponentLoaded, Version};
pub use dialogue::{
    Action, Configure, ConfigureIntent, ContinueSession, DialogueIntentNotRecognized, EndSession,
    SessionEnded, SessionInit, SessionQueued, SessionStarted, StartSession, Termination,
};
pub use hotword::{HotwordDetected, ModelType};
pub use nlu::{
    Intent, IntentAlternative, IntentClassification, IntentParsed, NluIntentNotRecognized, NluQuery,
    PartialQuery, SlotParsed,
};
pub use toggle::{Toggle, ToggleReason};
pub use tts::{Say, SayFinished};
