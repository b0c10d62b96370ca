//! The file format: JSON Lines, a header first, then a line per message.

pub(crate) mod bounded_lines;
mod entry_line;
mod header_line;
mod reader;
#[cfg(test)]
mod tests;
mod writer;

pub use reader::{Reader, Recording};
pub use writer::Writer;

/// The longest line without its line end: 16 MiB.
pub const MAX_LINE_BYTES: usize = 16 << 20;
