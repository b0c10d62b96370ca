//! The session file: the messages of a voice assistant, written down so that they can be read, shared and played again.
//!
//! A session file is JSON Lines: a [`Header`], then one [`Entry`] per message, in the order the messages were seen.
//!
//! Where to look: `header.rs`, `entry.rs` and `gap.rs` are what a file holds, [`file`](mod@file) writes and reads it, `audio/` puts
//! sound beside it, `sender.rs` tells which component sends what, `import/` reads the recordings of other programs, `redact/` takes
//! out what people said, and [`replay`] plays a recording again. `decoded_entry.rs` decodes an entry once for all that look at it,
//! `attribution.rs` finds the site and the session of a message.

mod attribution;
mod audio;
mod bounded_map;
mod decoded_entry;
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
pub use decoded_entry::DecodedEntry;
pub use entry::{Entry, Payload};
pub use error::Error;
pub use file::{Reader, Recording, Writer};
pub use folder::{Folder, remove};
pub use gap::{GAP_TOPIC, Gap, GapCause};
pub use header::{Header, Kept, VERSION};
pub use import::{Import, Losses};
pub use redact::{Hide, Redactor, Removed};
pub use sender::Sender;
