//! How long handlers may take, and how many may run at once.

use std::time::Duration;

use petasos_messages::Dialect;

/// The limits within which a user always gets an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// After this time the phrase for thinking is said; never if `None`. Default: 2 seconds.
    pub think_after: Option<Duration>,
    /// After this time a handler is cancelled, and an apology ends the session. The time starts again with every answer that the handler
    /// gets. Default: 10 seconds; 4.5 in Snips' dialect and 9 in Alice's, whose managers end the session after 5 and 10.
    pub deadline: Duration,
    /// How often a question is asked again. Default: 2.
    pub ask_retries: u32,
    /// How long a question waits for an answer if the manager neither sends one nor ends the session. Default: 2 minutes. A manager
    /// listens for much less, but a question at a busy site is queued.
    pub answer_within: Duration,
    /// How many conversations may go on at once; further ones are answered with an apology. Default: 1024.
    pub conversations: usize,
}

impl Limits {
    /// The defaults of a dialect.
    pub fn of(dialect: Dialect) -> Self {
        Self { deadline: dialect.skill_deadline, ..Self::default() }
    }

    /// Sets [`think_after`](Self#structfield.think_after).
    #[must_use]
    pub fn think_after(mut self, time: impl Into<Option<Duration>>) -> Self {
        self.think_after = time.into();
        self
    }

    /// Sets [`deadline`](Self#structfield.deadline).
    #[must_use]
    pub fn deadline(mut self, time: Duration) -> Self {
        self.deadline = time;
        self
    }

    /// Sets [`ask_retries`](Self#structfield.ask_retries).
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
