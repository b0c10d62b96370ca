//! Phase by input: what is accepted, what waits, what is ignored, what ends the session.
//!
//! Each dialect has a table. A session does nothing with an input before its table was asked
//! ([`SiteContext::reaction`](crate::site::SiteContext::reaction)); `docs/dialogue-table.md` is written from the tables, and
//! tests walk through every cell.

/// Where a session stands: what it waits for, and from whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// It is being announced, or a sound confirms the wake word.
    Starting,
    /// Something is said, or waits to be said.
    Speaking,
    /// The microphone is open; the ASR owes the words.
    Listening,
    /// The NLU owes the meaning.
    Understanding,
    /// A skill owes the answer.
    AwaitingSkill,
    /// The last words, or the last sound.
    Ending,
}

impl Phase {
    /// All phases, in the order of a conversation.
    pub const ALL: [Self; 6] = [
        Self::Starting,
        Self::Speaking,
        Self::Listening,
        Self::Understanding,
        Self::AwaitingSkill,
        Self::Ending,
    ];

    /// Its name in logs and status messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Starting => "starting",
            Self::Speaking => "speaking",
            Self::Listening => "listening",
            Self::Understanding => "understanding",
            Self::AwaitingSkill => "awaiting skill",
            Self::Ending => "ending",
        }
    }
}

/// What can happen to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Input {
    /// `hotword/+/detected` at its site.
    WakeWord,
    /// `asr/textCaptured`.
    TextCaptured,
    /// `hermes/intent/+`, where the NLU publishes it.
    Intent,
    /// `nlu/intentParsed`, where the manager publishes the intent.
    IntentParsed,
    /// `nlu/slotParsed`.
    SlotParsed,
    /// `nlu/intentNotRecognized`.
    IntentNotRecognized,
    /// `continueSession`.
    ContinueSession,
    /// `endSession`.
    EndSession,
    /// Somebody else's `tts/say`, in the session or beside it.
    ForeignSay,
    /// `startSession` of a notification, or of an action that may wait.
    StartSession,
    /// `startSession` of an action that must not wait.
    StartUrgentSession,
    /// A skill needs longer (`petasos/skills/+/working`).
    SkillWorking,
    /// The last living skill that could answer is gone (`petasos/skills/+/status`).
    SkillGone,
    /// An error of the ASR.
    AsrError,
    /// An error of the NLU.
    NluError,
    /// An error of the TTS, or of the player, while the session speaks.
    SpeechError,
    /// The time limit of the phase has passed, or what it had spoken was never confirmed.
    Timeout,
}

impl Input {
    /// All inputs, in the order of the table.
    pub const ALL: [Self; INPUTS] = [
        Self::WakeWord,
        Self::TextCaptured,
        Self::Intent,
        Self::IntentParsed,
        Self::SlotParsed,
        Self::IntentNotRecognized,
        Self::ContinueSession,
        Self::EndSession,
        Self::ForeignSay,
        Self::StartSession,
        Self::StartUrgentSession,
        Self::SkillWorking,
        Self::SkillGone,
        Self::AsrError,
        Self::NluError,
        Self::SpeechError,
        Self::Timeout,
    ];
}

/// What an input does to a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reaction {
    /// The session goes on with it.
    Accept,
    /// It waits until the session is over.
    Postpone,
    /// Nothing changes; it is counted.
    Ignore,
    /// The session ends, at once or after a word to the user.
    Close,
}

use Reaction::{Accept, Close, Ignore, Postpone};

/// How many inputs there are.
const INPUTS: usize = 17;

/// The reaction in each phase, in the order of [`Phase::ALL`].
type Row = [Reaction; Phase::ALL.len()];

pub(crate) const NEVER: Row = [Ignore; 6];
pub(crate) const WAITS: Row = [Postpone; 6];
pub(crate) const ENDS: Row = [Close; 6];
pub(crate) const UNTIL_ENDING: Row = [Accept, Accept, Accept, Accept, Accept, Ignore];
pub(crate) const WHILE_LISTENING: Row = [Ignore, Ignore, Accept, Ignore, Ignore, Ignore];
pub(crate) const WHILE_UNDERSTANDING: Row = [Ignore, Ignore, Ignore, Accept, Ignore, Ignore];
pub(crate) const WHILE_AWAITING_SKILL: Row = [Ignore, Ignore, Ignore, Ignore, Accept, Ignore];

/// What each input does in each phase, in one dialect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PhaseTable([Row; INPUTS]);

impl PhaseTable {
    /// What dialects have in common.
    pub(crate) const COMMON: Self = Self([NEVER; INPUTS])
        // The running session is aborted by its user.
        .with(Input::WakeWord, ENDS)
        .with(Input::TextCaptured, WHILE_LISTENING)
        .with(Input::Intent, WHILE_UNDERSTANDING)
        .with(Input::IntentParsed, WHILE_UNDERSTANDING)
        .with(Input::SlotParsed, WHILE_UNDERSTANDING)
        .with(Input::IntentNotRecognized, WHILE_UNDERSTANDING)
        .with(Input::ContinueSession, UNTIL_ENDING)
        .with(Input::EndSession, UNTIL_ENDING)
        .with(Input::ForeignSay, WHILE_AWAITING_SKILL)
        .with(Input::StartSession, WAITS)
        // Snips dropped the request.
        .with(Input::StartUrgentSession, NEVER)
        .with(Input::SkillWorking, WHILE_AWAITING_SKILL)
        // While no answer is awaited, the skill may come back.
        .with(Input::SkillGone, [Ignore, Ignore, Ignore, Ignore, Close, Ignore])
        .with(Input::AsrError, [Ignore, Ignore, Close, Ignore, Ignore, Ignore])
        .with(Input::NluError, [Ignore, Ignore, Ignore, Close, Ignore, Ignore])
        // While it starts, a session says nothing.
        .with(Input::SpeechError, [Ignore, Close, Ignore, Ignore, Ignore, Close])
        // A start or an end is never given up, it is bounded by what it plays.
        .with(Input::Timeout, [Accept, Close, Close, Close, Close, Accept]);

    /// The table with another row for an input.
    #[expect(clippy::indexing_slicing, reason = "there is a row for every input")]
    pub(crate) const fn with(mut self, input: Input, row: Row) -> Self {
        self.0[input as usize] = row;
        self
    }

    /// What an input does to a session in a phase.
    pub(crate) fn reaction(&self, phase: Phase, input: Input) -> Reaction {
        self.0.get(input as usize).and_then(|row| row.get(phase as usize)).copied().unwrap_or(Ignore)
    }
}
