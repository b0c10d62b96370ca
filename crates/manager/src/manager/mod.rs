//! The running manager: events of the bus go in; packets, made of the core's decisions, come out.
//!
//! `received` handles messages, `broker_state` the connection, `notices` logs what the core noticed.

mod broker_state;
mod notices;
mod received;

use std::collections::VecDeque;
use std::time::Duration;

use petasos_bus::{Bus, Event, MqttBus, Publish, QoS, Settings, Subscription};
use petasos_dialogue::{DialogueManager, Obligation, Output, RandomSource, Time};
use petasos_messages::payload::PlayBytes;
use petasos_messages::{Dialect, Message};
use petasos_program::{Clock, Driver, Run, SystemRandom, delivery};
use petasos_sans_io::SansIo;
use tracing::{debug, error, info, warn};

use crate::alice::AliceHeartbeat;
use crate::bus_connection::{Connection, Connections};
use crate::config::Config;
use crate::decode_errors::DecodeErrors;
use crate::instance::Instance;
use crate::journal::Journal;
use crate::log_rate_limit::{LogKey, LogRateLimit};
use crate::recorder::Recorder;
use crate::session_log::SessionLog;
use crate::watchdog::{self, Watchdog};
use crate::{Error, Sounds};

use self::broker_state::BrokerState;

/// How long to wait at shutdown for the last messages to be sent.
const CLOSE_TIMEOUT: Duration = Duration::from_millis(1500);

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
    config: Config,
    dialect: Dialect,
    core: DialogueManager,
    clock: Clock,
    journal: Journal,
    /// What a crash left open; ended at the first connection to the broker.
    recovered: Vec<Obligation>,
    sounds: Sounds,
    instance: Instance,
    alice: Option<AliceHeartbeat>,
    log_rate_limit: LogRateLimit,
    session_log: SessionLog,
    /// Keeps the last messages, if enabled.
    recorder: Option<Recorder>,
    watchdog: Watchdog,
    /// Packets to send once the journal is written.
    packets: VecDeque<Publish>,
    broker_state: BrokerState,
    decode_errors: DecodeErrors,
}

impl Manager {
    /// Loads the sounds and the journal. Problems are logged and do not prevent the start: the manager also works without feedback
    /// sounds, and without recovery after a crash.
    pub fn new(config: Config) -> Self {
        Self::with_random(config, SystemRandom::default())
    }

    /// Like [`new`](Self::new), with session ids and random choices from this source, for reproducible tests.
    pub fn with_random(config: Config, random: impl RandomSource + 'static) -> Self {
        let (sounds, skipped) = Sounds::load(&config.sounds);
        for sound in skipped {
            warn!("{sound}");
        }
        let (journal, recovered) = open_journal(&config);
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
            recovered,
            sounds,
            instance: Instance::new(config.instance.0.clone(), Run::start(), dialect),
            alice,
            log_rate_limit: LogRateLimit::default(),
            session_log: SessionLog::default(),
            recorder: None,
            watchdog: Watchdog::of_process(),
            packets: VecDeque::new(),
            broker_state: BrokerState::Untried,
            decode_errors: DecodeErrors::default(),
            config,
        };
        manager.recorder = Recorder::new(&manager.config, manager.subscriptions());
        manager
    }

    /// The settings of the main connection: as configured, with the status as last will and announcement.
    pub fn settings(&self) -> Settings {
        let mut settings = self.config.mqtt.clone();
        self.instance.presence().announce(&mut settings);
        settings
    }

    /// The settings of the heartbeat's connection, in the Alice dialect.
    pub fn heartbeat_settings(&self) -> Option<Settings> {
        self.alice.as_ref().map(|_| AliceHeartbeat::settings(&self.config.mqtt))
    }

    /// Connects over MQTT, now or as soon as the broker is reachable. Must be called inside a tokio runtime.
    pub fn connect(&self) -> Result<Connections, Error> {
        let connect = |settings| MqttBus::connect(settings).map(|(bus, events)| Connection::new(bus, events));
        Ok(Connections {
            main: connect(self.settings())?,
            heartbeat: self.heartbeat_settings().map(connect).transpose()?,
        })
    }

    /// Runs until `stop` completes, then ends every session, switches everything on and closes the connections.
    pub async fn run(
        mut self,
        connections: Connections,
        stop: impl Future<Output = ()>,
    ) -> Result<(), Error> {
        let Connections { main, heartbeat } = connections;
        let Connection { bus, mut events } = main;
        self.begin(&*bus, heartbeat);
        let mut driver = Driver::new(self.clock);
        let send = |manager: &mut Self, packet| manager.send(&*bus, packet);
        driver.run(&mut self, &mut events, stop, send).await.ok_or(Error::BusEnded)?;
        self.shut_down(&*bus).await;
        Ok(())
    }

    /// The topic filters to subscribe to. They never change, and never match audio frames.
    pub fn subscriptions(&self) -> Vec<String> {
        let of_core = self.core.subscriptions().into_iter().map(str::to_owned);
        let of_alice = self.alice.iter().flat_map(|_| AliceHeartbeat::subscriptions());
        of_core.chain(self.instance.subscriptions()).chain(of_alice).collect()
    }

    fn begin(&mut self, bus: &dyn Bus, heartbeat: Option<Connection>) {
        // These topics mostly bring our own messages back, which need no acknowledgement.
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
            alice.connect(heartbeat);
        }
        self.journal.hold();
        watchdog::ready();
    }

    /// Takes the outputs of the core: facts go to the journal, messages become packets that are sent once it is written.
    fn collect(&mut self, now: Time, cause: Option<&Message>) {
        while let Some(output) = self.core.poll_output() {
            match output {
                Output::Publish { message, dialect } => {
                    self.log_session(now, &message, cause);
                    let mut packet = delivery::packet(&message, dialect);
                    if packet.coalesce.is_some() {
                        // Toggles lost with a connection are sent again when it is restored.
                        packet.qos = Some(self.config.mqtt.qos.toggle);
                    }
                    self.packets.push_back(packet);
                }
                Output::PlaySound { site_id, sound, variant, request_id } => {
                    if let Some(wav) = self.sounds.wav(sound, variant) {
                        let play = Message::PlayBytes(PlayBytes::new(site_id, request_id, wav));
                        self.packets.push_back(delivery::packet(&play, self.dialect));
                    }
                }
                Output::Durable(fact) => self.journal.note(&fact),
                Output::Notice(notice) => self.log_notice(now, &notice, cause),
                _ => {}
            }
        }
    }

    fn log_session(&mut self, now: Time, message: &Message, cause: Option<&Message>) {
        match message {
            Message::SessionStarted(started) => self.session_log.started(now, started, cause),
            Message::SessionEnded(ended) => {
                if let Some(recorder) = &mut self.recorder {
                    recorder.session_ended(now, self.session_log.started_at(&ended.session_id), ended);
                }
                self.session_log.ended(now, ended);
            }
            _ => {}
        }
    }

    fn send(&mut self, bus: &dyn Bus, packet: Publish) {
        debug!(topic = packet.topic, bytes = packet.payload.len(), "sent");
        if let Some(recorder) = &mut self.recorder {
            recorder.sent(self.clock.now(), &packet);
        }
        if let Err(error) = bus.publish(packet) {
            let now = self.clock.now();
            if self.log_rate_limit.is_new(now, LogKey::new("cannot publish", error.to_string(), "")) {
                warn!("{error}");
            }
        }
    }

    /// Ends every session, switches everything on, and closes the connections.
    async fn shut_down(mut self, bus: &dyn Bus) {
        watchdog::stopping();
        let now = self.clock.now();
        self.core.shut_down(now);
        self.collect(now, None);
        if self.broker_state.is_connected() {
            self.packets.push_back(self.instance.presence().farewell());
        }
        while let Some(packet) = self.poll_output() {
            self.send(bus, packet);
        }
        match &mut self.alice {
            Some(alice) => drop(tokio::join!(alice.shut_down(now, CLOSE_TIMEOUT), bus.close(CLOSE_TIMEOUT))),
            None => bus.close(CLOSE_TIMEOUT).await,
        }
        let left = bus.statistics();
        if left.queued + left.in_flight > 0 {
            warn!(messages = left.queued + left.in_flight, "stopped before the broker accepted all messages");
        }
        info!(sessions = self.core.statistics().sessions_ended, "stopped");
    }
}

impl SansIo for Manager {
    type Input<'a> = Event;
    type Output = Publish;

    fn handle(&mut self, now: Time, event: Event) {
        match event {
            Event::Received(received) => self.receive(now, received),
            Event::Connected { .. } => self.connected(now),
            Event::Subscribed => self.subscribed(),
            Event::SubscriptionRefused { filter } => Self::subscription_refused(&filter),
            Event::TakenOver => self.taken_over(),
            Event::Disconnected { reason, .. } => self.disconnected(&reason.to_string()),
            _ => {}
        }
    }

    fn handle_timeout(&mut self, now: Time) {
        self.core.handle_due(now);
        self.collect(now, None);
        if let Some(recorder) = &mut self.recorder {
            self.packets.extend(recorder.handle_timeout(now));
        }
        self.log_rate_limit.summarise(now);
        self.watchdog.handle_timeout(now);
        if let Some(alice) = &mut self.alice {
            alice.handle_timeout(now);
        }
    }

    /// Writes the journal, then sends the packets, so that facts are stored before they are announced.
    fn poll_output(&mut self) -> Option<Publish> {
        if let Err(error) = self.journal.write() {
            error!("{error}");
        }
        self.packets.pop_front()
    }

    fn poll_timeout(&self) -> Option<Time> {
        let alice = self.alice.as_ref().and_then(AliceHeartbeat::poll_timeout);
        let recorder = self.recorder.as_ref().and_then(Recorder::poll_timeout);
        let (log, watchdog) = (self.log_rate_limit.poll_timeout(), self.watchdog.poll_timeout());
        [self.core.poll_timeout(), log, watchdog, alice, recorder].into_iter().flatten().min()
    }
}

fn open_journal(config: &Config) -> (Journal, Vec<Obligation>) {
    let Some(directory) = &config.state.directory else {
        info!("no state directory is set: after a crash, sites may stay deaf until their next session");
        return (Journal::none(), Vec::new());
    };
    match Journal::open(directory, config.state.sync) {
        Ok((journal, recovered)) => {
            if recovered.damaged > 0 {
                warn!(lines = recovered.damaged, "the journal was damaged; the readable part is used");
            }
            (journal, recovered.obligations)
        }
        Err(error) => {
            error!("{error}");
            (Journal::none(), Vec::new())
        }
    }
}
