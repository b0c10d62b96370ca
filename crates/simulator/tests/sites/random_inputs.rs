//! Whatever people do and whatever messages say: rooms do not break, answer a message with few, and come to rest.

use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{
    AtSite, PlayBytes, PlayFinished, Say, SessionEnded, SessionStarted, StartListening, StopListening,
    Termination, Toggle, ToggleReason,
};
use petasos_messages::{Dialect, Message, RequestId, SessionId, SiteId};
use petasos_simulator::rooms::{Act, Output, Part, Rooms};
use proptest::prelude::*;

use crate::flat::site;

/// A storm of inputs has at most so many.
const LONGEST: usize = 120;
/// All that a room may keep, and a little more for each: no input brings more than that.
const MOST_AT_ONCE: usize = 2 * (3 * 32 + 16 + 8);

#[derive(Debug, Clone)]
enum Input {
    Act(SiteId, Act),
    Message(Message),
    Break(Part, bool),
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

fn parts() -> impl Strategy<Value = Part> {
    prop::sample::select(vec![Part::Hotword, Part::Asr, Part::Tts, Part::Speaker])
}

fn acts() -> impl Strategy<Value = Act> {
    prop_oneof![Just(Act::Wake), ".{0,30}".prop_map(Act::Say), Just(Act::KeepSilent), Just(Act::Noise)]
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
        3 => (sites(), acts()).prop_map(|(site, act)| Input::Act(site, act)),
        6 => messages().prop_map(Input::Message),
        1 => (parts(), any::<bool>()).prop_map(|(part, broken)| Input::Break(part, broken)),
        4 => Just(Input::Wait),
    ];
    prop::collection::vec(input, 0..LONGEST)
}

/// The rooms, and a broker that brings their messages back.
struct Storm {
    rooms: Rooms,
    now: Time,
    outputs: Vec<Output>,
}

impl Storm {
    fn new(dialect: Dialect, absent: Option<Part>) -> Self {
        let rooms = Rooms::new(dialect, [site("kitchen"), site("bedroom")]);
        let rooms = absent.into_iter().fold(rooms, Rooms::without);
        Self { rooms, now: Time::START, outputs: Vec::new() }
    }

    fn input(&mut self, input: Input) {
        match input {
            Input::Act(site, act) => {
                self.rooms.act(self.now, &site, act);
            }
            Input::Message(message) => self.rooms.handle(self.now, &message),
            Input::Break(part, broken) => self.rooms.set_broken(part, broken),
            Input::Wait => {
                self.now = self.rooms.poll_timeout().unwrap_or(self.now + Duration::from_millis(700));
                self.rooms.handle_timeout(self.now);
            }
        }
        self.take();
    }

    /// Takes what the rooms want, and hands their messages back to them.
    fn take(&mut self) {
        let taken: Vec<_> = std::iter::from_fn(|| self.rooms.poll_output()).collect();
        assert!(taken.len() <= MOST_AT_ONCE, "{} outputs at once", taken.len());
        for output in &taken {
            if let Output::Publish(message) = output {
                self.rooms.handle(self.now, message);
                self.take();
            }
        }
        self.outputs.extend(taken);
    }

    /// Lets time pass until nothing more happens.
    fn rest(&mut self) {
        for _ in 0..10 * LONGEST {
            let Some(next) = self.rooms.poll_timeout() else {
                return;
            };
            self.now = self.now.max(next);
            self.rooms.handle_timeout(self.now);
            let later = self.rooms.poll_timeout();
            assert!(later.is_none_or(|later| later > self.now), "a deadline that passed is over");
            self.take();
        }
        unreachable!("the rooms never come to rest");
    }
}

fn live(dialect: Dialect, absent: Option<Part>, inputs: Vec<Input>) -> Vec<Output> {
    let mut storm = Storm::new(dialect, absent);
    for input in inputs {
        storm.input(input);
    }
    storm.rest();
    storm.outputs
}

proptest! {
    #[test]
    fn rooms_stand_every_storm_and_come_to_rest(
        dialect in prop::sample::select(Dialect::ALL.to_vec()),
        absent in prop::option::of(parts()),
        inputs in inputs(),
    ) {
        let outputs = live(dialect, absent, inputs.clone());
        prop_assert_eq!(outputs, live(dialect, absent, inputs), "the same calls give the same outputs");
    }
}
