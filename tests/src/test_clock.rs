//! Waiting with a deadline; the one place of the harness that reads a clock.

use std::thread;
use std::time::{Duration, Instant};

/// How often a state is polled that nobody announces (a port that opens, a process that ends).
const POLL_INTERVAL: Duration = Duration::from_millis(5);

#[expect(clippy::disallowed_methods, reason = "a harness beside real processes runs in real time")]
pub fn now() -> Instant {
    Instant::now()
}

#[derive(Debug, Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    pub fn after(within: Duration) -> Self {
        Self(now() + within)
    }

    /// The time until then; `None` once it has passed.
    pub fn left(self) -> Option<Duration> {
        self.0.checked_duration_since(now()).filter(|left| !left.is_zero())
    }
}

/// Asks again and again until there is an answer; `None` after this time.
pub fn poll<T>(within: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let deadline = Deadline::after(within);
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        thread::park_timeout(POLL_INTERVAL.min(deadline.left()?));
    }
}

/// Waits for this time: how long a loudspeaker plays.
pub fn pass(duration: Duration) {
    let end = Deadline::after(duration);
    while let Some(left) = end.left() {
        thread::park_timeout(left);
    }
}
