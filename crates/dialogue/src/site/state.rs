//! The state of one site.

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

#[derive(Debug)]
pub(crate) struct Site {
    pub(crate) key: SiteKey,
    pub(crate) id: SiteId,
    /// The group of sites that hear the same voice.
    pub(crate) group: Option<Arc<str>>,
    pub(crate) policy: Arc<SitePolicy>,
    pub(crate) session: Option<Box<Session>>,
    pub(crate) queue: SessionQueue,
    pub(crate) playback: Option<Box<Playback>>,
    /// The last `say` of another component; its WAV is not our speech.
    pub(crate) foreign_speech: Option<RequestId>,
    /// The last speech has ended without `sayFinished`, which may still arrive until then.
    pub(crate) unconfirmed_until: Option<Time>,
    pub(crate) toggles: Toggles,
    /// Whether feedback sounds are on, if toggled.
    pub(crate) sounds_toggled: Option<bool>,
    pub(crate) configured: Option<Box<ConfiguredIntents>>,
    pub(crate) last_wake: Option<Time>,
    /// Time and fingerprint of the last `startSession` or `continueSession`, to detect duplicates.
    pub(crate) last_request: Option<(Time, u64)>,
    /// Whether a crash would leave something open at this site.
    pub(crate) open: bool,
    /// The deadline under which the registry has scheduled this site.
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

    /// What the phase table says about an input to the active session; `None` without one. It must be consulted before any
    /// message or deadline changes a session.
    pub(crate) fn reaction(&self, input: Input) -> Option<Reaction> {
        self.session.as_ref().map(|session| self.profile().table.reaction(session.phase, input))
    }

    /// Changes the intents enabled at this site.
    pub(crate) fn configure(&mut self, change: impl FnOnce(&mut ConfiguredIntents)) {
        let mut here = self.configured.take().unwrap_or_default();
        change(&mut here);
        self.configured = Some(here).filter(|here| !here.is_empty());
    }

    /// The earliest deadline of this site.
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

    /// Whether the site has no state worth keeping.
    pub(crate) fn at_rest(&self) -> bool {
        self.session.is_none()
            && self.queue.is_empty()
            && self.playback.is_none()
            && self.toggles.at_rest()
            && self.sounds_toggled.is_none()
            && self.configured.is_none()
    }

    /// Whether a crash now would leave nothing open, not even a toggle that may have been lost and is still to be repeated.
    pub(crate) fn is_clean(&self) -> bool {
        self.session.is_none() && self.toggles.all_on() && self.toggles.repeat_at().is_none()
    }
}

/// The group name of a site.
fn group(id: &SiteId, policy: &Policy) -> Option<Arc<str>> {
    if let Some(first) = policy.groups.iter().find(|group| group.contains(id)).and_then(|group| group.first())
    {
        return Some(Arc::from(first.as_str()));
    }
    let separator = policy.group_separator.as_deref().filter(|separator| !separator.is_empty())?;
    id.as_str().split_once(separator).map(|(group, _)| Arc::from(group))
}
