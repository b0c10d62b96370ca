//! A client that receives all messages but microphone audio.

use std::time::Duration;

use petasos_bus::{Event, Received};
use petasos_inspect::client::{Client, ClientError, ClientOptions};
use petasos_manager::config::Config;
use petasos_messages::payload::{ListRequest, Presence};
use petasos_messages::{Level, Message, filter};
use tokio::time::{interval, timeout};

use super::component_client::CLOSE_TIMEOUT;
use crate::Error;

/// What is received: everything but microphone audio, which never ends.
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

/// How long a manager may take to answer for the first time.
const MANAGER_START: Duration = Duration::from_secs(5);

/// The time between two questions whether a manager answers.
const QUESTION: Duration = Duration::from_millis(50);

/// Receives everything.
#[derive(Debug)]
pub(crate) struct BusWatcher {
    client: Client,
}

/// What a [`BusWatcher`] sees.
#[derive(Debug)]
pub(crate) enum Seen {
    /// A message.
    Message(Received),
    /// The connection was lost.
    Lost(String),
    /// The connection is back.
    Back,
}

impl BusWatcher {
    pub(crate) async fn connect(config: Config) -> Result<Self, Error> {
        Ok(Self { client: Client::connect(config, ClientOptions::default(), &FILTERS).await? })
    }

    /// What is seen next. Safe to cancel.
    pub(crate) async fn next(&mut self) -> Result<Seen, ClientError> {
        loop {
            match self.client.next_event().await?.ok_or(ClientError::Closed)? {
                Event::Received(received) => return Ok(Seen::Message(received)),
                Event::Disconnected { reason, .. } => return Ok(Seen::Lost(reason.to_string())),
                Event::Connected { .. } => return Ok(Seen::Back),
                _ => {}
            }
        }
    }

    /// A manager of Petasos that runs at this broker already.
    pub(crate) async fn running_manager(&mut self) -> Result<Option<Level>, Error> {
        let (came, echo) = self.client.echo().await?;
        if echo.is_none() {
            return Err(Error::NoEcho);
        }
        let running = |received: Received| match Message::decode(&received.topic, received.payload) {
            Ok(Message::Status(status)) if status.state == Presence::Online => status.instance,
            _ => None,
        };
        Ok(came.into_iter().filter_map(running).last())
    }

    /// Waits until the manager of this name answers.
    pub(crate) async fn manager_is_ready(&mut self, instance: &Level) -> Result<(), Error> {
        let id = self.client.name().to_owned();
        let request = Message::SitesRequest(ListRequest::new(instance.clone(), id.as_str()));
        let mut again = interval(QUESTION);
        let answer = async {
            loop {
                let answer = |message: &Message| match message {
                    Message::Sites(sites) if sites.id.as_deref() == Some(&id) => Some(()),
                    _ => None,
                };
                tokio::select! {
                    _ = again.tick() => self.client.send(&request)?,
                    answer = self.client.find(answer) => return answer?.ok_or(ClientError::Closed),
                }
            }
        };
        Ok(timeout(MANAGER_START, answer).await.map_err(|_| Error::ManagerSilent)??)
    }

    pub(crate) async fn close(self) {
        self.client.leave_within(CLOSE_TIMEOUT).await;
    }
}
