//! The session file: what a voice house said, written down so that it can be read, shared and played again.
//!
//! A session file is JSON Lines: a [`Header`], then one [`Entry`] per message, in the order the messages were seen.
//!
//! Where to look: `header.rs`, `entry.rs` and `gap.rs` are what stands in a file, [`file`](mod@file) writes and reads it, `audio/` puts
//! sound beside it, `sender.rs` tells who sends what, `import/` reads the recordings of others, `redact/` takes out
//! what people said, and [`replay`] plays a recording again.

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
