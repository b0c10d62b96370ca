//! The file itself: JSON Lines, a header first, then a line per message.

mod heading;
mod line;
pub(crate) mod lines;
mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::{Reader, Recording};
pub use write::Writer;

/// No line is longer, its end not counted: 16 MiB.
pub const MAX_LINE_BYTES: usize = 16 << 20;
