//! Listens to the house without a pause, and hands everything to the one who writes.

use std::io::IsTerminal;
use std::time::Duration;

use anyhow::{Result, bail};
use jiff::Timestamp;
use petasos_bus::Event;
use petasos_dialogue::Time;
use petasos_manager::Clock;
use petasos_recording::Gap;
use tokio::time::{Interval, MissedTickBehavior, interval};

use super::live::Live;
use super::progress::Progress;
use super::queue::{Gone, Item, Queue, What};
use crate::client::{Client, Interrupted};

/// Between two looks at how it goes.
const TICK: Duration = Duration::from_millis(500);

/// One who listens.
pub(crate) struct Listener<'a> {
    client: &'a mut Client,
    queue: Queue,
    progress: &'a Progress,
    clock: Clock,
    /// Since when there is no connection.
    away: Option<Duration>,
}

impl<'a> Listener<'a> {
    pub(crate) fn new(client: &'a mut Client, queue: Queue, progress: &'a Progress, clock: Clock) -> Self {
        Self { client, queue, progress, clock, away: None }
    }

    /// Listens until it is time to end, somebody presses Ctrl-C, or the writer has ended. Says how long that was.
    pub(crate) async fn listen(mut self) -> Result<Duration> {
        let mut live = Live::new(std::io::stderr().is_terminal());
        let mut tick = ticks();
        let ended = loop {
            tokio::select! {
                biased;
                _ = tick.tick() => live.show(self.now(), self.progress.counts()),
                event = self.client.happening() => match event {
                    Ok(Some(event)) => match self.handle(event) {
                        Ok(()) => {}
                        Err(ended) => break ended,
                    },
                    Ok(None) => break Ok(()),
                    Err(error) if error.is::<Interrupted>() => break Ok(()),
                    Err(error) => break Err(error),
                },
            }
        };
        live.end();
        let now = self.now();
        self.queue.finish(now, Timestamp::now());
        ended.map(|()| now)
    }

    /// Deals with an event; an error is the end, and `Err(Ok)` is one without a reason of our own.
    fn handle(&mut self, event: Event) -> Result<(), Result<()>> {
        match event {
            Event::Received(received) => return self.push(What::Message(received)),
            Event::Disconnected { reason, .. } if self.away.is_none() => {
                self.away = Some(self.now());
                anstream::eprintln!("petasos: connection lost: {reason}; trying again");
            }
            Event::Subscribed => {
                if let Some(since) = self.away.take() {
                    let gone = self.now().saturating_sub(since);
                    return self.push(What::Gap(Gap::disconnected(gone)));
                }
            }
            Event::TakenOver => return Err(bail_taken_over()),
            _ => {}
        }
        Ok(())
    }

    fn push(&mut self, what: What) -> Result<(), Result<()>> {
        let item = Item { at: self.now(), wall: Timestamp::now(), what };
        match self.queue.push(item) {
            Ok(true) => Ok(()),
            Ok(false) => {
                self.progress.lost();
                Ok(())
            }
            Err(Gone) => Err(Ok(())),
        }
    }

    fn now(&self) -> Duration {
        self.clock.now().since(Time::START)
    }
}

fn bail_taken_over() -> Result<()> {
    bail!("another client has our name at the broker; set no client_id")
}

fn ticks() -> Interval {
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    tick
}
