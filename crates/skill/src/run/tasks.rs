//! Where handlers run.

use std::any::Any;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use tokio::runtime::Handle;
use tokio::sync::oneshot;

/// How handlers are run.
#[derive(Debug, Clone)]
pub(crate) enum Spawner {
    /// As tasks of the caller's runtime. One that blocks its thread stalls whoever else needs it.
    Tasks,
    /// Each on a thread of its own, from the pool of this runtime. One that blocks stalls nobody.
    Threads(Handle),
}

/// A handler at work. Dropping this cancels it at its next `await`.
#[derive(Debug)]
pub(crate) struct Running {
    _cancel: oneshot::Sender<()>,
}

impl Spawner {
    /// Runs something until it has ended, or until what is given back is dropped.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) -> Running {
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
            Self::Threads(handle) => {
                let within = handle.clone();
                drop(handle.spawn_blocking(move || within.block_on(work)));
            }
        }
        Running { _cancel: cancel }
    }
}

/// What was said in a panic.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("it panicked: {0}")]
pub(crate) struct Panicked(String);

/// Does something, and survives its panic.
pub(crate) async fn caught<T>(work: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut work = pin!(work);
    poll_fn(|context| {
        // After a panic the future is never polled again, so nobody sees what it left half done.
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
