//! State shared by all sites.

use std::collections::VecDeque;
use std::sync::Arc;

use foldhash::HashMap;
use petasos_messages::{Message, RequestId, SessionId, SiteId};

use crate::configured_intents::ConfiguredIntents;
use crate::id_generator::IdGenerator;
use crate::skill_registry::SkillRegistry;
use crate::{Notice, Output, Policy, Statistics};

/// The index of a site in the registry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SiteKey(pub(crate) u32);

#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) policy: Policy,
    pub(crate) ids: IdGenerator,
    pub(crate) outputs: VecDeque<Output>,
    pub(crate) statistics: Statistics,
    /// The site of each active session.
    pub(crate) sessions: HashMap<SessionId, SiteKey>,
    /// The site of each pending speech; `sayFinished` may lack the site id.
    pub(crate) speeches: HashMap<RequestId, SiteKey>,
    /// Intents enabled or disabled at every site.
    pub(crate) configured: ConfiguredIntents,
    pub(crate) skills: SkillRegistry,
    /// `dialogueManager/toggleOff` was received.
    pub(crate) switched_off: bool,
    /// The group of a session that has just ended; another site of the group may have one queued.
    pub(crate) freed: Option<Arc<str>>,
}

impl Shared {
    pub(crate) fn notice(&mut self, notice: Notice) {
        self.outputs.push_back(Output::Notice(notice));
    }

    /// Counts and reports a message that had no effect.
    pub(crate) fn ignore(
        &mut self,
        message: &Message,
        reason: &'static str,
        site_id: Option<&SiteId>,
        session_id: Option<&SessionId>,
    ) {
        self.statistics.ignored += 1;
        self.notice(Notice::Ignored {
            message: message.kind(),
            reason,
            site_id: site_id.cloned(),
            session_id: session_id.cloned(),
        });
    }
}
