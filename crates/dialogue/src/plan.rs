//! Plans: the steps of a conversation, as data.

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
    /// Send `intentNotRecognized` to the skill.
    Tell,
    /// End the session.
    Close,
}

/// The steps to take in each situation, in one dialect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plans {
    /// A session that the user woke.
    pub(crate) wake: &'static [Step],
    /// The same while something of ours is still playing.
    pub(crate) wake_while_playing: &'static [Step],
    /// A session that a skill started, or that follows an answer.
    pub(crate) action: &'static [Step],
    /// A notification.
    pub(crate) notification: &'static [Step],
    /// The skill asks back.
    pub(crate) resume: &'static [Step],
    /// The user has spoken.
    pub(crate) captured: &'static [Step],
    /// The user has spoken, but too unclearly.
    pub(crate) unclear: &'static [Step],
}

/// Nobody understood, and that was it.
pub(crate) const GIVE_UP: &[Step] = &[Step::Play(Sound::Error), Step::Silence, Step::Close];
/// Nobody understood, and the skill wants to know.
pub(crate) const TELL: &[Step] = &[Step::Play(Sound::Error), Step::Silence, Step::Tell];
/// Last words, then the end.
pub(crate) const GOODBYE: &[Step] = &[Step::Say, Step::Silence, Step::Close];
/// A text came for a site without microphone.
pub(crate) const TEXT: &[Step] = &[Step::Announce, Step::Query];
