//! The topic table as a page of documentation.

use std::fmt::Write;

use super::asyncapi::dialects;
use super::schema_of;
use crate::{CHANNELS, Carries};

/// A Markdown page with the payload, publishers, subscribers and dialects of every topic.
pub fn topics_page() -> String {
    let mut page = String::from(
        "# Topics\n\nMade from the table in `crates/messages/src/protocol/topic_table.rs`; do not edit.\n\n\
         | topic | payload | from | to | dialects |\n|---|---|---|---|---|\n",
    );
    for channel in CHANNELS {
        let payload = match channel.carries {
            Carries::Json => schema_of(channel.message)
                .map_or_else(|| "any JSON".to_owned(), |(name, _)| format!("[{name}](schemas/{name}.json)")),
            Carries::Binary => "raw bytes".to_owned(),
            Carries::Nothing => "-".to_owned(),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            page,
            "| `{}` | {payload} | {} | {} | {} |",
            channel.address,
            channel.from,
            channel.to,
            dialects(channel).join(", "),
        );
    }
    page
}
