//! What each input does in each phase of a session.
//!
//! Each dialect has a table. Every input is looked up ([`SiteContext::reaction`](crate::site::SiteContext::reaction)) before it
//! acts on a session. `docs/dialogue-table.md` is generated from the tables, and tests cover every cell.

/// The phase of a session: what it waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Phase {
    /// The session is being announced, or the wake sound is playing.
    Starting,
    /// Text is being spoken, or is about to be.
    Speaking,
    /// The microphone is open and the session waits for `textCaptured`.
    Listening,
    /// The NLU was queried and has not answered yet.
    Understanding,
    /// A skill received an intent and has not answered yet.
    AwaitingSkill,
    /// The final text or sound is playing.
    Ending,
}

impl Phase {
    /// All phases, in the order in which a session goes through them.
    pub const ALL: [Self; 6] = [
        Self::Starting,
        Self::Speaking,
        Self::Listening,
        Self::Understanding,
        Self::AwaitingSkill,
        Self::Ending,
    ];

    /// The phase's name in logs and status messages.
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

/// An event that can act on a session.
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
    /// Another component's `tts/say`, within the session or outside of it.
    ForeignSay,
    /// `startSession` of a notification, or of an action that may wait.
    StartSession,
    /// `startSession` of an action that must not wait.
    StartUrgentSession,
    /// A skill asks for more time (`petasos/skills/+/working`).
    SkillWorking,
    /// The last running skill that could answer has stopped (`petasos/skills/+/status`).
    SkillGone,
    /// The ASR reported an error.
    AsrError,
    /// The NLU reported an error.
    NluError,
    /// The TTS or the player reported an error while the session speaks.
    SpeechError,
    /// The time limit of the phase has passed, or speech with a question was never confirmed.
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
    /// The session handles it.
    Accept,
    /// It is queued until the session has ended.
    Postpone,
    /// It has no effect and is counted as ignored.
    Ignore,
    /// The session ends, at once or after an error message or sound.
    Close,
}

use Reaction::{Accept, Close, Ignore, Postpone};

/// The number of inputs.
const INPUTS: usize = 17;

/// Reactions by phase, in the order of [`Phase::ALL`].
type Row = [Reaction; Phase::ALL.len()];

pub(crate) const NEVER: Row = [Ignore; 6];
pub(crate) const WAITS: Row = [Postpone; 6];
pub(crate) const ENDS: Row = [Close; 6];
pub(crate) const UNTIL_ENDING: Row = [Accept, Accept, Accept, Accept, Accept, Ignore];
pub(crate) const WHILE_LISTENING: Row = [Ignore, Ignore, Accept, Ignore, Ignore, Ignore];
pub(crate) const WHILE_UNDERSTANDING: Row = [Ignore, Ignore, Ignore, Accept, Ignore, Ignore];
pub(crate) const WHILE_AWAITING_SKILL: Row = [Ignore, Ignore, Ignore, Ignore, Accept, Ignore];

/// The reactions of one dialect.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PhaseTable([Row; INPUTS]);

impl PhaseTable {
    /// The table that the dialects start from.
    pub(crate) const COMMON: Self = Self([NEVER; INPUTS])
        // The user aborts the running session.
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
        // Snips dropped such requests.
        .with(Input::StartUrgentSession, NEVER)
        .with(Input::SkillWorking, WHILE_AWAITING_SKILL)
        // In other phases no answer is awaited, and the skill may restart in time.
        .with(Input::SkillGone, [Ignore, Ignore, Ignore, Ignore, Close, Ignore])
        .with(Input::AsrError, [Ignore, Ignore, Close, Ignore, Ignore, Ignore])
        .with(Input::NluError, [Ignore, Ignore, Ignore, Close, Ignore, Ignore])
        // A session that is starting does not speak.
        .with(Input::SpeechError, [Ignore, Close, Ignore, Ignore, Ignore, Close])
        // Starting and ending have no time limit of their own; playback bounds them.
        .with(Input::Timeout, [Accept, Close, Close, Close, Close, Accept]);

    /// Replaces the row of an input.
    #[expect(clippy::indexing_slicing, reason = "there is a row for every input")]
    pub(crate) const fn with(mut self, input: Input, row: Row) -> Self {
        self.0[input as usize] = row;
        self
    }

    pub(crate) fn reaction(&self, phase: Phase, input: Input) -> Reaction {
        self.0.get(input as usize).and_then(|row| row.get(phase as usize)).copied().unwrap_or(Ignore)
    }
}
