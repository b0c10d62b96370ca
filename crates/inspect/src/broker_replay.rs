//! Replays a recording through a broker, against whatever serves there.

use std::collections::VecDeque;
use std::time::Duration;

use bytes::Bytes;
use petasos_bus::{Class, Publish, QoS};
use petasos_messages::Component;
use petasos_messages::filter::{self, Namespace};
use petasos_program::Clock;
use petasos_recording::Recording;
use petasos_recording::replay::{Input, Player, ReplayOutcome, Roles, Rules};

use crate::client::{Client, ClientError, Waited};
use crate::managers;

/// What a client must subscribe to for a replay: all that a tested component may say, and which managers run.
pub const FILTERS: [&str; 4] = [filter::HERMES, filter::RHASSPY, filter::ALICE, filter::STATUS];

/// The most messages of ours that are remembered until they come back.
const MAX_ECHOES: usize = 10_000;

/// What [`survey`] has found at a broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Survey {
    /// Whether a dialogue manager is to be tested and `petasosd` is not running: then the replay goes to any manager that listens.
    pub lacks_manager: bool,
    /// How many sessions are open. A replay would disturb them.
    pub open_sessions: usize,
}

/// Why a replay did not come to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BrokerReplayError {
    /// The connection failed.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// A recorded message cannot be sent.
    #[error("cannot play")]
    Play(#[source] ClientError),
    /// The timeout of the client has passed.
    #[error("the replay took too long")]
    TooLong,
}

/// Waits until retained messages have arrived, and looks who is at the broker. Call it before [`replay_over_broker`].
pub async fn survey(client: &mut Client, roles: &Roles) -> Result<Survey, ClientError> {
    let managers = managers::find(client).await?;
    let lacks_manager =
        roles.tested() == Component::DialogueManager && !managers.iter().any(managers::serves);
    let sessions = managers::sessions(client, &managers).await?;
    let open_sessions = sessions.iter().map(|answer| answer.sessions.len()).sum();
    Ok(Survey { lacks_manager, open_sessions })
}

/// Plays a recording in real time, as fast as the rules say, and compares the answers. The client must have subscribed to
/// [`FILTERS`].
pub async fn replay_over_broker(
    client: &mut Client,
    recording: &Recording,
    roles: Roles,
    rules: Rules,
) -> Result<ReplayOutcome, BrokerReplayError> {
    let player = Player::new(recording, roles, rules);
    let replay = Replay { player, clock: Clock::start(), echoes: VecDeque::new() };
    Ok(replay.run(client).await?.finish())
}

struct Replay<'a> {
    player: Player<'a>,
    clock: Clock,
    /// Our own messages that have not come back yet: they are not answers.
    echoes: VecDeque<(String, Bytes)>,
}

impl<'a> Replay<'a> {
    async fn run(mut self, client: &mut Client) -> Result<Player<'a>, BrokerReplayError> {
        loop {
            while let Some(input) = self.player.poll_input(self.now()) {
                self.send(client, input).map_err(BrokerReplayError::Play)?;
            }
            let now = self.now();
            if self.player.is_over(now) {
                return Ok(self.player);
            }
            let patience = self.player.poll_timeout().saturating_sub(now);
            match client.wait(patience).await? {
                Waited::Received(received) if received.retain => {}
                Waited::Received(received) => self.receive(&received.topic, &received.payload),
                Waited::Nothing => {}
                Waited::GaveUp => return Err(BrokerReplayError::TooLong),
            }
        }
    }

    fn now(&self) -> Duration {
        self.clock.elapsed()
    }

    fn send(&mut self, client: &Client, input: Input) -> Result<(), ClientError> {
        let Input { topic, payload, qos, .. } = input;
        if self.echoes.len() == MAX_ECHOES {
            self.echoes.pop_front();
        }
        self.echoes.push_back((topic.clone(), payload.clone()));
        let mut packet = Publish::new(topic, payload, Class::Report);
        // What was recorded at QoS 2 is sent at 1, the highest that our client has.
        packet.qos = Some(QoS::try_from(qos.min(1)).unwrap_or_default());
        client.publish(packet)
    }

    fn receive(&mut self, topic: &str, payload: &Bytes) {
        let own = self.echoes.iter().position(|(sent, bytes)| sent == topic && bytes == payload);
        match own {
            Some(own) => drop(self.echoes.remove(own)),
            None if Namespace::of(topic) == Some(Namespace::Petasos) => {}
            None => self.player.heard(self.now(), topic, payload),
        }
    }
}
