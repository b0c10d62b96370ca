//! The request to shut down, and its deadline.

use std::future::pending;

use tokio::sync::watch;
use tokio::time::{Instant, sleep_until};

/// The driver's view of the request: not made yet, or the time by which it has to end.
#[derive(Debug, Clone)]
pub(super) struct Shutdown {
    deadline: watch::Receiver<Option<Instant>>,
}

impl Shutdown {
    /// The sender sets the deadline.
    pub(super) fn new(deadline: watch::Receiver<Option<Instant>>) -> Self {
        Self { deadline }
    }

    /// Whether to end now: shutdown was requested, and there is nothing left to do, or no time.
    pub(super) fn is_due(&mut self, nothing_left: impl FnOnce() -> bool) -> bool {
        let deadline = *self.deadline.borrow_and_update();
        deadline.is_some_and(|deadline| deadline <= Instant::now() || nothing_left())
    }

    /// Waits for a request made since [`Shutdown::is_due`], or for its deadline. Cancel safe.
    pub(super) async fn changed(&mut self) {
        let deadline = *self.deadline.borrow();
        tokio::select! {
            () = reach(deadline) => {}
            changed = self.deadline.changed() => if changed.is_err() {
                // The sender was dropped without a request: the driver is being aborted.
                pending::<()>().await;
            }
        }
    }
}

/// Waits until this time; forever if `None`.
async fn reach(deadline: Option<Instant>) {
    match deadline {
        Some(deadline) => sleep_until(deadline).await,
        None => pending().await,
    }
}
