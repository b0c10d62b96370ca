//! Simulated installations on virtual time, and the oracle that checks what must always hold.
//!
//! * [`Simulation`]: a random installation drawn from a seed. Three sites with hotword services, ASR, NLU, TTS, players, skills and
//!   users surround one real [`DialogueManager`](petasos_dialogue::DialogueManager); a [`Profile`] says what goes wrong. Twelve minutes
//!   of virtual time pass within milliseconds.
//! * [`Oracle`]: reads what went in and out of a dialogue manager and reports every [`Violation`] of an invariant. It reads a stream
//!   of [`TraceEvent`]s and nothing else, so it can judge recordings as well.
//! * [`sites`]: the simulated components of a few sites, without clock and network, to be driven by a demonstration or a test.
//!
//! The same seed gives the same installation and the same trace, so one command reproduces a failure:
//!
//! ```text
//! cargo run -p petasos-simulator -- --seed 4711 --profile chaos --trace
//! ```
//!
//! How hotword service, microphone, TTS and loudspeaker behave is written once, in `components`; `simulation` drives them at random,
//! [`sites`] on request.

mod components;
pub mod oracle;
mod silent_wav;
mod simulation;
pub mod sites;
mod trace;

pub use oracle::{Oracle, Violation};
#[doc(hidden)]
pub use simulation::batch;
pub use simulation::{Outcome, Profile, Simulation, UnknownProfile};
pub use trace::{TraceEntry, TraceEvent};
