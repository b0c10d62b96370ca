//! An installation of real components to test `petasosd` in: a real Mosquitto, Rhasspy's real NLU, TTS and skill library.
//!
//! Only what the machine lacks is simulated: the microphone with the ASR behind it ([`ScriptedAsr`]) and the loudspeaker
//! ([`Player`]). An [`Observer`] records all messages in the order in which the broker delivered them, and the tests in
//! `tests/` ask it what happened.
//!
//! Nothing here shares code with what it judges: the daemon is a process reached over MQTT, and the client in [`wire`]
//! is our own. Any manager that takes `--host` and `--port` can be tested instead with the variable `PETASOSD`.

#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "a harness fails its test by panicking, with the reason"
)]
#![allow(
    missing_docs,
    clippy::missing_panics_doc,
    clippy::return_self_not_must_use,
    reason = "its only users are the tests beside it"
)]

pub mod bad_messages;
pub mod built_programs;
pub mod child_process;
pub mod corpus;
pub mod documentation_page;
pub mod lamps;
pub mod message_match;
pub mod module_graph;
pub mod mosquitto;
pub mod observer;
pub mod peers;
pub mod petasos_nlu;
pub mod petasosd;
pub mod pseudo_terminal;
pub mod real_installation;
pub mod scenarios;
pub mod silent_wave;
pub mod skill_installation;
pub mod stand_ins;
pub mod test_clock;
pub mod tool;
pub mod topic_names;
pub mod wire;

pub use mosquitto::Mosquitto;
pub use observer::{MessageCursor, Observer, ReceivedMessage};
pub use petasosd::Petasosd;
pub use pseudo_terminal::Terminal;
pub use real_installation::Installation;
pub use stand_ins::{Player, ScriptedAsr};
pub use tool::{Ended, Tool};

use std::time::Duration;

/// Long enough for anything that should happen at once, on a busy machine with two cores.
pub const SOON: Duration = Duration::from_secs(10);
