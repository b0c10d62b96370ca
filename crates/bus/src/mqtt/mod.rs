//! A bus over MQTT 3.1.1.
//!
//! [`MqttBus`] is what callers hold, [`driver`] is the task that does the work, [`link`] is the connection (and the only
//! file that names the MQTT client library), [`in_flight`] holds unacknowledged messages, [`backoff`] decides when to
//! reconnect, [`shutdown`] when to end.

mod backoff;
mod driver;
mod in_flight;
mod link;
mod shutdown;
mod tls;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use async_trait::async_trait;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use self::shutdown::Shutdown;
use crate::inbox::inbox;
use crate::outbox::Outbox;
use crate::topics::is_valid_filter;
use crate::{
    Bus, Events, Publish, PublishError, Settings, SettingsError, Statistics, SubscribeError, Subscription,
    is_valid_topic,
};

/// A connection to an MQTT broker, which reconnects by itself.
#[derive(Debug)]
pub struct MqttBus {
    shared: Arc<Shared>,
    shutdown: watch::Sender<Option<Instant>>,
    task: Mutex<Option<JoinHandle<()>>>,
    packet_limit: usize,
    client_id: String,
}

/// What the bus and its driver share.
#[derive(Debug)]
struct Shared {
    state: Mutex<State>,
    /// There are new messages or subscriptions to send.
    wake: Notify,
}

#[derive(Debug)]
struct State {
    outbox: Outbox,
    subscriptions: Vec<Subscription>,
    /// How many of the subscriptions the driver has sent on this connection.
    subscribed: usize,
    /// The driver has ended.
    closed: bool,
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl MqttBus {
    /// Starts to connect and returns at once; an unreachable broker is retried. Must be called inside a tokio
    /// runtime. Fails only if the settings are invalid.
    pub fn connect(settings: Settings) -> Result<(Self, Events), SettingsError> {
        settings.check()?;
        let address = link::Address {
            client_id: client_id(&settings),
            password: settings.find_password()?,
            encryption: tls::Encryption::new(&settings)?,
        };
        let state =
            State { outbox: Outbox::new(&settings), subscriptions: Vec::new(), subscribed: 0, closed: false };
        let shared = Arc::new(Shared { state: Mutex::new(state), wake: Notify::new() });
        let (shutdown, close_requested) = watch::channel(None);
        let (inbox, events) = inbox();
        let (packet_limit, client_id) = (settings.packet_limit, address.client_id.clone());
        let driver =
            driver::Driver::new(settings, address, shared.clone(), inbox, Shutdown::new(close_requested));
        let task = Mutex::new(Some(tokio::spawn(driver.run())));
        Ok((Self { shared, shutdown, task, packet_limit, client_id }, events))
    }

    /// The client id: the configured one, or the generated one.
    pub fn client_id(&self) -> &str {
        &self.client_id
    }
}

/// Every MQTT 3.1.1 broker must accept 23 letters and digits.
fn client_id(settings: &Settings) -> String {
    match settings.client_id.as_str() {
        "" => format!("petasos{:016x}", backoff::random()),
        set => set.to_owned(),
    }
}

#[async_trait]
impl Bus for MqttBus {
    fn publish(&self, message: Publish) -> Result<(), PublishError> {
        let size = link::packet_size(&message.topic, &message.payload);
        if size > self.packet_limit {
            return Err(PublishError::TooLarge { topic: message.topic, size, limit: self.packet_limit });
        }
        if !is_valid_topic(&message.topic) {
            return Err(PublishError::InvalidTopic { topic: message.topic });
        }
        let mut state = self.shared.lock();
        if state.closed {
            return Err(PublishError::Closed { topic: message.topic });
        }
        state.outbox.push(message, Instant::now())?;
        drop(state);
        self.shared.wake.notify_one();
        Ok(())
    }

    fn subscribe(&self, subscriptions: &[Subscription]) -> Result<(), SubscribeError> {
        if let Some(wrong) = subscriptions.iter().find(|wanted| !is_valid_filter(&wanted.filter)) {
            return Err(SubscribeError::InvalidFilter { filter: wrong.filter.clone() });
        }
        let mut state = self.shared.lock();
        for wanted in subscriptions {
            state.add(wanted);
        }
        drop(state);
        self.shared.wake.notify_one();
        Ok(())
    }

    fn statistics(&self) -> Statistics {
        self.shared.lock().outbox.statistics()
    }

    async fn close(&self, patience: Duration) {
        self.shutdown.send_replace(Some(Instant::now() + patience));
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            // The driver ends by itself at the deadline; if it panicked there is nothing left to wait for.
            let _ = task.await;
        }
    }
}

impl State {
    /// Appends a subscription, so that it is sent next; replaces an older one of the same filter.
    fn add(&mut self, wanted: &Subscription) {
        if let Some(position) = self.subscriptions.iter().position(|known| known.filter == wanted.filter) {
            self.subscriptions.remove(position);
            if position < self.subscribed {
                self.subscribed -= 1;
            }
        }
        self.subscriptions.push(wanted.clone());
    }

    /// The subscriptions that were not sent on this connection yet; they count as sent from now on.
    fn take_unsubscribed(&mut self) -> Option<Vec<Subscription>> {
        let wanted = self.subscriptions.get(self.subscribed..).filter(|wanted| !wanted.is_empty())?.to_vec();
        self.subscribed = self.subscriptions.len();
        Some(wanted)
    }
}

impl Drop for MqttBus {
    fn drop(&mut self) {
        let task = self.task.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(task) = task {
            task.abort();
        }
    }
}
