//! The state of the broker in memory: clients, sessions, retained messages.

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use bytes::Bytes;
use tokio::time::Instant;

use crate::inbox::Inbox;
use crate::outbox::Outbox;
use crate::{
    DisconnectReason, Event, Publish, PublishError, QoS, Received, Settings, Statistics, StatusMessage,
    Subscription, filter_matches,
};

/// The most messages kept for a disconnected client: the first ones, as Mosquitto does.
const KEPT_FOR_ABSENT: usize = 1000;

/// The state of the broker.
#[derive(Debug, Default)]
pub(super) struct State {
    stopped: bool,
    next_client: u64,
    /// In the order of their first connection.
    clients: BTreeMap<u64, Client>,
    /// By client id.
    sessions: BTreeMap<String, Session>,
    retained: BTreeMap<String, Message>,
}

/// A client. It exists until its bus is dropped, connected or not.
#[derive(Debug)]
struct Client {
    settings: Settings,
    id: String,
    outbox: Outbox,
    wanted: Vec<Subscription>,
    inbox: Inbox,
    /// Does not reconnect when the broker starts: it was taken over or cut off.
    away: bool,
}

/// The session of a client id.
#[derive(Debug, Default)]
struct Session {
    /// The client connected with this id.
    owner: Option<u64>,
    subscriptions: Vec<Subscription>,
    /// Messages that arrived while a persistent client was disconnected.
    kept: VecDeque<Received>,
}

#[derive(Debug, Clone)]
struct Message {
    topic: String,
    payload: Bytes,
    qos: QoS,
}

impl State {
    pub(super) fn add_client(&mut self, settings: Settings, inbox: Inbox) -> u64 {
        let number = self.next_client;
        self.next_client += 1;
        let id = match settings.client_id.as_str() {
            "" => format!("memory{number}"),
            set => set.to_owned(),
        };
        let outbox = Outbox::new(&settings);
        self.clients.insert(number, Client { settings, id, outbox, wanted: Vec::new(), inbox, away: false });
        self.attach(number);
        number
    }

    /// Removes the client, after a DISCONNECT or a broken connection.
    pub(super) fn remove_client(&mut self, number: u64, takes_leave: bool) {
        self.detach(number, !takes_leave);
        if let Some(client) = self.clients.remove(&number) {
            client.inbox.close();
        }
    }

    pub(super) fn stop(&mut self) {
        self.stopped = true;
        for number in self.clients.keys().copied().collect::<Vec<_>>() {
            if self.detach(number, false) {
                self.tell_disconnected(number, DisconnectReason::Closed);
            }
        }
    }

    pub(super) fn start(&mut self) {
        self.stopped = false;
        let back: Vec<u64> =
            self.clients.iter().filter(|(_, client)| !client.away).map(|(&number, _)| number).collect();
        for number in back {
            self.attach(number);
        }
    }

    pub(super) fn cut(&mut self, client_id: &str, reason: DisconnectReason) {
        let Some(number) = self.sessions.get(client_id).and_then(|session| session.owner) else {
            return;
        };
        self.detach(number, true);
        self.tell_disconnected(number, reason);
        if let Some(client) = self.clients.get_mut(&number) {
            client.away = true;
        }
    }

    pub(super) fn restore(&mut self, client_id: &str) {
        let cut = self.clients.iter_mut().find(|(_, client)| client.away && client.id == client_id);
        if let Some((&number, client)) = cut {
            client.away = false;
            self.attach(number);
        }
    }

    pub(super) fn publish(&mut self, number: u64, message: Publish) -> Result<(), PublishError> {
        let Some(client) = self.clients.get_mut(&number) else {
            return Err(PublishError::Closed { topic: message.topic });
        };
        client.outbox.push(message, Instant::now())?;
        self.flush(number);
        Ok(())
    }

    pub(super) fn subscribe(&mut self, number: u64, subscriptions: &[Subscription]) {
        let Some(client) = self.clients.get_mut(&number) else {
            return;
        };
        for wanted in subscriptions {
            client.wanted.retain(|known| known.filter != wanted.filter);
            client.wanted.push(wanted.clone());
        }
        self.apply_subscriptions(number, subscriptions);
    }

    pub(super) fn statistics(&self, number: u64) -> Statistics {
        self.clients.get(&number).map(|client| client.outbox.statistics()).unwrap_or_default()
    }

    /// Connects a client: takes over its id, gives it its session, and sends what waits on both sides.
    fn attach(&mut self, number: u64) {
        let Some(client) = self.clients.get(&number) else {
            return;
        };
        let (id, clean) = (client.id.clone(), client.settings.clean_session);
        let (wanted, announcement) = (client.wanted.clone(), client.settings.announcement.clone());
        if self.stopped || self.is_connected(number) {
            return;
        }
        self.take_over(&id);
        if clean {
            self.sessions.remove(&id);
        }
        let session_present = self.sessions.contains_key(&id);
        let session = self.sessions.entry(id).or_default();
        session.owner = Some(number);
        let kept = std::mem::take(&mut session.kept);
        if let Some(client) = self.clients.get_mut(&number) {
            client.outbox.counters.connected = true;
            client.outbox.counters.connections += 1;
            client.inbox.push(Event::Connected { session_present });
            for received in kept {
                client.deliver(received);
            }
        }
        self.apply_subscriptions(number, &wanted);
        if let Some(note) = announcement {
            self.route(&status_as_message(&note), note.retain);
        }
        self.flush(number);
    }

    /// Disconnects the client with this id.
    fn take_over(&mut self, id: &str) {
        let Some(owner) = self.sessions.get(id).and_then(|session| session.owner) else {
            return;
        };
        if let Some(client) = self.clients.get(&owner) {
            client.inbox.push(Event::TakenOver);
        }
        self.cut(id, DisconnectReason::Closed);
    }

    /// Ends a connection; returns whether there was one.
    fn detach(&mut self, number: u64, publish_will: bool) -> bool {
        if !self.is_connected(number) {
            return false;
        }
        let Some(client) = self.clients.get_mut(&number) else {
            return false;
        };
        client.outbox.counters.connected = false;
        let will = client.settings.will.clone().filter(|_| publish_will);
        if client.settings.clean_session {
            self.sessions.remove(&client.id);
        } else if let Some(session) = self.sessions.get_mut(&client.id) {
            session.owner = None;
        }
        if let Some(note) = will {
            self.route(&status_as_message(&note), note.retain);
        }
        true
    }

    fn is_connected(&self, number: u64) -> bool {
        self.clients.get(&number).is_some_and(|client| client.outbox.counters.connected)
    }

    fn tell_disconnected(&self, number: u64, reason: DisconnectReason) {
        if let Some(client) = self.clients.get(&number) {
            let retry_in = Duration::from_millis(client.settings.reconnect_max_ms);
            client.inbox.push(Event::Disconnected { reason, retry_in });
        }
    }

    fn apply_subscriptions(&mut self, number: u64, subscriptions: &[Subscription]) {
        if subscriptions.is_empty() || !self.is_connected(number) {
            return;
        }
        let Some(client) = self.clients.get_mut(&number) else {
            return;
        };
        let Some(session) = self.sessions.get_mut(&client.id) else {
            return;
        };
        for wanted in subscriptions {
            session.subscriptions.retain(|known| known.filter != wanted.filter);
            session.subscriptions.push(wanted.clone());
        }
        client.inbox.push(Event::Subscribed);
        for wanted in subscriptions {
            for message in self.retained.values().filter(|kept| filter_matches(&wanted.filter, &kept.topic)) {
                client.deliver(message.delivered(wanted.qos, true));
            }
        }
    }

    /// Sends what waits in a client's outbox, if it is connected.
    fn flush(&mut self, number: u64) {
        while self.is_connected(number)
            && let Some(client) = self.clients.get_mut(&number)
            && let Some(queued) = client.outbox.pop(Instant::now())
        {
            client.outbox.counters.sent += 1;
            let Publish { topic, payload, qos, retain, class, .. } = queued.message;
            let qos = qos.unwrap_or(*client.settings.qos.get(class));
            self.route(&Message { topic, payload, qos }, retain);
        }
    }

    /// Delivers a message to every session that subscribes to it, once, with the highest QoS it asked for.
    fn route(&mut self, message: &Message, retain: bool) {
        if retain && message.payload.is_empty() {
            self.retained.remove(&message.topic);
        } else if retain {
            self.retained.insert(message.topic.clone(), message.clone());
        }
        for session in self.sessions.values_mut() {
            let matching =
                session.subscriptions.iter().filter(|known| filter_matches(&known.filter, &message.topic));
            let Some(qos) = matching.map(|known| known.qos).max() else {
                continue;
            };
            let received = message.delivered(qos, false);
            match session.owner.and_then(|owner| self.clients.get_mut(&owner)) {
                Some(client) => client.deliver(received),
                None if received.qos > QoS::AtMostOnce && session.kept.len() < KEPT_FOR_ABSENT => {
                    session.kept.push_back(received);
                }
                None => {}
            }
        }
    }
}

impl Client {
    fn deliver(&mut self, received: Received) {
        self.outbox.counters.received += 1;
        self.inbox.push(Event::Received(received));
    }
}

impl Message {
    fn delivered(&self, wanted: QoS, retain: bool) -> Received {
        let Self { topic, payload, qos } = self.clone();
        Received { topic, payload, qos: qos.min(wanted), retain, dup: false }
    }
}

fn status_as_message(note: &StatusMessage) -> Message {
    Message { topic: note.topic.clone(), payload: note.payload_bytes(), qos: note.qos }
}
