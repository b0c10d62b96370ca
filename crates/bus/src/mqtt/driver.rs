//! The task behind an [`MqttBus`](super::MqttBus): connects, sends and receives, reconnects.

use std::collections::{HashSet, VecDeque};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout};

use super::Shared;
use super::backoff::{Backoff, Retry, random};
use super::in_flight::InFlight;
use super::link::{Address, Incoming, Link, Outgoing, Turn, packet_size};
use super::shutdown::Shutdown;
use crate::inbox::Inbox;
use crate::outbox::{Outbox, Queued};
use crate::{
    DisconnectReason, Event, PerClass, Publish, QoS, Received, Settings, StatusMessage, Subscription,
};

/// Packet identifier of the announcement; those of messages are lower.
const ANNOUNCEMENT: u16 = 0xFF00;
/// The lowest packet identifier of a subscription.
const FIRST_SUBSCRIPTION: u16 = 0xFF01;
/// After this many protocol errors in a row a persistent session is discarded: the cause may be a message stored in it.
const PROTOCOL_ERROR_LIMIT: u32 = 3;
/// The most acknowledgements that wait for a broker that does not read; then the driver stops reading too.
const REPLIES: usize = 1024;
/// How long to wait for the broker to close the connection after DISCONNECT.
const DISCONNECT_TIMEOUT: Duration = Duration::from_millis(250);

/// The task that owns the connection, while there is one.
pub(super) struct Driver {
    settings: Settings,
    address: Address,
    shared: Arc<Shared>,
    inbox: Inbox,
    shutdown: Shutdown,
    backoff: Backoff,
    in_flight: InFlight,
    /// QoS 2 messages that were delivered and not released by the broker yet.
    unreleased: HashSet<u16>,
    /// The largest packet that is read; it is discarded if it exceeds the packet limit.
    read_limit: usize,
    /// Connections in a row that ended with something that is not MQTT.
    protocol_errors: u32,
    received: u64,
}

/// The state of one connection.
struct Connection {
    link: Link,
    announced: bool,
    /// Acknowledgements that wait for room in the write buffer.
    replies: VecDeque<Outgoing>,
    /// Subscriptions that the broker has not acknowledged yet.
    unanswered: Vec<(u16, Vec<Subscription>)>,
    next_subscription: u16,
    /// The reader of our events keeps up.
    inbox_has_room: bool,
    /// A ping was sent and nothing has been received since.
    awaiting_sign: bool,
}

impl Driver {
    pub(super) fn new(
        settings: Settings,
        address: Address,
        shared: Arc<Shared>,
        inbox: Inbox,
        shutdown: Shutdown,
    ) -> Self {
        Self {
            backoff: Backoff::new(&settings),
            in_flight: InFlight::default(),
            unreleased: HashSet::new(),
            read_limit: settings.packet_limit,
            protocol_errors: 0,
            received: 0,
            settings,
            address,
            shared,
            inbox,
            shutdown,
        }
    }

    /// Connects and reconnects until asked to shut down.
    pub(super) async fn run(mut self) {
        while !self.may_end() {
            let mut shutdown = self.shutdown.clone();
            let attempt = tokio::select! {
                attempt = self.open() => attempt,
                () = shutdown.changed() => continue,
            };
            let (reason, retry) = match attempt {
                Err(reason) => {
                    self.in_flight.clear_suspicion();
                    (reason, self.backoff.after_failure(random()))
                }
                Ok(connection) => {
                    let since = Instant::now();
                    match self.carry(connection).await {
                        Ok(()) => break,
                        Err(reason) => self.after_loss(reason, since.elapsed()),
                    }
                }
            };
            if retry.taken_over {
                self.inbox.push(Event::TakenOver);
            }
            self.inbox.push(Event::Disconnected { reason, retry_in: retry.wait });
            self.pause(retry.wait).await;
        }
        let mut state = self.shared.lock();
        state.closed = true;
        state.outbox.counters.connected = false;
        drop(state);
        self.inbox.close();
    }

    fn may_end(&mut self) -> bool {
        let Self { shutdown, in_flight, shared, .. } = self;
        shutdown.is_due(|| in_flight.len() == 0 && shared.lock().outbox.is_empty())
    }

    /// One attempt to connect.
    async fn open(&mut self) -> Result<Connection, DisconnectReason> {
        let clean_session = self.settings.clean_session || self.protocol_errors >= PROTOCOL_ERROR_LIMIT;
        let (link, session_present) =
            Link::open(&self.settings, &self.address, clean_session, self.read_limit).await?;
        if !session_present {
            self.unreleased.clear();
        }
        let mut state = self.shared.lock();
        state.subscribed = 0;
        state.outbox.counters.connected = true;
        state.outbox.counters.connections += 1;
        drop(state);
        self.inbox.push(Event::Connected { session_present });
        Ok(Connection {
            link,
            announced: false,
            replies: VecDeque::new(),
            unanswered: Vec::new(),
            next_subscription: FIRST_SUBSCRIPTION,
            inbox_has_room: true,
            awaiting_sign: false,
        })
    }

    /// Records why the connection was lost, and decides when to reconnect.
    fn after_loss(&mut self, reason: DisconnectReason, lived: Duration) -> (DisconnectReason, Retry) {
        match reason {
            // A retained message of this size would end every connection, so it is read and discarded the next time.
            DisconnectReason::TooLarge(size) => self.read_limit = self.read_limit.max(size),
            DisconnectReason::Protocol(_) => self.protocol_errors += 1,
            _ => self.protocol_errors = 0,
        }
        let closed_by_broker = reason == DisconnectReason::Closed;
        let retry = self.backoff.after_loss(lived, closed_by_broker, random());
        let refused = self.in_flight.rewind(closed_by_broker && !retry.taken_over);
        let mut state = self.shared.lock();
        state.outbox.counters.connected = false;
        if let Some(Queued { message, .. }) = refused {
            *state.outbox.counters.given_up.get_mut(message.class) += 1;
            tracing::error!(
                topic = message.topic,
                bytes = message.payload.len(),
                "the broker closed the connection each time this message was sent; giving the message up"
            );
        }
        drop(state);
        (reason, retry)
    }

    /// Waits before the next attempt; less if shutdown is requested.
    async fn pause(&mut self, wait: Duration) {
        tokio::select! {
            () = sleep(wait) => {}
            () = self.shutdown.changed() => {}
        }
    }

    /// Sends and receives messages until the connection is lost or closed.
    async fn carry(&mut self, mut connection: Connection) -> Result<(), DisconnectReason> {
        let keep_alive = Duration::from_secs(self.settings.keep_alive_seconds.into());
        let mut alarm = pin!(sleep(keep_alive));
        loop {
            self.write_all(&mut connection)?;
            if self.may_end() {
                take_leave(connection.link).await;
                return Ok(());
            }
            let may_read = connection.inbox_has_room && connection.replies.len() < REPLIES;
            tokio::select! {
                biased;
                turn = connection.link.turn(may_read) => if let Turn::Read(packet) = turn? {
                    if connection.awaiting_sign {
                        connection.awaiting_sign = false;
                        alarm.as_mut().reset(Instant::now() + keep_alive);
                    }
                    self.handle(&mut connection, packet);
                },
                () = self.shared.wake.notified(), if connection.link.has_room() => {}
                () = self.inbox.room(), if !connection.inbox_has_room => connection.inbox_has_room = true,
                () = alarm.as_mut(), if !keep_alive.is_zero() => {
                    let next = self.ask_for_sign(&mut connection)?;
                    alarm.as_mut().reset(Instant::now() + next);
                }
                () = self.shutdown.changed() => {}
            }
        }
    }

    /// Sends a ping when it is due, and detects a missing answer. Returns when to check again.
    fn ask_for_sign(&self, connection: &mut Connection) -> Result<Duration, DisconnectReason> {
        if connection.awaiting_sign {
            return Err(DisconnectReason::Silent);
        }
        if connection.link.has_room() {
            connection.link.write(Outgoing::PingReq)?;
        }
        // While the reader of the events does not keep up, nothing is read, so an answer would not be seen.
        if !connection.inbox_has_room {
            return Ok(Duration::from_secs(self.settings.keep_alive_seconds.into()));
        }
        connection.awaiting_sign = true;
        Ok(Duration::from_secs(self.settings.connect_timeout_seconds))
    }

    /// Fills the write buffer: acknowledgements, subscriptions, the announcement, resends, new messages.
    fn write_all(&mut self, connection: &mut Connection) -> Result<(), DisconnectReason> {
        let link = &mut connection.link;
        while link.has_room()
            && let Some(reply) = connection.replies.pop_front()
        {
            link.write(reply)?;
        }
        let mut state = self.shared.lock();
        state.outbox.counters.received = self.received;
        if link.has_room()
            && let Some(wanted) = state.take_unsubscribed()
        {
            let id = connection.next_subscription;
            connection.next_subscription = id.checked_add(1).unwrap_or(FIRST_SUBSCRIPTION);
            connection.unanswered.push((id, wanted.clone()));
            link.write(Outgoing::Subscribe(id, wanted))?;
        }
        if link.has_room() && !connection.announced {
            connection.announced = true;
            if let Some(note) = &self.settings.announcement {
                link.write(announcement(note))?;
            }
        }
        if self.in_flight.is_complete() && state.outbox.is_empty() {
            state.outbox.counters.in_flight = self.in_flight.len();
            return Ok(());
        }
        write_messages(link, &mut self.in_flight, &mut state.outbox, self.settings.qos)
    }

    fn handle(&mut self, connection: &mut Connection, packet: Incoming) {
        match packet {
            Incoming::Publish(id, received) => match received.qos {
                QoS::AtMostOnce => self.deliver(connection, received),
                QoS::AtLeastOnce => {
                    self.deliver(connection, received);
                    connection.replies.push_back(Outgoing::PubAck(id));
                }
                QoS::ExactlyOnce => {
                    if self.unreleased.insert(id) {
                        self.deliver(connection, received);
                    }
                    connection.replies.push_back(Outgoing::PubRec(id));
                }
            },
            Incoming::PubRel(id) => {
                self.unreleased.remove(&id);
                connection.replies.push_back(Outgoing::PubComp(id));
            }
            Incoming::PubAck(id) => self.in_flight.acknowledge(id),
            Incoming::SubAck(id, accepted) => self.note_answer(connection, id, &accepted),
            Incoming::Other => {}
        }
    }

    fn deliver(&mut self, connection: &mut Connection, received: Received) {
        if packet_size(&received.topic, &received.payload) > self.settings.packet_limit {
            self.shared.lock().outbox.counters.received_too_large += 1;
            tracing::warn!(
                topic = received.topic,
                bytes = received.payload.len(),
                "discarded a message that exceeds the packet limit"
            );
            return;
        }
        self.received += 1;
        connection.inbox_has_room = self.inbox.push(Event::Received(received));
    }

    fn note_answer(&self, connection: &mut Connection, id: u16, accepted: &[bool]) {
        let Some(position) = connection.unanswered.iter().position(|(known, _)| *known == id) else {
            return;
        };
        let (_, wanted) = connection.unanswered.remove(position);
        for (subscription, accepted) in wanted.into_iter().zip(accepted) {
            if !accepted {
                self.inbox.push(Event::SubscriptionRefused { filter: subscription.filter });
            }
        }
        if connection.unanswered.is_empty() {
            self.inbox.push(Event::Subscribed);
        }
    }
}

/// First resends, then new messages, until the write buffer or the window is full.
fn write_messages(
    link: &mut Link,
    in_flight: &mut InFlight,
    outbox: &mut Outbox,
    qualities: PerClass<QoS>,
) -> Result<(), DisconnectReason> {
    let now = Instant::now();
    while link.has_room() {
        let expired = |gone: Queued| *outbox.counters.expired.get_mut(gone.message.class) += 1;
        let Some((id, queued)) = in_flight.repeat(now, expired) else {
            break;
        };
        outbox.counters.repeated += 1;
        link.write(publish(id, queued.message.clone(), QoS::AtLeastOnce, true))?;
    }
    while link.has_room()
        && in_flight.has_room()
        && let Some(queued) = outbox.pop(now)
    {
        outbox.counters.sent += 1;
        let message = &queued.message;
        let qos = message.qos.unwrap_or(*qualities.get(message.class));
        let packet = if qos == QoS::AtMostOnce {
            publish(0, queued.message, qos, false)
        } else {
            let message = message.clone();
            publish(in_flight.add(queued), message, QoS::AtLeastOnce, false)
        };
        link.write(packet)?;
    }
    outbox.counters.in_flight = in_flight.len();
    Ok(())
}

fn publish(id: u16, message: Publish, qos: QoS, dup: bool) -> Outgoing {
    let Publish { topic, payload, retain, .. } = message;
    Outgoing::Publish { id, topic, payload, qos, retain, dup }
}

/// The announcement is published on every connection, so it is never resent and is not counted as in flight; its packet
/// identifier is reserved.
fn announcement(note: &StatusMessage) -> Outgoing {
    Outgoing::Publish {
        id: ANNOUNCEMENT,
        topic: note.topic.clone(),
        payload: note.payload_bytes(),
        qos: note.qos,
        retain: note.retain,
        dup: false,
    }
}

/// Sends DISCONNECT and waits until the broker closes the connection: closing the socket with unread bytes in it could make the broker
/// lose what was written last.
async fn take_leave(mut link: Link) {
    let leave = async {
        while !link.has_room() {
            link.turn(true).await?;
        }
        link.write(Outgoing::Disconnect)?;
        loop {
            link.turn(true).await?;
        }
    };
    // Usually the broker closes the connection; any other end serves as well.
    let _: Result<Result<(), DisconnectReason>, _> = timeout(DISCONNECT_TIMEOUT, leave).await;
}
