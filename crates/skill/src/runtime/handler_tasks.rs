//! Runs handlers as tasks or on threads, and catches their panics.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// How handlers are run.
#[derive(Debug, Clone)]
pub(crate) enum Spawner {
    /// As tasks of the caller's tokio runtime. One that blocks its thread delays the other tasks of that thread.
    Tasks,
    /// Each on a thread of its own, from the pool of blocking threads of a tokio runtime. One that blocks delays no other.
    Threads {
        handle: Handle,
        /// Every handler that has not returned holds a clone, cancelled ones included.
        alive: Arc<()>,
    },
}

/// How many handlers may be alive on threads; otherwise those that block forever would exhaust the memory.
pub(crate) const MAX_THREADS: usize = 2048;

/// A running handler. Dropping this cancels it at its next `await`.
#[derive(Debug)]
pub(crate) struct RunningTask {
    _cancel: oneshot::Sender<()>,
}

impl Spawner {
    /// Runs each handler on a thread of this runtime's pool.
    pub(crate) fn threads(handle: Handle) -> Self {
        Self::Threads { handle, alive: Arc::default() }
    }

    /// Whether another handler can be started.
    pub(crate) fn has_capacity(&self) -> bool {
        match self {
            Self::Tasks => true,
            Self::Threads { alive, .. } => Arc::strong_count(alive) <= MAX_THREADS,
        }
    }

    /// Runs a future until it completes or the returned value is dropped.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) -> RunningTask {
        let (cancel, cancelled) = oneshot::channel::<()>();
        let work = async move {
            tokio::select! {
                biased;
                _ = cancelled => {}
                () = work => {}
            }
        };
        match self {
            Self::Tasks => drop(tokio::spawn(work)),
            Self::Threads { handle, alive } => {
                let (within, alive) = (handle.clone(), alive.clone());
                drop(handle.spawn_blocking(move || {
                    within.block_on(work);
                    drop(alive);
                }));
            }
        }
        RunningTask { _cancel: cancel }
    }
}

/// The message of a panic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("panicked: {0}")]
pub(crate) struct Panicked(String);

/// Runs a future, and returns its panic as an error.
pub(crate) async fn catch_panic<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut work = pin!(work);
    poll_fn(|context| {
        // Unwind safe: after a panic the future is never polled again, so broken state is not observed.
        match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(done)) => Poll::Ready(Ok(done)),
            Err(payload) => Poll::Ready(Err(Panicked(words(&*payload)))),
        }
    })
    .await
}

fn words(payload: &(dyn Any + Send)) -> String {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("without words").to_owned()
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::time::Duration;

    use super::*;

    #[tokio::test]
    async fn handlers_that_never_end_do_not_pile_up() {
        let spawner = Spawner::threads(Handle::current());
        let Spawner::Threads { alive, .. } = &spawner else { unreachable!() };
        let others = vec![alive.clone(); MAX_THREADS - 1];
        let (release, gate) = mpsc::channel::<()>();
        assert!(spawner.has_capacity());
        let blocked = spawner.spawn(async move { gate.recv().unwrap() });
        assert!(!spawner.has_capacity());
        drop(blocked);
        assert!(!spawner.has_capacity(), "it still holds its thread");
        release.send(()).unwrap();
        let ended = async {
            while !spawner.has_capacity() {
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), ended).await.unwrap();
        drop(others);
    }

    #[tokio::test]
    async fn a_panic_is_caught_with_its_words() {
        assert_eq!(catch_panic(async { 7 }).await, Ok(7));
        let number = 7;
        let panicked = catch_panic(async { panic!("number {number}") }).await;
        assert_eq!(panicked, Err::<(), _>(Panicked("number 7".to_owned())));
    }
}
