//! A part that runs by itself until it is told to stop: the manager, the NLU.

use std::time::Duration;

use anyhow::{Context, Result};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

/// So long it may take to end.
const PATIENCE: Duration = Duration::from_secs(3);

/// A running part.
#[derive(Debug)]
pub(crate) struct Service {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<()>>,
}

impl Service {
    /// Starts what `run` makes of the signal to stop.
    pub(crate) fn start<F>(run: impl FnOnce(Stop) -> F) -> Self
    where
        F: Future<Output = Result<()>> + Send + 'static,
    {
        let (stop, stopped) = oneshot::channel();
        Self { stop, task: tokio::spawn(run(Stop(stopped))) }
    }

    /// Waits for an end that nobody asked for.
    pub(crate) async fn ended(&mut self) -> Result<()> {
        (&mut self.task).await.context("it panicked")?
    }

    /// Ends it.
    pub(crate) async fn stop(mut self) {
        drop(self.stop);
        if timeout(PATIENCE, &mut self.task).await.is_err() {
            self.task.abort();
        }
    }
}

/// The signal to stop.
#[derive(Debug)]
pub(crate) struct Stop(oneshot::Receiver<()>);

impl Stop {
    /// Done when it is time to stop.
    pub(crate) async fn requested(self) {
        // The other end is never used but dropped.
        let _ = self.0.await;
    }
}
