//! Somebody who reads all that is said on the broker, except sound from microphones.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use petasos_bus::{Bus, Class, Event, Events, MqttBus, Publish, QoS, Received, Settings};
use petasos_messages::payload::{ListRequest, Presence};
use petasos_messages::{Dialect, Level, Message, filter};
use tokio::time::{interval, timeout};

use super::client;

/// What is read. Sound from microphones is not: it comes all the time.
const FILTERS: [&str; 12] = [
    filter::DIALOGUE_MANAGER_ALL,
    filter::HOTWORD_ALL,
    filter::ASR_ALL,
    filter::NLU_ALL,
    filter::INTENT,
    filter::TTS_ALL,
    filter::ERROR_ALL,
    filter::PLAY_BYTES,
    filter::PLAY_FINISHED,
    filter::RECORDING_FINISHED,
    filter::STATUS,
    filter::SITES,
];

/// So long a manager may take until it answers for the first time.
const MANAGER_STARTS: Duration = Duration::from_secs(5);

/// The questions by which we find out what there is.
const QUESTION: &str = "demo";

/// Reads everything.
#[derive(Debug)]
pub(crate) struct Watcher {
    bus: MqttBus,
    events: Events,
}

/// What the watcher sees.
#[derive(Debug)]
pub(crate) enum Seen {
    /// A message passed.
    Message(Received),
    /// The broker is gone.
    Lost(String),
    /// The broker is back.
    Back,
}

impl Watcher {
    pub(crate) async fn connect(settings: Settings) -> Result<Self> {
        let (bus, events) = client::connect(settings, &FILTERS, QoS::AtLeastOnce).await?;
        Ok(Self { bus, events })
    }

    /// What passes next. May be cancelled at any time: nothing is lost.
    pub(crate) async fn next(&mut self) -> Result<Seen> {
        loop {
            match self.events.next().await.context("the connection to the broker has ended")? {
                Event::Received(received) => return Ok(Seen::Message(received)),
                Event::Disconnected { reason, .. } => return Ok(Seen::Lost(reason.to_string())),
                Event::Connected { .. } => return Ok(Seen::Back),
                _ => {}
            }
        }
    }

    /// The manager that is there already, if it is one of ours: it keeps its status on the broker.
    pub(crate) async fn manager_already_there(&mut self) -> Result<Option<Level>> {
        // The broker sends what it keeps before it sends our question back to us.
        let question = Message::SitesRequest(ListRequest::new(Level::default_level(), QUESTION));
        let topic = question.topic(Dialect::default()).to_string();
        self.bus.subscribe(&[petasos_bus::Subscription::new(topic, QoS::AtLeastOnce)])?;
        let mut found = None;
        let search = async {
            self.ask(&question)?;
            loop {
                match self.message().await? {
                    Message::Status(status) if status.state == Presence::Online => found = status.instance,
                    Message::SitesRequest(_) => return Ok(()),
                    _ => {}
                }
            }
        };
        match timeout(MANAGER_STARTS, search).await {
            Ok(searched) => searched.map(|()| found),
            Err(_) => {
                bail!("the broker does not send us what we publish: are we allowed to publish on petasos/#?")
            }
        }
    }

    /// Waits until the manager of this name hears us.
    pub(crate) async fn manager_is_ready(&mut self, instance: &Level) -> Result<()> {
        let question = Message::SitesRequest(ListRequest::new(instance.clone(), QUESTION));
        let mut again = interval(Duration::from_millis(50));
        let answer = async {
            loop {
                tokio::select! {
                    message = self.message() => match message? {
                        Message::Sites(sites) if sites.instance.as_ref() == Some(instance) => return Ok(()),
                        _ => {}
                    },
                    _ = again.tick() => self.ask(&question)?,
                }
            }
        };
        timeout(MANAGER_STARTS, answer).await.unwrap_or_else(|_| bail!("the manager does not answer"))
    }

    async fn message(&mut self) -> Result<Message> {
        loop {
            if let Seen::Message(received) = self.next().await?
                && let Ok(message) = Message::decode(&received.topic, received.payload)
            {
                return Ok(message);
            }
        }
    }

    fn ask(&self, question: &Message) -> Result<()> {
        let dialect = Dialect::default();
        let topic = question.topic(dialect).to_string();
        Ok(self.bus.publish(Publish::new(topic, question.encode(dialect), Class::Query))?)
    }

    pub(crate) async fn close(self) {
        self.bus.close(client::PATIENCE).await;
    }
}
