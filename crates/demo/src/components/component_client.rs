//! A part of the house as a client of the broker: it brings time and messages to a core that has neither.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::{Result, bail};
use petasos_bus::{Bus, Class, Event, Events, MqttBus, Publish, QoS, Settings, Subscription};
use petasos_messages::{Dialect, Message};
use petasos_program::{Clock, sleep_until};
use petasos_sans_io::Time;

/// Words to be spoken make no sense later than this.
const STALE: Duration = Duration::from_secs(10);

/// So long the last messages may take to leave.
pub(crate) const PATIENCE: Duration = Duration::from_millis(500);

/// A part without clock and network.
pub(crate) trait Core {
    /// What it tells those who watch.
    type Told;

    /// A message arrived.
    fn handle(&mut self, now: Time, message: &Message);

    /// The deadline passed.
    fn handle_timeout(&mut self, now: Time);

    /// When something happens next without a message.
    fn poll_timeout(&self) -> Option<Time>;

    /// What is to be done next.
    fn poll_output(&mut self) -> Option<Output<Self::Told>>;
}

/// What a core wants done, or tells.
#[derive(Debug)]
pub(crate) enum Output<T> {
    /// This is to be published.
    Publish(Message),
    /// This is told.
    Tell(T),
}

/// A core on a broker.
#[derive(Debug)]
pub(crate) struct Client<C: Core> {
    /// The part itself. Whoever changes it need not do more: what comes of it is carried out at the next [`Client::next`].
    pub(crate) core: C,
    bus: MqttBus,
    events: Events,
    clock: Clock,
    dialect: Dialect,
    told: VecDeque<C::Told>,
}

impl<C: Core> Client<C> {
    /// Connects, and waits until the broker has agreed to the subscriptions. Fails at once if there is no broker.
    pub(crate) async fn connect(
        core: C,
        settings: Settings,
        filters: &[&str],
        clock: Clock,
        dialect: Dialect,
    ) -> Result<Self> {
        let (bus, events) = connect(settings, filters, QoS::AtLeastOnce).await?;
        Ok(Self { core, bus, events, clock, dialect, told: VecDeque::new() })
    }

    /// Works until there is something to tell. May be cancelled at any time: nothing is lost.
    pub(crate) async fn next(&mut self) -> Result<C::Told> {
        loop {
            self.carry_out();
            if let Some(told) = self.told.pop_front() {
                return Ok(told);
            }
            let due = self.core.poll_timeout().map(|due| self.clock.instant(due));
            tokio::select! {
                event = self.events.next() => match event {
                    // What the broker kept from earlier is no news.
                    Some(Event::Received(received)) if !received.retain => {
                        if let Ok(message) = Message::decode(&received.topic, received.payload) {
                            self.core.handle(self.clock.now(), &message);
                        }
                    }
                    Some(_) => {}
                    None => bail!("the connection to the broker has ended"),
                },
                () = sleep_until(due) => self.core.handle_timeout(self.clock.now()),
            }
        }
    }

    /// Publishes what is to be published, and sets aside what is to be told.
    fn carry_out(&mut self) {
        while let Some(output) = self.core.poll_output() {
            match output {
                Output::Publish(message) => {
                    let topic = message.topic(self.dialect).to_string();
                    let packet =
                        Publish::new(topic, message.encode(self.dialect), Class::Query).expires_in(STALE);
                    if let Err(error) = self.bus.publish(packet) {
                        tracing::warn!("{error}");
                    }
                }
                Output::Tell(told) => self.told.push_back(told),
            }
        }
    }

    /// Takes leave of the broker.
    pub(crate) async fn close(self) {
        self.bus.close(PATIENCE).await;
    }
}

/// Connects, and waits until the broker has agreed to the subscriptions.
pub(crate) async fn connect(settings: Settings, filters: &[&str], qos: QoS) -> Result<(MqttBus, Events)> {
    let place = format!("{}:{}", settings.host, settings.port);
    let (bus, mut events) = MqttBus::connect(settings)?;
    let subscriptions: Vec<Subscription> =
        filters.iter().map(|filter| Subscription::new(*filter, qos)).collect();
    bus.subscribe(&subscriptions)?;
    loop {
        match events.next().await {
            Some(Event::Subscribed) => return Ok((bus, events)),
            Some(Event::SubscriptionRefused { filter }) => {
                bail!("the broker at {place} does not let us read {filter}: ask its owner for the right to")
            }
            Some(Event::Disconnected { reason, .. }) => {
                bail!("cannot join the broker at {place}: {reason}; is it running there?")
            }
            Some(_) => {}
            None => bail!("the connection to the broker at {place} has ended"),
        }
    }
}
