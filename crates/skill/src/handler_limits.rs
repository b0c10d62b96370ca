//! Time limits of handlers, and the limit on concurrent conversations.

use std::time::Duration;

use petasos_messages::Dialect;

/// Limits that guarantee the user an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// How long a handler may run before the phrase for thinking is spoken; never if `None`. Default: 2 seconds.
    pub think_after: Option<Duration>,
    /// How long a handler may run before it is cancelled and the session ends with an apology. Every answer to a question
    /// restarts the time. Default: 10 seconds; 4.5 in Snips and 9 in Alice, whose managers end the session after 5 and 10.
    pub deadline: Duration,
    /// How often a question is asked again. Default: 2.
    pub ask_retries: u32,
    /// How long to wait for an answer if the manager neither sends one nor ends the session. Default: 2 minutes. That is much
    /// longer than a manager listens, because a question at a busy site is queued.
    pub answer_within: Duration,
    /// The maximum number of concurrent conversations; further ones are answered with an apology. Default: 1024.
    pub conversations: usize,
}

impl Limits {
    /// The default limits for a dialect.
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
