//! The conversation of a test as a recording.

use jiff::{SignedDuration, Timestamp};
use petasos_messages::Dialect;
use petasos_recording::{Entry, Header, Payload, Recording, Sender};

use super::story::{self, Passed, What};

/// All messages that passed. Times count from 1970: a test has no other.
pub(super) fn recording(entries: &[story::Entry], dialect: Dialect) -> Recording {
    let mut header = Header::new(Timestamp::UNIX_EPOCH);
    header.dialect = Some(dialect);
    header.recorder = Some(concat!("petasos-testkit ", env!("CARGO_PKG_VERSION")).to_owned());
    let messages = entries.iter().filter_map(|entry| match &entry.what {
        What::Message(passed) => Some((entry, passed)),
        _ => None,
    });
    Recording { header, entries: messages.map(|(entry, passed)| message(entry, passed, dialect)).collect() }
}

fn message(entry: &story::Entry, passed: &Passed, dialect: Dialect) -> Entry {
    let packet = &passed.packet;
    let since = SignedDuration::try_from(entry.at).unwrap_or_default();
    let wall = Timestamp::UNIX_EPOCH.checked_add(since).unwrap_or_default();
    let mut message = Entry::new(entry.at, wall, &packet.topic, packet.payload.clone());
    (message.qos, message.retain, message.dup) = (packet.qos.into(), packet.retain, packet.dup);
    message.from = Sender::of(&packet.topic, Some(dialect));
    // Rooms play silence: its length is all there is.
    if let Some(petasos_messages::Message::PlayBytes(play)) = &passed.message
        && let Ok(wav) = petasos_messages::wav::inspect(&play.wav)
    {
        let bytes = u64::try_from(packet.payload.len()).unwrap_or(u64::MAX);
        message.payload = Payload::LeftOut { bytes, sound: Some(wav.duration) };
    }
    message
}
