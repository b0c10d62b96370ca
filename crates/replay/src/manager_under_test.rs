//! Petasos' dialogue manager as a component to which recordings are played.

use std::collections::VecDeque;

use bytes::Bytes;
use petasos_bus::filter_matches;
use petasos_dialogue::{DialogueManager, Output, Received, Sounds};
use petasos_manager::DecodeErrors;
use petasos_messages::payload::PlayBytes;
use petasos_messages::wav::silence;
use petasos_messages::{Dialect, Message};
use petasos_recording::Header;
use petasos_sans_io::{Random, SansIo, Time};

use crate::Error;
use crate::settings::policy;

/// A message, as a broker carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Packet {
    /// The topic.
    pub topic: String,
    /// The payload.
    pub payload: Bytes,
    /// Whether it is marked as perhaps sent before (MQTT's DUP flag).
    pub duplicate: bool,
}

impl Packet {
    /// A message sent for the first time.
    pub fn new(topic: impl Into<String>, payload: impl Into<Bytes>) -> Self {
        Self { topic: topic.into(), payload: payload.into(), duplicate: false }
    }
}

/// Petasos' dialogue manager, set up as the header of a recording says. Its ids come from a seed.
#[derive(Debug)]
pub struct ManagerUnderTest {
    core: DialogueManager,
    subscriptions: Vec<&'static str>,
    dialect: Dialect,
    sounds: Sounds,
    said: VecDeque<Packet>,
    decode_errors: DecodeErrors,
}

impl ManagerUnderTest {
    /// The manager that was recorded, as far as the header tells; the defaults of the dialect where it does not.
    pub fn of(header: &Header) -> Result<Self, Error> {
        let policy = policy(header)?;
        let (dialect, sounds) = (policy.everywhere.dialect(), policy.sounds.clone());
        let core = DialogueManager::new(policy, Random::default());
        let subscriptions = core.subscriptions();
        let (said, decode_errors) = (VecDeque::new(), DecodeErrors::default());
        Ok(Self { core, subscriptions, dialect, sounds, said, decode_errors })
    }

    fn hears(&self, topic: &str) -> bool {
        self.subscriptions.iter().any(|filter| filter_matches(filter, topic))
    }

    /// Takes what the core says. What it listens to itself comes back to it, as it does through a broker.
    fn collect(&mut self, now: Time) {
        let mut echoes = VecDeque::new();
        self.take_outputs(&mut echoes);
        while let Some(echo) = echoes.pop_front() {
            self.core.handle(now, Received::new(&echo));
            self.take_outputs(&mut echoes);
        }
    }

    fn take_outputs(&mut self, echoes: &mut VecDeque<Message>) {
        while let Some(output) = self.core.poll_output() {
            let (message, dialect) = match output {
                Output::Publish { message, dialect } => (message, dialect),
                Output::PlaySound { site_id, sound, variant, request_id } => {
                    let wav = silence(self.sounds.length(sound, variant));
                    (Message::PlayBytes(PlayBytes::new(site_id, request_id, wav)), self.dialect)
                }
                _ => continue,
            };
            let said = written(&message, dialect);
            if self.hears(&said.topic) {
                echoes.push_back(message);
            }
            self.said.push_back(said);
        }
    }
}

fn written(message: &Message, dialect: Dialect) -> Packet {
    Packet::new(message.topic(dialect).to_string(), message.encode(dialect))
}

impl SansIo for ManagerUnderTest {
    type Input<'a> = &'a Packet;
    type Output = Packet;

    fn handle(&mut self, now: Time, message: &Packet) {
        if !self.hears(&message.topic) {
            return;
        }
        match Message::decode(&message.topic, message.payload.clone()) {
            Ok(decoded) => {
                self.core.handle(now, Received { message: &decoded, duplicate: message.duplicate });
                self.collect(now);
            }
            Err(error) => {
                let report = self.decode_errors.report(now, &error);
                self.said.extend(report.map(|message| written(&message, self.dialect)));
            }
        }
    }

    fn handle_timeout(&mut self, now: Time) {
        self.core.handle_timeout(now);
        self.collect(now);
    }

    fn poll_output(&mut self) -> Option<Packet> {
        self.said.pop_front()
    }

    fn poll_timeout(&self) -> Option<Time> {
        self.core.poll_timeout()
    }
}
