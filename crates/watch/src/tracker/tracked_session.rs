//! Sessions, as far as messages describe them.

use std::time::Duration;

use jiff::Timestamp;
use petasos_messages::payload::Termination;
use petasos_messages::{Component, SessionId, SiteId};

use super::end_of_speech::Listening;
use super::{Latency, Step, StepKind, Turn};

/// A session that waits for its site may be silent this many times as long as one that has started.
const WAITING: u32 = 10;
/// A query without a session is over this long after its answer.
const TEXT_QUIET: Duration = Duration::from_secs(2);

/// What is known about a session. Times count from the beginning of the recording.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Session {
    /// Its sessionId.
    pub id: SessionId,
    /// Its site; `None` until a message names it.
    pub site: Option<SiteId>,
    /// Why it started.
    pub cause: Cause,
    /// When it began: with the wake word or the request if they were seen, else with its first message.
    pub began: Duration,
    /// The same as wall clock time.
    pub wall: Timestamp,
    /// When it was queued.
    pub queued: Option<Duration>,
    /// When it started; `None` if it is queued, or its start was not seen.
    pub started: Option<Duration>,
    /// When and how it ended; `None` while it is open.
    pub ended: Option<Ended>,
    /// What was said to the user, in this order.
    pub said: Vec<Speech>,
    /// Its turns; several if skills ask back.
    pub turns: Vec<Turn>,
    /// Its steps, ordered by their beginning.
    pub steps: Vec<Step>,
    /// What went wrong.
    pub problems: Vec<Problem>,
    /// How many messages belong to it, not counting frames of microphones.
    pub messages: u64,
    /// The time of its last message.
    pub last: Duration,
    /// What was observed since the microphone was opened.
    pub(super) listening: Listening,
}

/// Why a session started.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Cause {
    /// The wake word was detected.
    WakeWord {
        /// The model that detected it.
        model: String,
    },
    /// A skill sent a notification.
    Notification,
    /// A skill started a dialogue.
    Action,
    /// The NLU was queried without a session.
    Text,
    /// The cause was not seen.
    Unseen,
}

/// The end of a session.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Ended {
    /// When it ended.
    pub at: Duration,
    /// How it ended.
    pub outcome: Outcome,
    /// The component that did not answer, if the session timed out: the one that the manager names, else that of the open or the
    /// last step.
    pub late: Option<Component>,
}

/// How a session ended.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Outcome {
    /// As `sessionEnded` states.
    Ended(Termination),
    /// A query without a session was answered, or not understood.
    Answered,
    /// No end was seen: there were no more messages for a long time, or the recording was over.
    Unseen,
}

/// A text that was said to the user.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Speech {
    /// When it was requested.
    pub at: Duration,
    /// The text.
    pub text: String,
    /// The turn it answers, counted from 0; `None` before the first.
    pub turn: Option<usize>,
}

/// Something that went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    /// When, since the beginning of the recording.
    pub at: Duration,
    /// What, in a sentence.
    pub what: String,
}

impl Session {
    /// The open step that began last.
    pub fn current_step(&self) -> Option<&Step> {
        self.steps.iter().rev().find(|step| step.is_open())
    }

    /// How long it lasted, or has lasted until `now`.
    pub fn length(&self, now: Duration) -> Duration {
        self.ended.as_ref().map_or(now, |ended| ended.at).saturating_sub(self.began)
    }

    /// The time from the end of speech to the response of a skill, in the slowest turn.
    pub fn to_action(&self) -> Option<Latency> {
        self.turns.iter().filter_map(Turn::to_action).max()
    }

    /// The time from the end of speech to the beginning of the answer, in the slowest turn.
    pub fn to_sound(&self) -> Option<Latency> {
        self.turns.iter().filter_map(Turn::to_sound).max()
    }

    /// Whether it has ended without problems.
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

    /// Whether it waits for its site.
    pub fn is_waiting(&self) -> bool {
        self.queued.is_some() && self.started.is_none()
    }

    /// How it ended, if no more messages are to be expected.
    pub(super) fn is_over(&self, now: Duration, patience: Duration) -> Option<Outcome> {
        let quiet = now.saturating_sub(self.last);
        if quiet >= TEXT_QUIET && self.is_answered_text() {
            return Some(Outcome::Answered);
        }
        let patience = if self.is_waiting() { patience.saturating_mul(WAITING) } else { patience };
        (quiet >= patience).then_some(Outcome::Unseen)
    }

    /// Whether this is a query without a session that was answered.
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
