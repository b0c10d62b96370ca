//! The loop of a skill.

use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use petasos_bus::{Bus, Event, Events, QoS, Subscription};
use petasos_messages::{Dialect, Message};
use tokio::sync::{mpsc, oneshot};
use tokio::time::sleep_until;
use tracing::{debug, error, info, warn};

use super::clock::Clock;
use super::complaints::Complaints;
use super::lane::Lane;
use super::tasks::{Running, Spawner};
use super::{Error, Presence, delivery};
use crate::desk::{Desk, Input, Key, Output};
use crate::handler::{Entry, Shared};
use crate::session::Manners;
use crate::session::port::Request;
use crate::site::Rooms;
use crate::topic::Topics;
use crate::{Heard, Unanswered};

/// So long the last messages may take to leave.
const PATIENCE: Duration = Duration::from_millis(1500);

/// So many events that are there at the same time are dealt with in one go.
const BATCH: usize = 64;

/// The handlers of a skill.
#[derive(Debug)]
pub(crate) struct Crew {
    /// All of them; how each asks.
    pub(crate) entries: Vec<(Entry, Arc<Manners>)>,
    /// Topics, and which handler takes their messages.
    pub(crate) topics: Vec<(Topics, usize)>,
    /// Those that run as long as the skill does.
    pub(crate) background: Vec<usize>,
    pub(crate) shared: Arc<Shared>,
}

/// A skill at work.
#[derive(Debug)]
pub(crate) struct Shell {
    pub(crate) name: String,
    pub(crate) dialect: Dialect,
    pub(crate) rooms: Rooms,
    pub(crate) presence: Presence,
    pub(super) desk: Desk,
    pub(super) crew: Crew,
    pub(super) spawner: Spawner,
    pub(super) clock: Clock,
    /// The handlers at work.
    pub(super) working: HashMap<Key, Running>,
    /// Where the answers to their questions go.
    asking: HashMap<Key, oneshot::Sender<Result<Heard, Unanswered>>>,
    pub(super) lanes: Vec<(Topics, Lane)>,
    pub(super) requests: mpsc::UnboundedSender<(Key, Request)>,
    bus: Arc<dyn Bus>,
    /// Whether the next failure to reach the broker is news.
    broker_was_there: bool,
    complaints: Complaints,
}

/// What a shell is made of.
#[derive(Debug)]
pub(crate) struct Parts {
    pub(crate) name: String,
    pub(crate) dialect: Dialect,
    pub(crate) rooms: Rooms,
    pub(crate) presence: Presence,
    pub(crate) desk: Desk,
    pub(crate) crew: Crew,
}

impl Shell {
    pub(crate) fn new(
        parts: Parts,
        bus: Arc<dyn Bus>,
        spawner: Spawner,
        requests: mpsc::UnboundedSender<(Key, Request)>,
    ) -> Self {
        let Parts { name, dialect, rooms, presence, desk, crew } = parts;
        Self {
            name,
            dialect,
            rooms,
            presence,
            desk,
            crew,
            spawner,
            clock: Clock::start(),
            working: HashMap::new(),
            asking: HashMap::new(),
            lanes: Vec::new(),
            requests,
            bus,
            broker_was_there: true,
            complaints: Complaints::default(),
        }
    }

    /// Serves until `stop` is done, or until a background task fails.
    pub(crate) async fn serve(
        mut self,
        mut events: Events,
        mut wishes: mpsc::UnboundedReceiver<(Key, Request)>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        let wanted = self.subscriptions().into_iter();
        let wanted: Vec<_> = wanted.map(|filter| Subscription::new(filter, QoS::AtLeastOnce)).collect();
        self.bus.subscribe(&wanted)?;
        let (failures, mut failed) = mpsc::unbounded_channel();
        let _for_as_long_as_we_serve = (self.man_lanes(), self.begin_background(&failures));
        let mut stop = pin!(stop);
        let mut due: Option<Duration> = None;
        let mut alarm = pin!(sleep_until(self.clock.instant(Duration::ZERO)));
        let end = loop {
            tokio::select! {
                biased;
                () = &mut stop => break Ok(()),
                Some(error) = failed.recv() => break Err(error),
                Some((key, request)) = wishes.recv() => self.request(key, request),
                event = events.next() => match event {
                    Some(event) => self.handle_all(event, &mut events),
                    None => break Err(Error::BusEnded),
                },
                () = &mut alarm, if due.is_some() => {}
            }
            self.desk.handle_timeout(self.clock.now());
            self.carry_out();
            let next = self.desk.poll_timeout();
            if let Some(at) = next.filter(|_| next != due) {
                alarm.as_mut().reset(self.clock.instant(at));
            }
            due = next;
        };
        self.leave().await;
        end
    }

    /// Ends every session and takes leave of the broker.
    async fn leave(mut self) {
        self.desk.shut_down(self.clock.now());
        self.carry_out();
        self.send(self.presence.farewell());
        self.bus.close(PATIENCE).await;
        info!(skill = self.name, "ended");
    }

    /// Deals with an event, and with those that are there by now.
    fn handle_all(&mut self, first: Event, events: &mut Events) {
        self.handle(first);
        for _ in 1..BATCH {
            let Some(event) = events.try_next() else { return };
            self.handle(event);
        }
    }

    fn handle(&mut self, event: Event) {
        match event {
            Event::Received(received) => self.receive(received),
            Event::Connected { .. } => {
                info!(skill = self.name, "connected to the broker");
                self.broker_was_there = true;
                self.tell(Input::Connected(true));
            }
            Event::Disconnected { reason, .. } => {
                if std::mem::replace(&mut self.broker_was_there, false) {
                    warn!(skill = self.name, "{reason}; trying again until it is there");
                }
                self.tell(Input::Connected(false));
            }
            Event::SubscriptionRefused { filter } => {
                error!(
                    skill = self.name,
                    filter, "the broker does not let us hear this topic; give us access to it"
                );
            }
            Event::TakenOver => {
                error!(
                    skill = self.name,
                    "another client uses our client id; give each its own, or leave mqtt.client_id empty"
                );
            }
            _ => {}
        }
    }

    /// What a handler wants.
    fn request(&mut self, key: Key, request: Request) {
        let input = match request {
            Request::Ask { question, heard } => {
                self.asking.insert(key, heard);
                Input::Asked(key, question)
            }
            Request::Say(words) => Input::Said(key, words),
            Request::Finished(outcome) => {
                self.working.remove(&key);
                self.asking.remove(&key);
                Input::Finished(key, outcome)
            }
            Request::Open { site, lang } => Input::Opened(key, site, lang),
            Request::Close(words) => Input::Closed(key, words),
        };
        self.tell(input);
    }

    pub(super) fn tell(&mut self, input: Input) {
        self.desk.handle(self.clock.now(), input);
    }

    /// Does what the desk wants done.
    fn carry_out(&mut self) {
        while let Some(output) = self.desk.poll_output() {
            match output {
                Output::Call { key, handler, called } => self.call(key, handler, called),
                Output::Heard(key, heard) => {
                    if let Some(asking) = self.asking.remove(&key) {
                        // A handler that no longer waits has dropped its question.
                        drop(asking.send(heard));
                    }
                }
                Output::Cancel(key) => {
                    self.working.remove(&key);
                    self.asking.remove(&key);
                }
                Output::Publish(message) => self.publish(&message),
            }
        }
    }

    fn publish(&mut self, message: &Message) {
        self.send(delivery::packet(message, self.dialect));
    }

    /// Tells the owner what is wrong on the bus.
    pub(super) fn complain(&mut self, error: &dyn std::error::Error) {
        if let Some(held_back) = self.complaints.make(self.clock.now()) {
            warn!(skill = self.name, held_back, "{error}");
        }
    }

    pub(super) fn send(&mut self, packet: petasos_bus::Publish) {
        debug!(skill = self.name, topic = packet.topic, bytes = packet.payload.len(), "sent");
        if let Err(error) = self.bus.publish(packet) {
            self.complain(&error);
        }
    }
}
