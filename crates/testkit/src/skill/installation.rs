//! The house of a test: rooms, an NLU and stand-ins around a broker in memory, all driven by whoever waits for something.

use std::collections::BTreeMap;
use std::time::Duration;

use bytes::Bytes;
use petasos_bus::{
    Bus, Class, Event, Events, MemoryBroker, MemoryBus, Publish, QoS, Received, Settings, Subscription,
    filter_matches,
};
use petasos_messages::{Dialect, Message, SiteId};
use petasos_program::Clock;
use petasos_simulator::rooms::{self, Act, Pace, Rooms};
use tokio::time::{Instant, sleep_until};

use super::Part;
use super::mind::Mind;
use super::ours::Ours;
use super::room::Room;
use super::story::{Entry, Passed, What};

/// When nothing has happened for so long, everybody has done what they can do without time passing.
const CALM: Duration = Duration::from_millis(10);

/// No turn takes longer.
pub(super) const LONGEST: Duration = Duration::from_secs(600);

/// What answers in the place of a thing: what it publishes for each message.
pub(super) type Answer = Box<dyn FnMut(&Received) -> Vec<(String, Bytes)>>;

/// Stands in for something that is not there.
struct StandIn {
    filter: String,
    answer: Answer,
}

/// Rooms, an NLU and stand-ins around a broker.
pub(super) struct House {
    pub(super) broker: MemoryBroker,
    dialect: Dialect,
    bus: MemoryBus,
    events: Events,
    clock: Clock,
    rooms: Rooms,
    mind: Mind,
    stand_ins: Vec<StandIn>,
    /// How things stand in each of the rooms.
    standing: BTreeMap<SiteId, Room>,
    /// What the test and its stand-ins published, and what has not come back yet.
    ours: Ours,
    /// All that happened.
    pub(super) entries: Vec<Entry>,
}

impl House {
    /// A house in which nobody lives yet. The rooms listen for as long as the manager lets them.
    pub(super) fn new(dialect: Dialect, sites: Vec<SiteId>, mind: Mind) -> Self {
        let broker = MemoryBroker::new();
        let (bus, events) = broker.connect(Settings::default());
        let everything = bus.subscribe(&[Subscription::new("#", QoS::AtLeastOnce)]);
        debug_assert!(everything.is_ok(), "# is a filter");
        let standing = sites.iter().map(|site| (site.clone(), Room::default())).collect();
        let mut pace = Pace::default();
        pace.silence = None;
        Self {
            broker,
            dialect,
            bus,
            events,
            clock: Clock::start(),
            rooms: Rooms::new(dialect, sites).with_pace(pace),
            mind,
            stand_ins: Vec::new(),
            standing,
            ours: Ours::default(),
            entries: Vec::new(),
        }
    }

    /// A person does something; whoever names no site does nothing.
    pub(super) fn act(&mut self, site: Option<&SiteId>, act: Act) {
        if let Some(site) = site {
            self.rooms.act(self.clock.now(), site, act);
            self.look();
        }
    }

    /// The test publishes something.
    pub(super) fn publish(&mut self, topic: String, payload: Bytes, retained: bool) {
        let mut packet = Publish::new(topic.clone(), payload.clone(), Class::Report);
        packet.retain = retained;
        match self.bus.publish(packet) {
            Ok(()) => self.ours.note(topic, payload),
            Err(error) => self.note(error.to_string()),
        }
    }

    /// Somebody answers on these topics from now on.
    pub(super) fn stand_in(&mut self, filter: String, answer: Answer) {
        self.stand_ins.push(StandIn { filter, answer });
    }

    /// Breaks a part, or mends it.
    pub(super) fn set_broken(&mut self, part: Part, broken: bool) {
        let does = if broken { "breaks" } else { "works again" };
        self.note(format!("{part:?} {does}"));
        match part.of_rooms() {
            Some(part) => self.rooms.set_broken(part, broken),
            None => self.mind.set_broken(broken),
        }
    }

    /// The mind, to be told what is meant.
    pub(super) fn mind(&mut self) -> &mut Mind {
        &mut self.mind
    }

    /// The test did something that is to be seen in the table.
    pub(super) fn note(&mut self, note: String) {
        self.enter(None, What::Note(note));
    }

    /// How things stand at a site; where none is named, whether all rooms are as asked.
    pub(super) fn all(&self, site: Option<&SiteId>, is: impl Fn(&Room) -> bool) -> bool {
        let mut rooms = self.standing.iter().filter(|(at, _)| site.is_none_or(|site| site == *at));
        rooms.all(|(_, room)| is(room))
    }

    /// Lives until it is so and then is calm, or nothing more can be expected to come. At least a moment passes.
    pub(super) async fn live_until(&mut self, is_so: impl Fn(&Self) -> bool) {
        let end = Instant::now() + LONGEST;
        while Instant::now() < end {
            if !is_so(self) {
                self.step(end).await;
            } else if !self.step(Instant::now() + CALM).await {
                return;
            }
        }
        self.note(format!("what was waited for did not come in {} minutes", LONGEST.as_secs() / 60));
    }

    /// Lives until it is so, and no longer; at most for that time.
    pub(super) async fn live_up_to(&mut self, most: Duration, is_so: impl Fn(&Self) -> bool) {
        let end = Instant::now() + most;
        while !is_so(self) && self.step(end).await {}
    }

    /// Lives for a while.
    pub(super) async fn live_for(&mut self, time: Duration) {
        let end = Instant::now() + time;
        while Instant::now() < end && self.step(end).await {}
    }

    /// The next thing that happens. False if there is none until then.
    async fn step(&mut self, end: Instant) -> bool {
        let due = self.rooms.poll_timeout().map(|due| self.clock.instant(due)).filter(|due| *due <= end);
        tokio::select! {
            biased;
            event = self.events.next() => {
                if let Some(Event::Received(received)) = event {
                    self.receive(received);
                }
                true
            }
            () = sleep_until(due.unwrap_or(end)) => {
                self.rooms.handle_timeout(self.clock.now());
                self.look();
                due.is_some()
            }
        }
    }

    /// A message passes: everybody in the house hears it.
    fn receive(&mut self, packet: Received) {
        let message = Message::decode(&packet.topic, packet.payload.clone()).ok();
        let site = message.as_ref().and_then(|message| self.site_of(message));
        if let (Some(site), Some(message)) = (&site, &message)
            && let Some(room) = self.standing.get_mut(site)
        {
            room.heed(message);
        }
        let answers = message.as_ref().map(|message| self.mind.answer(message)).unwrap_or_default();
        let stand_ins = self.stand_ins.iter_mut().filter(|one| filter_matches(&one.filter, &packet.topic));
        let news: Vec<_> = stand_ins.flat_map(|one| (one.answer)(&packet)).collect();
        let ours = self.ours.take(&packet);
        let now = self.clock.now();
        // What the broker kept from earlier is no news.
        if let Some(message) = message.as_ref().filter(|_| !packet.retain) {
            self.rooms.handle(now, message);
        }
        self.enter(site, What::Message(Passed { packet, message, ours }));
        self.look();
        for answer in &answers {
            self.say(answer);
        }
        for (topic, payload) in news {
            self.publish(topic, payload, false);
        }
    }

    /// Where a message plays: as it says itself, or where its session is held.
    fn site_of(&self, message: &Message) -> Option<SiteId> {
        let subject = message.subject();
        let held = |session| self.standing.iter().find(|(_, room)| room.is_in(session)).map(|(site, _)| site);
        subject.site.or_else(|| subject.session.and_then(held)).cloned()
    }

    /// Takes what the rooms want done, and tell.
    fn look(&mut self) {
        while let Some(output) = self.rooms.poll_output() {
            match output {
                rooms::Output::Publish(message) => self.say(&message),
                rooms::Output::Scene(site, scene) => {
                    self.standing.entry(site.clone()).or_default().look(&scene);
                    self.enter(Some(site), What::Scene(scene));
                }
                _ => {}
            }
        }
    }

    /// A part of the house publishes.
    fn say(&mut self, message: &Message) {
        let topic = message.topic(self.dialect).to_string();
        let packet = Publish::new(topic, message.encode(self.dialect), Class::Report);
        if let Err(error) = self.bus.publish(packet) {
            self.note(error.to_string());
        }
    }

    fn enter(&mut self, site: Option<SiteId>, what: What) {
        let at = self.clock.elapsed();
        self.entries.push(Entry { at, site, what });
    }
}
