//! Session files: recorded messages of a voice assistant that can be read, shared and replayed.
//!
//! A session file consists of JSON Lines: a [`Header`], then one [`Entry`] per message, in the order in which they were seen.
//!
//! Where to look: `header.rs`, `entry.rs` and `gap.rs` are the contents of a file, [`file`](mod@file) writes and reads it, `audio/`
//! stores audio beside it, `sender.rs` finds the sender of a message, `import/` reads recordings of other programs, `redact/` removes
//! what people said, and [`replay`] replays a recording. `attribution.rs` finds the site and the session of a message,
//! `topic_parameters.rs` the parameters of a topic.

mod attribution;
mod audio;
mod bounded_map;
mod entry;
mod error;
pub mod file;
mod folder;
mod gap;
mod header;
mod import;
mod private;
mod redact;
pub mod replay;
mod sender;
mod topic_parameters;

pub use attribution::{Attribution, Attributor};
pub use audio::audio_folder;
pub use bounded_map::BoundedMap;
pub use entry::{DecodedEntry, Entry, Payload};
pub use error::Error;
pub use file::{Reader, Recording, Writer};
pub use folder::{Folder, remove};
pub use gap::{GAP_TOPIC, Gap, GapCause};
pub use header::{Header, Kept, VERSION};
pub use import::{Import, Losses};
pub use redact::{Hide, Redactor, Removed};
pub use sender::Sender;
