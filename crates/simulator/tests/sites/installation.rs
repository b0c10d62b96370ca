//! An installation on virtual time: simulated sites, a real manager, NLU and skills in a few lines, and the oracle.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use petasos_dialogue::{DialogueManager, Output, Policy, Received, Sounds};
use petasos_messages::payload::{PlayBytes, SessionEnded};
use petasos_messages::wav::silence;
use petasos_messages::{Dialect, Message, SiteId};
use petasos_sans_io::{Random, SansIo, Time, VirtualTime};
use petasos_simulator::sites::{self, Pace, SimulatedSites, SiteEvent, UserAction};
use petasos_simulator::{Oracle, TraceEvent};

use crate::nlu_and_skills::respond;

/// The length of the manager's sounds.
pub(crate) const BEEP: Duration = Duration::from_millis(500);

pub(crate) struct Installation {
    time: VirtualTime,
    pub(crate) sites: SimulatedSites,
    dialect: Dialect,
    manager: DialogueManager,
    oracle: Oracle,
    /// Messages to be delivered, and whether the manager has published them.
    in_flight: VecDeque<(bool, Message)>,
    /// What happened so far, a line each.
    transcript: Vec<String>,
}

impl Installation {
    /// An installation with the sites kitchen and bedroom.
    pub(crate) fn new(dialect: Dialect) -> Self {
        Self::with(&Policy::new(dialect), SimulatedSites::new(dialect, [site("kitchen"), site("bedroom")]))
    }

    /// An installation with the site kitchen, in Rhasspy's dialect and with another pace.
    pub(crate) fn with_pace(change: impl FnOnce(&mut Pace)) -> Self {
        let mut pace = Pace::default();
        change(&mut pace);
        let sites = SimulatedSites::new(Dialect::RHASSPY, [site("kitchen")]).with_pace(pace);
        Self::with(&Policy::new(Dialect::RHASSPY), sites)
    }

    /// An installation with the site kitchen, and a manager with sounds, each [`BEEP`] long.
    pub(crate) fn with_sounds(dialect: Dialect, change: impl FnOnce(&mut Sounds)) -> Self {
        let mut policy = Policy::new(dialect);
        change(&mut policy.sounds);
        Self::with(&policy, SimulatedSites::new(dialect, [site("kitchen")]))
    }

    fn with(policy: &Policy, sites: SimulatedSites) -> Self {
        let mut installation = Self {
            time: VirtualTime::default(),
            sites,
            dialect: policy.everywhere.dialect(),
            manager: DialogueManager::new(policy.clone(), Random::new(1)),
            oracle: Oracle::new(policy.clone()),
            in_flight: VecDeque::new(),
            transcript: Vec::new(),
        };
        installation.input(&TraceEvent::Connected, DialogueManager::handle_connected);
        installation.deliver();
        installation
    }

    /// The user at a site acts.
    pub(crate) fn act(&mut self, name: &str, action: UserAction) {
        assert!(self.sites.act(self.time.now(), &site(name), action), "there is a site {name}");
        self.take_site_outputs();
        self.deliver();
    }

    pub(crate) fn say(&mut self, name: &str, words: &str) {
        self.act(name, UserAction::Say(words.to_owned()));
    }

    /// Another client publishes.
    pub(crate) fn publish(&mut self, message: Message) {
        self.in_flight.push_back((false, message));
        self.deliver();
    }

    /// Runs until a new line of the transcript contains a text.
    pub(crate) fn run_until(&mut self, text: &str) {
        let known = self.transcript.len();
        let end = self.time.now() + Duration::from_secs(60);
        while !self.transcript.iter().skip(known).any(|line| line.contains(text)) {
            assert!(self.step(end), "{text:?} never came after\n{}", self.transcript());
        }
    }

    /// Runs for some seconds.
    pub(crate) fn run_for(&mut self, seconds: u64) {
        let end = self.time.now() + Duration::from_secs(seconds);
        while self.step(end) {}
        self.time.pass_until(end);
    }

    /// Runs until everything is quiet, checks the invariants, and returns the transcript.
    pub(crate) fn finish(mut self) -> String {
        self.run_for(120);
        self.oracle.check_quiescence(self.time.now());
        let violations: Vec<_> = self.oracle.violations().iter().map(ToString::to_string).collect();
        assert!(violations.is_empty(), "{violations:#?} in\n{}", self.transcript());
        assert_eq!(self.sites.poll_timeout(), None, "the sites are quiet after\n{}", self.transcript());
        self.transcript()
    }

    /// What happened so far.
    pub(crate) fn transcript(&self) -> String {
        self.transcript.join("\n")
    }

    /// Handles the next deadline. Returns false if there is none up to `end`.
    fn step(&mut self, end: Time) -> bool {
        let sites = self.sites.poll_timeout();
        if !self.time.advance([sites, self.manager.poll_timeout()], end) {
            return false;
        }
        if sites.is_some_and(|due| due <= self.time.now()) {
            self.sites.handle_timeout(self.time.now());
            self.take_site_outputs();
        } else {
            self.input(&TraceEvent::TimedOut, DialogueManager::handle_timeout);
        }
        self.deliver();
        true
    }

    /// Delivers all messages to all clients, encoded and decoded as through a broker.
    fn deliver(&mut self) {
        while let Some((from_manager, message)) = self.in_flight.pop_front() {
            let topic = message.topic(self.dialect);
            let filter = topic.channel().filter;
            let message = Message::decode(&topic.to_string(), message.encode(self.dialect))
                .expect("what is encoded can be decoded");
            if SimulatedSites::subscriptions().contains(&filter) {
                self.sites.handle(self.time.now(), &message);
                self.take_site_outputs();
            }
            let answers = respond(self.dialect, &message);
            self.in_flight.extend(answers.into_iter().map(|answer| (false, answer)));
            if self.manager.subscriptions().contains(&filter) {
                let event = TraceEvent::Received {
                    message: Arc::new(message.clone()),
                    duplicate: false,
                    echo: from_manager,
                };
                self.input(&event, |manager, now| manager.handle(now, Received::new(&message)));
            }
        }
    }

    /// Hands an input to the manager, and takes its outputs.
    fn input(&mut self, event: &TraceEvent, handle: impl FnOnce(&mut DialogueManager, Time)) {
        let now = self.time.now();
        self.oracle.observe(now, event);
        handle(&mut self.manager, now);
        while let Some(output) = self.manager.poll_output() {
            match output {
                Output::Publish { message, .. } => {
                    self.oracle.observe(now, &TraceEvent::Published(Arc::new(message.clone())));
                    if let Message::SessionEnded(ended) = &message {
                        self.note(ended.site_id.as_str(), &format!("(session {})", reason(ended)));
                    }
                    self.in_flight.push_back((true, message));
                }
                Output::PlaySound { site_id, request_id, .. } => {
                    let sound = Message::PlayBytes(PlayBytes::new(site_id, request_id, silence(BEEP)));
                    self.oracle.observe(now, &TraceEvent::Published(Arc::new(sound.clone())));
                    self.in_flight.push_back((true, sound));
                }
                Output::Durable(fact) => self.oracle.observe(now, &TraceEvent::Durable(fact)),
                Output::Notice(notice) => self.oracle.observe(now, &TraceEvent::Noticed(notice)),
                _ => {}
            }
        }
    }

    /// Takes the outputs of the sites.
    fn take_site_outputs(&mut self) {
        while let Some(output) = self.sites.poll_output() {
            match output {
                sites::Output::Publish(message) => self.in_flight.push_back((false, message)),
                sites::Output::Event(site, event) => self.note(site.as_str(), &line(&event)),
                _ => {}
            }
        }
    }

    fn note(&mut self, site: &str, line: &str) {
        let seconds = self.time.now().since(Time::START).as_secs_f64();
        self.transcript.push(format!("{seconds:>7.3} {site:<8} {line}"));
    }
}

pub(crate) fn site(name: &str) -> SiteId {
    SiteId::new(name).expect("a site")
}

fn reason(ended: &SessionEnded) -> String {
    format!("{:?}", ended.termination).chars().take_while(|c| *c != '{').collect::<String>().trim().to_owned()
}

/// The line of the transcript for an event.
pub(crate) fn line(event: &SiteEvent) -> String {
    match event {
        SiteEvent::WakeWord => "you: petasos!".to_owned(),
        SiteEvent::WakeWordIgnored => "you: petasos! (unheard)".to_owned(),
        SiteEvent::Listening => "listens".to_owned(),
        SiteEvent::Heard(words) => format!("you: {words}"),
        SiteEvent::StoppedListening => "listens no longer".to_owned(),
        SiteEvent::Unsaid(words) => format!("you: ({words})"),
        SiteEvent::Speaking(text) => format!("house: {text}"),
        SiteEvent::FinishedSpeaking => "house is done".to_owned(),
        other => format!("{other:?}"),
    }
}

/// The transcript that all dialects share.
pub(crate) fn the_same<const N: usize>(transcripts: [String; N]) -> String {
    let mut transcripts = transcripts.into_iter();
    let first = transcripts.next().unwrap_or_default();
    transcripts.for_each(|other| assert_eq!(other, first));
    first
}
