//! An MQTT client for programs that ask, wait and listen: it connects soon or fails with advice, and every wait can be ended.

mod client_error;

use std::collections::VecDeque;
use std::io;
use std::time::Duration;

use petasos_bus::{
    Bus, Class, DisconnectReason, Event, Events, MqttBus, Publish, QoS, Received, Settings, Subscription,
};
use petasos_manager::config::Config;
use petasos_messages::filter::Namespace;
use petasos_messages::{Dialect, Message};
use petasos_program::sleep_until;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Instant, timeout};

pub use self::client_error::{ClientError, advice};

/// How long closing may take: queued messages are sent and acknowledged.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(3);

/// How long the broker may take to acknowledge a subscription.
const SUBSCRIBE_TIMEOUT: Duration = Duration::from_secs(5);

/// The most messages that are kept while the client waits for something else.
const MAX_KEPT: usize = 10_000;

/// How long our own message may take to come back to us.
const ECHO_TIMEOUT: Duration = Duration::from_secs(2);

/// How a [`Client`] waits.
#[derive(Debug, Clone, Copy, Default)]
#[non_exhaustive]
pub struct ClientOptions {
    /// All waiting ends when this much time has passed since the client was started. Default: never.
    pub timeout: Option<Duration>,
    /// Whether SIGINT and SIGTERM end all waiting with [`ClientError::Interrupted`]. Default: no.
    pub stop_on_signals: bool,
    /// Called once for each wait during which the connection is lost. The client keeps reconnecting.
    pub on_disconnect: Option<fn(&DisconnectReason)>,
}

/// What waiting for a message led to.
#[derive(Debug)]
#[non_exhaustive]
pub enum Waited {
    /// A message came.
    Received(Received),
    /// None came in time.
    Nothing,
    /// [`ClientOptions::timeout`] has passed: nothing more will come.
    GaveUp,
}

/// A connection to a broker.
#[derive(Debug)]
pub struct Client {
    bus: MqttBus,
    events: Events,
    /// Messages that came while the client waited for something else.
    early: VecDeque<Received>,
    signals: Option<Signals>,
    on_disconnect: Option<fn(&DisconnectReason)>,
    deadline: Option<Instant>,
    config: Config,
}

#[derive(Debug)]
struct Signals {
    interrupt: Signal,
    terminate: Signal,
}

impl Client {
    /// Connects and subscribes to these topic filters.
    pub async fn connect<F: ToString>(
        config: Config,
        options: ClientOptions,
        filters: &[F],
    ) -> Result<Self, ClientError> {
        let mut client = Self::start(config, options)?;
        client.connected().await?.map_err(|reason| client.unreachable(reason))?;
        client.subscribe(filters).await?;
        Ok(client)
    }

    /// Starts to connect.
    pub fn start(config: Config, options: ClientOptions) -> Result<Self, ClientError> {
        let (bus, events) = MqttBus::connect(own_settings(&config))?;
        let signals =
            options.stop_on_signals.then(Signals::listen).transpose().map_err(ClientError::Signals)?;
        let deadline = options.timeout.map(|time| Instant::now() + time);
        let on_disconnect = options.on_disconnect;
        Ok(Self { bus, events, early: VecDeque::new(), signals, on_disconnect, deadline, config })
    }

    /// Waits until the first attempt to connect has succeeded or failed.
    pub async fn connected(&mut self) -> Result<Result<(), DisconnectReason>, ClientError> {
        loop {
            match self.event().await? {
                Some(Event::Connected { .. }) => return Ok(Ok(())),
                Some(Event::Disconnected { reason, .. }) => return Ok(Err(reason)),
                Some(_) => {}
                None => return Ok(Err(DisconnectReason::Silent)),
            }
        }
    }

    /// Subscribes to more topic filters and waits until the broker has acknowledged them.
    pub async fn subscribe<F: ToString>(&mut self, filters: &[F]) -> Result<(), ClientError> {
        if filters.is_empty() {
            return Ok(());
        }
        let wanted: Vec<_> =
            filters.iter().map(|filter| Subscription::new(filter.to_string(), QoS::AtLeastOnce)).collect();
        self.bus.subscribe(&wanted)?;
        timeout(SUBSCRIBE_TIMEOUT, self.subscribed()).await.unwrap_or(Err(ClientError::SubscriptionTimeout))
    }

    async fn subscribed(&mut self) -> Result<(), ClientError> {
        loop {
            match self.event().await? {
                Some(Event::Subscribed) => return Ok(()),
                Some(Event::SubscriptionRefused { filter }) => {
                    return Err(ClientError::SubscriptionRefused { filter });
                }
                Some(Event::Disconnected { reason, .. }) => return Err(self.unreachable(reason)),
                // Retained messages may arrive before the acknowledgement.
                Some(Event::Received(message)) => keep(&mut self.early, message),
                Some(_) => {}
                None => return Err(ClientError::SubscriptionTimeout),
            }
        }
    }

    fn unreachable(&self, reason: DisconnectReason) -> ClientError {
        let advice = advice(&reason, &self.config.mqtt);
        ClientError::Unreachable { broker: self.broker(), reason, advice }
    }

    /// The configuration the client was started with.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// The dialect in which messages are written.
    pub fn dialect(&self) -> Dialect {
        self.config.dialect.0
    }

    /// Our client id, which is unique at the broker and so serves as an id in requests.
    pub fn name(&self) -> &str {
        self.bus.client_id()
    }

    /// The broker, as `host:port`.
    pub fn broker(&self) -> String {
        format!("{}:{}", self.config.mqtt.host, self.config.mqtt.port)
    }

    /// Publishes a message of the protocol.
    pub fn send(&self, message: &Message) -> Result<(), ClientError> {
        let topic = message.topic(self.dialect()).to_string();
        self.publish(Publish::new(topic, message.encode(self.dialect()), Class::Report))
    }

    /// Publishes any packet.
    pub fn publish(&self, packet: Publish) -> Result<(), ClientError> {
        Ok(self.bus.publish(packet)?)
    }

    /// The next message; `None` once the timeout has passed.
    pub async fn next(&mut self) -> Result<Option<Received>, ClientError> {
        let mut reported = false;
        while let Some(event) = self.next_event().await? {
            match event {
                Event::Received(message) => return Ok(Some(message)),
                Event::Disconnected { reason, .. } if !reported => {
                    reported = true;
                    if let Some(report) = self.on_disconnect {
                        report(&reason);
                    }
                }
                Event::TakenOver => return Err(ClientError::TakenOver),
                _ => {}
            }
        }
        Ok(None)
    }

    /// The next message, if one comes within this time.
    pub async fn wait(&mut self, patience: Duration) -> Result<Waited, ClientError> {
        match timeout(patience, self.next()).await {
            Ok(next) => Ok(next?.map_or(Waited::GaveUp, Waited::Received)),
            Err(_) => Ok(Waited::Nothing),
        }
    }

    /// Waits for a message of the protocol in which `find` finds what it looks for; `None` once the timeout has passed. Retained
    /// messages are skipped.
    pub async fn find<T>(
        &mut self,
        mut find: impl FnMut(&Message) -> Option<T>,
    ) -> Result<Option<T>, ClientError> {
        while let Some(received) = self.next().await? {
            if received.retain {
                continue;
            }
            let message = Message::decode(&received.topic, received.payload);
            if let Some(found) = message.ok().as_ref().and_then(&mut find) {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// Sends a message to ourselves and returns what came before it, retained messages above all, and how long it took; `None` if
    /// it did not come back.
    pub async fn echo(&mut self) -> Result<(VecDeque<Received>, Option<Duration>), ClientError> {
        let topic = self.echo_topic();
        self.subscribe(&[&topic]).await?;
        let start = Instant::now();
        self.publish(Publish::new(topic.as_str(), "", Class::Query))?;
        let mut came = VecDeque::new();
        let back = timeout(ECHO_TIMEOUT, async {
            while let Some(message) = self.next().await? {
                if message.topic == topic {
                    return Ok(true);
                }
                keep(&mut came, message);
            }
            Ok::<_, ClientError>(false)
        });
        let back = back.await.unwrap_or(Ok(false))?;
        Ok((came, back.then(|| start.elapsed())))
    }

    /// Sends a message to ourselves on the returned topic, for a client that is subscribed to `petasos/#`: everything published
    /// before it arrives before it. The timeout no longer holds.
    pub fn mark_end(&mut self) -> Result<String, ClientError> {
        self.deadline = None;
        let topic = self.echo_topic();
        // With the QoS of the subscriptions, or it would overtake what the broker has queued.
        self.publish(Publish::new(topic.as_str(), "", Class::Query).qos(QoS::AtLeastOnce))?;
        Ok(topic)
    }

    fn echo_topic(&self) -> String {
        format!("{}/{}/echo", Namespace::Petasos.as_str(), self.name())
    }

    /// Disconnects once everything is sent; fails if that was not possible.
    pub async fn close(self) -> Result<(), ClientError> {
        self.bus.close(CLOSE_TIMEOUT).await;
        let left = self.bus.statistics();
        if left.queued + left.in_flight > 0 {
            return Err(ClientError::NotSent { broker: self.broker() });
        }
        Ok(())
    }

    /// Disconnects. For clients that do not mind if a message of theirs is lost.
    pub async fn leave(self) {
        self.leave_within(CLOSE_TIMEOUT).await;
    }

    /// As [`leave`](Self::leave), within this time.
    pub async fn leave_within(self, patience: Duration) {
        self.bus.close(patience).await;
    }

    /// The next message or change of the connection; `None` once the timeout has passed. Safe to cancel.
    pub async fn next_event(&mut self) -> Result<Option<Event>, ClientError> {
        match self.early.pop_front() {
            Some(message) => Ok(Some(Event::Received(message))),
            None => self.event().await,
        }
    }

    async fn event(&mut self) -> Result<Option<Event>, ClientError> {
        tokio::select! {
            biased;
            signal = next_signal(self.signals.as_mut()) => Err(ClientError::Interrupted { signal }),
            () = sleep_until(self.deadline) => Ok(None),
            event = self.events.next() => event.map(Some).ok_or(ClientError::Closed),
        }
    }
}

impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Self { interrupt: signal(SignalKind::interrupt())?, terminate: signal(SignalKind::terminate())? })
    }
}

/// The number of the next signal.
async fn next_signal(signals: Option<&mut Signals>) -> u8 {
    let Some(signals) = signals else { return std::future::pending().await };
    tokio::select! {
        biased;
        _ = signals.interrupt.recv() => 2,
        _ = signals.terminate.recv() => 15,
    }
}

/// Keeps a message for later, unless there are too many.
fn keep(kept: &mut VecDeque<Received>, message: Received) {
    if kept.len() < MAX_KEPT {
        kept.push_back(message);
    }
}

/// The manager's connection settings for another client: without what only the manager needs, and without its client id, because two
/// clients with one id disconnect each other.
pub fn own_settings(config: &Config) -> Settings {
    let mut settings = config.mqtt.clone();
    settings.client_id = String::new();
    settings.clean_session = true;
    settings.will = None;
    settings.announcement = None;
    settings
}
