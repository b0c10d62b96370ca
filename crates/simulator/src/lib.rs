//! A simulated voice house on virtual time, and the oracle that checks what must always hold.
//!
//! A [`House`] is drawn from a seed: three rooms with wake words, speech recognisers, a TTS, players, skills and people,
//! around one real [`DialogueManager`](petasos_dialogue::DialogueManager). A [`Profile`] says what goes wrong in it. Within
//! milliseconds it lives through twelve minutes of virtual time, and the [`Oracle`] says what happened that must not.
//! The same seed gives the same house and the same trace, so a fault is repeated by one command:
//!
//! ```text
//! cargo run -p petasos-simulator -- --seed 4711 --profile chaos --trace
//! ```
//!
//! The oracle reads a stream of [`Event`]s and nothing else, so it can judge recorded traces as well.

mod devices;
mod event;
mod fleet;
mod house;
mod ledger;
mod network;
pub mod oracle;
mod parts;
mod profile;
pub mod rooms;
mod truth;
mod wav;
mod world;

pub use event::{Entry, Event};
pub use fleet::{Fleet, Report, run_many};
pub use house::{House, Outcome};
pub use oracle::{Oracle, Violation};
pub use profile::{Profile, UnknownProfile};
