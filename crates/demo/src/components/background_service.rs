//! A part that runs by itself until it is told to stop: the manager, the NLU, a skill.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::Error;

/// How long it may take to stop.
const PATIENCE: Duration = Duration::from_secs(3);

/// A running part.
#[derive(Debug)]
pub(crate) struct BackgroundService {
    part: &'static str,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), Error>>,
}

impl BackgroundService {
    /// Starts what `run` makes of the signal to stop.
    pub(crate) fn start<F>(part: &'static str, run: impl FnOnce(Stop) -> F) -> Self
    where
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let (stop, stopped) = oneshot::channel();
        Self { part, stop, task: tokio::spawn(run(Stop(stopped))) }
    }

    /// Waits for an end that was not asked for.
    pub(crate) async fn ended(&mut self) -> Error {
        let why = match (&mut self.task).await {
            Ok(Ok(())) => "it stopped by itself".to_owned(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it panicked".to_owned(),
        };
        Error::Ended { part: self.part, why }
    }

    /// Stops it.
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
    /// Waits until it is time to stop.
    pub(crate) async fn requested(self) {
        // The other end is only ever dropped.
        let _ = self.0.await;
    }
}
