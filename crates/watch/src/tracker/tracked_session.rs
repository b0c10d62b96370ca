//! A session, as somebody who only reads the messages sees it.

use std::time::Duration;

use jiff::Timestamp;
use petasos_messages::payload::Termination;
use petasos_messages::{Component, SessionId, SiteId};

use super::end_of_speech::Listening;
use super::{Latency, Step, StepKind, Turn};

/// A session that waits for its site may be silent this many times as long as one that has started.
const WAITING: u32 = 10;
/// A text that was answered is over when nothing followed for so long.
const TEXT_QUIET: Duration = Duration::from_secs(2);

/// A session, as somebody who only reads the messages sees it. Times count from the beginning of the recording.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Session {
    /// Which.
    pub id: SessionId,
    /// Where. `None` until a message says so.
    pub site: Option<SiteId>,
    /// How it came to be.
    pub cause: Cause,
    /// When it began: with the wake word or the request where they are known, else with its first message.
    pub began: Duration,
    /// When that was on the wall clock.
    pub wall: Timestamp,
    /// When it was told to wait.
    pub queued: Option<Duration>,
    /// When it started. `None`: it waits, or its start was not seen.
    pub started: Option<Duration>,
    /// When and how it ended. `None` while it goes on.
    pub ended: Option<Ended>,
    /// What was said in the room, in this order.
    pub said: Vec<Speech>,
    /// The user is listened to and answered; again and again if skills ask back.
    pub turns: Vec<Turn>,
    /// What went on, by the time it began.
    pub steps: Vec<Step>,
    /// What went wrong, in words.
    pub problems: Vec<Problem>,
    /// How many messages belong to it, the sound of microphones not counted.
    pub messages: u64,
    /// When its last message came.
    pub last: Duration,
    /// What is watched while it listens.
    pub(super) listening: Listening,
}

/// How a session came to be.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// Somebody said the wake word.
    WakeWord {
        /// Which.
        model: String,
    },
    /// A skill wanted to say something.
    Notification,
    /// A skill wanted to talk.
    Action,
    /// Somebody asked the NLU about a text, without a session of the manager.
    Text,
    /// Nobody saw.
    Unseen,
}

/// The end of a session.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ended {
    /// When.
    pub at: Duration,
    /// How.
    pub outcome: Outcome,
    /// The component that owed an answer, if the session ended by a timeout: the one that the manager names, else the one whose
    /// step went on, or was the last.
    pub late: Option<Component>,
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Outcome {
    /// As `sessionEnded` says.
    Ended(Termination),
    /// A text was answered, or not understood. There is no `sessionEnded` for texts.
    Answered,
    /// No end was seen: nothing came any more for a long time, or the recording was over.
    Unseen,
}

/// Something that was said in the room.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Speech {
    /// When it was asked for.
    pub at: Duration,
    /// The words.
    pub text: String,
    /// The turn it answers, counted from 0. `None`: it came before the first.
    pub turn: Option<usize>,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// When, since the recording began.
    pub at: Duration,
    /// What, in words.
    pub what: String,
}

impl Session {
    /// What goes on now: the step that began last and has not ended.
    pub fn current_step(&self) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.is_open())
    }

    /// How long it lasted, or has lasted until now.
    pub fn length(&self, now: Duration) -> Duration {
        self.ended.as_ref().map_or(now, |ended| ended.at).saturating_sub(self.began)
    }

    /// The time from the end of speech to the first word of a skill, in the slowest turn: a quick one must not hide it.
    pub fn to_action(&self) -> Option<Latency> {
        self.turns.iter().filter_map(Turn::to_action).max()
    }

    /// The time from the end of speech to the first sound of the answer, in the slowest turn.
    pub fn to_sound(&self) -> Option<Latency> {
        self.turns.iter().filter_map(Turn::to_sound).max()
    }

    /// Whether it is over, and all went well.
    pub fn is_well(&self) -> bool {
        let good_end = self.ended.as_ref().is_some_and(|ended| {
            matches!(ended.outcome, Outcome::Ended(Termination::Nominal) | Outcome::Answered)
        });
        good_end && self.problems.is_empty()
    }

    /// The steps of a kind.
    pub fn steps_of(&self, kind: StepKind) -> impl DoubleEndedIterator<Item = &Step> {
        self.steps.iter().filter(move |step| step.kind == kind)
    }
}

impl Session {
    pub(super) fn new(id: SessionId, at: Duration, wall: Timestamp) -> Self {
        Self {
            id,
            site: None,
            cause: Cause::Unseen,
            began: at,
            wall,
            queued: None,
            started: None,
            ended: None,
            said: Vec::new(),
            turns: Vec::new(),
            steps: Vec::new(),
            problems: Vec::new(),
            messages: 0,
            last: at,
            listening: Listening::default(),
        }
    }

    /// Whether it waits until its site is free.
    pub fn is_waiting(&self) -> bool {
        self.queued.is_some() && self.started.is_none()
    }

    /// How it is over, if nothing is to be expected any more.
    pub(super) fn is_over(&self, now: Duration, patience: Duration) -> Option<Outcome> {
        let quiet = now.saturating_sub(self.last);
        if quiet >= TEXT_QUIET && self.is_answered_text() {
            return Some(Outcome::Answered);
        }
        let patience = if self.is_waiting() { patience.saturating_mul(WAITING) } else { patience };
        (quiet >= patience).then_some(Outcome::Unseen)
    }

    /// Whether this is a text without a session, and it was answered.
    pub(super) fn is_answered_text(&self) -> bool {
        let handled = self.turns.last().is_some_and(|turn| {
            turn.action.is_some()
                || (turn.understood.is_some() && self.steps_of(StepKind::Handle).count() == 0)
        });
        self.cause == Cause::Text && handled && self.current_step().is_none()
    }
}

impl Outcome {
    /// Its name: a reason of `sessionEnded`, `answered`, or `unseen`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Ended(termination) => termination.reason(),
            Self::Answered => "answered",
            Self::Unseen => "unseen",
        }
    }
}

impl Cause {
    /// Its name: `wakeWord`, `notification`, `action`, `text` or `unseen`.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::WakeWord { .. } => "wakeWord",
            Self::Notification => "notification",
            Self::Action => "action",
            Self::Text => "text",
            Self::Unseen => "unseen",
        }
    }
}
