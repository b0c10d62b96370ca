//! The file itself: JSON Lines, a header first, then a line per message.

pub(crate) mod bounded_lines;
mod entry_line;
mod header_line;
mod reader;
#[cfg(test)]
mod tests;
mod writer;

pub use reader::{Reader, Recording};
pub use writer::Writer;

/// No line is longer, its end not counted: 16 MiB.
pub const MAX_LINE_BYTES: usize = 16 << 20;
