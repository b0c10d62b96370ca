//! What is remembered of a site.

use std::sync::Arc;

use petasos_messages::{RequestId, SiteId};

use super::playback::Playback;
use super::toggle_state::Toggles;
use crate::configured_intents::ConfiguredIntents;
use crate::dialect::DialogueProfile;
use crate::phase_table::{Input, Phase, Reaction};
use crate::session::Session;
use crate::session_queue::SessionQueue;
use crate::shared::SiteKey;
use crate::{Policy, SitePolicy, Time};

/// A place with a microphone and a speaker.
#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) key: SiteKey,
    pub(crate) id: SiteId,
    /// Sites of one group hear the same voice.
    pub(crate) group: Option<Arc<str>>,
    pub(crate) policy: Arc<SitePolicy>,
    pub(crate) session: Option<Box<Session>>,
    pub(crate) queue: SessionQueue,
    pub(crate) playback: Option<Box<Playback>>,
    /// The last `say` of another component: its WAV is not our speech.
    pub(crate) foreign_speech: Option<RequestId>,
    /// The last speech is over, but the TTS has not said so yet and may do so until then.
    pub(crate) unconfirmed_until: Option<Time>,
    pub(crate) toggles: Toggles,
    /// Whether feedback sounds are on, as last toggled.
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

impl Site {
    pub(crate) fn new(key: SiteKey, id: SiteId, policy: &Policy) -> Self {
        Self {
            key,
            group: group(&id, policy),
            policy: Arc::clone(policy.at(&id)),
            id,
            session: None,
            queue: SessionQueue::default(),
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

    pub(crate) fn phase(&self) -> Option<Phase> {
        self.session.as_ref().map(|session| session.phase)
    }

    /// What the phase table of the dialect says about an input to the active session: `None` without one. Nothing that comes
    /// from outside, and no time limit, changes a session unless this was asked.
    pub(crate) fn reaction(&self, input: Input) -> Option<Reaction> {
        self.session.as_ref().map(|session| self.profile().table.reaction(session.phase, input))
    }

    /// Changes what is enabled here.
    pub(crate) fn configure(&mut self, change: impl FnOnce(&mut ConfiguredIntents)) {
        let mut here = self.configured.take().unwrap_or_default();
        change(&mut here);
        self.configured = Some(here).filter(|here| !here.is_empty());
    }

    /// When something is due here.
    pub(crate) fn deadline(&self) -> Option<Time> {
        [
            self.session.as_ref().and_then(|session| session.until),
            self.playback.as_ref().map(|playback| playback.until),
            self.queue.next_deadline(),
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
