//! The parts that the demonstration plays.
//!
//! [`component_client`] runs a core without clock and network at the broker; [`cores`] are the devices of the sites and the skills.
//! [`background_service`] is a part that runs by itself: the manager, the NLU. [`bus_watcher`] receives everything. [`audible_tts`]
//! makes speech heard.

pub(crate) mod audible_tts;
pub(crate) mod background_service;
pub(crate) mod bus_watcher;
pub(crate) mod component_client;
mod cores;
mod espeak;
mod espeak_tts;
pub(crate) mod example_sentences;
pub(crate) mod skills;

use std::fmt;
use std::str::FromStr;

use petasos_messages::Component;

/// A part of a voice assistant that the demonstration plays, unless somebody else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// The dialogue manager.
    Manager,
    /// From words to intents.
    Nlu,
    /// From words to speech.
    Tts,
    /// From sound to words, with the microphones.
    Asr,
    /// The wake word services.
    Hotword,
    /// The loudspeakers.
    Speaker,
    /// What the house can do.
    Skills,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Manager, Self::Nlu, Self::Tts, Self::Asr, Self::Hotword, Self::Speaker, Self::Skills];

    /// Those that can be broken by hand: all but the manager, which is what the others are broken to watch.
    pub(crate) const BREAKABLE: [Self; 6] =
        [Self::Tts, Self::Asr, Self::Nlu, Self::Speaker, Self::Hotword, Self::Skills];

    /// The part of that name that can be broken.
    pub(crate) fn breakable(name: &str) -> Option<Self> {
        Self::BREAKABLE.into_iter().find(|part| part.name().eq_ignore_ascii_case(name))
    }

    /// Its name, as it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Manager => "manager",
            Self::Nlu => "nlu",
            Self::Tts => "tts",
            Self::Asr => "asr",
            Self::Hotword => "hotword",
            Self::Speaker => "speaker",
            Self::Skills => "skills",
        }
    }

    /// The same part, as the rooms know it.
    pub(crate) fn of_rooms(self) -> Option<Component> {
        match self {
            Self::Tts => Some(Component::Tts),
            Self::Asr => Some(Component::Asr),
            Self::Hotword => Some(Component::Hotword),
            Self::Speaker => Some(Component::AudioServer),
            Self::Manager | Self::Nlu | Self::Skills => None,
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

/// There is no part of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no part of the demonstration")]
pub struct UnknownPart(String);

impl FromStr for Part {
    type Err = UnknownPart;

    fn from_str(name: &str) -> Result<Self, UnknownPart> {
        Self::ALL.into_iter().find(|part| part.name() == name).ok_or_else(|| UnknownPart(name.to_owned()))
    }
}
