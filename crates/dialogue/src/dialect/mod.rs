//! What differs between Rhasspy, Snips and Alice, as data: for each dialect the steps of a conversation, and some facts.

use petasos_messages::Dialect;

use crate::Sound;

/// One step of a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// `asr/stopListening`.
    StopListening,
    /// The session takes the wake word away.
    Mute,
    /// The session gives the wake word back.
    Unmute,
    /// `dialogueManager/sessionQueued` (Snips 0.64 announces every notification so).
    Queue,
    /// `dialogueManager/sessionStarted`.
    Announce,
    /// Play a feedback sound, once nothing else plays.
    Play(Sound),
    /// Say what there is to say, once nothing else plays.
    Say,
    /// Wait until nothing plays any more.
    Silence,
    /// Open the microphone, once nothing plays.
    Listen,
    /// Ask the NLU.
    Query,
    /// Publish `nlu/intentNotRecognized` on behalf of an NLU that was not asked (Rhasspy, low confidence).
    DenyForNlu,
    /// Treat the words as not understood.
    NotUnderstood,
    /// Tell the skill that nobody understood.
    Tell,
    /// End the session.
    Close,
}

use Step::{
    Announce, Close, DenyForNlu, Listen, Mute, NotUnderstood, Play, Query, Queue, Say, Silence,
    StopListening, Tell, Unmute,
};

/// The facts of one dialect.
#[derive(Debug)]
pub(crate) struct Facts {
    /// A session the user woke.
    pub(crate) wake: &'static [Step],
    /// The same while something of ours is still playing.
    pub(crate) wake_while_playing: &'static [Step],
    /// A session a skill started, or that follows an answer.
    pub(crate) action: &'static [Step],
    /// A notification.
    pub(crate) notification: &'static [Step],
    /// The skill asks back.
    pub(crate) resume: &'static [Step],
    /// The user has spoken.
    pub(crate) captured: &'static [Step],
    /// The user has spoken, but too unclearly.
    pub(crate) unclear: &'static [Step],
    /// Toggles carry reasons, and speech and sounds switch hotword and ASR off.
    pub(crate) reasons: bool,
    /// `toggleOn` and the last `stopListening` come without a session id.
    pub(crate) ends_without_session: bool,
    /// `stopListening` is sent with every end, and before `sessionEnded`.
    pub(crate) stops_before_end: bool,
    /// `stopListening` is sent with every end, and after `sessionEnded`.
    pub(crate) stops_after_end: bool,
    /// The wake word stays off when the next session follows at once.
    pub(crate) stays_muted_between_sessions: bool,
    /// An empty intent filter matches nothing; otherwise it is no filter.
    pub(crate) empty_filter_matches_nothing: bool,
    /// The skill is always told about words nobody understood, and the user is asked again all the same.
    pub(crate) always_tells: bool,
    /// A session id that came with the wake word is used, and the wake word is the session's data.
    pub(crate) wake_gives_id_and_data: bool,
    /// `continueSession` with a slot asks the NLU for that slot alone.
    pub(crate) partial_queries: bool,
}

/// The facts of a dialect.
pub(crate) fn facts(dialect: Dialect) -> &'static Facts {
    match dialect {
        Dialect::Rhasspy => &RHASSPY,
        Dialect::Snips => &SNIPS,
        Dialect::Alice => &ALICE,
    }
}

/// Rhasspy 2.5 (rhasspy-dialogue-hermes 0.6.1). The query goes out before the sound that confirms the recording.
static RHASSPY: Facts = Facts {
    wake: &[Play(Sound::Wake), Silence, Announce, Mute, Say, Listen],
    wake_while_playing: &[Announce, Mute, Play(Sound::Wake), Say, Listen],
    action: &[Announce, Mute, Say, Listen],
    notification: &[Announce, Say, Silence, Close],
    resume: &[StopListening, Mute, Say, Listen],
    captured: &[StopListening, Unmute, Query, Play(Sound::Recorded)],
    unclear: &[StopListening, Unmute, DenyForNlu, Play(Sound::Recorded), NotUnderstood],
    reasons: true,
    ends_without_session: false,
    stops_before_end: true,
    stops_after_end: false,
    stays_muted_between_sessions: true,
    empty_filter_matches_nothing: false,
    always_tells: false,
    wake_gives_id_and_data: true,
    partial_queries: false,
};

/// Snips 0.64. The NLU is asked only after the sound that confirms the recording.
static SNIPS: Facts = Facts {
    wake: &[StopListening, Mute, Announce, Play(Sound::Wake), Say, Listen],
    wake_while_playing: &[StopListening, Mute, Announce, Play(Sound::Wake), Say, Listen],
    action: &[StopListening, Mute, Announce, Say, Listen],
    notification: &[StopListening, Mute, Queue, Announce, Say, Silence, Close],
    resume: &[StopListening, Mute, Say, Listen],
    captured: &[StopListening, Play(Sound::Recorded), Silence, Query],
    unclear: &[StopListening, Play(Sound::Recorded), NotUnderstood],
    reasons: false,
    ends_without_session: true,
    stops_before_end: false,
    stops_after_end: true,
    stays_muted_between_sessions: false,
    empty_filter_matches_nothing: true,
    always_tells: false,
    wake_gives_id_and_data: false,
    partial_queries: true,
};

/// Project Alice 1.0.0-rc3, with the single Off/On pair its satellites need.
static ALICE: Facts = Facts {
    wake: &[Mute, Announce, Play(Sound::Wake), Say, Listen],
    wake_while_playing: &[Mute, Announce, Play(Sound::Wake), Say, Listen],
    action: &[Mute, Announce, Say, Listen],
    notification: &[Mute, Announce, Say, Silence, Close],
    resume: &[Say, Listen],
    captured: &[StopListening, Play(Sound::Recorded), Query],
    unclear: &[StopListening, Play(Sound::Recorded), NotUnderstood],
    reasons: false,
    ends_without_session: false,
    stops_before_end: false,
    stops_after_end: false,
    stays_muted_between_sessions: false,
    empty_filter_matches_nothing: false,
    always_tells: true,
    wake_gives_id_and_data: false,
    partial_queries: false,
};

/// Nobody understood, and that was it.
pub(crate) static GIVE_UP: &[Step] = &[Play(Sound::Error), Silence, Close];
/// Nobody understood, and the skill wants to know.
pub(crate) static TELL: &[Step] = &[Play(Sound::Error), Silence, Tell];
/// Last words, then the end.
pub(crate) static GOODBYE: &[Step] = &[Say, Silence, Close];
/// A text came for a site without microphone.
pub(crate) static TEXT: &[Step] = &[Announce, Query];
