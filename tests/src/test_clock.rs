//! Waiting for something, with a deadline; the one place of the harness that reads a clock.

use std::thread;
use std::time::{Duration, Instant};

/// How often a state is looked at that nobody announces (a port that opens, a process that ends).
const LOOK_AGAIN: Duration = Duration::from_millis(5);

/// The present moment.
#[expect(clippy::disallowed_methods, reason = "a harness beside real processes lives in real time")]
#[must_use]
pub fn now() -> Instant {
    Instant::now()
}

/// A moment after which waiting is over.
#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    /// The moment that lies this far ahead.
    #[must_use]
    pub fn after(within: Duration) -> Self {
        Self(now() + within)
    }

    /// What is left until then; nothing once it has passed.
    #[must_use]
    pub fn left(self) -> Option<Duration> {
        self.0.checked_duration_since(now()).filter(|left| !left.is_zero())
    }
}

/// Asks again and again until the answer is something; none when the time is over.
pub fn poll<T>(within: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Deadline::after(within);
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        thread::park_timeout(LOOK_AGAIN.min(deadline.left()?));
    }
}

/// Lets time pass: how long a loudspeaker plays.
pub fn pass(duration: Duration) {
    let end = Deadline::after(duration);
    while let Some(left) = end.left() {
        thread::park_timeout(left);
    }
}
