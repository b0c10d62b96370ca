//! Whatever users do and whatever messages arrive, sites publish few messages for each input and become quiet.

use std::time::Duration;

use petasos_messages::payload::{
    AtSite, PlayBytes, PlayFinished, Say, SessionEnded, SessionStarted, StartListening, StopListening,
    Termination, Toggle, ToggleReason,
};
use petasos_messages::{Component, Dialect, Message, RequestId, SessionId, SiteId};
use petasos_sans_io::{SansIo, Time, VirtualTime};
use petasos_simulator::sites::{Output, SimulatedSites, UserAction};
use proptest::prelude::*;

use crate::installation::site;

/// The longest sequence of inputs.
const MAX_INPUTS: usize = 120;
/// No input causes more outputs: twice what two sites may queue and a little more.
const MAX_AT_ONCE: usize = 2 * (3 * 32 + 16 + 8);

#[derive(Debug, Clone)]
enum Input {
    UserAction(SiteId, UserAction),
    Message(Message),
    Break(Component, bool),
    /// The next deadline passes.
    Wait,
}

fn sites() -> impl Strategy<Value = SiteId> {
    prop::sample::select(vec![site("kitchen"), site("bedroom"), site("cellar")])
}

fn sessions() -> impl Strategy<Value = SessionId> {
    prop::sample::select(vec!["one", "two"]).prop_map(|id| SessionId::new(id).expect("an id"))
}

fn requests() -> impl Strategy<Value = RequestId> {
    prop::sample::select(vec!["one", "two", "speech-1", "speech-2"])
        .prop_map(|id| RequestId::new(id).expect("an id"))
}

fn components() -> impl Strategy<Value = Component> {
    prop::sample::select(vec![Component::Hotword, Component::Asr, Component::Tts, Component::AudioServer])
}

fn actions() -> impl Strategy<Value = UserAction> {
    prop_oneof![
        Just(UserAction::Wake),
        ".{0,30}".prop_map(UserAction::Say),
        Just(UserAction::KeepSilent),
        Just(UserAction::Noise)
    ]
}

fn toggles() -> impl Strategy<Value = Toggle> {
    let reasons = [ToggleReason::DialogueSession, ToggleReason::TtsSay, ToggleReason::Unknown].to_vec();
    (sites(), prop::option::of(prop::sample::select(reasons))).prop_map(|(site, reason)| {
        let mut toggle = Toggle::at(site);
        toggle.reason = reason;
        toggle
    })
}

fn messages() -> impl Strategy<Value = Message> {
    prop_oneof![
        toggles().prop_map(Message::HotwordToggleOn),
        toggles().prop_map(Message::HotwordToggleOff),
        (sites(), sessions()).prop_map(|(site, session)| {
            let mut start = StartListening::new(site);
            start.session_id = Some(session);
            Message::StartListening(Box::new(start))
        }),
        sites().prop_map(|site| Message::StopListening(StopListening::new(site))),
        (sites(), prop::option::of(requests()), ".{0,30}").prop_map(|(site, id, text)| {
            let mut say = Say::new(text);
            (say.site_id, say.id) = (Some(site), id);
            Message::Say(Box::new(say))
        }),
        (sites(), requests(), prop::collection::vec(any::<u8>(), 0..60))
            .prop_map(|(site, id, bytes)| Message::PlayBytes(PlayBytes::new(site, id, bytes.into()))),
        (sites(), requests()).prop_map(|(site, id)| {
            let mut played = PlayFinished::new(site);
            played.id = Some(id);
            Message::PlayFinished(played)
        }),
        Just(Message::AudioToggleOn(AtSite::default())),
        Just(Message::AudioToggleOff(AtSite::default())),
        (sites(), sessions())
            .prop_map(|(site, session)| Message::SessionStarted(SessionStarted::new(session, site))),
        (sites(), sessions()).prop_map(|(site, session)| {
            Message::SessionEnded(SessionEnded::new(session, site, Termination::Nominal))
        }),
    ]
}

fn inputs() -> impl Strategy<Value = Vec<Input>> {
    let input = prop_oneof![
        3 => (sites(), actions()).prop_map(|(site, action)| Input::UserAction(site, action)),
        6 => messages().prop_map(Input::Message),
        1 => (components(), any::<bool>()).prop_map(|(part, broken)| Input::Break(part, broken)),
        4 => Just(Input::Wait),
    ];
    prop::collection::vec(input, 0..MAX_INPUTS)
}

/// Sites whose messages come back to them, as from a broker.
struct Harness {
    sites: SimulatedSites,
    time: VirtualTime,
    outputs: Vec<Output>,
}

impl Harness {
    fn new(dialect: Dialect, absent: Option<Component>) -> Self {
        let sites = SimulatedSites::new(dialect, [site("kitchen"), site("bedroom")]);
        let sites = absent.into_iter().fold(sites, SimulatedSites::without);
        Self { sites, time: VirtualTime::default(), outputs: Vec::new() }
    }

    fn input(&mut self, input: Input) {
        let now = self.time.now();
        match input {
            Input::UserAction(site, action) => {
                self.sites.act(now, &site, action);
            }
            Input::Message(message) => self.sites.handle(now, &message),
            Input::Break(part, broken) => self.sites.set_broken(part, broken),
            Input::Wait => {
                if !self.time.step(&mut self.sites, Time::MAX) {
                    self.time.pass_until(now + Duration::from_millis(700));
                    self.sites.handle_timeout(self.time.now());
                }
            }
        }
        self.take_outputs();
    }

    /// Takes the outputs, and hands the messages back.
    fn take_outputs(&mut self) {
        let taken: Vec<_> = self.sites.outputs().collect();
        assert!(taken.len() <= MAX_AT_ONCE, "{} outputs at once", taken.len());
        for output in &taken {
            if let Output::Publish(message) = output {
                self.sites.handle(self.time.now(), message);
                self.take_outputs();
            }
        }
        self.outputs.extend(taken);
    }

    /// Lets time pass until nothing is due any more.
    fn run_until_quiet(&mut self) {
        for _ in 0..10 * MAX_INPUTS {
            if !self.time.step(&mut self.sites, Time::MAX) {
                return;
            }
            let later = self.sites.poll_timeout();
            assert!(later.is_none_or(|later| later > self.time.now()), "a deadline that passed is over");
            self.take_outputs();
        }
        unreachable!("the sites never become quiet");
    }
}

fn run(dialect: Dialect, absent: Option<Component>, inputs: Vec<Input>) -> Vec<Output> {
    let mut harness = Harness::new(dialect, absent);
    for input in inputs {
        harness.input(input);
    }
    harness.run_until_quiet();
    harness.outputs
}

proptest! {
    #[test]
    fn sites_withstand_any_input_and_become_quiet(
        dialect in prop::sample::select(Dialect::ALL.to_vec()),
        absent in prop::option::of(components()),
        inputs in inputs(),
    ) {
        let outputs = run(dialect, absent, inputs.clone());
        prop_assert_eq!(outputs, run(dialect, absent, inputs), "the same calls give the same outputs");
    }
}
