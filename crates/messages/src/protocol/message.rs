//! Decoding and encoding messages, and their subject.

use bytes::Bytes;

use super::error::{DecodeError, DecodeReason};
use super::topic_table::{Message, Topic};
use crate::{Dialect, SessionId, SiteId, WireFormat};

impl Message {
    /// Decodes a packet. Audio is not copied.
    pub fn decode(topic: &str, payload: Bytes) -> Result<Self, DecodeError> {
        topic
            .parse()
            .map_err(DecodeReason::Topic)
            .and_then(|known| Self::decode_on(&known, payload))
            .map_err(|reason| DecodeError::new(topic, reason))
    }

    fn decode_on(topic: &Topic, payload: Bytes) -> Result<Self, DecodeReason> {
        let limit = topic.channel().most_bytes;
        if payload.len() > limit {
            return Err(DecodeReason::Size { bytes: payload.len(), limit });
        }
        Ok(Self::read(topic, payload)?)
    }

    /// Encodes the payload. This cannot fail: a number that is not finite is written as null.
    pub fn encode(&self, dialect: Dialect) -> Bytes {
        if dialect.wire_format == WireFormat::Snips
            && matches!(self, Self::AsrToggleOn(_) | Self::AsrToggleOff(_))
        {
            return Bytes::new(); // toggles for all sites have no payload
        }
        self.write(dialect.wire_format)
    }
}

/// The site and session that a message refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Subject<'a> {
    /// The site.
    pub site: Option<&'a SiteId>,
    /// The session.
    pub session: Option<&'a SessionId>,
}

impl Message {
    /// The site and session in the message's fields. Other messages refer to nothing.
    pub fn subject(&self) -> Subject<'_> {
        subject(self)
    }
}

fn subject(message: &Message) -> Subject<'_> {
    use Message as M;
    let (site, session) = match message {
        M::StartSession(m) => (m.site_id.as_ref(), None),
        M::Configure(m) => (m.site_id.as_ref(), None),
        M::HotwordLoaded(m) | M::AsrLoaded(m) => (m.site_id.as_ref(), None),
        M::PlayBytes(m) => (Some(&m.site_id), None),
        M::PlayFinished(m) => (Some(&m.site_id), None),

        M::ContinueSession(m) => (None, Some(&m.session_id)),
        M::EndSession(m) => (None, Some(&m.session_id)),
        M::PartialQuery(m) => (None, m.session_id.as_ref()),
        M::SlotParsed(m) => (None, m.session_id.as_ref()),

        M::SessionQueued(m) => (Some(&m.site_id), Some(&m.session_id)),
        M::SessionStarted(m) => (Some(&m.site_id), Some(&m.session_id)),
        M::SessionEnded(m) => (Some(&m.site_id), Some(&m.session_id)),
        M::DialogueIntentNotRecognized(m) => (Some(&m.site_id), Some(&m.session_id)),

        M::HotwordDetected(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::HotwordToggleOn(m)
        | M::HotwordToggleOff(m)
        | M::AsrToggleOn(m)
        | M::AsrToggleOff(m)
        | M::SoundFeedbackToggleOn(m)
        | M::SoundFeedbackToggleOff(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::StartListening(m) => (Some(&m.site_id), m.session_id.as_ref()),
        M::StopListening(m) => (Some(&m.site_id), m.session_id.as_ref()),
        M::TextCaptured(m) | M::PartialTextCaptured(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::RecordingFinished(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::NluQuery(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::IntentParsed(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::NluIntentNotRecognized(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::Intent(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::Say(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::SayFinished(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::DialogueError(m)
        | M::HotwordError(m)
        | M::AsrError(m)
        | M::NluError(m)
        | M::TtsError(m)
        | M::AudioPlayError(m) => (m.site_id.as_ref(), m.session_id.as_ref()),
        M::SkillWorking(m) => (m.site_id.as_ref(), Some(&m.session_id)),
        M::VadUp(m) | M::VadDown(m) => (Some(&m.site_id), None),
        M::AudioFrame(m) => (Some(&m.site_id), None),
        M::AudioSessionFrame(m) => (Some(&m.site_id), Some(&m.session_id)),
        M::AudioCaptured(m) => (Some(&m.site_id), Some(&m.session_id)),
        _ => (None, None),
    };
    Subject { site, session }
}

impl Topic {
    /// The publishers of this topic: names of components, joined by ` or `, the most frequent one first.
    ///
    /// `other` is mostly a user interface: Rhasspy's starts sessions, listens, queries the NLU, speaks and plays by itself
    /// (`/api/listen-for-command`, `/api/text-to-intent`, `/api/text-to-speech`, `/api/play-wav`), Alice's starts sessions.
    pub fn sender(&self, dialect: Dialect) -> &'static str {
        let channel = self.channel();
        let own = dialect.senders.iter().find(|(topic, _)| *topic == channel.topic);
        own.map_or(channel.from, |(_, senders)| senders)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CHANNELS;

    #[test]
    fn dialects_name_senders_of_topics_that_exist() {
        for dialect in Dialect::ALL {
            for (topic, _) in dialect.senders {
                assert!(CHANNELS.iter().any(|channel| channel.topic == *topic), "{dialect}: {topic}");
            }
        }
    }
}
