//! All components of the demonstration, each a client of one broker.

use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;

use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_bus::{Event, Received, Settings};
use petasos_manager::Manager;
use petasos_manager::config::Config;
use petasos_messages::{Component, Dialect, Level, Message, SiteId, filter};
use petasos_nlu as nlu;
use petasos_program::{Checked, Clock, Seconds, sleep_until};
use petasos_simulator::sites::{SimulatedSites, SiteEvent, UserAction};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use crate::components::audible_tts::{AudibleReport, AudibleTts};
use crate::components::background_service::BackgroundService;
use crate::components::bus_watcher::{AlreadyRunning, BusWatcher};
use crate::components::component_client::{ComponentClient, next_of};
use crate::components::demo_skills::{self, LIGHTS, RunningSkills, lamp_name};
use crate::components::simulated_lamps::{self, SimulatedLamps};
use crate::components::site_machine::SiteMachine;
use crate::screen::message_trace::Verbosity;
use crate::{Demo, Error};

/// The most reports of the NLU that wait; more are dropped.
const REPORTS: usize = 64;

/// How many example sentences are shown.
const EXAMPLES: usize = 8;

/// Where messages are shown, reports of our own components wait this long for the messages that led to them.
const HOLD: Duration = Duration::from_millis(2);

/// A running demonstration.
#[derive(Debug)]
pub(crate) struct Installation {
    broker: Option<EmbeddedBroker>,
    config: Config,
    clock: Clock,
    without: BTreeSet<Component>,
    broken: BTreeSet<Component>,
    watcher: BusWatcher,
    sites: ComponentClient<SiteMachine>,
    /// The TTS that can be heard, in place of the simulated one.
    audible_tts: Option<AudibleTts>,
    lamps: Option<ComponentClient<SimulatedLamps>>,
    skills: Option<RunningSkills>,
    /// The names of our skills, running or not.
    announced: BTreeSet<String>,
    manager: Option<BackgroundService>,
    nlu: Option<BackgroundService>,
    nlu_service: nlu::Service,
    nlu_reports: (mpsc::Sender<nlu::Report>, mpsc::Receiver<nlu::Report>),
    /// How long reports of our own components are held back. They come over other connections than the messages, so this lets the message
    /// that led to a report be shown first.
    hold: Duration,
    /// Reports that are held back, and until when.
    held: VecDeque<(Instant, DemoEvent)>,
    /// What ran at the broker before us.
    already_running: AlreadyRunning,
}

/// Something that happened.
#[derive(Debug)]
pub(crate) enum DemoEvent {
    /// Something at a site.
    Site(SiteId, SiteEvent),
    /// A lamp has changed: its site, and how it is now.
    Lamp(SiteId, String),
    /// A message.
    Message(Received),
    /// A report of the NLU.
    Nlu(nlu::Report),
    /// Speech cannot be played on this computer, for this reason.
    Silent(String),
    /// The connection to the broker was lost.
    Lost(String),
    /// The connection to the broker is back.
    Back,
}

impl Installation {
    /// Starts all components. When this returns, each can hear the others.
    pub(crate) async fn start(demo: Demo) -> Result<Self, Error> {
        let Demo { broker, sites, mut without, speak, pace, verbosity, nlu, .. } = demo;
        let (broker, mqtt) = match broker {
            Some(mqtt) => (None, mqtt),
            None => own_broker().await?,
        };
        let config = manager_config(mqtt, nlu.dialect);
        let clock = Clock::start();
        let mut watcher = BusWatcher::connect(config.clone()).await?;
        let already_running = match broker {
            // Nobody else is at a broker of our own.
            Some(_) => AlreadyRunning::default(),
            None => watcher.already_running().await?,
        };
        if already_running.manager.is_some() {
            without.insert(Component::DialogueManager);
        }
        let audible_tts = if speak {
            // If another TTS speaks, ours only plays the sound.
            let sites = if without.contains(&Component::Tts) { &[] } else { sites.as_slice() };
            let language = nlu.source.settings.language.code();
            Some(AudibleTts::start(sites, config.clone(), clock, language).await?)
        } else {
            None
        };
        let other_tts = speak.then_some(&Component::Tts);
        let absent = without.iter().chain(other_tts).copied();
        let sites = absent.fold(SimulatedSites::new(nlu.dialect, sites), SimulatedSites::without);
        let machine = SiteMachine { sites: sites.with_pace(pace), dialect: nlu.dialect };
        let filters = SimulatedSites::subscriptions();
        let mut installation = Self {
            sites: ComponentClient::connect(machine, config.clone(), &filters, clock).await?,
            audible_tts,
            lamps: None,
            skills: None,
            announced: BTreeSet::new(),
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
            already_running,
        };
        installation.start_services().await?;
        Ok(installation)
    }

    /// Starts skills, NLU and manager, as far as they are ours, and waits until they hear us.
    async fn start_services(&mut self) -> Result<(), Error> {
        if self.is_ours(Component::Skill) {
            self.start_skills().await?;
        }
        if self.is_ours(Component::Nlu) {
            self.start_nlu().await?;
        }
        if self.is_ours(Component::DialogueManager) {
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

    /// Starts the skills that do not run elsewhere, and lamps for the one that switches them.
    async fn start_skills(&mut self) -> Result<(), Error> {
        let (sites, language) = (self.sites().to_vec(), self.nlu_service.source.settings.language);
        let elsewhere = &self.already_running.skills;
        let skills =
            RunningSkills::start(&sites, language, self.config.dialect.0, &self.config.mqtt, elsewhere)?;
        self.announced.clone_from(&skills.names);
        self.watcher.skills_are_online(skills.names.clone()).await?;
        if skills.names.contains(LIGHTS) && self.lamps.is_none() {
            let machine = SimulatedLamps::new(&sites, lamp_name(language));
            let filters = &simulated_lamps::SUBSCRIPTIONS;
            self.lamps =
                Some(ComponentClient::connect(machine, self.config.clone(), filters, self.clock).await?);
        }
        self.skills = Some(skills);
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
                error = BackgroundService::ended(Some(&mut running)) => return Err(error),
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
                event = self.watcher.next() => match event? {
                    Event::Received(received) => {
                        self.play_aloud(&received);
                        if received.topic == filter::TEXT_CAPTURED {
                            // What was heard is shown before its consequences, which come quickly.
                            self.held.iter_mut().for_each(|(due, _)| *due = Instant::now());
                        }
                        return Ok(DemoEvent::Message(received));
                    }
                    Event::Disconnected { reason, .. } => return Ok(DemoEvent::Lost(reason.to_string())),
                    Event::Connected { .. } => return Ok(DemoEvent::Back),
                    _ => {}
                },
                event = self.sites.next() => {
                    let (site, event) = event?;
                    self.hold(DemoEvent::Site(site, event));
                }
                lamp = next_of(self.lamps.as_mut()) => {
                    let (site, state) = lamp?;
                    self.hold(DemoEvent::Lamp(site, state));
                }
                report = AudibleTts::next_of(self.audible_tts.as_mut()) => match report? {
                    AudibleReport::Broken(site) => self.hold(DemoEvent::Site(site, SiteEvent::Broken(Component::Tts))),
                    AudibleReport::Silent(reason) => return Ok(DemoEvent::Silent(reason)),
                },
                () = sleep_until(due) => if let Some((_, event)) = self.held.pop_front() {
                    return Ok(event);
                },
                Some(report) = self.nlu_reports.1.recv() => return Ok(DemoEvent::Nlu(report)),
                error = BackgroundService::ended(self.manager.as_mut()) => return Err(error),
                error = BackgroundService::ended(self.nlu.as_mut()) => return Err(error),
                error = BackgroundService::ended(self.skills.as_mut().map(|skills| &mut skills.service)) => return Err(error),
            }
        }
    }

    /// Holds a report back until the messages that led to it have come over the other connection.
    fn hold(&mut self, event: DemoEvent) {
        self.held.push_back((Instant::now() + self.hold, event));
    }

    /// Plays on this computer what the audio servers of our sites play, if speech is to be heard.
    fn play_aloud(&self, received: &Received) {
        let Some(audible) =
            self.audible_tts.as_ref().filter(|_| !self.broken.contains(&Component::AudioServer))
        else {
            return;
        };
        if let Ok(Message::PlayBytes(play)) = Message::decode(&received.topic, received.payload.clone())
            && self.sites().contains(&play.site_id)
        {
            audible.play(&play);
        }
    }

    /// A few random sentences that our NLU understands, each of another intent.
    pub(crate) async fn example_sentences(&self) -> Result<Vec<String>, Error> {
        let source = self.nlu_service.source.clone();
        let loaded = spawn_blocking(move || source.load()).await.unwrap_or(Err(nlu::Error::LoadPanicked))?;
        let grammar = loaded.nlu.grammar();
        let mut intents: Vec<_> = grammar.intents().cloned().collect();
        fastrand::shuffle(&mut intents);
        let sentence = |intent| {
            nlu::random_sentences(grammar, Some(&[intent]), None).find_map(Result::ok).map(|found| found.text)
        };
        Ok(intents.into_iter().filter_map(sentence).take(EXAMPLES).collect())
    }

    /// The clock of all components.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// The broker, as `host:port`.
    pub(crate) fn broker_address(&self) -> String {
        format!("{}:{}", self.config.mqtt.host, self.config.mqtt.port)
    }

    pub(crate) fn sites(&self) -> &[SiteId] {
        self.sites.machine.sites.ids()
    }

    /// The manager that ran at the broker before us, and so is used instead of ours.
    pub(crate) fn other_manager(&self) -> Option<&Level> {
        self.already_running.manager.as_ref()
    }

    /// Our skills that stay out because others with their names ran before us.
    pub(crate) fn skills_left_out(&self) -> impl Iterator<Item = &String> {
        self.skills.iter().flat_map(|skills| &skills.left_out)
    }

    /// Whether a component is ours.
    pub(crate) fn is_ours(&self, component: Component) -> bool {
        !self.without.contains(&component)
    }

    /// The components that are broken.
    pub(crate) fn broken(&self) -> impl Iterator<Item = Component> {
        self.broken.iter().copied()
    }

    /// How the lamp of a site is, if it is ours.
    pub(crate) fn lamp(&self, site: &SiteId) -> Option<String> {
        self.lamps.as_ref()?.machine.state_at(site)
    }

    /// A user does something.
    pub(crate) fn act(&mut self, site: &SiteId, action: UserAction) {
        self.sites.machine.sites.act(self.clock.now(), site, action);
    }

    /// Breaks a component of ours, or repairs it. One that cannot be repaired stays broken.
    pub(crate) async fn set_broken(&mut self, component: Component, broken: bool) -> Result<(), Error> {
        let changed = if broken { self.broken.insert(component) } else { self.broken.remove(&component) };
        if !changed {
            return Ok(());
        }
        match (component, broken) {
            (Component::Nlu, true) => BackgroundService::stop_if_any(self.nlu.take()).await,
            (Component::Skill, true) => {
                BackgroundService::stop_if_any(self.skills.take().map(|skills| skills.service)).await;
            }
            (Component::Nlu | Component::Skill, false) => {
                let started = if component == Component::Nlu {
                    self.start_nlu().await
                } else {
                    self.start_skills().await
                };
                if started.is_err() {
                    self.broken.insert(component);
                }
                return started;
            }
            _ => match &mut self.audible_tts {
                Some(audible) if component == Component::Tts => audible.set_broken(broken),
                _ => self.sites.machine.sites.set_broken(component, broken),
            },
        }
        Ok(())
    }

    /// Stops all components, the manager first, so that the others still receive what it says.
    pub(crate) async fn stop(self) {
        for service in [self.manager, self.nlu, self.skills.map(|skills| skills.service)] {
            BackgroundService::stop_if_any(service).await;
        }
        self.sites.close(demo_skills::withdrawal(&self.announced)).await;
        if let Some(audible) = self.audible_tts {
            audible.close().await;
        }
        if let Some(lamps) = self.lamps {
            lamps.close([simulated_lamps::withdrawal()]).await;
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
