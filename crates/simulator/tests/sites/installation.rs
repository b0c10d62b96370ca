//! A flat to live in for a test: rooms, a real manager, a hand-made mind, the oracle, and virtual time.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use petasos_dialogue::{DialogueManager, Output, Policy, Received, Time};
use petasos_messages::payload::{PlayBytes, Say, SessionEnded};
use petasos_messages::{Dialect, Message, SiteId};
use petasos_sans_io::Random;
use petasos_simulator::rooms::{self, Act, Rooms, Scene};
use petasos_simulator::{Event, Oracle};

/// How long the manager's sounds are.
pub(crate) const BEEP: Duration = Duration::from_millis(500);

/// What NLU and skills answer to a message.
pub(crate) type Mind = fn(Dialect, &Message) -> Vec<Message>;

pub(crate) struct Flat {
    pub(crate) now: Time,
    pub(crate) rooms: Rooms,
    dialect: Dialect,
    manager: DialogueManager,
    mind: Mind,
    oracle: Oracle,
    /// On its way to everybody; from the manager, or from somebody else.
    carried: VecDeque<(bool, Message)>,
    /// What was seen so far, a line each.
    seen: Vec<String>,
}

impl Flat {
    /// A flat with these rooms.
    pub(crate) fn new(rooms: Rooms, dialect: Dialect, mind: Mind) -> Self {
        Self::by(&Policy::new(dialect), rooms, dialect, mind)
    }

    /// A flat with these rooms, and a manager that acts by a policy. Its sounds are [`BEEP`]s.
    pub(crate) fn by(policy: &Policy, rooms: Rooms, dialect: Dialect, mind: Mind) -> Self {
        let mut flat = Self {
            now: Time::START,
            rooms,
            dialect,
            manager: DialogueManager::new(policy.clone(), Random::new(1)),
            mind,
            oracle: Oracle::new(policy.clone()),
            carried: VecDeque::new(),
            seen: Vec::new(),
        };
        flat.tell(&Event::Connected, DialogueManager::handle_connected);
        flat.carry();
        flat
    }

    /// The usual flat: kitchen and bedroom.
    pub(crate) fn usual(dialect: Dialect, mind: Mind) -> Self {
        Self::new(Rooms::new(dialect, [site("kitchen"), site("bedroom")]), dialect, mind)
    }

    /// Somebody does something.
    pub(crate) fn act(&mut self, room: &str, act: Act) {
        assert!(self.rooms.act(self.now, &site(room), act), "there is a room {room}");
        self.look();
        self.carry();
    }

    pub(crate) fn say(&mut self, room: &str, words: &str) {
        self.act(room, Act::Say(words.to_owned()));
    }

    /// Somebody else publishes.
    pub(crate) fn publish(&mut self, message: Message) {
        self.carried.push_back((false, message));
        self.carry();
    }

    /// Lives on until a line is seen that contains a text.
    pub(crate) fn until(&mut self, text: &str) {
        let known = self.seen.len();
        let end = self.now + Duration::from_secs(60);
        while !self.seen.iter().skip(known).any(|line| line.contains(text)) {
            assert!(self.step(end), "{text:?} never came after\n{}", self.story());
        }
    }

    /// Lives on for a while.
    pub(crate) fn live(&mut self, seconds: u64) {
        let end = self.now + Duration::from_secs(seconds);
        while self.step(end) {}
        self.now = end;
    }

    /// What was seen until everything was at rest. Nothing may have been wrong.
    pub(crate) fn rest(mut self) -> String {
        self.live(120);
        self.oracle.rest(self.now);
        let violations: Vec<_> = self.oracle.violations().iter().map(ToString::to_string).collect();
        assert!(violations.is_empty(), "{violations:#?} in\n{}", self.story());
        assert_eq!(self.rooms.poll_timeout(), None, "the rooms are at rest after\n{}", self.story());
        self.story()
    }

    /// What was seen so far.
    pub(crate) fn story(&self) -> String {
        self.seen.join("\n")
    }

    /// The next thing that happens without a message. False if there is none until then.
    fn step(&mut self, end: Time) -> bool {
        let (rooms, manager) = (self.rooms.poll_timeout(), self.manager.poll_timeout());
        let Some(next) = [rooms, manager].into_iter().flatten().min().filter(|next| *next <= end) else {
            return false;
        };
        self.now = self.now.max(next);
        if rooms == Some(next) {
            self.rooms.handle_timeout(self.now);
            self.look();
        } else {
            self.tell(&Event::TimedOut, DialogueManager::handle_timeout);
        }
        self.carry();
        true
    }

    /// Hands every message to everybody, as it looks after its way through a broker.
    fn carry(&mut self) {
        while let Some((from_manager, message)) = self.carried.pop_front() {
            let topic = message.topic(self.dialect).to_string();
            let message =
                Message::decode(&topic, message.encode(self.dialect)).expect("what is sent can be read");
            if Rooms::subscriptions().iter().any(|filter| matches(filter, &topic)) {
                self.rooms.handle(self.now, &message);
                self.look();
            }
            let answers = (self.mind)(self.dialect, &message);
            self.carried.extend(answers.into_iter().map(|answer| (false, answer)));
            if self.manager.subscriptions().iter().any(|filter| matches(filter, &topic)) {
                let event = Event::Received {
                    message: Arc::new(message.clone()),
                    duplicate: false,
                    echo: from_manager,
                };
                self.tell(&event, |manager, now| manager.handle(now, Received::new(&message)));
            }
        }
    }

    /// Hands something to the manager, and takes what it wants.
    fn tell(&mut self, event: &Event, hand: impl FnOnce(&mut DialogueManager, Time)) {
        self.oracle.observe(self.now, event);
        hand(&mut self.manager, self.now);
        while let Some(output) = self.manager.poll_output() {
            match output {
                Output::Publish { message, .. } => {
                    self.oracle.observe(self.now, &Event::Published(Arc::new(message.clone())));
                    if let Message::SessionEnded(ended) = &message {
                        self.note(ended.site_id.as_str(), &format!("(session {})", reason(ended)));
                    }
                    self.carried.push_back((true, message));
                }
                Output::PlaySound { site_id, request_id, .. } => {
                    let sound = Message::PlayBytes(PlayBytes::new(site_id, request_id, beep()));
                    self.oracle.observe(self.now, &Event::Published(Arc::new(sound.clone())));
                    self.carried.push_back((true, sound));
                }
                Output::Durable(fact) => self.oracle.observe(self.now, &Event::Durable(fact)),
                Output::Notice(notice) => self.oracle.observe(self.now, &Event::Noticed(notice)),
                _ => {}
            }
        }
    }

    /// Takes what the rooms want.
    fn look(&mut self) {
        while let Some(output) = self.rooms.poll_output() {
            match output {
                rooms::Output::Publish(message) => self.carried.push_back((false, message)),
                rooms::Output::Scene(site, scene) => self.note(site.as_str(), &line(&scene)),
                _ => {}
            }
        }
    }

    fn note(&mut self, site: &str, line: &str) {
        let seconds = self.now.since(Time::START).as_secs_f64();
        self.seen.push(format!("{seconds:>7.3} {site:<8} {line}"));
    }
}

pub(crate) fn site(name: &str) -> SiteId {
    SiteId::new(name).expect("a site")
}

/// A WAV as long as a [`BEEP`], made by the TTS of some other rooms.
fn beep() -> Bytes {
    let elsewhere = site("elsewhere");
    let mut rooms = Rooms::new(Dialect::RHASSPY, [elsewhere.clone()]);
    let mut say = Say::new("pip");
    say.site_id = Some(elsewhere);
    rooms.handle(Time::START, &Message::Say(Box::new(say)));
    match rooms.poll_output() {
        Some(rooms::Output::Publish(Message::PlayBytes(sound))) => sound.wav,
        other => unreachable!("a TTS makes a WAV, not {other:?}"),
    }
}

fn reason(ended: &SessionEnded) -> String {
    format!("{:?}", ended.termination).chars().take_while(|c| *c != '{').collect::<String>().trim().to_owned()
}

pub(crate) fn line(scene: &Scene) -> String {
    match scene {
        Scene::WakeWord => "you: petasos!".to_owned(),
        Scene::WakeWordUnheard => "you: petasos! (unheard)".to_owned(),
        Scene::Listening => "listens".to_owned(),
        Scene::Heard(words) => format!("you: {words}"),
        Scene::NotListening => "listens no longer".to_owned(),
        Scene::Unsaid(words) => format!("you: ({words})"),
        Scene::Says(text) => format!("house: {text}"),
        Scene::Said => "house is done".to_owned(),
        other => format!("{other:?}"),
    }
}

/// Whether a topic filter, with `+` for a level or `#` for the rest, covers a topic.
fn matches(filter: &str, topic: &str) -> bool {
    let mut levels = topic.split('/');
    for wanted in filter.split('/') {
        match (wanted, levels.next()) {
            ("#", _) => return true,
            ("+", Some(_)) => {}
            (wanted, level) if Some(wanted) == level => {}
            _ => return false,
        }
    }
    levels.next().is_none()
}
