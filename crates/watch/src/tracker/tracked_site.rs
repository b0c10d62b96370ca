//! A site, as somebody who only reads the messages sees it.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_messages::payload::ToggleReason;
use petasos_messages::{Component, SessionId, SiteId};

use super::Loudness;

/// A site, as somebody who only reads the messages sees it. Times count from the beginning of the recording.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Site {
    /// Which.
    pub id: SiteId,
    /// The session that goes on there.
    pub session: Option<SessionId>,
    /// How many sessions wait for it.
    pub queued: usize,
    /// Whether its wake word is listened for. `None`: no toggle was seen yet.
    pub hotword: Option<bool>,
    /// Whether its microphone is open for a command.
    pub microphone: bool,
    /// Whether something is heard from its speaker.
    pub playing: bool,
    /// How loud the last frame of its microphone was, and when that came.
    pub loudness: Option<(Duration, Loudness)>,
    /// When each part of the house was last heard about this site, as far as senders are known.
    pub components: BTreeMap<Component, Duration>,
    /// When the last message about it came.
    pub last: Duration,
    /// The sounds that are being played, by id, and when they will be over.
    pub(super) sounds: Vec<(String, Duration)>,
    /// Why the wake word is not listened for.
    pub(super) off: Vec<ToggleReason>,
}

impl Site {
    pub(super) fn new(id: SiteId) -> Self {
        Self {
            id,
            session: None,
            queued: 0,
            hotword: None,
            microphone: false,
            playing: false,
            loudness: None,
            components: BTreeMap::new(),
            last: Duration::ZERO,
            sounds: Vec::new(),
            off: Vec::new(),
        }
    }
}
