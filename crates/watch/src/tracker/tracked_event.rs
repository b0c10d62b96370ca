//! What an entry means for sites and sessions.

use std::time::Duration;

use petasos_messages::payload::{AudioFrame, AudioSessionFrame, PlayFinished, StreamFinished};
use petasos_messages::{IsLast, Message, SessionId, SiteId, wav};
use petasos_recording::{DecodedEntry, Payload};

use super::Loudness;

/// What an entry means. Sound is told as length and loudness.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// A player gets a sound.
    Sound { site: &'a SiteId, id: &'a str, sound: Sound },
    /// A sound was played.
    Played { site: &'a SiteId, id: Option<&'a str> },
    /// What a microphone hears.
    Frame { site: &'a SiteId, loudness: Option<Loudness> },
    /// Any other message.
    Message(&'a Message),
}

/// A sound, without its bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Sound {
    /// How long it is.
    pub length: Option<Duration>,
    /// How loud it is on the whole.
    pub loudness: Option<Loudness>,
    /// How many bytes its file has.
    pub bytes: u64,
}

impl Sound {
    /// What the payload of a message sounds like.
    pub fn of(payload: &Payload) -> Self {
        match payload {
            Payload::Bytes(wav) => Self {
                length: wav::inspect(wav).ok().map(|info| info.duration),
                loudness: Loudness::of_wav(wav),
                bytes: wav.len() as u64,
            },
            Payload::LeftOut { bytes, sound } => Self { length: *sound, loudness: None, bytes: *bytes },
        }
    }
}

impl<'a> Event<'a> {
    /// What an entry means. `None`: it is no Hermes message, cannot be read, or was left out.
    pub(super) fn of(decoded: &'a DecodedEntry<'_>) -> Option<Self> {
        let payload = &decoded.entry.payload;
        Some(match decoded.message.as_ref()? {
            Message::PlayBytes(play) => {
                Self::Sound { site: &play.site_id, id: play.request_id.as_str(), sound: Sound::of(payload) }
            }
            // A stream begins to sound with its first piece, and says by itself when it is over.
            Message::PlayBytesStreaming(piece) if piece.chunk_number == 0 => {
                let mut sound = Sound::of(payload);
                let IsLast(is_last) = piece.is_last_chunk;
                sound.length = sound.length.filter(|_| is_last);
                Self::Sound { site: &piece.site_id, id: piece.stream_id.as_str(), sound }
            }
            Message::PlayBytesStreaming(_) => return None,
            Message::AudioFrame(AudioFrame { site_id, .. })
            | Message::AudioSessionFrame(AudioSessionFrame { site_id, .. }) => {
                Self::Frame { site: site_id, loudness: payload.bytes().and_then(|wav| Loudness::of_wav(wav)) }
            }
            _ if payload.bytes().is_none() => return None,
            // Rhasspy's players write the id of the sound where the session should stand.
            Message::PlayFinished(PlayFinished { site_id, id, session_id, .. }) => {
                let id = id.as_ref().map(petasos_messages::RequestId::as_str);
                Self::Played { site: site_id, id: id.or(session_id.as_ref().map(SessionId::as_str)) }
            }
            Message::StreamFinished(StreamFinished { id, site_id, .. }) => {
                Self::Played { site: site_id, id: Some(id) }
            }
            message => Self::Message(message),
        })
    }

    /// The site, as far as the message states it.
    pub(super) fn site(&self) -> Option<&'a SiteId> {
        match self {
            Self::Sound { site, .. } | Self::Played { site, .. } | Self::Frame { site, .. } => Some(site),
            Self::Message(message) => message.subject().site,
        }
    }

    /// The session, as far as the message states it.
    pub(super) fn session(&self) -> Option<&'a SessionId> {
        match self {
            Self::Message(message) => message.subject().session,
            _ => None,
        }
    }
}
