//! Rooms to be lived in: wake word, ears, voice and loudspeaker of a few sites, driven by somebody outside instead of by chance.
//!
//! Like the dialogue core, [`Rooms`] has no clock and does no IO: the caller brings messages, time and what people do, and takes
//! messages and scenes. A demonstration runs it on the real clock over a broker, a test on virtual time in memory.

use std::collections::{BTreeSet, VecDeque};

use petasos_dialogue::Time;
use petasos_messages::{Dialect, Message, SiteId};

/// The parts of a few rooms that a house needs besides manager, NLU and skills.
#[derive(Debug)]
pub struct Rooms {
    sites: Vec<SiteId>,
    dialect: Dialect,
    /// Somebody else plays these.
    absent: BTreeSet<Part>,
    broken: BTreeSet<Part>,
    outputs: VecDeque<Output>,
}

/// A part of the rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Part {
    /// The wake word services.
    Hotword,
    /// The speech recognisers, and the microphones they listen to.
    Asr,
    /// The text to speech.
    Tts,
    /// The loudspeakers.
    Speaker,
}

/// What a person does in a room.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Act {
    /// Says the wake word, and nothing else.
    Wake,
    /// Says something: at once if the room listens; as soon as it listens if a conversation is going on; with the wake word
    /// before it otherwise.
    Say(String),
    /// Says nothing, until the ASR gives up.
    KeepSilent,
    /// Makes a noise that is no words.
    Noise,
}

/// What the rooms want done, or tell.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Output {
    /// This is to be published.
    Publish(Message),
    /// This happened in a room.
    Scene(SiteId, Scene),
}

/// What happens in a room, as somebody who stands in it would tell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Scene {
    /// The wake word was heard.
    WakeWord,
    /// The wake word was said, and is not listened for at present.
    WakeWordUnheard,
    /// The room listens.
    Listening,
    /// These words were understood as words; empty if there was only silence or noise.
    Heard(String),
    /// The room stopped listening before anything was said.
    NotListening,
    /// The room begins to say this.
    Says(String),
    /// It has said it to the end.
    Said,
    /// A part did not do what it was asked for, because it is broken.
    Broken(Part),
}

impl Rooms {
    /// Rooms where everything works.
    pub fn new(dialect: Dialect, sites: impl IntoIterator<Item = SiteId>) -> Self {
        Self {
            sites: sites.into_iter().collect(),
            dialect,
            absent: BTreeSet::new(),
            broken: BTreeSet::new(),
            outputs: VecDeque::new(),
        }
    }

    /// Leaves a part to somebody else: a real one, most likely.
    #[must_use]
    pub fn without(mut self, part: Part) -> Self {
        self.absent.insert(part);
        self
    }

    /// The rooms.
    pub fn sites(&self) -> &[SiteId] {
        &self.sites
    }

    /// What they have to be told of: the topic filters to subscribe to.
    pub fn subscriptions() -> Vec<&'static str> {
        Vec::new()
    }

    /// Breaks a part (it hears everything, and does nothing), or mends it.
    pub fn set_broken(&mut self, part: Part, broken: bool) {
        if broken {
            self.broken.insert(part);
        } else {
            self.broken.remove(&part);
        }
    }

    /// A message arrived.
    pub fn handle(&mut self, _now: Time, _message: &Message) {}

    /// A person does something. Returns false if there is no such room.
    pub fn act(&mut self, _now: Time, site: &SiteId, _act: Act) -> bool {
        let _ = self.dialect;
        self.sites.contains(site)
    }

    /// The deadline passed.
    pub fn handle_timeout(&mut self, _now: Time) {}

    /// When something happens next without a message.
    pub fn poll_timeout(&self) -> Option<Time> {
        None
    }

    /// What is to be done next.
    pub fn poll_output(&mut self) -> Option<Output> {
        self.outputs.pop_front()
    }
}
