//! What all sites share.

use std::collections::VecDeque;
use std::sync::Arc;

use foldhash::HashMap;
use petasos_messages::{Message, RequestId, SessionId, SiteId};

use crate::configured_intents::ConfiguredIntents;
use crate::id_generator::IdGenerator;
use crate::skill_registry::SkillRegistry;
use crate::{Notice, Output, Policy, Statistics};

/// Where the registry keeps a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct SiteKey(pub(crate) u32);

/// Policy, ids, outputs, and where to find a session.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) policy: Policy,
    pub(crate) ids: IdGenerator,
    pub(crate) outputs: VecDeque<Output>,
    pub(crate) statistics: Statistics,
    /// Active sessions.
    pub(crate) sessions: HashMap<SessionId, SiteKey>,
    /// Speech that is being spoken; `sayFinished` need not name a site.
    pub(crate) speeches: HashMap<RequestId, SiteKey>,
    /// Intents that were switched on or off everywhere.
    pub(crate) configured: ConfiguredIntents,
    /// Which skills there are.
    pub(crate) skills: SkillRegistry,
    /// `dialogueManager/toggleOff` was received.
    pub(crate) switched_off: bool,
    /// A session of this group has just ended: another site of it may have one waiting.
    pub(crate) freed: Option<Arc<str>>,
}

impl Shared {
    pub(crate) fn notice(&mut self, notice: Notice) {
        self.outputs.push_back(Output::Notice(notice));
    }

    /// Counts and reports a message that changed nothing.
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
