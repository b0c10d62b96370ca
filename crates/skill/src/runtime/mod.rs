//! Runs a skill: reads the bus, calls handlers, publishes what the conversations say.
//!
//! This file is the loop. `incoming` translates messages for the conversations, `handler_tasks` calls handlers and runs them,
//! `topic_queue` holds the messages that wait for handlers of topics, `skill_status` is the retained status.

mod error;
mod handler_calls;
mod handler_tasks;
mod incoming;
mod skill_status;
mod topic_queue;

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use petasos_bus::{Bus, Event, Events, QoS, Subscription};
use petasos_messages::{Dialect, Message};
use petasos_program::{Clock, Driver, RateLimit, delivery};
use petasos_sans_io::{SansIo, Time};
use tokio::sync::{mpsc, oneshot};
use tracing::{debug, error, info, warn};

pub use error::Error;
pub(crate) use handler_tasks::{MAX_THREADS, Spawner};
pub(crate) use skill_status::OwnStatus;

use self::handler_tasks::RunningTask;
use self::topic_queue::TopicQueue;
use crate::conversations::{Conversations, Input, Output};
use crate::handler::{ErasedHandler, Shared};
use crate::session::AskDefaults;
use crate::session::conversation_handle::{Key, Request};
use crate::site_rooms::Rooms;
use crate::topic_message::TopicSource;
use crate::{Unanswered, Utterance};

/// How long to wait for the last messages to be sent.
const CLOSE_TIMEOUT: Duration = Duration::from_millis(1500);

/// The time between two errors in the log that others can cause.
const ERROR_PAUSE: Duration = Duration::from_secs(1);

/// The handlers of a skill.
#[derive(Debug)]
pub(crate) struct Handlers {
    /// All of them, each with its defaults for questions.
    pub(crate) all: Vec<(ErasedHandler, Arc<AskDefaults>)>,
    /// Topics, each with the index of the handler that takes their messages.
    pub(crate) topics: Vec<(TopicSource, usize)>,
    /// The indices of the background tasks.
    pub(crate) background: Vec<usize>,
    pub(crate) shared: Arc<Shared>,
}

/// A skill that is being served.
#[derive(Debug)]
pub(crate) struct Runtime {
    pub(crate) name: String,
    pub(crate) dialect: Dialect,
    pub(crate) rooms: Rooms,
    pub(crate) status: OwnStatus,
    pub(super) conversations: Conversations,
    pub(super) handlers: Handlers,
    pub(super) spawner: Spawner,
    pub(super) clock: Clock,
    /// The running handlers.
    pub(super) running: HashMap<Key, RunningTask>,
    /// Where the answers to their questions go.
    pending_answers: HashMap<Key, oneshot::Sender<Result<Utterance, Unanswered>>>,
    pub(super) topic_queues: Vec<(TopicSource, TopicQueue)>,
    /// Handed to handlers, so that their requests come back to the loop.
    pub(super) request_sender: mpsc::UnboundedSender<(Key, Request)>,
    bus: Arc<dyn Bus>,
    /// Whether the broker was connected, so that only the first failure to reach it is logged.
    was_connected: bool,
    errors_logged: RateLimit,
}

/// What a runtime is made of.
#[derive(Debug)]
pub(crate) struct RuntimeParts {
    pub(crate) name: String,
    pub(crate) dialect: Dialect,
    pub(crate) rooms: Rooms,
    pub(crate) status: OwnStatus,
    pub(crate) conversations: Conversations,
    pub(crate) handlers: Handlers,
}

impl Runtime {
    pub(crate) fn new(
        parts: RuntimeParts,
        bus: Arc<dyn Bus>,
        spawner: Spawner,
        request_sender: mpsc::UnboundedSender<(Key, Request)>,
    ) -> Self {
        let RuntimeParts { name, dialect, rooms, status, conversations, handlers } = parts;
        Self {
            name,
            dialect,
            rooms,
            status,
            conversations,
            handlers,
            spawner,
            clock: Clock::start(),
            running: HashMap::new(),
            pending_answers: HashMap::new(),
            topic_queues: Vec::new(),
            request_sender,
            bus,
            was_connected: true,
            errors_logged: RateLimit::new(1, ERROR_PAUSE),
        }
    }

    /// Serves until `stop` is done, or until a background task fails.
    pub(crate) async fn serve(
        mut self,
        events: Events,
        requests: mpsc::UnboundedReceiver<(Key, Request)>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        let filters = self.subscriptions().into_iter();
        let subscriptions: Vec<_> =
            filters.map(|filter| Subscription::new(filter, QoS::AtLeastOnce)).collect();
        self.bus.subscribe(&subscriptions)?;
        let (failures, mut failed) = mpsc::unbounded_channel();
        let _cancelled_on_return = (self.start_topic_handlers(), self.start_background_tasks(&failures));
        let mut inputs = Inputs { requests, events };
        let stop = async {
            tokio::select! {
                biased;
                () = stop => Ok(()),
                Some(error) = failed.recv() => Err(error),
            }
        };
        let mut driver = Driver::new(self.clock);
        let end = driver.run(&mut self, &mut inputs, stop, Self::process).await;
        let end = end.unwrap_or(Err(Error::BusEnded));
        self.shut_down().await;
        end
    }

    /// Ends every session and closes the connection.
    async fn shut_down(mut self) {
        self.conversations.shut_down(self.clock.now());
        while let Some(output) = self.conversations.poll_output() {
            self.process(output);
        }
        self.send(self.status.presence.farewell());
        self.bus.close(CLOSE_TIMEOUT).await;
        info!(skill = self.name, "stopped");
    }

    fn handle_event(&mut self, now: Time, event: Event) {
        match event {
            Event::Received(received) => self.receive(now, received),
            Event::Connected { .. } => {
                info!(skill = self.name, "connected to the broker");
                self.was_connected = true;
                self.conversations.handle(now, Input::Connected(true));
            }
            Event::Disconnected { reason, .. } => {
                if std::mem::replace(&mut self.was_connected, false) {
                    warn!(skill = self.name, "{reason}; reconnecting");
                }
                self.conversations.handle(now, Input::Connected(false));
            }
            Event::SubscriptionRefused { filter } => {
                error!(
                    skill = self.name,
                    filter, "the broker refused the subscription; allow the skill to subscribe to this topic"
                );
            }
            Event::TakenOver => {
                error!(
                    skill = self.name,
                    "another client uses the same client id; use different ones, or leave mqtt.client_id empty"
                );
            }
            _ => {}
        }
    }

    /// Handles a request of a handler.
    fn handle_request(&mut self, now: Time, key: Key, request: Request) {
        let input = match request {
            Request::Ask { question, answer } => {
                self.pending_answers.insert(key, answer);
                Input::Ask(key, question)
            }
            Request::Say(words) => Input::Say(key, words),
            Request::Finished(outcome) => {
                self.running.remove(&key);
                self.pending_answers.remove(&key);
                Input::Finished(key, outcome)
            }
            Request::Open { site, lang } => Input::Open(key, site, lang),
            Request::Close(words) => Input::Close(key, words),
        };
        self.conversations.handle(now, input);
    }

    /// Carries out what the conversations want done.
    fn process(&mut self, output: Output) {
        match output {
            Output::Call { key, handler, trigger } => self.call(key, handler, trigger),
            Output::Answered(key, answer) => {
                if let Some(pending) = self.pending_answers.remove(&key) {
                    // A handler that no longer waits has dropped the receiver.
                    drop(pending.send(answer));
                }
            }
            Output::Cancel(key) => {
                self.running.remove(&key);
                self.pending_answers.remove(&key);
            }
            Output::Publish(message) => self.publish(&message),
        }
    }

    fn publish(&mut self, message: &Message) {
        self.send(delivery::packet(message, self.dialect));
    }

    /// Logs what is wrong on the bus, at a bounded rate.
    pub(super) fn log_limited(&mut self, error: &dyn std::error::Error) {
        if let Some(held_back) = self.errors_logged.allow(self.clock.now()) {
            warn!(skill = self.name, held_back, "{error}");
        }
    }

    pub(super) fn send(&mut self, packet: petasos_bus::Publish) {
        debug!(skill = self.name, topic = packet.topic, bytes = packet.payload.len(), "sent");
        if let Err(error) = self.bus.publish(packet) {
            self.log_limited(&error);
        }
    }
}

/// What happens to a runtime.
#[derive(Debug)]
pub(crate) enum RuntimeInput {
    /// A handler wants something.
    Request(Key, Request),
    /// Something happened on the bus.
    Bus(Event),
}

/// Where the inputs come from. The requests of handlers go first.
struct Inputs {
    requests: mpsc::UnboundedReceiver<(Key, Request)>,
    events: Events,
}

impl petasos_program::Inputs for Inputs {
    type Input = RuntimeInput;

    async fn next(&mut self) -> Option<RuntimeInput> {
        tokio::select! {
            biased;
            Some((key, request)) = self.requests.recv() => Some(RuntimeInput::Request(key, request)),
            event = self.events.next() => event.map(RuntimeInput::Bus),
        }
    }

    fn try_next(&mut self) -> Option<RuntimeInput> {
        self.events.try_next().map(RuntimeInput::Bus)
    }
}

impl SansIo for Runtime {
    type Input<'a> = RuntimeInput;
    type Output = Output;

    fn handle(&mut self, now: Time, input: RuntimeInput) {
        match input {
            RuntimeInput::Request(key, request) => self.handle_request(now, key, request),
            RuntimeInput::Bus(event) => self.handle_event(now, event),
        }
    }

    fn handle_timeout(&mut self, now: Time) {
        self.conversations.handle_timeout(now);
    }

    fn poll_output(&mut self) -> Option<Output> {
        self.conversations.poll_output()
    }

    fn poll_timeout(&self) -> Option<Time> {
        self.conversations.poll_timeout()
    }
}
