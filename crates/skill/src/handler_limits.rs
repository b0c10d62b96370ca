//! How long handlers may take, and how much may go on at once.

use std::time::Duration;

use petasos_messages::Dialect;

/// Within these a user always gets an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// A handler that needs longer has a few words said meanwhile; `None`: silence. Default 2 seconds.
    pub think_after: Option<Duration>,
    /// A handler that needs longer is cancelled, and an apology ends the session. The time begins again with every answer that the
    /// handler gets. Default 10 seconds. In Snips' dialect 4.5, in Alice's 9: their managers end the session after 5 and 10.
    pub deadline: Duration,
    /// How often a question is asked again. Default 2.
    pub ask_retries: u32,
    /// So long a question waits for an answer, should the manager neither bring one nor end the session. Default 2 minutes: a manager
    /// listens for much less, but a question at a busy site waits for its turn.
    pub answer_within: Duration,
    /// So many conversations may go on at once; those above are answered with an apology. Default 1024.
    pub conversations: usize,
}

impl Limits {
    /// The defaults of a dialect.
    pub fn of(dialect: Dialect) -> Self {
        Self { deadline: dialect.skill_deadline, ..Self::default() }
    }

    /// Has a few words said when a handler needs longer than this; `None`: silence.
    #[must_use]
    pub fn think_after(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.think_after = time.into();
        self
    }

    /// Gives handlers so much time.
    #[must_use]
    pub fn deadline(mut self, time: Duration) -> Self {
        self.deadline = time;
        self
    }

    /// Asks again so often.
    #[must_use]
    pub fn ask_retries(mut self, retries: u32) -> Self {
        self.ask_retries = retries;
        self
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            think_after: Some(Duration::from_secs(2)),
            deadline: Duration::from_secs(10),
            ask_retries: 2,
            answer_within: Duration::from_secs(120),
            conversations: 1024,
        }
    }
}
