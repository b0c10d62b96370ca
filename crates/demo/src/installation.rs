//! All parts of the house, each a client of one broker.

use std::collections::{BTreeSet, VecDeque};
use std::net::SocketAddr;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_bus::{Received, Settings};
use petasos_manager::Manager;
use petasos_manager::config::Config;
use petasos_messages::{Dialect, Level, Message, SiteId, filter};
use petasos_program::{Checked, Clock, Seconds, WallClock, sleep_until};
use petasos_simulator::sites::{self, Pace, SimulatedSites, SiteEvent, UserAction};
use tokio::sync::mpsc;
use tokio::task::spawn_blocking;
use tokio::time::Instant;

use super::parts::Part;
use super::parts::aloud::{Aloud, Heard};
use super::parts::client::Client;
use super::parts::phrases;
use super::parts::service::Service;
use super::parts::skills::{self, Skills};
use super::parts::watcher::{Seen, Watcher};
use petasos_nlu as nlu;

/// So many reports of the NLU may wait; more are dropped.
const REPORTS: usize = 64;

/// How the house is to be.
#[derive(Debug)]
pub(crate) struct Plan {
    /// The broker to join; `None`: one of our own.
    pub(crate) broker: Option<Settings>,
    /// Whose Hermes is spoken.
    pub(crate) dialect: Dialect,
    /// The rooms.
    pub(crate) rooms: Vec<SiteId>,
    /// The parts that somebody else plays.
    pub(crate) without: BTreeSet<Part>,
    /// Whether speech is to be heard on this computer.
    pub(crate) speak: bool,
    /// How fast people and voices are.
    pub(crate) pace: Pace,
    /// So much later than a part tells it, a scene is told on. Where messages are shown as well, this lets the one that led
    /// to it, which comes over another connection, be seen first.
    pub(crate) hold: Duration,
    /// What the NLU understands.
    pub(crate) nlu: nlu::Service,
}

/// A house that is lived in.
#[derive(Debug)]
pub(crate) struct House {
    broker: Option<EmbeddedBroker>,
    mqtt: Settings,
    clock: Clock,
    without: BTreeSet<Part>,
    broken: BTreeSet<Part>,
    watcher: Watcher,
    rooms: Client<SimulatedSites>,
    /// The voice that can be heard, in the place of the one that comes with the rooms.
    aloud: Option<Aloud>,
    skills: Option<Client<Skills>>,
    manager: Option<Service>,
    nlu: Option<Service>,
    nlu_plan: nlu::Service,
    nlu_reports: (mpsc::Sender<nlu::Report>, mpsc::Receiver<nlu::Report>),
    hold: Duration,
    /// What the parts tell, and when it is to be told on.
    held: VecDeque<(Instant, Happening)>,
    /// A manager of ours that was there before us.
    other_manager: Option<Level>,
}

/// Something that happened in the house.
#[derive(Debug)]
pub(crate) enum Happening {
    /// In a room.
    Scene(SiteId, SiteEvent),
    /// A skill was asked in this room, for this intent, and does not answer.
    NoAnswer(SiteId, String),
    /// A message passed.
    Message(Received),
    /// The NLU has something to say.
    Nlu(nlu::Report),
    /// Speech was to be heard on this computer, and cannot be, for this reason.
    Silent(String),
    /// The broker is gone.
    Lost(String),
    /// The broker is back.
    Back,
}

impl House {
    /// Builds the house. When this returns, every part hears the others.
    pub(crate) async fn open(plan: Plan) -> Result<Self> {
        let Plan { broker, dialect, rooms, mut without, speak, pace, hold, nlu } = plan;
        let (broker, mqtt) = match broker {
            Some(mqtt) => (None, mqtt),
            None => own_broker().await?,
        };
        let clock = Clock::start();
        let mut watcher = Watcher::connect(mqtt.clone()).await?;
        let other_manager = match broker {
            // On a broker of our own there is nobody.
            Some(_) => None,
            None => watcher.manager_already_there().await?,
        };
        if other_manager.is_some() {
            without.insert(Part::Manager);
        }
        // Where somebody else speaks, we only let it be heard.
        let spoken_by_us = if without.contains(&Part::Tts) { &[] } else { rooms.as_slice() };
        let aloud =
            if speak { Some(Aloud::open(spoken_by_us, mqtt.clone(), clock, dialect).await?) } else { None };
        let mut house = Self {
            aloud,
            rooms: Client::connect(
                built(dialect, rooms, &without, speak).with_pace(pace),
                mqtt.clone(),
                &SimulatedSites::subscriptions(),
                clock,
                dialect,
            )
            .await?,
            skills: None,
            manager: None,
            nlu: None,
            nlu_plan: nlu,
            nlu_reports: mpsc::channel(REPORTS),
            broken: BTreeSet::new(),
            hold,
            held: VecDeque::new(),
            broker,
            mqtt,
            clock,
            without,
            watcher,
            other_manager,
        };
        house.move_in(dialect).await?;
        Ok(house)
    }

    /// Starts skills, NLU and manager, as far as they are ours, and waits until they hear us.
    async fn move_in(&mut self, dialect: Dialect) -> Result<()> {
        if self.is_ours(Part::Skills) {
            let skills = Skills::new(time_of_day);
            let mqtt = self.mqtt.clone();
            self.skills =
                Some(Client::connect(skills, mqtt, &skills::SUBSCRIPTIONS, self.clock, dialect).await?);
        }
        if self.is_ours(Part::Nlu) {
            self.start_nlu().await?;
        }
        if self.is_ours(Part::Manager) {
            let config = manager_config(self.mqtt.clone(), dialect);
            let instance = config.instance.0.clone();
            let manager = Manager::new(config);
            let connections = manager.connect()?;
            self.manager =
                Some(Service::start(
                    |stop| async move { Ok(manager.run(connections, stop.requested()).await?) },
                ));
            self.watcher.manager_is_ready(&instance).await?;
        }
        Ok(())
    }

    async fn start_nlu(&mut self) -> Result<()> {
        let (plan, mqtt) = (self.nlu_plan.clone(), self.mqtt.clone());
        let reports = self.nlu_reports.0.clone();
        let tell = move |report| {
            // Who asks too much at once is not told of everything.
            let _ = reports.try_send(report);
        };
        let mut service = Service::start(|stop| nlu::serve(plan, mqtt, tell, stop.requested()));
        loop {
            tokio::select! {
                report = self.nlu_reports.1.recv() => match report.context("the NLU has ended")? {
                    nlu::Report::Connected => break,
                    nlu::Report::Disconnected { reason } => bail!("the NLU cannot join the broker: {reason}"),
                    other => self.held.push_back((Instant::now(), Happening::Nlu(other))),
                },
                ended = service.ended() => return ended.and_then(|()| bail!("the NLU has ended")),
            }
        }
        self.nlu = Some(service);
        Ok(())
    }

    /// What happens next. May be cancelled at any time: nothing is lost.
    pub(crate) async fn next(&mut self) -> Result<Happening> {
        loop {
            let due = self.held.front().map(|(due, _)| *due);
            tokio::select! {
                seen = self.watcher.next() => return Ok(match seen? {
                    Seen::Message(received) => {
                        self.listen_to(&received);
                        if received.topic == filter::TEXT_CAPTURED {
                            // What was heard stands before what comes of it, and that comes quickly.
                            self.held.iter_mut().for_each(|(due, _)| *due = Instant::now());
                        }
                        Happening::Message(received)
                    }
                    Seen::Lost(reason) => Happening::Lost(reason),
                    Seen::Back => Happening::Back,
                }),
                scene = self.rooms.next() => {
                    let (site, scene) = scene?;
                    self.hold(Happening::Scene(site, scene));
                }
                silent = next_of(self.skills.as_mut()) => {
                    let (site, intent) = silent?;
                    self.hold(Happening::NoAnswer(site, intent));
                }
                heard = heard_of(self.aloud.as_mut()) => match heard? {
                    Heard::Broken(site) => self.hold(Happening::Scene(site, SiteEvent::Broken(sites::Part::Tts))),
                    Heard::Silent(reason) => return Ok(Happening::Silent(reason)),
                },
                () = sleep_until(due) => if let Some((_, happening)) = self.held.pop_front() {
                    return Ok(happening);
                },
                Some(report) = self.nlu_reports.1.recv() => return Ok(Happening::Nlu(report)),
                ended = end_of(self.manager.as_mut()) => return Err(ended.context("the manager has ended")),
                ended = end_of(self.nlu.as_mut()) => return Err(ended.context("the NLU has ended")),
            }
        }
    }

    /// Keeps what a part tells until the messages that led to it have come by the other way as well.
    fn hold(&mut self, happening: Happening) {
        self.held.push_back((Instant::now() + self.hold, happening));
    }

    /// Plays what the loudspeakers of our rooms play, if it is to be heard on this computer.
    fn listen_to(&self, received: &Received) {
        let Some(aloud) = self.aloud.as_ref().filter(|_| !self.broken.contains(&Part::Speaker)) else {
            return;
        };
        if let Ok(Message::PlayBytes(play)) = Message::decode(&received.topic, received.payload.clone())
            && self.rooms().contains(&play.site_id)
        {
            aloud.play(&play);
        }
    }

    /// A few sentences that our NLU understands, others each time.
    pub(crate) async fn phrases(&self) -> Result<Vec<String>> {
        let source = self.nlu_plan.source.clone();
        let loaded =
            spawn_blocking(move || source.load()).await.context("reading the templates panicked")??;
        Ok(phrases::some(loaded.nlu.grammar(), fastrand::Rng::new()))
    }

    /// The time in the house.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// Where the broker is.
    pub(crate) fn place(&self) -> String {
        format!("{}:{}", self.mqtt.host, self.mqtt.port)
    }

    /// The rooms.
    pub(crate) fn rooms(&self) -> &[SiteId] {
        self.rooms.core.ids()
    }

    /// A manager of ours that was there before us, and that keeps its place.
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

    /// How the light is in a room, if the lamps are ours.
    pub(crate) fn light(&self, site: &SiteId) -> Option<String> {
        Some(self.skills.as_ref()?.core.light(site))
    }

    /// A person does something.
    pub(crate) fn act(&mut self, site: &SiteId, act: UserAction) {
        self.rooms.core.act(self.clock.now(), site, act);
    }

    /// Breaks a part of ours, or mends it. Fails if it cannot be mended, and leaves it broken.
    pub(crate) async fn set_broken(&mut self, part: Part, broken: bool) -> Result<()> {
        let changed = if broken { self.broken.insert(part) } else { self.broken.remove(&part) };
        if !changed {
            return Ok(());
        }
        if let (Part::Tts, Some(aloud)) = (part, &mut self.aloud) {
            aloud.set_broken(broken);
        } else if let Some(part) = part.of_rooms() {
            self.rooms.core.set_broken(part, broken);
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

    /// Everybody leaves: the manager first, so that its goodbyes are heard.
    pub(crate) async fn close(self) {
        for service in [self.manager, self.nlu].into_iter().flatten() {
            service.stop().await;
        }
        self.rooms.close().await;
        if let Some(aloud) = self.aloud {
            aloud.close().await;
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

async fn own_broker() -> Result<(Option<EmbeddedBroker>, Settings)> {
    let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await?;
    let address: SocketAddr = broker.local_addr();
    Ok((Some(broker), Settings::new(address.ip().to_string(), address.port())))
}

fn built(dialect: Dialect, rooms: Vec<SiteId>, without: &BTreeSet<Part>, speak: bool) -> SimulatedSites {
    let other_voice = speak.then_some(sites::Part::Tts);
    let absent = without.iter().filter_map(|part| part.of_rooms()).chain(other_voice);
    absent.fold(SimulatedSites::new(dialect, rooms), SimulatedSites::without)
}

/// Hours and minutes, in the time zone of this computer.
fn time_of_day() -> String {
    WallClock::of_machine().local().strftime("%H:%M").to_string()
}

/// The manager of the demonstration. It waits less than it would in a house: nobody wants to watch it wait for half a
/// minute.
fn manager_config(mqtt: Settings, dialect: Dialect) -> Config {
    let mut config = Config { mqtt, dialect: Checked(dialect), ..Config::default() };
    let timeouts = &mut config.everywhere.timeouts;
    timeouts.listening_seconds = Seconds::new(12.0);
    timeouts.understanding_seconds = Seconds::new(3.0);
    timeouts.skill_seconds = Seconds::new(3.0);
    timeouts.speech_start_seconds = Seconds::new(2.0);
    config
}

/// What a part tells next; never, if it is not ours.
async fn next_of(skills: Option<&mut Client<Skills>>) -> Result<(SiteId, String)> {
    match skills {
        Some(skills) => skills.next().await,
        None => std::future::pending().await,
    }
}

/// What the voice tells next; never, if nothing is to be heard.
async fn heard_of(aloud: Option<&mut Aloud>) -> Result<Heard> {
    match aloud {
        Some(aloud) => aloud.next().await,
        None => std::future::pending().await,
    }
}

/// The end of a part, which nobody asked for.
async fn end_of(service: Option<&mut Service>) -> anyhow::Error {
    match service {
        Some(service) => match service.ended().await {
            Ok(()) => anyhow::anyhow!("it stopped by itself"),
            Err(error) => error,
        },
        None => std::future::pending().await,
    }
}
