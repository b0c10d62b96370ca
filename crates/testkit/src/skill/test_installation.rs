//! The installation of a test: simulated sites, an NLU and stand-ins around a broker in memory. `running` drives it; manager and
//! skills are tasks of their own.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::fmt::{self, Display as _};

use bytes::Bytes;
use petasos_bus::{Event, Events, MemoryBroker, PublishError, Received, filter_matches};
use petasos_messages::{Component, Dialect, Message, SessionId, SiteId};
use petasos_program::Clock;
use petasos_sans_io::{SansIo, Time};
use petasos_simulator::sites::{self, Pace, SimulatedSites, SiteEvent, UserAction};

use super::bus_observer::BusObserver;
use super::fail;
use super::nlu::TestNlu;
use super::transcript::{Delivered, Entry, Table, What};

/// What a stand-in publishes for a message.
pub(super) type Respond = Box<dyn FnMut(&Received) -> Vec<(String, Bytes)>>;

/// Stands in for a device or service that is not there.
struct StandIn {
    filter: String,
    respond: Respond,
}

/// Simulated sites, an NLU and stand-ins around a broker.
pub(super) struct Installation {
    pub(super) broker: MemoryBroker,
    dialect: Dialect,
    observer: BusObserver,
    pub(super) clock: Clock,
    sites: SimulatedSites,
    pub(super) nlu: TestNlu,
    stand_ins: Vec<StandIn>,
    states: BTreeMap<SiteId, SiteState>,
    /// Everything that has happened.
    pub(super) entries: Vec<Entry>,
}

impl Installation {
    /// An installation without manager and skills, and its inputs. The ASR listens until the manager stops it.
    pub(super) fn new(dialect: Dialect, sites: Vec<SiteId>, nlu: TestNlu) -> (Self, Events) {
        let broker = MemoryBroker::new();
        let (observer, events) = BusObserver::connect(&broker);
        let states = sites.iter().map(|site| (site.clone(), SiteState::default())).collect();
        let mut pace = Pace::default();
        pace.silence = None;
        let installation = Self {
            broker,
            dialect,
            observer,
            clock: Clock::start(),
            sites: SimulatedSites::new(dialect, sites).with_pace(pace),
            nlu,
            stand_ins: Vec::new(),
            states,
            entries: Vec::new(),
        };
        (installation, events)
    }

    /// The user of a site acts.
    pub(super) fn act(&mut self, site: &SiteId, action: UserAction) {
        self.sites.act(self.clock.now(), site, action);
        self.take_outputs();
    }

    /// The test publishes a message.
    pub(super) fn publish(&mut self, topic: String, payload: Bytes, retained: bool) {
        let published = self.observer.publish_own(topic, payload, retained);
        self.note_failure(published);
    }

    /// A stand-in answers on these topics from now on.
    pub(super) fn stand_in(&mut self, filter: String, respond: Respond) {
        self.stand_ins.push(StandIn { filter, respond });
    }

    /// Breaks a component, or repairs it.
    #[track_caller]
    pub(super) fn set_broken(&mut self, component: Component, broken: bool) {
        let change = if broken { "breaks" } else { "works again" };
        self.note(format!("{component:?} {change}"));
        match component {
            Component::Nlu => self.nlu.set_broken(broken),
            Component::Hotword | Component::Asr | Component::Tts | Component::AudioServer => {
                self.sites.set_broken(component, broken);
            }
            other => fail(&format_args!("a test cannot break the {}", other.display_name())),
        }
    }

    /// Notes something that the test did.
    pub(super) fn note(&mut self, note: String) {
        self.enter(None, What::Note(note));
    }

    fn note_failure(&mut self, published: Result<(), PublishError>) {
        if let Err(error) = published {
            self.note(error.to_string());
        }
    }

    /// Whether a site is in a state; `None`: whether all sites are.
    pub(super) fn all(&self, site: Option<&SiteId>, is_so: impl Fn(&SiteState) -> bool) -> bool {
        let mut states = self.states.iter().filter(|(at, _)| site.is_none_or(|site| site == *at));
        states.all(|(_, state)| is_so(state))
    }

    /// Hands a message to the sites, the NLU and the stand-ins.
    fn receive(&mut self, now: Time, packet: Received) {
        let message = Message::decode(&packet.topic, packet.payload.clone()).ok();
        let site = message.as_ref().and_then(|message| self.site_of(message));
        if let (Some(site), Some(message)) = (&site, &message)
            && let Some(state) = self.states.get_mut(site)
        {
            state.handle_message(message);
        }
        let answers = message.as_ref().map(|message| self.nlu.answer(message)).unwrap_or_default();
        let stand_ins = self.stand_ins.iter_mut().filter(|one| filter_matches(&one.filter, &packet.topic));
        let responses: Vec<_> = stand_ins.flat_map(|one| (one.respond)(&packet)).collect();
        let own = self.observer.is_own(&packet);
        // A retained message is from before the sites were there.
        if let Some(message) = message.as_ref().filter(|_| !packet.retain) {
            self.sites.handle(now, message);
        }
        self.enter(site, What::Message(Delivered { packet, message, own }));
        self.take_outputs();
        for answer in &answers {
            self.publish_message(answer);
        }
        for (topic, payload) in responses {
            self.publish(topic, payload, false);
        }
    }

    /// The site of a message: the one that it names, or that of its session.
    fn site_of(&self, message: &Message) -> Option<SiteId> {
        let subject = message.subject();
        let site_of_session =
            |session| self.states.iter().find(|(_, state)| state.is_in(session)).map(|(site, _)| site);
        subject.site.or_else(|| subject.session.and_then(site_of_session)).cloned()
    }

    /// Takes the outputs of the sites.
    fn take_outputs(&mut self) {
        while let Some(output) = self.sites.poll_output() {
            match output {
                sites::Output::Publish(message) => self.publish_message(&message),
                sites::Output::Event(site, event) => {
                    self.states.entry(site.clone()).or_default().handle_event(&event);
                    self.enter(Some(site), What::Event(event));
                }
                _ => {}
            }
        }
    }

    /// A component publishes a message.
    fn publish_message(&mut self, message: &Message) {
        let topic = message.topic(self.dialect).to_string();
        let published = self.observer.publish(topic, message.encode(self.dialect));
        self.note_failure(published);
    }

    fn enter(&mut self, site: Option<SiteId>, what: What) {
        let at = self.clock.elapsed();
        self.entries.push(Entry { at, site, what });
    }
}

impl SansIo for Installation {
    type Input<'a> = Event;
    /// It publishes its messages itself.
    type Output = Infallible;

    fn handle(&mut self, now: Time, event: Event) {
        if let Event::Received(received) = event {
            self.receive(now, received);
        }
    }

    fn handle_timeout(&mut self, now: Time) {
        self.sites.handle_timeout(now);
        self.take_outputs();
    }

    fn poll_output(&mut self) -> Option<Infallible> {
        None
    }

    fn poll_timeout(&self) -> Option<Time> {
        self.sites.poll_timeout()
    }
}

impl fmt::Debug for Installation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Table { entries: &self.entries, begin: self.entries.len() }.fmt(formatter)
    }
}

/// The state of a site, by which turns begin and end.
#[derive(Debug, Default)]
pub(super) struct SiteState {
    session: Option<SessionId>,
    listening: bool,
    /// How many speeches are being played.
    speeches: usize,
}

impl SiteState {
    fn handle_event(&mut self, event: &SiteEvent) {
        match event {
            SiteEvent::Listening => self.listening = true,
            SiteEvent::Heard(_) | SiteEvent::StoppedListening => self.listening = false,
            SiteEvent::Speaking(_) => self.speeches += 1,
            SiteEvent::FinishedSpeaking => self.speeches = self.speeches.saturating_sub(1),
            _ => {}
        }
    }

    fn handle_message(&mut self, message: &Message) {
        match message {
            Message::SessionStarted(started) => self.session = Some(started.session_id.clone()),
            Message::SessionEnded(ended) if self.session.as_ref() == Some(&ended.session_id) => {
                self.session = None;
            }
            _ => {}
        }
    }

    /// Whether the microphone is open.
    pub(super) fn is_listening(&self) -> bool {
        self.listening
    }

    /// Whether this session is active here.
    fn is_in(&self, session: &SessionId) -> bool {
        self.session.as_ref() == Some(session)
    }

    /// Whether there is no session, no open microphone and no speech.
    pub(super) fn is_idle(&self) -> bool {
        self.session.is_none() && !self.listening && self.speeches == 0
    }
}
