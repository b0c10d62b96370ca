//! Classifies entries for sites and sessions.

use std::time::Duration;

use petasos_messages::payload::{AudioFrame, AudioSessionFrame, PlayFinished, StreamFinished};
use petasos_messages::{IsLast, Message, RequestId, SessionId, SiteId, wav};
use petasos_recording::{DecodedEntry, Payload};

use super::Loudness;

/// What an entry means. Of audio, only length and loudness are kept.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// A sound was sent to a player.
    Sound { site: &'a SiteId, id: &'a str, sound: Sound },
    /// A sound was played.
    Played { site: &'a SiteId, id: Option<&'a str> },
    /// A frame of a microphone.
    Frame { site: &'a SiteId, loudness: Option<Loudness> },
    /// Any other message.
    Message(&'a Message),
}

/// A sound without its samples.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct Sound {
    /// Its length, if known.
    pub length: Option<Duration>,
    /// Its overall loudness, if known.
    pub loudness: Option<Loudness>,
    /// The size of its file in bytes.
    pub bytes: u64,
}

impl Sound {
    /// The sound in the payload of a message.
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
    /// The event of an entry; `None` if it is not a Hermes message, cannot be read, or its payload was left out.
    pub(super) fn of(decoded: &'a DecodedEntry<'_>) -> Option<Self> {
        let payload = &decoded.entry.payload;
        Some(match decoded.message.as_ref()? {
            Message::PlayBytes(play) => {
                Self::Sound { site: &play.site_id, id: play.request_id.as_str(), sound: Sound::of(payload) }
            }
            // A stream begins with its first chunk and reports its end itself.
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
            // Rhasspy's players write the id of the sound into the session id.
            Message::PlayFinished(PlayFinished { site_id, id, session_id, .. }) => {
                let id = id.as_ref().map(RequestId::as_str);
                Self::Played { site: site_id, id: id.or(session_id.as_ref().map(SessionId::as_str)) }
            }
            Message::StreamFinished(StreamFinished { id, site_id, .. }) => {
                Self::Played { site: site_id, id: Some(id) }
            }
            message => Self::Message(message),
        })
    }

    /// The site that the message names.
    pub(super) fn site(&self) -> Option<&'a SiteId> {
        match self {
            Self::Sound { site, .. } | Self::Played { site, .. } | Self::Frame { site, .. } => Some(site),
            Self::Message(message) => message.subject().site,
        }
    }

    /// The session that the message names.
    pub(super) fn session(&self) -> Option<&'a SessionId> {
        match self {
            Self::Message(message) => message.subject().session,
            _ => None,
        }
    }
}
