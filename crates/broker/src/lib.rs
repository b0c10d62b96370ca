//! An embedded MQTT broker: one process less to install, and a separate broker for each test.
//!
//! [`EmbeddedBroker`] wraps the crate `mqtt5`, pinned to one version; no other crate of Petasos depends on it. The defaults of
//! `mqtt5` suit a server: it listens on every interface, accepts every client and writes files to the working directory. This
//! broker listens on loopback only, unless it has a password; it writes nothing to disk; and all its queues are bounded.
//!
//! It supports MQTT 3.1.1 and 5. Messages of different QoS may overtake each other, as MQTT allows. Retained messages and
//! persistent sessions are lost when it stops; where they must survive a power cut, use Mosquitto.
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

use auth::PasswordCheck;
use deliveries::Deliveries;
pub use settings::{BrokerSettings, Credentials};

/// How long the broker may take at shutdown to deliver accepted messages.
const DELIVERY_TIME: Duration = Duration::from_secs(1);

/// How long the broker may take to disconnect its clients before it is stopped anyway.
const SHUTDOWN_TIME: Duration = Duration::from_millis(500);

/// A running broker, on a thread of its own, so that it neither slows down the embedding program nor outlives it. Dropping it
/// stops it at once, as a crash would; [`shutdown`](EmbeddedBroker::shutdown) stops it cleanly.
#[derive(Debug)]
pub struct EmbeddedBroker {
    address: SocketAddr,
    /// A message requests a clean shutdown; dropping the sender stops the broker at once.
    stop: Option<oneshot::Sender<()>>,
    ended: oneshot::Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

/// Why the broker could not be started.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum BrokerError {
    /// The address is reachable from other machines, and there is no password.
    #[error(
        "cannot start a broker on {listen}: other machines can reach it, so set a user name and a password, or listen on 127.0.0.1"
    )]
    NeedsPassword {
        /// The requested address.
        listen: SocketAddr,
    },
    /// The user name or the password is empty.
    #[error("cannot start a broker: the user name or the password is empty")]
    EmptyCredentials,
    /// The address is in use, or not an address of this machine.
    #[error("cannot start a broker on {listen}: {why}; is another broker running there already?")]
    Bind {
        /// The requested address.
        listen: SocketAddr,
        /// The error of the operating system or the broker.
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
        let address = is_ready.await.map_err(|_| failed("it stopped at once".to_owned()))?.map_err(failed)?;
        Ok(Self { address, stop: Some(stop), ended, thread: Some(thread) })
    }

    /// The address it listens on, with the actual port if the settings have port 0.
    pub fn local_addr(&self) -> SocketAddr {
        self.address
    }

    /// Shuts the broker down: accepted messages are delivered to connected clients, clients are disconnected, and the port is free
    /// when this returns. Clients that no longer read are waited for a second at most.
    pub async fn shutdown(mut self) {
        if let Some(stop) = self.stop.take() {
            // It may already have stopped by itself.
            let _ = stop.send(());
        }
        // Resolves when the sender is dropped, after everything of the broker is gone.
        let _ = (&mut self.ended).await;
    }
}

impl Drop for EmbeddedBroker {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic in the thread was already reported.
            let _ = thread.join();
        }
    }
}

/// The broker's thread. All tasks that the broker spawns run on this runtime, so none outlives it.
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
    let mut broker = broker.with_auth_provider(Arc::new(PasswordCheck::new(settings.credentials)));
    let address = broker.local_addr().ok_or_else(|| "it has no address".to_owned());
    let deliveries = Deliveries::new(&broker, idle);
    let (stop, mut accepting) = (broker.shutdown_handle(), broker.ready_receiver());
    let mut running = tokio::spawn(async move { broker.run().await });
    if accepting.wait_for(|accepts| *accepts).await.is_ok() {
        tell(ready, address);
    }
    tokio::select! {
        ended = &mut running => tracing::error!(?ended, "the embedded broker stopped unexpectedly"),
        asked = stopped => if asked.is_ok() {
            if timeout(DELIVERY_TIME, deliveries.wait_until_delivered()).await.is_err() {
                tracing::debug!("a client of the embedded broker did not receive all its messages");
            }
            stop.shutdown();
            if timeout(SHUTDOWN_TIME, running).await.is_err() {
                tracing::debug!("a client of the embedded broker did not disconnect in time");
            }
        }
    }
}

/// Reports the result. The caller may no longer be waiting for it.
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
    // Authentication is done by our own provider, which replaces the library's before the first client connects. Any setting other
    // than "allow everybody" would make the library look for a password file.
    config.auth_config.allow_anonymous = true;
    config
}
