//! A component that runs by itself until it is told to stop: the manager, the NLU, the skills.

use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::Error;

/// How long it may take to stop.
const STOP_TIMEOUT: Duration = Duration::from_secs(3);

/// A running component.
#[derive(Debug)]
pub(crate) struct BackgroundService {
    name: &'static str,
    stop: watch::Sender<()>,
    task: JoinHandle<Result<(), Error>>,
}

impl BackgroundService {
    /// Starts what `run` makes of the signal to stop. The name is for error messages.
    pub(crate) fn start<F>(name: &'static str, run: impl FnOnce(Stop) -> F) -> Self
    where
        F: Future<Output = Result<(), Error>> + Send + 'static,
    {
        let (stop, stopped) = watch::channel(());
        Self { name, stop, task: tokio::spawn(run(Stop(stopped))) }
    }

    /// Waits for an end that was not asked for; forever, if there is no service.
    pub(crate) async fn ended(service: Option<&mut Self>) -> Error {
        let Some(service) = service else { return std::future::pending().await };
        let why = match (&mut service.task).await {
            Ok(Ok(())) => "it stopped by itself".to_owned(),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "it panicked".to_owned(),
        };
        Error::Ended { name: service.name, why }
    }

    /// Stops a service, if there is one.
    pub(crate) async fn stop_if_any(service: Option<Self>) {
        let Some(mut service) = service else { return };
        drop(service.stop);
        if timeout(STOP_TIMEOUT, &mut service.task).await.is_err() {
            service.task.abort();
        }
    }
}

/// The signal to stop.
#[derive(Debug, Clone)]
pub(crate) struct Stop(watch::Receiver<()>);

impl Stop {
    /// Waits until it is time to stop.
    pub(crate) async fn requested(mut self) {
        // Nothing is ever sent: the sender is dropped.
        while self.0.changed().await.is_ok() {}
    }
}
