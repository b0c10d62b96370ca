//! The parts of the house that can break.

use petasos_simulator::rooms;

/// A part of the house that can break. None of them reports it: they hear everything and do nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Part {
    /// The wake word services.
    Hotword,
    /// The speech recognisers, and the microphones they listen to.
    Asr,
    /// The NLU.
    Nlu,
    /// The text to speech.
    Tts,
    /// The loudspeakers.
    Speaker,
}

impl Part {
    /// Which of the rooms' parts it is; the NLU is none.
    pub(super) fn of_rooms(self) -> Option<rooms::Part> {
        match self {
            Self::Hotword => Some(rooms::Part::Hotword),
            Self::Asr => Some(rooms::Part::Asr),
            Self::Nlu => None,
            Self::Tts => Some(rooms::Part::Tts),
            Self::Speaker => Some(rooms::Part::Speaker),
        }
    }
}
