//! Who lives in the house besides the rooms: the manager and the skills, each a task with a connection of its own.

use std::error::Error;
use std::pin::Pin;

use petasos_bus::{Events, MemoryBroker, MemoryBus, Settings};
use petasos_manager::config::Config;
use petasos_manager::{Connection, Connections, Manager};
use petasos_sans_io::Random;
use petasos_skill::Skill;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use super::plan::fail;

/// When a tenant is to end.
type Stop = Pin<Box<dyn Future<Output = ()> + Send>>;

/// A part that runs by itself. Dropping it is a crash: nothing more is said, and its connection breaks.
#[derive(Debug)]
pub(super) struct Tenant {
    /// Its name at the broker.
    pub(super) client_id: String,
    /// Taken when it is told to stop.
    stop: Option<oneshot::Sender<()>>,
    /// How it ended, by itself or because it was told to.
    end: oneshot::Receiver<String>,
    task: JoinHandle<()>,
}

impl Tenant {
    /// The dialogue manager; the `n`th of the house, so that its sessions have other ids than those of the ones before.
    pub(super) fn manager(config: Config, broker: &MemoryBroker, n: u64) -> Self {
        let manager = Manager::with_random(config, Random::new(n));
        let heartbeat = manager.heartbeat_settings().map(|settings| broker.connect(settings));
        let heartbeat = heartbeat.map(|(bus, events)| Connection::new(bus, events));
        Self::new("manager", manager.settings(), broker, |bus, events, stop| {
            manager.run(Connections { house: Connection::new(bus, events), heartbeat }, stop)
        })
    }

    /// A skill; the `n`th of the house.
    #[track_caller]
    pub(super) fn skill(skill: Skill, broker: &MemoryBroker, n: usize) -> Self {
        let settings = skill.settings(Settings::default()).unwrap_or_else(|error| fail(&error));
        Self::new(&format!("skill {n}"), settings, broker, |bus, events, stop| {
            skill.serve_on(bus, events, stop)
        })
    }

    /// Moves in.
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
            // A test that is over does not want to know.
            let _unwanted = ended.send(end);
        });
        Self { client_id: client_id.to_owned(), stop: Some(stop), end, task }
    }

    /// Tells it to take leave.
    pub(super) fn stop(&mut self) {
        self.stop.take();
    }

    /// How it ended, if it has; told once.
    pub(super) fn end(&mut self) -> Option<String> {
        self.end.try_recv().ok()
    }
}

impl Drop for Tenant {
    fn drop(&mut self) {
        self.task.abort();
    }
}
