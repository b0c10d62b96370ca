//! The parts that the demonstration plays, and what drives them.
//!
//! `client` gives a part without clock and network both; `cores` are the rooms and the skills in the shape it wants. `service` is a
//! part that runs by itself: the manager, the NLU. `watcher` reads everything. `aloud`, `voice` and `espeak` let speech be heard.

pub(crate) mod aloud;
pub(crate) mod client;
mod cores;
mod espeak;
pub(crate) mod phrases;
pub(crate) mod service;
pub(crate) mod skills;
mod voice;
pub(crate) mod watcher;

use std::fmt;

use clap::ValueEnum;
use petasos_simulator::sites;

/// A part of a voice assistant that the demonstration plays, unless somebody else does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub(crate) enum Part {
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
    /// Those that can be broken by hand: all but the manager, which is what the others are broken to watch.
    pub(crate) const BREAKABLE: [Self; 6] =
        [Self::Tts, Self::Asr, Self::Nlu, Self::Speaker, Self::Hotword, Self::Skills];

    /// The part of that name that can be broken.
    pub(crate) fn breakable(name: &str) -> Option<Self> {
        Self::BREAKABLE.into_iter().find(|part| part.name().eq_ignore_ascii_case(name))
    }

    /// Its name, as it is typed.
    pub(crate) fn name(self) -> &'static str {
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
    pub(crate) fn of_rooms(self) -> Option<sites::Part> {
        match self {
            Self::Tts => Some(sites::Part::Tts),
            Self::Asr => Some(sites::Part::Asr),
            Self::Hotword => Some(sites::Part::Hotword),
            Self::Speaker => Some(sites::Part::Speaker),
            Self::Manager | Self::Nlu | Self::Skills => None,
        }
    }
}

impl fmt::Display for Part {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}
