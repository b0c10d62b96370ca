//! The loop of a skill: messages in, handlers called, answers out.

use std::collections::HashMap;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use petasos_bus::{Bus, Event, Events, QoS, Received, Subscription};
use petasos_messages::{Dialect, Message, SiteId};
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, sleep_until};
use tracing::{debug, error, info, warn};

use super::Error;
use super::delivery;
use super::tasks::{Running, Spawner, caught};
use crate::desk::{Desk, Input, Key, Outcome, Output};
use crate::handler::{Called, Context, Entry, Shared};
use crate::intent::{Heard, Slots};
use crate::session::port::{Port, Request};
use crate::session::{About, Manners};
use crate::{Session, Site, Turn, Unanswered};

/// So long the last messages may take to leave.
const PATIENCE: Duration = Duration::from_millis(1500);

/// Without any deadline the loop wakes up this seldom.
const SELDOM: Duration = Duration::from_secs(30 * 24 * 3600);

/// A skill at work.
pub(crate) struct Shell {
    pub(crate) name: String,
    pub(crate) dialect: Dialect,
    pub(crate) desk: Desk,
    pub(crate) entries: Vec<Entry>,
    /// How each handler asks.
    pub(crate) manners: Vec<Arc<Manners>>,
    pub(crate) shared: Arc<Shared>,
    pub(crate) rooms: HashMap<SiteId, String>,
    pub(crate) bus: Arc<dyn Bus>,
    pub(crate) spawner: Spawner,
    pub(crate) start: Instant,
    /// The handlers at work, and what they wait for.
    pub(crate) working: HashMap<Key, Working>,
    pub(crate) requests: mpsc::UnboundedSender<(Key, Request)>,
}

/// A handler at work.
#[derive(Debug)]
pub(crate) struct Working {
    _running: Running,
    /// Where the answer to its question goes.
    asking: Option<oneshot::Sender<Result<Heard, Unanswered>>>,
}

impl Shell {
    /// Serves until `stop` is done.
    pub(crate) async fn serve(
        mut self,
        mut events: Events,
        mut wishes: mpsc::UnboundedReceiver<(Key, Request)>,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        self.subscribe()?;
        let mut stop = pin!(stop);
        let mut alarm = pin!(sleep_until(self.start + SELDOM));
        loop {
            tokio::select! {
                biased;
                () = &mut stop => break,
                Some((key, request)) = wishes.recv() => self.request(key, request),
                event = events.next() => self.event(event.ok_or(Error::BusEnded)?),
                () = &mut alarm => {}
            }
            self.desk.handle_timeout(self.now());
            self.carry_out();
            let next = self.start + self.desk.poll_timeout().unwrap_or(SELDOM);
            if alarm.deadline() != next {
                alarm.as_mut().reset(next);
            }
        }
        self.bus.close(PATIENCE).await;
        info!(skill = self.name, "ended");
        Ok(())
    }

    fn subscribe(&self) -> Result<(), Error> {
        let filters = [
            "hermes/intent/#",
            "hermes/dialogueManager/sessionQueued",
            "hermes/dialogueManager/sessionStarted",
            "hermes/dialogueManager/sessionEnded",
            "hermes/dialogueManager/intentNotRecognized",
        ];
        let wanted: Vec<_> =
            filters.iter().map(|filter| Subscription::new(*filter, QoS::AtLeastOnce)).collect();
        Ok(self.bus.subscribe(&wanted)?)
    }

    fn now(&self) -> Duration {
        self.start.elapsed()
    }

    fn event(&mut self, event: Event) {
        match event {
            Event::Received(received) => self.received(received),
            Event::Connected { .. } => info!(skill = self.name, "connected to the broker"),
            Event::Disconnected { reason, .. } => warn!(skill = self.name, "{reason}"),
            Event::SubscriptionRefused { filter } => {
                error!(skill = self.name, filter, "the broker refused a subscription; give us access to it");
            }
            _ => {}
        }
    }

    fn received(&mut self, received: Received) {
        if received.retain || !received.topic.starts_with("hermes/") {
            return;
        }
        let message = match Message::decode(&received.topic, received.payload) {
            Ok(message) => message,
            Err(error) => return warn!(skill = self.name, "{error}"),
        };
        let input = match message {
            Message::Intent(intent) => Input::Intent(Arc::new(self.turn(*intent))),
            Message::DialogueIntentNotRecognized(message) => {
                let site = self.site(message.site_id.clone());
                Input::NotRecognized(message, site)
            }
            Message::SessionQueued(message) => Input::Queued(message),
            Message::SessionStarted(message) => Input::Started(message),
            Message::SessionEnded(message) => Input::Ended(message),
            _ => return,
        };
        self.desk.handle(self.now(), input);
    }

    fn turn(&self, message: petasos_messages::payload::Intent) -> Turn {
        let name = message.intent.intent_name.as_str();
        Turn {
            intent: name.rsplit_once(':').map_or(name, |(_user, name)| name).to_owned(),
            input: message.input.clone(),
            slots: Slots::new(message.slots.clone()),
            confidence: message.intent.confidence_score,
            session_id: message.session_id.clone(),
            site: self.site(message.site_id.clone().unwrap_or_default()),
            lang: message.lang.clone(),
            message: Arc::new(message),
        }
    }

    fn site(&self, id: SiteId) -> Site {
        match self.rooms.get(&id) {
            Some(room) => Site { id, room: room.clone() },
            None => Site::new(id),
        }
    }

    fn request(&mut self, key: Key, request: Request) {
        let input = match request {
            Request::Ask { question, heard } => match self.working.get_mut(&key) {
                Some(working) => {
                    working.asking = Some(heard);
                    Input::Asked(key, question)
                }
                None => return,
            },
            Request::Say(words) => Input::Said(key, words),
            Request::Finished(outcome) => {
                self.working.remove(&key);
                Input::Finished(key, outcome)
            }
        };
        self.desk.handle(self.now(), input);
    }

    fn carry_out(&mut self) {
        while let Some(output) = self.desk.poll_output() {
            match output {
                Output::Call { key, handler, called } => self.call(key, handler, called),
                Output::Heard(key, heard) => {
                    let asking = self.working.get_mut(&key).and_then(|working| working.asking.take());
                    // A handler that no longer waits has dropped its question.
                    let _unwanted = asking.map(|asking| asking.send(heard));
                }
                Output::Cancel(key) => drop(self.working.remove(&key)),
                Output::Publish(message) => self.publish(&message),
            }
        }
    }

    fn publish(&self, message: &Message) {
        let packet = delivery::packet(message, self.dialect);
        debug!(skill = self.name, topic = packet.topic, bytes = packet.payload.len(), "sent");
        if let Err(error) = self.bus.publish(packet) {
            warn!(skill = self.name, "{error}");
        }
    }

    fn call(&mut self, key: Key, handler: usize, called: Called) {
        let (Some(entry), Some(manners)) = (self.entries.get(handler), self.manners.get(handler)) else {
            return;
        };
        let port = Port::new(key, self.requests.clone());
        let (session, turn) = match &called {
            Called::Turn(turn) => (Session::of(turn, port, manners.clone()), Some(turn.clone())),
            Called::NotRecognized(words) => {
                let about = About {
                    id: words.session_id.clone(),
                    site: words.site.clone(),
                    lang: None,
                    input: words.input.clone(),
                    custom_data: words.custom_data.clone(),
                    manners: manners.clone(),
                };
                (Session::new(about, port), None)
            }
            Called::Topic(_) | Called::Begun => return,
        };
        let context = Context { session: Some(session), turn, shared: self.shared.clone() };
        let call = entry.call(called, context);
        let (name, requests) = (entry.name, self.requests.clone());
        let running = self.spawner.spawn(async move {
            let outcome = match caught(call).await {
                Ok(result) => {
                    if let Err(cause) = result.as_ref().map_err(|failure| failure.cause()) {
                        warn!(
                            handler = name,
                            cause = cause.map(tracing::field::display),
                            "the handler has failed"
                        );
                    }
                    Outcome::Done(result)
                }
                Err(panicked) => {
                    error!(handler = name, "{panicked}");
                    Outcome::Panicked
                }
            };
            // A desk that is gone has no use for it.
            let _gone = requests.send((key, Request::Finished(outcome)));
        });
        self.working.insert(key, Working { _running: running, asking: None });
    }
}
