//! A room: its session, its queue, its switches, what plays in it.

mod asr;
mod context;
mod end;
mod errand;
mod nlu;
pub(crate) mod playback;
mod skill;
mod start;
mod steps;
mod switches;
pub(crate) mod toggles;
mod tts;

pub(crate) use context::SiteContext;
pub(crate) use end::Next;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use petasos_messages::{IntentName, RequestId, SiteId};

use crate::dialect::DialogueProfile;
use crate::session::Session;
use crate::{Policy, SitePolicy, Time};
use playback::Playback;
use toggles::Toggles;

/// Where a site is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SiteKey(pub(crate) u32);

/// Intents that were switched on or off.
pub(crate) type ConfiguredIntents = BTreeMap<IntentName, bool>;

/// A room with a microphone and a speaker.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) key: SiteKey,
    pub(crate) id: SiteId,
    /// Sites of one group hear the same voice.
    pub(crate) group: Option<Arc<str>>,
    pub(crate) policy: Arc<SitePolicy>,
    pub(crate) session: Option<Box<Session>>,
    pub(crate) queue: VecDeque<Waiting>,
    pub(crate) playback: Option<Box<Playback>>,
    /// What somebody else had spoken last: its WAV is not our speech.
    pub(crate) foreign_speech: Option<RequestId>,
    /// The last speech is over, but the TTS has not said so yet and may do so until then.
    pub(crate) unconfirmed_until: Option<Time>,
    pub(crate) toggles: Toggles,
    /// Feedback sounds, as somebody toggled them.
    pub(crate) sounds_toggled: Option<bool>,
    pub(crate) configured: Option<Box<ConfiguredIntents>>,
    /// When the wake word was last heard here.
    pub(crate) last_wake: Option<Time>,
    /// The last request to start or to continue a session, to know it again.
    pub(crate) last_request: Option<(Time, u64)>,
    /// Whether a crash would leave something open here.
    pub(crate) open: bool,
    /// The moment the deadline queue has for this site.
    pub(crate) scheduled: Option<Time>,
}

/// A session that waits for its turn.
#[derive(Debug)]
pub(crate) struct Waiting {
    pub(crate) session: Box<Session>,
    pub(crate) until: Time,
}

impl Site {
    pub(crate) fn new(key: SiteKey, id: SiteId, policy: &Policy) -> Self {
        Self {
            key,
            group: group(&id, policy),
            policy: Arc::clone(policy.at(&id)),
            id,
            session: None,
            queue: VecDeque::new(),
            playback: None,
            foreign_speech: None,
            unconfirmed_until: None,
            toggles: Toggles::default(),
            sounds_toggled: None,
            configured: None,
            last_wake: None,
            last_request: None,
            open: false,
            scheduled: None,
        }
    }

    pub(crate) fn profile(&self) -> &'static DialogueProfile {
        self.policy.profile
    }

    /// When something is due here.
    pub(crate) fn deadline(&self) -> Option<Time> {
        [
            self.session.as_ref().and_then(|session| session.until),
            self.playback.as_ref().map(|playback| playback.until),
            self.queue.front().map(|waiting| waiting.until),
            self.toggles.repeat_at(),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Whether there is nothing to remember.
    pub(crate) fn at_rest(&self) -> bool {
        self.session.is_none()
            && self.queue.is_empty()
            && self.playback.is_none()
            && self.toggles.at_rest()
            && self.sounds_toggled.is_none()
            && self.configured.is_none()
    }

    /// Whether a crash now would leave nothing behind, not even an On that may have been lost and is still to be said again.
    pub(crate) fn is_clean(&self) -> bool {
        self.session.is_none() && self.toggles.all_on() && self.toggles.repeat_at().is_none()
    }
}

/// The name of the group a site belongs to.
fn group(id: &SiteId, policy: &Policy) -> Option<Arc<str>> {
    if let Some(first) = policy.groups.iter().find(|group| group.contains(id)).and_then(|group| group.first())
    {
        return Some(Arc::from(first.as_str()));
    }
    let separator = policy.group_separator.as_deref().filter(|separator| !separator.is_empty())?;
    id.as_str().split_once(separator).map(|(group, _)| Arc::from(group))
}
