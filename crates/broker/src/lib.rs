//! An MQTT broker to embed: one process less to install, and one broker for each test.
//!
//! Behind [`EmbeddedBroker`] stands the crate `mqtt5`, pinned to one version; no other crate of Petasos names it. Its
//! defaults suit a server on purpose: it listens on every interface, lets everybody in and writes files into the working
//! directory. None of that happens here. This broker listens on loopback only, unless it has a password; it writes
//! nothing; and all its queues are bounded.
//!
//! It speaks MQTT 3.1.1 and 5. Messages of different QoS may overtake each other, as MQTT allows. What it holds (retained
//! messages, persistent sessions) is lost when it ends: for an installation that must survive a power cut, install Mosquitto.
//!
//! ```
//! # #[tokio::main(flavor = "current_thread")] async fn main() {
//! use petasos_broker::{BrokerSettings, EmbeddedBroker};
//!
//! let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
//! println!("listening on {}", broker.local_addr());
//! broker.shutdown().await;
//! # }
//! ```

mod auth;
mod deliveries;
mod settings;

use std::net::SocketAddr;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use mqtt5::broker::MqttBroker;
use mqtt5::broker::config::{BrokerConfig, StorageBackend, StorageConfig};
use tokio::runtime::Builder;
use tokio::sync::{Notify, oneshot};
use tokio::time::timeout;

use auth::Doorkeeper;
use deliveries::Deliveries;
pub use settings::{BrokerSettings, Credentials};

/// How long the broker may take, when asked to end, to deliver the messages it has accepted.
const DELIVERY_TIME: Duration = Duration::from_secs(1);

/// How long the broker may take to disconnect its clients before it is ended anyway.
const SHUTDOWN_TIME: Duration = Duration::from_millis(500);

/// A running broker, on a thread of its own: so the embedding program is not slowed down by it, and all of it ends when it
/// ends. Dropping it ends it at once, as a crash would; [`shutdown`](EmbeddedBroker::shutdown) ends it politely.
#[derive(Debug)]
pub struct EmbeddedBroker {
    address: SocketAddr,
    /// A message asks for a polite end; without one, it ends at once when this is dropped.
    stop: Option<oneshot::Sender<()>>,
    ended: oneshot::Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

/// Why the broker could not be started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BrokerError {
    /// An address that others can reach, and no password.
    #[error(
        "cannot start a broker on {listen}: others can reach it, so set a user name and a password, or listen on 127.0.0.1"
    )]
    NeedsPassword {
        /// The address asked for.
        listen: SocketAddr,
    },
    /// The user name or the password is empty.
    #[error("cannot start a broker: its user name or its password is empty")]
    EmptyCredentials,
    /// The address is taken, or not ours.
    #[error("cannot start a broker on {listen}: {why}; is another broker running there already?")]
    Bind {
        /// The address asked for.
        listen: SocketAddr,
        /// What the operating system or the broker says.
        why: String,
    },
}

impl EmbeddedBroker {
    /// Starts a broker; when this returns, clients can connect.
    pub async fn start(settings: BrokerSettings) -> Result<Self, BrokerError> {
        settings.check()?;
        let listen = settings.listen;
        let failed = |why: String| BrokerError::Bind { listen, why };
        let (ready, is_ready) = oneshot::channel();
        let (stop, stopped) = oneshot::channel();
        let (has_ended, ended) = oneshot::channel();
        let thread = std::thread::Builder::new()
            .name("broker".to_owned())
            .spawn(move || {
                run(settings, ready, stopped);
                drop(has_ended);
            })
            .map_err(|error| failed(error.to_string()))?;
        let address = is_ready.await.map_err(|_| failed("it ended at once".to_owned()))?.map_err(failed)?;
        Ok(Self { address, stop: Some(stop), ended, thread: Some(thread) })
    }

    /// Where it listens; with port 0 in the settings, the port it got.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Ends the broker: accepted messages are delivered to the connected clients, clients are disconnected, and the port is
    /// free when this returns. Waits at most a second for a client that does not read.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            // It may have ended by itself already.
            let _ = stop.send(());
        }
        // What comes is only the end of the sender, after everything of the broker is gone.
        let _ = (&mut self.ended).await;
    }
}

impl Drop for EmbeddedBroker {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in it was reported already.
            let _ = thread.join();
        }
    }
}

/// The thread of a broker. All tasks that the broker starts live on this runtime, so none outlives it.
fn run(
    settings: BrokerSettings,
    ready: oneshot::Sender<Result<SocketAddr, String>>,
    stopped: oneshot::Receiver<()>,
) {
    let idle = Arc::new(Notify::new());
    let when_idle = idle.clone();
    let mut builder = Builder::new_current_thread();
    let runtime = match builder.enable_all().on_thread_park(move || when_idle.notify_waiters()).build() {
        Ok(runtime) => runtime,
        Err(error) => return tell(ready, Err(error.to_string())),
    };
    runtime.block_on(serve(settings, idle, ready, stopped));
}

async fn serve(
    settings: BrokerSettings,
    idle: Arc<Notify>,
    ready: oneshot::Sender<Result<SocketAddr, String>>,
    stopped: oneshot::Receiver<()>,
) {
    let broker = match MqttBroker::with_config(config(&settings)).await {
        Ok(broker) => broker,
        Err(error) => return tell(ready, Err(error.to_string())),
    };
    let mut broker = broker.with_auth_provider(Arc::new(Doorkeeper::new(settings.credentials)));
    let address = broker.local_addr().ok_or_else(|| "it has no address".to_owned());
    let deliveries = Deliveries::new(&broker, idle);
    let (stop, mut accepting) = (broker.shutdown_handle(), broker.ready_receiver());
    let mut running = tokio::spawn(async move { broker.run().await });
    if accepting.wait_for(|accepts| *accepts).await.is_ok() {
        tell(ready, address);
    }
    tokio::select! {
        ended = &mut running => tracing::error!(?ended, "the embedded broker ended by itself"),
        asked = stopped => if asked.is_ok() {
            if timeout(DELIVERY_TIME, deliveries.arrive()).await.is_err() {
                tracing::debug!("a client of the embedded broker did not take all its messages");
            }
            stop.shutdown();
            if timeout(SHUTDOWN_TIME, running).await.is_err() {
                tracing::debug!("a client of the embedded broker did not listen to its goodbye");
            }
        }
    }
}

/// The caller may have given up meanwhile; then the result is discarded.
fn tell(ready: oneshot::Sender<Result<SocketAddr, String>>, outcome: Result<SocketAddr, String>) {
    let _ = ready.send(outcome);
}

fn config(settings: &BrokerSettings) -> BrokerConfig {
    let storage = StorageConfig::new()
        .with_backend(StorageBackend::Memory)
        .with_max_queued_messages_per_client(settings.queued_messages)
        .with_max_queued_bytes_per_client(settings.queued_bytes);
    let mut config = BrokerConfig::new()
        .with_bind_addresses(vec![settings.listen])
        .with_max_packet_size(settings.packet_limit)
        .with_sys_topics_enabled(settings.sys_topics)
        .with_storage(storage);
    config.max_clients = settings.clients;
    config.max_retained_messages = settings.retained_messages;
    config.max_retained_message_size = settings.retained_bytes;
    // Our authentication handler replaces the library's own before the first client
    // is let in. Anything but "everybody" would make the library look for a password file of its own.
    config.auth_config.allow_anonymous = true;
    config
}
