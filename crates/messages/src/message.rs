//! Any message of the protocol, from a packet and back.

use bytes::Bytes;

use crate::error::{DecodeError, DecodeReason};
use crate::payload::{
    ComponentError, ComponentLoaded, Configure, ContinueSession, DialogueIntentNotRecognized, EndSession,
    HotwordDetected, Intent, IntentParsed, NluIntentNotRecognized, NluQuery, PartialQuery, PlayBytes,
    PlayFinished, RecordingFinished, Say, SayFinished, SessionEnded, SessionQueued, SessionStarted,
    SlotParsed, StartListening, StartSession, StopListening, TextCaptured, Toggle, Version,
};
use crate::{Dialect, Topic};

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
            .and_then(|known| Self::decode_on(&known, &payload))
            .map_err(|reason| DecodeError::new(topic, reason))
    }

    fn decode_on(topic: &Topic, payload: &Bytes) -> Result<Self, DecodeReason> {
        let limit = most_bytes(topic);
        if payload.len() > limit {
            return Err(DecodeReason::Size {
                bytes: payload.len(),
                limit,
            });
        }
        Ok(Self::from_topic(topic, payload)?)
    }

    /// Writes the payload. It cannot fail: a number that is not finite is written as null.
    pub fn encode(&self, dialect: Dialect) -> Bytes {
        if dialect == Dialect::Snips && matches!(self, Self::AsrToggleOn(_) | Self::AsrToggleOff(_)) {
            return Bytes::new(); // they are for all sites, and have nothing to say
        }
        self.write_payload(dialect)
    }
}

/// The most bytes that are read on a topic.
fn most_bytes(topic: &Topic) -> usize {
    match topic {
        Topic::TextCaptured
        | Topic::NluQuery
        | Topic::PartialQuery
        | Topic::SlotParsed
        | Topic::IntentParsed
        | Topic::NluIntentNotRecognized
        | Topic::DialogueIntentNotRecognized
        | Topic::Intent { .. } => SPEECH_BYTES,
        Topic::PlayBytes { .. } => BULK_BYTES,
        _ => CONTROL_BYTES,
    }
}
