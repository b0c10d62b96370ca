//! All parts of the demonstration, each a client of one broker.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_bus::{Received, Settings};
use petasos_inspect::client::ClientError;
use petasos_manager::Manager;
use petasos_manager::config::Config;
use petasos_messages::{Component, Dialect, Level, Message, SiteId, filter};
use petasos_nlu as nlu;
use petasos_program::{Checked, Clock, Seconds, WallClock, sleep_until};
use petasos_simulator::sites::{SimulatedSites, SiteEvent, UserAction};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use crate::components::audible_tts::{AudibleReport, AudibleTts};
use crate::components::background_service::BackgroundService;
use crate::components::bus_watcher::{BusWatcher, Seen};
use crate::components::component_client::ComponentClient;
use crate::components::skills::{self, Skills};
use crate::components::{Part, example_sentences};
use crate::screen::message_trace::Verbosity;
use crate::{Demo, Error, HOLD};

/// The most reports of the NLU that wait; more are dropped.
const REPORTS: usize = 64;

/// A running demonstration.
#[derive(Debug)]
pub(crate) struct Installation {
    broker: Option<EmbeddedBroker>,
    config: Config,
    clock: Clock,
    without: BTreeSet<Part>,
    broken: BTreeSet<Part>,
    watcher: BusWatcher,
    sites: ComponentClient<SimulatedSites>,
    /// The TTS that can be heard, in place of the simulated one.
    audible_tts: Option<AudibleTts>,
    skills: Option<ComponentClient<Skills>>,
    manager: Option<BackgroundService>,
    nlu: Option<BackgroundService>,
    nlu_service: nlu::Service,
    nlu_reports: (mpsc::Sender<nlu::Report>, mpsc::Receiver<nlu::Report>),
    /// How long reports of our own parts are held back. Where messages are shown too, this lets the message that led to a report, which
    /// comes over another connection, be shown first.
    hold: Duration,
    /// Reports that are held back, and until when.
    held: VecDeque<(Instant, DemoEvent)>,
    /// A manager of Petasos that ran at the broker before us.
    other_manager: Option<Level>,
}

/// Something that happened.
#[derive(Debug)]
pub(crate) enum DemoEvent {
    /// Something at a site.
    Scene(SiteId, SiteEvent),
    /// A skill was asked at this site, for this intent, and does not answer.
    NoAnswer(SiteId, String),
    /// A message.
    Message(Received),
    /// A report of the NLU.
    Nlu(nlu::Report),
    /// Speech cannot be heard on this computer, for this reason.
    Silent(String),
    /// The connection to the broker was lost.
    Lost(String),
    /// The connection to the broker is back.
    Back,
}

impl Installation {
    /// Starts all parts. When this returns, each can hear the others.
    pub(crate) async fn start(demo: Demo) -> Result<Self, Error> {
        let Demo { broker, sites, mut without, speak, pace, verbosity, nlu, .. } = demo;
        let (broker, mqtt) = match broker {
            Some(mqtt) => (None, mqtt),
            None => own_broker().await?,
        };
        let config = manager_config(mqtt, nlu.dialect);
        let clock = Clock::start();
        let mut watcher = BusWatcher::connect(config.clone()).await?;
        let other_manager = match broker {
            // Nobody else is at a broker of our own.
            Some(_) => None,
            None => watcher.running_manager().await?,
        };
        if other_manager.is_some() {
            without.insert(Part::Manager);
        }
        // If another TTS speaks, ours only plays the sound.
        let spoken_by_us = if without.contains(&Part::Tts) { &[] } else { sites.as_slice() };
        let audible_tts =
            if speak { Some(AudibleTts::start(spoken_by_us, config.clone(), clock).await?) } else { None };
        let rooms = simulated(nlu.dialect, sites, &without, speak).with_pace(pace);
        let mut installation = Self {
            sites: ComponentClient::connect(rooms, config.clone(), &SimulatedSites::subscriptions(), clock)
                .await?,
            audible_tts,
            skills: None,
            manager: None,
            nlu: None,
            nlu_service: nlu,
            nlu_reports: mpsc::channel(REPORTS),
            broken: BTreeSet::new(),
            hold: if verbosity == Verbosity::Quiet { Duration::ZERO } else { HOLD },
            held: VecDeque::new(),
            broker,
            config,
            clock,
            without,
            watcher,
            other_manager,
        };
        installation.start_services().await?;
        Ok(installation)
    }

    /// Starts skills, NLU and manager, as far as they are ours, and waits until they hear us.
    async fn start_services(&mut self) -> Result<(), Error> {
        if self.is_ours(Part::Skills) {
            let skills = Skills::new(time_of_day);
            let config = self.config.clone();
            self.skills =
                Some(ComponentClient::connect(skills, config, &skills::SUBSCRIPTIONS, self.clock).await?);
        }
        if self.is_ours(Part::Nlu) {
            self.start_nlu().await?;
        }
        if self.is_ours(Part::Manager) {
            let instance = self.config.instance.0.clone();
            let manager = Manager::new(self.config.clone());
            let connections = manager.connect()?;
            self.manager = Some(BackgroundService::start("manager", |stop| async move {
                Ok(Box::pin(manager.run(connections, stop.requested())).await?)
            }));
            self.watcher.manager_is_ready(&instance).await?;
        }
        Ok(())
    }

    async fn start_nlu(&mut self) -> Result<(), Error> {
        let (service, mqtt) = (self.nlu_service.clone(), self.config.mqtt.clone());
        let reports = self.nlu_reports.0.clone();
        let report = move |report| {
            // Reports that nobody takes in time are dropped.
            let _ = reports.try_send(report);
        };
        let mut running = BackgroundService::start("NLU", |stop| async move {
            Ok(nlu::serve(service, mqtt, report, stop.requested()).await?)
        });
        loop {
            tokio::select! {
                Some(report) = self.nlu_reports.1.recv() => match report {
                    nlu::Report::Connected => break,
                    nlu::Report::Disconnected { reason } => return Err(Error::NluDisconnected(reason)),
                    other => self.held.push_back((Instant::now(), DemoEvent::Nlu(other))),
                },
                error = running.ended() => return Err(error),
            }
        }
        self.nlu = Some(running);
        Ok(())
    }

    /// What happens next. Safe to cancel.
    pub(crate) async fn next(&mut self) -> Result<DemoEvent, Error> {
        loop {
            let due = self.held.front().map(|(due, _)| *due);
            tokio::select! {
                seen = self.watcher.next() => return Ok(match seen? {
                    Seen::Message(received) => {
                        self.play_aloud(&received);
                        if received.topic == filter::TEXT_CAPTURED {
                            // What was heard is shown before its consequences, which come quickly.
                            self.held.iter_mut().for_each(|(due, _)| *due = Instant::now());
                        }
                        DemoEvent::Message(received)
                    }
                    Seen::Lost(reason) => DemoEvent::Lost(reason),
                    Seen::Back => DemoEvent::Back,
                }),
                scene = self.sites.next() => {
                    let (site, scene) = scene?;
                    self.hold(DemoEvent::Scene(site, scene));
                }
                silent = next_of(self.skills.as_mut()) => {
                    let (site, intent) = silent?;
                    self.hold(DemoEvent::NoAnswer(site, intent));
                }
                report = audible_report(self.audible_tts.as_mut()) => match report? {
                    AudibleReport::Broken(site) => self.hold(DemoEvent::Scene(site, SiteEvent::Broken(Component::Tts))),
                    AudibleReport::Silent(reason) => return Ok(DemoEvent::Silent(reason)),
                },
                () = sleep_until(due) => if let Some((_, event)) = self.held.pop_front() {
                    return Ok(event);
                },
                Some(report) = self.nlu_reports.1.recv() => return Ok(DemoEvent::Nlu(report)),
                error = end_of(self.manager.as_mut()) => return Err(error),
                error = end_of(self.nlu.as_mut()) => return Err(error),
            }
        }
    }

    /// Holds a report back until the messages that led to it have come over the other connection.
    fn hold(&mut self, event: DemoEvent) {
        self.held.push_back((Instant::now() + self.hold, event));
    }

    /// Plays on this computer what the audio servers of our sites play, if it is to be heard.
    fn play_aloud(&self, received: &Received) {
        let Some(audible) = self.audible_tts.as_ref().filter(|_| !self.broken.contains(&Part::Speaker))
        else {
            return;
        };
        if let Ok(Message::PlayBytes(play)) = Message::decode(&received.topic, received.payload.clone())
            && self.sites().contains(&play.site_id)
        {
            audible.play(&play);
        }
    }

    /// A few sentences that our NLU understands, different ones each time.
    pub(crate) async fn example_sentences(&self) -> Result<Vec<String>, Error> {
        let source = self.nlu_service.source.clone();
        let loaded = spawn_blocking(move || source.load()).await.unwrap_or(Err(nlu::Error::LoadPanicked))?;
        Ok(example_sentences::random(loaded.nlu.grammar(), fastrand::Rng::new()))
    }

    /// The clock of all parts.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// The broker, as `host:port`.
    pub(crate) fn broker_address(&self) -> String {
        format!("{}:{}", self.config.mqtt.host, self.config.mqtt.port)
    }

    pub(crate) fn sites(&self) -> &[SiteId] {
        self.sites.core.ids()
    }

    /// A manager of Petasos that ran before us, and so is used instead of ours.
    pub(crate) fn other_manager(&self) -> Option<&Level> {
        self.other_manager.as_ref()
    }

    /// Whether we play this part.
    pub(crate) fn is_ours(&self, part: Part) -> bool {
        !self.without.contains(&part)
    }

    /// The parts that are broken.
    pub(crate) fn broken(&self) -> impl Iterator<Item = Part> {
        self.broken.iter().copied()
    }

    /// The state of the light at a site, if the lamps are ours.
    pub(crate) fn light(&self, site: &SiteId) -> Option<String> {
        Some(self.skills.as_ref()?.core.light(site))
    }

    /// A person does something.
    pub(crate) fn act(&mut self, site: &SiteId, act: UserAction) {
        self.sites.core.act(self.clock.now(), site, act);
    }

    /// Breaks a part of ours, or mends it. Fails if it cannot be mended, and leaves it broken.
    pub(crate) async fn set_broken(&mut self, part: Part, broken: bool) -> Result<(), Error> {
        let changed = if broken { self.broken.insert(part) } else { self.broken.remove(&part) };
        if !changed {
            return Ok(());
        }
        if let (Part::Tts, Some(audible)) = (part, &mut self.audible_tts) {
            audible.set_broken(broken);
        } else if let Some(part) = part.of_rooms() {
            self.sites.core.set_broken(part, broken);
        } else if part == Part::Skills {
            if let Some(skills) = &mut self.skills {
                skills.core.set_broken(broken);
            }
        } else if part == Part::Nlu {
            match self.nlu.take() {
                Some(nlu) if broken => nlu.stop().await,
                kept => self.nlu = kept,
            }
            if !broken && let Err(error) = self.start_nlu().await {
                self.broken.insert(part);
                return Err(error);
            }
        }
        Ok(())
    }

    /// Stops all parts, the manager first, so that the others still receive what it says.
    pub(crate) async fn stop(self) {
        for service in [self.manager, self.nlu].into_iter().flatten() {
            service.stop().await;
        }
        self.sites.close().await;
        if let Some(audible) = self.audible_tts {
            audible.close().await;
        }
        if let Some(skills) = self.skills {
            skills.close().await;
        }
        self.watcher.close().await;
        if let Some(broker) = self.broker {
            broker.shutdown().await;
        }
    }
}

async fn own_broker() -> Result<(Option<EmbeddedBroker>, Settings), Error> {
    let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await?;
    let address = broker.local_addr();
    Ok((Some(broker), Settings::new(address.ip().to_string(), address.port())))
}

fn simulated(dialect: Dialect, rooms: Vec<SiteId>, without: &BTreeSet<Part>, speak: bool) -> SimulatedSites {
    let other_tts = speak.then_some(Component::Tts);
    let absent = without.iter().filter_map(|part| part.of_rooms()).chain(other_tts);
    absent.fold(SimulatedSites::new(dialect, rooms), SimulatedSites::without)
}

/// The manager waits less than usual: nobody wants to watch it wait for half a minute.
fn manager_config(mqtt: Settings, dialect: Dialect) -> Config {
    let mut config = Config::default();
    config.mqtt = mqtt;
    config.dialect = Checked(dialect);
    let timeouts = &mut config.everywhere.timeouts;
    timeouts.listening_seconds = Seconds::new(12.0);
    timeouts.understanding_seconds = Seconds::new(3.0);
    timeouts.skill_seconds = Seconds::new(3.0);
    timeouts.speech_start_seconds = Seconds::new(2.0);
    config
}

/// Hours and minutes, in the time zone of this computer.
fn time_of_day() -> String {
    WallClock::of_machine().local().strftime("%H:%M").to_string()
}

/// The next report of the skills; never, if they are not ours.
async fn next_of(skills: Option<&mut ComponentClient<Skills>>) -> Result<(SiteId, String), ClientError> {
    match skills {
        Some(skills) => skills.next().await,
        None => std::future::pending().await,
    }
}

/// The next report of the TTS; never, if nothing is to be heard.
async fn audible_report(audible: Option<&mut AudibleTts>) -> Result<AudibleReport, ClientError> {
    match audible {
        Some(audible) => audible.next().await,
        None => std::future::pending().await,
    }
}

/// The end of a part that was not asked for.
async fn end_of(service: Option<&mut BackgroundService>) -> Error {
    match service {
        Some(service) => service.ended().await,
        None => std::future::pending().await,
    }
}
