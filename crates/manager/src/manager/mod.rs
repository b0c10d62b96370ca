//! The running manager: messages in, decisions of the core out.

mod bus_events;

use std::future::Future;
use std::pin::pin;
use std::time::Duration;

use petasos_bus::{Bus, Event, Events, MqttBus, Publish, QoS, Settings, Subscription};
use petasos_dialogue::{DialogueManager, Obligation, Output, RandomSource, Time};
use petasos_messages::payload::PlayBytes;
use petasos_messages::{Dialect, Message};
use petasos_program::{Clock, Run, SystemRandom, delivery};
use tokio::time::{Instant, sleep_until};
use tracing::{debug, error, info, warn};

use crate::alice::AliceHeartbeat;
use crate::config::Config;
use crate::decode_errors::DecodeErrors;
use crate::instance::Presence;
use crate::log_rate_limit::{LogKey, LogRateLimit};
use crate::recorder::Recorder;
use crate::session_log::SessionLog;
use crate::watchdog::{self, Watchdog};
use crate::{Error, Journal, Sounds};

/// So many events that are there at the same time are dealt with in one go, with one write to the journal.
const BATCH: usize = 64;

/// So long the last messages may take to leave.
const PATIENCE: Duration = Duration::from_millis(1500);

/// Without any deadline the loop wakes up this seldom.
const SELDOM: Duration = Duration::from_secs(30 * 24 * 3600);

/// A connection to a bus.
#[derive(Debug)]
pub struct Connection {
    /// Where messages go out.
    pub bus: Box<dyn Bus>,
    /// Where they come in.
    pub events: Events,
}

/// The connections of a manager.
#[derive(Debug)]
pub struct Connections {
    /// All of Hermes.
    pub house: Connection,
    /// The heartbeat of Alice's core, where [`Manager::heartbeat_settings`] asks for it.
    pub heartbeat: Option<Connection>,
}

impl Connection {
    /// A bus with its events.
    pub fn new(bus: impl Bus + 'static, events: Events) -> Self {
        Self { bus: Box::new(bus), events }
    }
}

/// A dialogue manager, ready to run.
///
/// ```no_run
/// # async fn run() -> Result<(), petasos_manager::Error> {
/// use petasos_manager::{Manager, config::Config};
///
/// let manager = Manager::new(Config::default());
/// let connections = manager.connect()?;
/// manager.run(connections, std::future::pending()).await
/// # }
/// ```
#[derive(Debug)]
pub struct Manager {
    pub(crate) config: Config,
    pub(crate) dialect: Dialect,
    pub(crate) core: DialogueManager,
    pub(crate) clock: Clock,
    pub(crate) journal: Journal,
    /// What a crash left behind, until the broker is there to be told.
    pub(crate) left: Vec<Obligation>,
    pub(crate) sounds: Sounds,
    pub(crate) presence: Presence,
    pub(crate) alice: Option<AliceHeartbeat>,
    pub(crate) log_rate_limit: LogRateLimit,
    pub(crate) session_log: SessionLog,
    /// What was said last, if the owner wants that to be remembered.
    pub(crate) recorder: Option<Recorder>,
    pub(crate) watchdog: Watchdog,
    /// Packets that leave as soon as the journal is written.
    pub(crate) packets: Vec<Publish>,
    /// Whether the broker has ever answered, and whether it is there now.
    pub(crate) broker_state: BrokerState,
    pub(crate) decode_errors: DecodeErrors,
}

/// How things stand with the broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BrokerState {
    /// It was never there, and nobody has been told.
    Untried,
    /// It was never there.
    Awaited,
    /// It is there.
    Up { served_before: bool },
    /// It was there.
    Lost,
}

impl Manager {
    /// Loads sounds and the journal. What cannot be used is logged and left out: a house without beeps, or without a
    /// memory for crashes, still listens.
    pub fn new(config: Config) -> Self {
        Self::with_random(config, SystemRandom::default())
    }

    /// The same, with session ids and choices from this source: a test wants the same each time.
    pub fn with_random(config: Config, random: impl RandomSource + 'static) -> Self {
        let (sounds, skipped) = Sounds::load(&config.sounds);
        for sound in skipped {
            warn!("{sound}");
        }
        let (journal, left) = open_journal(&config);
        let mut policy = config.policy();
        policy.sounds = sounds.lengths();
        let dialect = policy.everywhere.dialect();
        let alice = (dialect.has_core && config.alice.core).then(|| {
            let chosen = config.alice.uid.as_ref().or(config.default_site.as_ref());
            AliceHeartbeat::new(chosen.map(|chosen| chosen.0.clone()))
        });
        let mut manager = Self {
            dialect,
            core: DialogueManager::new(policy, random),
            clock: Clock::start(),
            journal,
            left,
            sounds,
            presence: Presence::new(config.instance.0.clone(), Run::start(), dialect),
            alice,
            log_rate_limit: LogRateLimit::default(),
            session_log: SessionLog::default(),
            recorder: None,
            watchdog: Watchdog::of_process(),
            packets: Vec::new(),
            broker_state: BrokerState::Untried,
            decode_errors: DecodeErrors::default(),
            config,
        };
        manager.recorder = Recorder::new(&manager.config, manager.subscriptions());
        manager
    }

    /// How the house's connection is to be made: as configured, with our status as last will and announcement.
    pub fn settings(&self) -> Settings {
        let mut settings = self.config.mqtt.clone();
        self.presence.status().announce(&mut settings);
        settings
    }

    /// How the connection for the heartbeat of Alice's core is to be made, in a house of Alice's.
    pub fn heartbeat_settings(&self) -> Option<Settings> {
        self.alice.as_ref().map(|_| AliceHeartbeat::settings(&self.config.mqtt))
    }

    /// Makes the connections over MQTT. Must be called inside a tokio runtime; a broker that is not there is waited for.
    pub fn connect(&self) -> Result<Connections, Error> {
        let connect = |settings| MqttBus::connect(settings).map(|(bus, events)| Connection::new(bus, events));
        Ok(Connections {
            house: connect(self.settings())?,
            heartbeat: self.heartbeat_settings().map(connect).transpose()?,
        })
    }

    /// Serves the house until `stop` is done, then ends every session, switches everything on and takes leave.
    pub async fn run(
        mut self,
        connections: Connections,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        let Connections { house, heartbeat } = connections;
        let Connection { bus, mut events } = house;
        self.begin(&*bus, heartbeat);
        let mut stop = pin!(stop);
        let mut alarm = pin!(sleep_until(Instant::now() + SELDOM));
        loop {
            tokio::select! {
                biased;
                () = &mut stop => break,
                event = events.next() => self.handle_all(event.ok_or(Error::BusEnded)?, &mut events),
                () = &mut alarm => {}
            }
            self.handle_time();
            self.carry_out(&*bus);
            let next = self.next_deadline();
            if alarm.deadline() != next {
                alarm.as_mut().reset(next);
            }
        }
        self.leave(&*bus).await;
        Ok(())
    }

    /// The topic filters we subscribe to: fixed, and never audio frames.
    pub fn subscriptions(&self) -> Vec<String> {
        let of_core = self.core.subscriptions().into_iter().map(str::to_owned);
        let of_alice = self.alice.iter().flat_map(|_| AliceHeartbeat::subscriptions());
        of_core.chain(self.presence.subscriptions()).chain(of_alice).collect()
    }

    fn begin(&mut self, bus: &dyn Bus, heartbeat: Option<Connection>) {
        // What is only overheard is mostly our own, come back: not worth an acknowledgement.
        let qos = |filter: &str| {
            if DialogueManager::overhears(filter) { QoS::AtMostOnce } else { QoS::AtLeastOnce }
        };
        let filters = self.subscriptions().into_iter();
        let subscriptions: Vec<Subscription> =
            filters.map(|filter| Subscription::new(filter.clone(), qos(&filter))).collect();
        if let Err(error) = bus.subscribe(&subscriptions) {
            error!("{error}");
        }
        if let Some(alice) = &mut self.alice {
            alice.beat_on(heartbeat);
        }
        self.journal.hold();
        watchdog::ready();
    }

    /// Deals with an event, and with those that are there by now.
    fn handle_all(&mut self, first: Event, events: &mut Events) {
        self.handle_event(first);
        for _ in 1..BATCH {
            let Some(event) = events.try_next() else { return };
            self.handle_event(event);
        }
    }

    /// Does what is due.
    fn handle_time(&mut self) {
        let now = self.clock.now();
        if self.core.poll_timeout().is_some_and(|at| at <= now) {
            self.core.handle_timeout(now);
            self.collect(now, None);
        }
        if let Some(recorder) = &mut self.recorder {
            self.packets.extend(recorder.handle_time(now));
        }
        self.log_rate_limit.summarise(now);
        self.watchdog.live(now);
        if let Some(alice) = &mut self.alice {
            alice.beat(now);
        }
    }

    fn next_deadline(&self) -> Instant {
        let alice = self.alice.as_ref().and_then(AliceHeartbeat::deadline);
        let recorder = self.recorder.as_ref().and_then(Recorder::deadline);
        let deadlines = [
            self.core.poll_timeout(),
            self.log_rate_limit.deadline(),
            self.watchdog.deadline(),
            alice,
            recorder,
        ];
        let earliest = deadlines.into_iter().flatten().min();
        earliest.map_or_else(|| Instant::now() + SELDOM, |at| self.clock.instant(at))
    }

    /// Takes what the core wants done: facts to the journal, messages to the packets that leave after it is written.
    pub(crate) fn collect(&mut self, now: Time, cause: Option<&Message>) {
        while let Some(output) = self.core.poll_output() {
            match output {
                Output::Publish { message, dialect } => {
                    self.log_session(now, &message, cause);
                    let mut packet = delivery::packet(&message, dialect);
                    if packet.coalesce.is_some() {
                        // Both positions of a switch: what is lost with a connection is said again after it.
                        packet.qos = Some(self.config.mqtt.qos.toggle);
                    }
                    self.packets.push(packet);
                }
                Output::PlaySound { site_id, sound, variant, request_id } => {
                    if let Some(wav) = self.sounds.wav(sound, variant) {
                        let play = Message::PlayBytes(PlayBytes::new(site_id, request_id, wav));
                        self.packets.push(delivery::packet(&play, self.dialect));
                    }
                }
                Output::Durable(fact) => self.journal.note(&fact),
                Output::Notice(notice) => self.tell(now, &notice, cause),
                _ => {}
            }
        }
    }

    fn log_session(&mut self, now: Time, message: &Message, cause: Option<&Message>) {
        match message {
            Message::SessionStarted(started) => self.session_log.started(now, started, cause),
            Message::SessionEnded(ended) => {
                if let Some(recorder) = &mut self.recorder {
                    recorder.note_end(now, self.session_log.begun(&ended.session_id), ended);
                }
                self.session_log.ended(now, ended);
            }
            _ => {}
        }
    }

    /// Writes the journal, then sends what waits for it.
    fn carry_out(&mut self, bus: &dyn Bus) {
        if let Err(error) = self.journal.write() {
            error!("{error}");
        }
        let mut packets = std::mem::take(&mut self.packets);
        for packet in packets.drain(..) {
            debug!(topic = packet.topic, bytes = packet.payload.len(), "sent");
            if let Some(recorder) = &mut self.recorder {
                recorder.say(self.clock.now(), &packet);
            }
            if let Err(error) = bus.publish(packet) {
                let now = self.clock.now();
                if self.log_rate_limit.is_new(now, LogKey::new("cannot publish", error.to_string(), "")) {
                    warn!("{error}");
                }
            }
        }
        self.packets = packets;
    }

    /// Ends every session, switches everything on, and takes leave of the broker.
    async fn leave(mut self, bus: &dyn Bus) {
        watchdog::stopping();
        let now = self.clock.now();
        self.core.shut_down(now);
        self.collect(now, None);
        if matches!(self.broker_state, BrokerState::Up { .. }) {
            self.packets.push(self.presence.status().farewell());
        }
        self.carry_out(bus);
        match &mut self.alice {
            Some(alice) => drop(tokio::join!(alice.leave(now, PATIENCE), bus.close(PATIENCE))),
            None => bus.close(PATIENCE).await,
        }
        let left = bus.statistics();
        if left.queued + left.in_flight > 0 {
            warn!(messages = left.queued + left.in_flight, "ended before the broker took all messages");
        }
        info!(sessions = self.core.statistics().sessions_ended, "ended");
    }
}

fn open_journal(config: &Config) -> (Journal, Vec<Obligation>) {
    let Some(directory) = &config.state.directory else {
        info!("no state directory is set: after a crash rooms may stay deaf until their next session");
        return (Journal::none(), Vec::new());
    };
    match Journal::open(directory, config.state.sync) {
        Ok((journal, left)) => {
            if left.damaged > 0 {
                warn!(lines = left.damaged, "the journal was damaged; what could be read is used");
            }
            (journal, left.obligations)
        }
        Err(error) => {
            error!("{error}");
            (Journal::none(), Vec::new())
        }
    }
}
