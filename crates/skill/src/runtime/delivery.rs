//! How much each message matters on its way out, and how long.

use std::time::Duration;

use petasos_bus::{Class, Publish};
use petasos_messages::{Dialect, Message};

/// Words that are said in between make no sense later than this.
const STALE: Duration = Duration::from_secs(10);

/// The packet for a message. Answers never fall: somebody waits for each of them.
pub(crate) fn packet(message: &Message, dialect: Dialect) -> Publish {
    let (class, expires_in) = match message {
        Message::EndSession(_) | Message::ContinueSession(_) => (Class::Obligation, None),
        Message::Say(_) => (Class::Speech, Some(STALE)),
        _ => (Class::Report, None),
    };
    let mut packet = Publish::new(message.topic(dialect).to_string(), message.encode(dialect), class);
    packet.expires_in = expires_in;
    packet
}
