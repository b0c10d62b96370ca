//! A connection to the house, as every command needs it: it comes about soon or fails with advice, every wait has an end,
//! and Ctrl-C or SIGTERM ends all of them.

use std::collections::VecDeque;
use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use clap::Args;
use petasos_bus::{
    Bus, Class, DisconnectReason, Event, Events, MqttBus, Publish, QoS, Received, Settings, Subscription,
};
use petasos_manager::config::Config;
use petasos_messages::{Dialect, Message, SiteId};
use petasos_program::sleep_until;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::{Instant, timeout};

use crate::connection;

/// So long leaving may take: what is queued is sent, and acknowledged.
const FAREWELL: Duration = Duration::from_secs(3);

/// So long the broker may take to agree to a subscription.
const AGREEMENT: Duration = Duration::from_secs(5);

/// So many messages are kept while we wait for something else.
const MOST_KEPT: usize = 10_000;

/// So long our own words may take to come back to us.
const ECHO: Duration = Duration::from_secs(2);

/// What every command that talks to a house takes.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Common {
    /// For programs: one JSON object a line.
    #[arg(long)]
    pub json: bool,
    /// Wait at most so long, all in all.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub timeout: Option<Duration>,
    #[command(flatten)]
    pub connection: connection::Arguments,
}

/// The room that is meant.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct AtSite {
    /// The site, that is: the room. Default: `default_site` of the configuration, or `default`.
    #[arg(long, short, value_name = "SITE")]
    site: Option<SiteId>,
}

impl AtSite {
    /// The site that was named, or else the default one.
    pub fn or_default(&self, config: &Config) -> SiteId {
        let configured = || config.default_site.clone().map(|site| site.0);
        self.site.clone().or_else(configured).unwrap_or_default()
    }
}

/// What shall be said, and where.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Speech {
    /// The words.
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    pub site: AtSite,
    /// Do not wait until it has been spoken.
    #[arg(long)]
    pub no_wait: bool,
}

impl Speech {
    /// The words, as one text.
    pub fn text(&self) -> String {
        self.text.join(" ")
    }
}

/// Reads a time that is given in seconds.
pub fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| (0.001..=86_400.0).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "write seconds, such as 2.5; at most a day".to_owned())
}

/// What waiting for a message led to.
#[derive(Debug)]
pub enum Waited {
    /// A message came.
    Received(Received),
    /// None came in time.
    Nothing,
    /// It is time to give up altogether: `--timeout` has passed.
    GaveUp,
}

/// Ctrl-C was pressed, or somebody else asked us to end.
#[derive(Debug, thiserror::Error)]
#[error("ended by a signal")]
pub struct Interrupted {
    /// The number of the signal.
    pub signal: u8,
}

/// A connection to the house.
#[derive(Debug)]
pub struct Client {
    bus: MqttBus,
    events: Events,
    /// What came while we waited for something else.
    early: VecDeque<Received>,
    interrupt: Signal,
    terminate: Signal,
    deadline: Option<Instant>,
    config: Config,
}

impl Client {
    /// Connects and listens to these topic filters. From now on the command has `--timeout`, or else `patience`.
    pub async fn connect<F: ToString>(
        common: &Common,
        patience: Option<Duration>,
        filters: &[F],
    ) -> Result<Self> {
        let mut client = Self::start(common, patience)?;
        client.connected().await?.map_err(|reason| unreachable(&reason, &client.config.mqtt))?;
        client.subscribe(filters).await?;
        Ok(client)
    }

    /// Starts to connect.
    pub fn start(common: &Common, patience: Option<Duration>) -> Result<Self> {
        let config = common.connection.config()?;
        let (bus, events) = MqttBus::connect(connection::own_settings(&config))?;
        let interrupt = signal(SignalKind::interrupt()).context("cannot wait for Ctrl-C")?;
        let terminate = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
        let deadline = common.timeout.or(patience).map(|time| Instant::now() + time);
        Ok(Self { bus, events, early: VecDeque::new(), interrupt, terminate, deadline, config })
    }

    /// Waits for the connection; the first attempt counts, for whoever waits at a prompt wants to know.
    pub async fn connected(&mut self) -> Result<Result<(), DisconnectReason>> {
        loop {
            match self.event().await? {
                Some(Event::Connected { .. }) => return Ok(Ok(())),
                Some(Event::Disconnected { reason, .. }) => return Ok(Err(reason)),
                Some(_) => {}
                None => return Ok(Err(DisconnectReason::Silent)),
            }
        }
    }

    /// Listens to these topic filters too, and waits until the broker has agreed.
    pub async fn subscribe<F: ToString>(&mut self, filters: &[F]) -> Result<()> {
        if filters.is_empty() {
            return Ok(());
        }
        let wanted: Vec<_> =
            filters.iter().map(|filter| Subscription::new(filter.to_string(), QoS::AtLeastOnce)).collect();
        self.bus.subscribe(&wanted)?;
        timeout(AGREEMENT, self.subscribed())
            .await
            .unwrap_or_else(|_| bail!("the broker has not answered to a subscription in time"))
    }

    async fn subscribed(&mut self) -> Result<()> {
        loop {
            match self.event().await? {
                Some(Event::Subscribed) => return Ok(()),
                Some(Event::SubscriptionRefused { filter }) => bail!(
                    "the broker does not let us listen to {filter}: its access rules must allow it to this user"
                ),
                Some(Event::Disconnected { reason, .. }) => {
                    return Err(unreachable(&reason, &self.config.mqtt));
                }
                // What the broker keeps may come before its answer.
                Some(Event::Received(message)) => keep(&mut self.early, message),
                Some(_) => {}
                None => bail!("the broker has not answered to a subscription in time"),
            }
        }
    }

    /// The configuration that holds.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Whose Hermes is spoken.
    pub fn dialect(&self) -> Dialect {
        connection::dialect(&self.config)
    }

    /// Our name at the broker, which nobody else has: good as an id, too.
    pub fn name(&self) -> &str {
        self.bus.client_id()
    }

    /// Where the broker is.
    pub fn broker(&self) -> String {
        address(&self.config.mqtt)
    }

    /// Sends a message.
    pub fn tell(&self, message: &Message) -> Result<()> {
        let topic = message.topic(self.dialect()).to_string();
        self.publish(Publish::new(topic, message.encode(self.dialect()), Class::Report))
    }

    /// Sends anything.
    pub fn publish(&self, packet: Publish) -> Result<()> {
        Ok(self.bus.publish(packet)?)
    }

    /// The next message; `None` when it is time to give up.
    pub async fn next(&mut self) -> Result<Option<Received>> {
        if let Some(message) = self.early.pop_front() {
            return Ok(Some(message));
        }
        let mut away = false;
        while let Some(event) = self.event().await? {
            match event {
                Event::Received(message) => return Ok(Some(message)),
                Event::Disconnected { reason, .. } if !away => {
                    away = true;
                    anstream::eprintln!("petasos: connection lost: {reason}; trying again");
                }
                Event::TakenOver => bail!("another client has our name at the broker; set no client_id"),
                _ => {}
            }
        }
        Ok(None)
    }

    /// The next message, if one comes within this time.
    pub async fn wait(&mut self, patience: Duration) -> Result<Waited> {
        match timeout(patience, self.next()).await {
            Ok(next) => Ok(next?.map_or(Waited::GaveUp, Waited::Received)),
            Err(_) => Ok(Waited::Nothing),
        }
    }

    /// The next message of the protocol in which this finds what it looks for; `None` when it is time to give up. What the
    /// broker had kept is old news, and passed over.
    pub async fn expect<T>(&mut self, mut find: impl FnMut(&Message) -> Option<T>) -> Result<Option<T>> {
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

    /// Says something to ourselves and waits for it. By then everything has come that the broker had kept for us. The second
    /// part is how long it took; `None` if it did not come back.
    pub async fn echo(&mut self) -> Result<(VecDeque<Received>, Option<Duration>)> {
        let topic = format!("petasos/{}/echo", self.name());
        self.subscribe(&[&topic]).await?;
        let start = Instant::now();
        self.publish(Publish::new(topic.as_str(), "", Class::Query))?;
        let mut came = VecDeque::new();
        let back = timeout(ECHO, async {
            while let Some(message) = self.next().await? {
                if message.topic == topic {
                    return Ok(true);
                }
                keep(&mut came, message);
            }
            anyhow::Ok(false)
        });
        let back = back.await.unwrap_or(Ok(false))?;
        Ok((came, back.then(|| start.elapsed())))
    }

    /// Says something to ourselves on the topic that is given back, for whoever listens to `petasos/#`: everything that was said
    /// before it comes before it. From now on there is no `--timeout`.
    pub fn last_call(&mut self) -> Result<String> {
        self.deadline = None;
        let topic = format!("petasos/{}/echo", self.name());
        // In the quality in which we listen, or it would overtake what waits.
        self.publish(Publish::new(topic.as_str(), "", Class::Query).qos(QoS::AtLeastOnce))?;
        Ok(topic)
    }

    /// Leaves when everything is sent; fails if that could not be done.
    pub async fn close(self) -> Result<()> {
        self.bus.close(FAREWELL).await;
        let left = self.bus.statistics();
        ensure!(
            left.queued + left.in_flight == 0,
            "the broker at {} has not taken what was to be sent",
            self.broker()
        );
        Ok(())
    }

    /// Leaves. For those who only listen: what could not be sent was no message of theirs.
    pub async fn leave(self) {
        self.bus.close(FAREWELL).await;
    }

    /// What happens next, a message or news of the connection; `None` when it is time to give up.
    pub async fn happening(&mut self) -> Result<Option<Event>> {
        match self.early.pop_front() {
            Some(message) => Ok(Some(Event::Received(message))),
            None => self.event().await,
        }
    }

    /// The next event; `None` when it is time to give up.
    async fn event(&mut self) -> Result<Option<Event>> {
        tokio::select! {
            biased;
            _ = self.interrupt.recv() => Err(Interrupted { signal: 2 }.into()),
            _ = self.terminate.recv() => Err(Interrupted { signal: 15 }.into()),
            () = sleep_until(self.deadline) => Ok(None),
            event = self.events.next() => event.map(Some).context("the connection has ended"),
        }
    }
}

/// Keeps a message for later, unless too many were kept already.
fn keep(kept: &mut VecDeque<Received>, message: Received) {
    if kept.len() < MOST_KEPT {
        kept.push_back(message);
    }
}

/// A broker as people name it.
fn address(mqtt: &Settings) -> String {
    format!("{}:{}", mqtt.host, mqtt.port)
}

/// Why there is no connection, and what to do.
fn unreachable(reason: &DisconnectReason, mqtt: &Settings) -> anyhow::Error {
    let mut text = format!("cannot connect to the broker at {}: {reason}.", address(mqtt));
    let _ = write!(text, " {}", advice(reason, mqtt));
    anyhow!(text)
}

/// What to do when there is no connection.
pub fn advice(reason: &DisconnectReason, mqtt: &Settings) -> &'static str {
    match reason {
        DisconnectReason::Refused(_) if mqtt.username.is_none() => {
            "It may want a user: --username NAME --password-file FILE"
        }
        DisconnectReason::Refused(_) => "Check --username and the password",
        DisconnectReason::Closed | DisconnectReason::Protocol(_) if mqtt.tls.is_none() => {
            "If it wants encryption, add --tls"
        }
        _ => {
            "Does it run? Name another with --host and --port, PETASOS_MQTT_HOST and PETASOS_MQTT_PORT, or --config FILE"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_given_in_seconds() {
        assert_eq!(seconds("2.5"), Ok(Duration::from_millis(2500)));
        for wrong in ["", "0", "-1", "soon", "inf", "NaN", "1e9"] {
            assert!(seconds(wrong).unwrap_err().contains("seconds"), "{wrong}");
        }
    }

    #[test]
    fn a_refusal_leads_to_the_flag_that_helps() {
        let refused = DisconnectReason::Refused("not authorised".to_owned());
        let nobody = Settings::new("broker", 1883);
        assert!(unreachable(&refused, &nobody).to_string().contains("broker:1883"));
        assert!(advice(&refused, &nobody).contains("--username NAME"));
        let mut somebody = nobody.clone();
        somebody.username = Some("house".to_owned());
        assert!(advice(&refused, &somebody).contains("the password"));
        assert!(advice(&DisconnectReason::Closed, &nobody).contains("--tls"));
        assert!(advice(&DisconnectReason::Silent, &nobody).contains("--host"));
    }
}
