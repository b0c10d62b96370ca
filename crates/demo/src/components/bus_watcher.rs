//! A client that receives all messages but microphone audio.

use std::collections::{BTreeSet, VecDeque};
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
const FILTERS: [&str; 13] = [
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
    filter::SKILL_STATUS,
    filter::SITES,
];

/// How long the manager or the skills may take to start.
const START_TIMEOUT: Duration = Duration::from_secs(5);

/// The time between two questions whether a manager answers.
const QUESTION: Duration = Duration::from_millis(50);

/// Receives everything.
#[derive(Debug)]
pub(crate) struct BusWatcher {
    client: Client,
    /// Messages that came while skills were waited for.
    early: VecDeque<Received>,
}

/// What ran at the broker before the demonstration.
#[derive(Debug, Default)]
pub(crate) struct AlreadyRunning {
    /// A manager of Petasos.
    pub(crate) manager: Option<Level>,
    /// Skills made with the kit, by name.
    pub(crate) skills: BTreeSet<String>,
}

impl BusWatcher {
    pub(crate) async fn connect(config: Config) -> Result<Self, Error> {
        let client = Client::connect(config, ClientOptions::default(), &FILTERS).await?;
        Ok(Self { client, early: VecDeque::new() })
    }

    /// The next message or change of the connection. Safe to cancel.
    pub(crate) async fn next(&mut self) -> Result<Event, ClientError> {
        match self.early.pop_front() {
            Some(received) => Ok(Event::Received(received)),
            None => self.client.next_event().await?.ok_or(ClientError::Closed),
        }
    }

    /// What announces itself at this broker already.
    pub(crate) async fn already_running(&mut self) -> Result<AlreadyRunning, Error> {
        let (came, echo) = self.client.echo().await?;
        if echo.is_none() {
            return Err(Error::NoEcho);
        }
        let mut running = AlreadyRunning::default();
        for received in came {
            match Message::decode(&received.topic, received.payload) {
                Ok(Message::Status(status)) if status.state == Presence::Online => {
                    running.manager = status.instance;
                }
                Ok(Message::SkillStatus(status)) if status.state == Presence::Online => {
                    running.skills.extend(status.skill.map(|skill| skill.to_string()));
                }
                _ => {}
            }
        }
        Ok(running)
    }

    /// Waits until the skills with these names are online.
    pub(crate) async fn skills_are_online(&mut self, mut names: BTreeSet<String>) -> Result<(), Error> {
        let online = async {
            while !names.is_empty() {
                let received = self.client.next().await?.ok_or(ClientError::Closed)?;
                let message = Message::decode(&received.topic, received.payload.clone());
                if let Ok(Message::SkillStatus(status)) = message
                    && status.state == Presence::Online
                    && let Some(skill) = status.skill.filter(|_| !received.retain)
                {
                    names.remove(skill.as_str());
                }
                self.early.push_back(received);
            }
            Ok::<_, ClientError>(())
        };
        Ok(timeout(START_TIMEOUT, online).await.map_err(|_| Error::NotStarted("skills"))??)
    }

    /// Waits until the manager with this name answers.
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
        Ok(timeout(START_TIMEOUT, answer).await.map_err(|_| Error::NotStarted("manager"))??)
    }

    pub(crate) async fn close(self) {
        self.client.leave_within(CLOSE_TIMEOUT).await;
    }
}
