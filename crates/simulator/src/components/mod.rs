//! How real components behave, for the random [`Simulation`](crate::Simulation) and for
//! [`SimulatedSites`](crate::sites::SimulatedSites).
//!
//! A component has no clock and publishes nothing: its owner passes the time and publishes the results.

mod asr_microphone;
mod hotword;
mod loudspeaker;
mod tts;

pub(crate) use asr_microphone::Microphone;
pub(crate) use hotword::Hotword;
pub(crate) use loudspeaker::{Loudspeaker, Playing};
pub(crate) use tts::{SpeechRate, Tts};
