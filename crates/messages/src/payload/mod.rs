//! One type per payload, each beside its field tables.

mod alice;
mod asr;
mod audio;
mod component;
mod dialogue;
mod hotword;
mod nlu;
mod petasos;
mod skills;
mod start_session;
mod termination;
mod toggle;
mod tts;

pub use alice::*;
pub use asr::*;
pub use audio::*;
pub use component::*;
pub use dialogue::*;
pub use hotword::*;
pub use nlu::*;
pub use petasos::*;
pub use skills::*;
pub use start_session::*;
pub use termination::*;
pub use toggle::*;
pub use tts::*;
