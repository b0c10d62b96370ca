//! When to end.

use std::future::pending;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// What the driver knows about the wish to close: nothing yet, or the time at which it has to end.
#[derive(Debug, Clone)]
pub(super) struct Shutdown {
    deadline: watch::Receiver<Option<Instant>>,
}

impl Shutdown {
    /// The sender sets the deadline.
    pub(super) fn new(deadline: watch::Receiver<Option<Instant>>) -> Self {
        Self { deadline }
    }

    /// Whether it is time to end: shutdown was asked for, and there is nothing left to do, or no time.
    pub(super) fn is_due(&mut self, nothing_left: impl FnOnce() -> bool) -> bool {
        let deadline = *self.deadline.borrow_and_update();
        deadline.is_some_and(|deadline| deadline <= Instant::now() || nothing_left())
    }

    /// Waits for news since [`Shutdown::is_due`]: that shutdown is asked for, or that its deadline has come. Safe to
    /// cancel.
    pub(super) async fn news(&mut self) {
        let deadline = *self.deadline.borrow();
        tokio::select! {
            () = reach(deadline) => {}
            changed = self.deadline.changed() => if changed.is_err() {
                // Who could ask for shutdown is gone without asking; the driver is being aborted.
                pending::<()>().await;
            }
        }
    }
}

/// Waits for this time; for ever if there is none.
async fn reach(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => pending().await,
    }
}
