//! Listens to the house without a pause, and hands everything to the one who writes.

use std::io::IsTerminal;
use std::ops::ControlFlow;
use std::time::Duration;

use anyhow::{Result, anyhow};
use petasos_bus::Event;
use petasos_program::{Clock, WallClock};
use petasos_recording::{Gap, Kept};
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

use super::live::Live;
use super::progress::Progress;
use super::queue::{Gone, Item, Queue, What};
use crate::client::{Client, Interrupted};
use crate::payload::is_microphone;

/// Between two looks at how it goes.
const TICK: Duration = Duration::from_millis(500);
/// At the end, what is still on its way may take so long to come.
const REST: Duration = Duration::from_secs(2);
/// After so long without a message, nothing more is on its way.
const QUIET: Duration = Duration::from_millis(500);

/// One who listens.
pub(crate) struct Listener<'a> {
    client: &'a mut Client,
    queue: Queue,
    progress: &'a Progress,
    clock: Clock,
    kept: Kept,
    live: Live,
    /// Since when there is no connection.
    away: Option<Duration>,
}

/// Whether to go on; if not, how it ends.
type Flow = ControlFlow<Result<()>>;

impl<'a> Listener<'a> {
    pub(crate) fn new(
        client: &'a mut Client,
        queue: Queue,
        progress: &'a Progress,
        clock: Clock,
        kept: Kept,
    ) -> Self {
        let live = Live::new(std::io::stderr().is_terminal());
        Self { client, queue, progress, clock, kept, live, away: None }
    }

    /// Listens until it is time to end, somebody presses Ctrl-C, or the writer has ended. Says how long that was.
    pub(crate) async fn listen(mut self, writer_has_ended: impl Fn() -> bool) -> Result<Duration> {
        let mut ended = self.follow(writer_has_ended).await;
        if let (Ok(()), ControlFlow::Break(end)) = (&ended, self.note_return()) {
            ended = end;
        }
        self.live.end();
        let now = self.now();
        self.queue.finish(now, WallClock::of_machine().now());
        ended.map(|()| now)
    }

    async fn follow(&mut self, writer_has_ended: impl Fn() -> bool) -> Result<()> {
        let mut tick = ticks();
        loop {
            tokio::select! {
                biased;
                _ = tick.tick() => {
                    // It says itself why.
                    if writer_has_ended() {
                        return Ok(());
                    }
                    self.live.show(self.now(), self.progress.counts());
                }
                event = self.client.happening() => match event {
                    Ok(Some(event)) => if let ControlFlow::Break(ended) = self.handle(event) {
                        return ended;
                    },
                    Ok(None) => return self.take_the_rest().await,
                    Err(error) if error.is::<Interrupted>() => return self.take_the_rest().await,
                    Err(error) => return Err(error),
                },
            }
        }
    }

    /// What was said before it was time to end may still be on its way to us: it belongs to the recording.
    async fn take_the_rest(&mut self) -> Result<()> {
        if self.away.is_some() {
            return Ok(());
        }
        let echo = self.client.last_call()?;
        let rest = async {
            while let Ok(Ok(Some(event))) = timeout(QUIET, self.client.happening()).await {
                if matches!(&event, Event::Received(received) if received.topic == echo) {
                    break;
                }
                if let ControlFlow::Break(ended) = self.handle(event) {
                    return ended;
                }
            }
            Ok(())
        };
        timeout(REST, rest).await.unwrap_or(Ok(()))
    }

    fn handle(&mut self, event: Event) -> Flow {
        match event {
            Event::Received(received) if !self.kept.audio && is_microphone(&received.topic) => {
                self.progress.frame();
            }
            Event::Received(received) => return self.push(What::Message(received)),
            Event::Disconnected { reason, .. } if self.away.is_none() => {
                self.away = Some(self.now());
                self.live.end();
                anstream::eprintln!("petasos: connection lost: {reason}; trying again");
            }
            Event::Subscribed => return self.note_return(),
            Event::TakenOver => {
                let taken = anyhow!("another client has our name at the broker; set no client_id");
                return ControlFlow::Break(Err(taken));
            }
            _ => {}
        }
        ControlFlow::Continue(())
    }

    /// If there was no connection, the time until now is a gap.
    fn note_return(&mut self) -> Flow {
        match self.away.take() {
            Some(since) => self.push(What::Gap(Gap::disconnected(self.now().saturating_sub(since)))),
            None => ControlFlow::Continue(()),
        }
    }

    fn push(&mut self, what: What) -> Flow {
        let item = Item { at: self.now(), wall: WallClock::of_machine().now(), what };
        match self.queue.push(item) {
            Ok(true) => {}
            Ok(false) => self.progress.lost(),
            Err(Gone) => return ControlFlow::Break(Ok(())),
        }
        ControlFlow::Continue(())
    }

    fn now(&self) -> Duration {
        self.clock.elapsed()
    }
}

fn ticks() -> Interval {
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    tick
}
