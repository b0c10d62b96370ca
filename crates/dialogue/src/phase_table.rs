//! Phase by input: what is taken, what waits, what is left alone, what ends the session.
//!
//! The table is the single source: the core asks it before it acts, `docs/dialogue-table.md` is written from it, and the tests
//! walk through every cell.

use petasos_messages::Dialect;

use crate::Phase;

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
    /// Somebody else's `tts/say` in the session.
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
    /// The phase's own limit has passed.
    Timeout,
}

impl Input {
    /// All inputs, in the order of the table.
    pub const ALL: [Self; 17] = [
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

/// The reaction in each phase, in the order of [`Phase::ALL`].
type Row = [Reaction; 6];

const NEVER: Row = [Ignore; 6];
const WAITS: Row = [Postpone; 6];
const ENDS: Row = [Close; 6];
const UNTIL_ENDING: Row = [Accept, Accept, Accept, Accept, Accept, Ignore];
const LISTENING: Row = [Ignore, Ignore, Accept, Ignore, Ignore, Ignore];
const UNDERSTANDING: Row = [Ignore, Ignore, Ignore, Accept, Ignore, Ignore];
const AWAITING_SKILL: Row = [Ignore, Ignore, Ignore, Ignore, Accept, Ignore];
const SKILL_MISSED: Row = [Ignore, Ignore, Ignore, Ignore, Close, Ignore];

/// For each input, in the order of [`Input::ALL`]: what it does in Rhasspy, and in Snips and Alice.
const TABLE: [(Row, Row); 17] = [
    // WakeWord: the running session is aborted by its user.
    (ENDS, ENDS),
    // TextCaptured
    (LISTENING, LISTENING),
    // Intent
    (UNDERSTANDING, UNDERSTANDING),
    // IntentParsed
    (UNDERSTANDING, UNDERSTANDING),
    // SlotParsed
    (UNDERSTANDING, UNDERSTANDING),
    // IntentNotRecognized: Rhasspy's NLU may be asked by others on behalf of a session (rhasspy-test relies on it).
    (UNTIL_ENDING, UNDERSTANDING),
    // ContinueSession
    (UNTIL_ENDING, UNTIL_ENDING),
    // EndSession
    (UNTIL_ENDING, UNTIL_ENDING),
    // ForeignSay
    (AWAITING_SKILL, AWAITING_SKILL),
    // StartSession
    (WAITS, WAITS),
    // StartUrgentSession: Rhasspy's satellites have a button that means "now"; Snips dropped the request.
    (ENDS, NEVER),
    // SkillWorking
    (AWAITING_SKILL, AWAITING_SKILL),
    // SkillGone: while nobody waits for it, it may come back.
    (SKILL_MISSED, SKILL_MISSED),
    // AsrError
    ([Ignore, Ignore, Close, Ignore, Ignore, Ignore], [Ignore, Ignore, Close, Ignore, Ignore, Ignore]),
    // NluError
    ([Ignore, Ignore, Ignore, Close, Ignore, Ignore], [Ignore, Ignore, Ignore, Close, Ignore, Ignore]),
    // SpeechError: while it starts, a session says nothing.
    ([Ignore, Close, Ignore, Ignore, Ignore, Close], [Ignore, Close, Ignore, Ignore, Ignore, Close]),
    // Timeout: a start or an end is never given up, it is bounded by what it plays.
    ([Accept, Close, Close, Close, Close, Accept], [Accept, Close, Close, Close, Close, Accept]),
];

/// What an input does to a session in a phase, in a dialect.
pub fn reaction(dialect: Dialect, phase: Phase, input: Input) -> Reaction {
    let row = TABLE.get(input as usize).map(|(rhasspy, others)| match dialect {
        Dialect::Rhasspy => rhasspy,
        Dialect::Snips | Dialect::Alice => others,
    });
    row.and_then(|row| row.get(phase as usize)).copied().unwrap_or(Ignore)
}
