use crate::payload::{
    ComponentError, ComponentLoaded, Configure, ContinueSession, DialogueIntentNotRecognized, EndSession,
    HotwordDetected, Intent, IntentParsed, NluIntentNotRecognized, NluQuery, PartialQuery, PlayBytes,
    PlayFinished, RecordingFinished, Say, SayFinished, SessionEnded, SessionQueued, SessionStarted,
    SlotParsed, StartListening, StartSession, StopListening, TextCaptured, Toggle, Version,
};

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
