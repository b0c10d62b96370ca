//! Replays recorded sessions in process, on virtual time.
//!
//! A session file holds what every component of an installation sent. [`replay`] plays the inputs to Petasos' dialogue manager and
//! compares its outputs with the recorded ones; [`replay_to`] does the same with any component; [`bless`] writes the new outputs into
//! the file.
//!
//! The result depends on nothing but the file: there is no clock, and ids come from a fixed seed.

mod bless_file;
mod error;
mod in_process_replay;
mod manager_under_test;
mod session_files;
mod settings;

pub use bless_file::{Blessed, bless};
pub use error::Error;
pub use in_process_replay::{Replayed, check, replay, replay_recording, replay_to};
pub use manager_under_test::{ManagerUnderTest, Packet};
pub use petasos_sans_io::{SansIo, Time};
pub use session_files::session_files;
pub use settings::policy;
