//! What an entry tells.

use std::time::Duration;

use petasos_messages::payload::{PlayFinished, StreamFinished};
use petasos_messages::{IsLast, Message, SessionId, SiteId, Topic, wav};
use petasos_recording::{Entry, Payload};

use super::Level;

/// What an entry tells. Sound is told as length and level.
#[derive(Debug)]
pub(super) enum Event {
    /// Something is to be heard from a speaker.
    Sound { site: SiteId, id: String, sound: Sound },
    /// It was heard.
    Heard { site: SiteId, id: Option<String> },
    /// What a microphone hears.
    Frame { site: SiteId, level: Option<Level> },
    /// Any other message.
    Message(Message),
}

/// A sound, without its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Sound {
    /// How long it is.
    pub length: Option<Duration>,
    /// How loud it is on the whole.
    pub level: Option<Level>,
    /// How many bytes its file has.
    pub bytes: u64,
}

impl Sound {
    /// What the payload of a message sounds like.
    pub fn of(payload: &Payload) -> Self {
        match payload {
            Payload::Bytes(wav) => Self {
                length: wav::inspect(wav).ok().map(|info| info.duration),
                level: Level::of_wav(wav),
                bytes: wav.len() as u64,
            },
            Payload::LeftOut { bytes, sound } => Self { length: *sound, level: None, bytes: *bytes },
        }
    }
}

impl Event {
    /// Reads an entry. `None`: it is no Hermes message, cannot be read, or was left out.
    pub(super) fn read(entry: &Entry) -> Option<Self> {
        match entry.topic.parse().ok()? {
            Topic::PlayBytes { site_id, request_id } => {
                let id = request_id.as_str().to_owned();
                Some(Self::Sound { site: site_id, id, sound: Sound::of(&entry.payload) })
            }
            // A stream begins to sound with its first piece, and says by itself when it is over.
            Topic::PlayBytesStreaming {
                site_id,
                stream_id,
                chunk_number: 0,
                is_last_chunk: IsLast(is_last),
            } => {
                let mut sound = Sound::of(&entry.payload);
                sound.length = sound.length.filter(|_| is_last);
                Some(Self::Sound { site: site_id, id: stream_id.as_str().to_owned(), sound })
            }
            Topic::PlayBytesStreaming { .. } => None,
            Topic::AudioFrame { site_id } | Topic::AudioSessionFrame { site_id, .. } => {
                let level = entry.payload.bytes().and_then(|wav| Level::of_wav(wav));
                Some(Self::Frame { site: site_id, level })
            }
            _ => {
                let message = Message::decode(&entry.topic, entry.payload.bytes()?.clone()).ok()?;
                Some(Self::from(message))
            }
        }
    }

    /// Where it plays, as far as it says so itself.
    pub(super) fn site(&self) -> Option<&SiteId> {
        match self {
            Self::Sound { site, .. } | Self::Heard { site, .. } | Self::Frame { site, .. } => Some(site),
            Self::Message(message) => message.subject().site,
        }
    }

    /// In which session it plays, as far as it says so itself.
    pub(super) fn session(&self) -> Option<&SessionId> {
        match self {
            Self::Message(message) => message.subject().session,
            _ => None,
        }
    }
}

impl From<Message> for Event {
    fn from(message: Message) -> Self {
        match message {
            // Rhasspy's speakers write the id of the sound where the session should stand.
            Message::PlayFinished(PlayFinished { site_id, id, session_id, .. }) => {
                let id = id.map(|id| id.to_string()).or_else(|| session_id.map(|id| id.to_string()));
                Self::Heard { site: site_id, id }
            }
            Message::StreamFinished(StreamFinished { id, site_id, .. }) => {
                Self::Heard { site: site_id, id: Some(id) }
            }
            message => Self::Message(message),
        }
    }
}
