//! Rooms to be lived in: wake word, ears, voice and loudspeaker of a few sites, driven by somebody outside instead of by chance.
//!
//! Like the dialogue core, [`Rooms`] has no clock and does no IO: the caller brings messages, time and what people do, and takes
//! messages and scenes. A demonstration runs it on the real clock over a broker, a test on virtual time in memory. The same calls
//! give the same outputs.
//!
//! ```
//! use petasos_dialogue::Time;
//! use petasos_simulator::rooms::{Act, Output, Rooms, Scene};
//! use petasos_messages::{Dialect, SiteId};
//!
//! let kitchen = SiteId::new("kitchen")?;
//! let mut rooms = Rooms::new(Dialect::RHASSPY, [kitchen.clone()]);
//! rooms.act(Time::START, &kitchen, Act::Say("turn on the light".to_owned()));
//! assert_eq!(rooms.poll_output(), Some(Output::Scene(kitchen, Scene::WakeWord)));
//! assert!(matches!(rooms.poll_output(), Some(Output::Publish(message)) if message.kind() == "HotwordDetected"));
//! # Ok::<(), petasos_messages::IdError>(())
//! ```
//!
//! The parts of a room talk to each other as real ones do, over the bus: the loudspeaker plays what the TTS publishes, and the TTS
//! waits for what the loudspeaker publishes. So the caller hands back the messages of the rooms themselves, as a broker
//! does. Where to look: `person` is what somebody wants to say and when, `ears` is the ASR, `voice` the TTS and the
//! loudspeaker, `room` puts them together, `stage` is what they all stand on.
//!
//! What real parts do and these leave out: no sound is recorded, so nothing is published on `sendAudioCaptured`; there is no
//! `recordingFinished` and no `partialTextCaptured`; the ASR listens when it is told to, whatever `asr/toggleOff` says.

mod ears;
mod pace;
mod person;
mod room;
mod scene;
mod stage;
mod voice;

use std::collections::VecDeque;

use petasos_dialogue::Time;
use petasos_messages::{Dialect, Message, SiteId, filter};

pub use pace::Pace;
pub use scene::{Act, Output, Part, Scene};

use room::Room;
use stage::{Props, Stage};

/// What the rooms have to be told of.
const SUBSCRIPTIONS: [&str; 11] = [
    filter::HOTWORD_TOGGLE_ON,
    filter::HOTWORD_TOGGLE_OFF,
    filter::START_LISTENING,
    filter::STOP_LISTENING,
    filter::SAY,
    filter::AUDIO_TOGGLE_ON,
    filter::AUDIO_TOGGLE_OFF,
    filter::PLAY_BYTES,
    filter::PLAY_FINISHED,
    filter::SESSION_STARTED,
    filter::SESSION_ENDED,
];

/// The parts of a few rooms that a house needs besides manager, NLU and skills.
#[derive(Debug)]
pub struct Rooms {
    sites: Vec<SiteId>,
    /// One for each of the sites, in their order.
    inside: Vec<Room>,
    props: Props,
    outputs: VecDeque<Output>,
}

impl Rooms {
    /// Rooms where everything works.
    pub fn new(dialect: Dialect, sites: impl IntoIterator<Item = SiteId>) -> Self {
        let sites: Vec<_> = sites.into_iter().collect();
        let inside = sites.iter().map(|_| Room::default()).collect();
        Self { sites, inside, props: Props::new(dialect), outputs: VecDeque::new() }
    }

    /// Leaves a part to somebody else: a real one, most likely.
    ///
    /// People cannot talk to a real microphone through here. Without [`Part::Hotword`] they wait for somebody to wake the room,
    /// without [`Part::Asr`] nothing they say is heard.
    #[must_use]
    pub fn without(mut self, part: Part) -> Self {
        self.props.absent.insert(part);
        self
    }

    /// Lets people and voices be faster or slower than by default.
    #[must_use]
    pub fn with_pace(mut self, pace: Pace) -> Self {
        self.props.pace = pace;
        self
    }

    /// The rooms.
    pub fn sites(&self) -> &[SiteId] {
        &self.sites
    }

    /// What they have to be told of: the topic filters to subscribe to.
    pub fn subscriptions() -> Vec<&'static str> {
        SUBSCRIPTIONS.to_vec()
    }

    /// Breaks a part in all rooms (it hears everything, and does nothing), or mends it.
    ///
    /// A broken hotword does not hear the wake word, a broken ASR never opens its microphone, a broken TTS takes a text and neither
    /// speaks nor says that it is done, a broken loudspeaker is silent and reports nothing. None of them reports an error: the
    /// manager has to find out by itself.
    pub fn set_broken(&mut self, part: Part, broken: bool) {
        if broken {
            self.props.broken.insert(part);
        } else {
            self.props.broken.remove(&part);
        }
    }

    /// A message arrived. Those of the rooms themselves have to come back, as they do from a broker.
    pub fn handle(&mut self, now: Time, message: &Message) {
        self.each(now, |room, stage| room.handle(stage, message));
    }

    /// A person does something. Returns false if there is no such room.
    pub fn act(&mut self, now: Time, site: &SiteId, act: Act) -> bool {
        let mut acts = Some(act);
        self.each(now, |room, stage| {
            if let Some(act) = acts.take_if(|_| stage.site == site) {
                room.act(stage, act);
            }
        });
        acts.is_none()
    }

    /// The deadline passed.
    pub fn handle_timeout(&mut self, now: Time) {
        self.each(now, Room::expire);
    }

    /// When something happens next without a message.
    pub fn poll_timeout(&self) -> Option<Time> {
        self.inside.iter().filter_map(|room| room.deadline(&self.props)).min()
    }

    /// What is to be done next. Take everything before the next input.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }

    fn each(&mut self, now: Time, mut act: impl FnMut(&mut Room, &mut Stage<'_>)) {
        for (site, room) in self.sites.iter().zip(&mut self.inside) {
            let mut stage = Stage { now, site, props: &mut self.props, outputs: &mut self.outputs };
            act(room, &mut stage);
        }
    }
}
