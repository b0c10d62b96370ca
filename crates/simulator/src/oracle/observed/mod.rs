//! The state of an installation as far as messages show it.

mod apply;
mod audible;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use petasos_dialogue::{Policy, SitePolicy, Time};
use petasos_messages::payload::{PlayBytes, Toggle, ToggleReason};
use petasos_messages::{Component, Message, SessionId, SiteId, SpeechRequestId};

use crate::TraceEvent;
use audible::Audible;

/// The state just before an event.
#[derive(Debug)]
pub(crate) struct ObservedState {
    pub(super) now: Time,
    pub(super) policy: Policy,
    pub(super) sites: BTreeMap<SiteId, ObservedSite>,
    pub(super) sessions: BTreeMap<SessionId, ObservedSession>,
    /// The manager runs: it has not crashed, or another one has taken over.
    pub(super) manager_runs: bool,
    /// The manager was toggled off as a whole.
    pub(super) switched_off: bool,
    /// The last input.
    pub(super) input: Option<TraceEvent>,
    /// The sites of the messages that were published for it.
    pub(super) touched_sites: BTreeSet<SiteId>,
    /// The sessions that ended for it.
    pub(super) just_ended: Vec<SessionId>,
    /// Sessions whose start or end a crash may have hidden.
    pub(super) uncertain: BTreeSet<SessionId>,
    /// Sessions whose start is durable but not published yet.
    pub(super) durable: BTreeSet<SessionId>,
}

/// A site.
#[derive(Debug, Default)]
pub(super) struct ObservedSite {
    /// Sessions that have started and not ended.
    pub(super) active: Vec<SessionId>,
    /// Sessions that were queued and have not started, in order.
    pub(super) queue: Vec<SessionId>,
    /// The open microphone.
    pub(super) listening: Option<Listening>,
    /// Why the manager switched the hotword service off; on while empty.
    pub(super) hotword_off: BTreeSet<OffReason>,
    /// Why the manager switched the ASR off.
    pub(super) asr_off: BTreeSet<OffReason>,
    /// Another client switched the hotword service off, in a dialect without reasons.
    pub(super) muted_by_others: bool,
    /// What the manager started and is still to be heard.
    pub(super) audible: Audible,
}

/// An open microphone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Listening {
    /// The session it was opened for.
    pub(super) session: Option<SessionId>,
}

/// A session.
#[derive(Debug)]
pub(super) struct ObservedSession {
    pub(super) site: SiteId,
    pub(super) state: SessionState,
    /// The component that owes the next message.
    pub(super) owed_by: Option<Component>,
    /// The component that owed the message before, if the manager may have given up on it already.
    pub(super) previously_owed_by: Option<Component>,
}

/// The state of a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SessionState {
    Queued,
    Started,
    Ended,
}

/// Why the manager switched something off. Without reasons every toggle is for the session.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum OffReason {
    Session,
    Sound,
    Speech,
    Other(String),
}

impl ObservedState {
    pub(super) fn new(policy: Policy) -> Self {
        Self {
            now: Time::START,
            policy,
            sites: BTreeMap::new(),
            sessions: BTreeMap::new(),
            manager_runs: true,
            switched_off: false,
            input: None,
            touched_sites: BTreeSet::new(),
            just_ended: Vec::new(),
            uncertain: BTreeSet::new(),
            durable: BTreeSet::new(),
        }
    }

    /// The policy of a site.
    pub(super) fn policy_of(&self, site: &SiteId) -> &Arc<SitePolicy> {
        self.policy.at(site)
    }

    /// Whether toggles at a site carry reasons.
    pub(super) fn has_reasons(&self, site: &SiteId) -> bool {
        self.policy_of(site).dialect().toggles_have_reasons
    }

    /// A site and all that hear the same voice.
    pub(super) fn group(&self, site: &SiteId) -> Vec<SiteId> {
        let mut group: Vec<SiteId> =
            self.sites.keys().filter(|other| self.same_group(site, other)).cloned().collect();
        if !group.contains(site) {
            group.push(site.clone());
        }
        group
    }

    /// Whether two sites hear the same voice.
    pub(super) fn same_group(&self, one: &SiteId, two: &SiteId) -> bool {
        if one == two || self.policy.groups.iter().any(|group| group.contains(one) && group.contains(two)) {
            return true;
        }
        let separator = self.policy.group_separator.as_deref().filter(|separator| !separator.is_empty());
        separator.is_some_and(|separator| {
            let group =
                |site: &SiteId| site.as_str().split_once(separator).map(|(group, _)| group.to_owned());
            group(one).is_some() && group(one) == group(two)
        })
    }

    /// The active sessions at all sites that hear the same voice.
    pub(super) fn active_in_group(&self, site: &SiteId) -> impl Iterator<Item = &SessionId> {
        self.sites
            .iter()
            .filter(move |(other, _)| self.same_group(site, other))
            .flat_map(|(_, site)| site.active.iter())
    }

    /// The site that a message of the manager concerns.
    pub(super) fn site_of(&self, message: &Message) -> Option<SiteId> {
        let subject = message.subject();
        let of_session =
            || subject.session.and_then(|id| self.sessions.get(id)).map(|session| session.site.clone());
        subject.site.cloned().or_else(of_session)
    }

    /// Whether a session is queued or active.
    pub(super) fn is_live(&self, session: &SessionId) -> bool {
        self.sessions.get(session).is_some_and(|session| session.state != SessionState::Ended)
    }

    /// What is still to be heard at all sites that hear the same voice.
    pub(super) fn busy_in_group(&self, site: &SiteId) -> Option<String> {
        self.sites
            .iter()
            .filter(|(other, _)| self.same_group(site, other))
            .find_map(|(_, site)| site.audible.busy(self.now))
    }

    /// Whether a received WAV is speech that the manager asked for.
    pub(crate) fn is_own_speech(&self, sound: &PlayBytes) -> bool {
        let any_id = self.policy_of(&sound.site_id).dialect().speech_request_id == SpeechRequestId::Own;
        self.sites.get(&sound.site_id).is_some_and(|site| site.audible.awaits(self.now, sound, any_id))
    }

    /// Whether the hotword service of a site should be on, by what the manager has published.
    pub(crate) fn wants_hotword(&self, site: &SiteId) -> bool {
        self.sites.get(site).is_none_or(|site| site.hotword_off.is_empty() && !site.muted_by_others)
    }
}

impl OffReason {
    /// The reason of a toggle; `None` for one that covers all reasons.
    pub(super) fn of(toggle: &Toggle) -> Option<Self> {
        match toggle.reason.as_ref()? {
            ToggleReason::DialogueSession => Some(Self::Session),
            ToggleReason::PlayAudio => Some(Self::Sound),
            ToggleReason::TtsSay => Some(Self::Speech),
            ToggleReason::Other(other) => Some(Self::Other(other.clone())),
            _ => None,
        }
    }
}
