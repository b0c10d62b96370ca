//! Plans: the steps of a session, as data.

use crate::Sound;

/// One step of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// `asr/stopListening`.
    StopListening,
    /// Switch the hotword off for this session.
    Mute,
    /// Switch the hotword on again.
    Unmute,
    /// `dialogueManager/sessionQueued` (Snips 0.64 sends it for every notification).
    Queue,
    /// `dialogueManager/sessionStarted`.
    Announce,
    /// Play a feedback sound, once nothing else plays.
    Play(Sound),
    /// Speak the pending text, once nothing else plays.
    Say,
    /// Wait until nothing plays.
    Silence,
    /// Open the microphone, once nothing plays.
    Listen,
    /// Query the NLU.
    Query,
    /// Publish `nlu/intentNotRecognized` in place of the NLU, which was not queried (Rhasspy, low confidence).
    DenyForNlu,
    /// Treat the captured text as not understood.
    NotUnderstood,
    /// Send `intentNotRecognized` to the skill.
    InformSkill,
    /// End the session.
    Close,
}

/// The steps for each situation, in one dialect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plans {
    /// A session started by a wake word.
    pub(crate) wake: &'static [Step],
    /// The same while our own speech or sound is still playing.
    pub(crate) wake_while_playing: &'static [Step],
    /// A session started by a skill, or a follow-up.
    pub(crate) action: &'static [Step],
    /// A notification.
    pub(crate) notification: &'static [Step],
    /// A `continueSession`.
    pub(crate) resume: &'static [Step],
    /// The ASR captured text.
    pub(crate) captured: &'static [Step],
    /// The ASR captured text with too low a confidence.
    pub(crate) unclear: &'static [Step],
}

/// The text was not understood and the session ends.
pub(crate) const GIVE_UP: &[Step] = &[Step::Play(Sound::Error), Step::Silence, Step::Close];
/// The text was not understood and a skill is informed.
pub(crate) const INFORM_SKILL: &[Step] = &[Step::Play(Sound::Error), Step::Silence, Step::InformSkill];
/// Speak a final text, then end the session.
pub(crate) const SAY_AND_CLOSE: &[Step] = &[Step::Say, Step::Silence, Step::Close];
/// Text received for a site without a microphone.
pub(crate) const TEXT: &[Step] = &[Step::Announce, Step::Query];
