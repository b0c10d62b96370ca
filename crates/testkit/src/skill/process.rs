//! Manager and skills: tasks with connections of their own, which stand in for processes.

use std::error::Error;
use std::pin::Pin;

use petasos_bus::{Events, MemoryBroker, MemoryBus, Settings};
use petasos_manager::config::Config;
use petasos_manager::{Connection, Connections, Manager};
use petasos_sans_io::Random;
use petasos_skill::Skill;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::fail;

/// Ready when the process has to shut down.
type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A manager or a skill. Dropping it is a crash: it publishes nothing more, and its connection breaks.
#[derive(Debug)]
pub(super) struct Process {
    /// Its client id at the broker.
    pub(super) client_id: String,
    /// Taken when it has to shut down.
    stop: Option<oneshot::Sender<()>>,
    /// How it ended.
    end: oneshot::Receiver<String>,
    task: JoinHandle<()>,
}

impl Process {
    /// The dialogue manager. `n` is different for each manager of a test, so that their session ids are too.
    pub(super) fn manager(config: Config, broker: &MemoryBroker, n: u64) -> Self {
        let manager = Manager::with_random(config, Random::new(n));
        let heartbeat = manager.heartbeat_settings().map(|settings| broker.connect(settings));
        let heartbeat = heartbeat.map(|(bus, events)| Connection::new(bus, events));
        Self::new("manager", manager.settings(), broker, |bus, events, stop| {
            manager.run(Connections { main: Connection::new(bus, events), heartbeat }, stop)
        })
    }

    /// The `n`th skill of a test.
    #[track_caller]
    pub(super) fn skill(skill: Skill, broker: &MemoryBroker, n: usize) -> Self {
        let settings = skill.settings(Settings::default()).unwrap_or_else(|error| fail(&error));
        Self::new(&format!("skill {n}"), settings, broker, |bus, events, stop| {
            skill.serve_on(bus, events, stop)
        })
    }

    fn new<E: Error, F>(
        client_id: &str,
        mut settings: Settings,
        broker: &MemoryBroker,
        run: impl FnOnce(MemoryBus, Events, Stop) -> F,
    ) -> Self
    where
        F: Future<Output = Result<(), E>> + Send + 'static,
    {
        client_id.clone_into(&mut settings.client_id);
        let (bus, events) = broker.connect(settings);
        let (stop, stopped) = oneshot::channel();
        let (ended, end) = oneshot::channel();
        let work = run(bus, events, Box::pin(async { stopped.await.unwrap_or_default() }));
        let task = tokio::spawn(async move {
            let end = match work.await {
                Ok(()) => "has ended".to_owned(),
                Err(error) => format!("has ended: {error}"),
            };
            // The receiver is gone when the test is over.
            let _unused = ended.send(end);
        });
        Self { client_id: client_id.to_owned(), stop: Some(stop), end, task }
    }

    /// Tells it to shut down.
    pub(super) fn stop(&mut self) {
        self.stop.take();
    }

    /// How it ended, if it has. Told once.
    pub(super) fn end(&mut self) -> Option<String> {
        self.end.try_recv().ok()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.task.abort();
    }
}
