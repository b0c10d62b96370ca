//! Plays a recording to a house, through its broker.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use petasos_bus::{Class, Publish, QoS};
use petasos_messages::Component;
use petasos_messages::filter::{self, Namespace};
use petasos_program::Clock;
use petasos_recording::Recording;
use petasos_recording::replay::{Cast, Input, Outcome, Player, Rules};

use crate::client::{Client, Common, Waited};
use crate::managers;

/// What is listened to: all that a tested part may say, and who is there.
const HEARD: [&str; 4] = [filter::HERMES, filter::RHASSPY, filter::ALICE, filter::STATUS];

/// So many of our own words that have not come back are remembered.
const MOST_ECHOES: usize = 10_000;

/// Plays a recording to the part that is there, and listens to it.
pub async fn play(
    common: &Common,
    recording: &Recording,
    cast: Cast,
    rules: Rules,
    force: bool,
) -> Result<Outcome> {
    let mut client = Client::connect(common, None, &HEARD).await?;
    make_sure(&mut client, &cast, force).await?;
    let stage =
        Stage { player: Player::new(recording, cast, rules), clock: Clock::start(), echoes: VecDeque::new() };
    let player = stage.perform(&mut client).await?;
    client.close().await?;
    Ok(player.finish())
}

/// Waits until everything old has come, and looks whether we would talk into a conversation.
async fn make_sure(client: &mut Client, cast: &Cast, force: bool) -> Result<()> {
    let managers = managers::find(client).await?;
    if cast.tested() == Component::DialogueManager && !managers.iter().any(managers::serves) {
        anstream::eprintln!(
            "petasos: no dialogue manager of Petasos has told that it is at {}; playing to whoever is there",
            client.broker()
        );
    }
    let open: usize =
        managers::sessions(client, &managers).await?.iter().map(|told| told.sessions.len()).sum();
    ensure!(
        open == 0 || force,
        "somebody talks at {} right now (sessions open: {open}): wait, play to a broker of your own, or add --force",
        client.broker()
    );
    Ok(())
}

/// A recording that is being played.
struct Stage<'a> {
    player: Player<'a>,
    clock: Clock,
    /// Our own words that have not come back yet: they are not what we listen for.
    echoes: VecDeque<(String, Bytes)>,
}

impl<'a> Stage<'a> {
    async fn perform(mut self, client: &mut Client) -> Result<Player<'a>> {
        loop {
            while let Some(input) = self.player.poll_input(self.now()) {
                self.say(client, input)?;
            }
            let now = self.now();
            if self.player.is_over(now) {
                return Ok(self.player);
            }
            let patience = self.player.poll_timeout().saturating_sub(now);
            match client.wait(patience).await? {
                Waited::Received(received) if received.retain => {}
                Waited::Received(received) => self.hear(&received.topic, &received.payload),
                Waited::Nothing => {}
                Waited::GaveUp => bail!("the replay took too long"),
            }
        }
    }

    fn now(&self) -> Duration {
        self.clock.elapsed()
    }

    fn say(&mut self, client: &Client, input: Input) -> Result<()> {
        let Input { topic, payload, qos, .. } = input;
        if self.echoes.len() == MOST_ECHOES {
            self.echoes.pop_front();
        }
        self.echoes.push_back((topic.clone(), payload.clone()));
        let mut packet = Publish::new(topic, payload, Class::Report);
        // What was recorded in quality 2 is sent in 1, the best that our client knows.
        packet.qos = Some(QoS::try_from(qos.min(1)).unwrap_or_default());
        client.publish(packet).context("cannot play")
    }

    fn hear(&mut self, topic: &str, payload: &Bytes) {
        let own = self.echoes.iter().position(|(said, what)| said == topic && what == payload);
        match own {
            Some(own) => drop(self.echoes.remove(own)),
            None if Namespace::of(topic) == Some(Namespace::Petasos) => {}
            None => self.player.heard(self.now(), topic, payload),
        }
    }
}
