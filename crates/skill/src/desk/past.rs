//! Sessions that are no longer ours, so that what comes late or twice does not begin them anew.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use petasos_messages::SessionId;
use petasos_messages::payload::Intent;

use crate::Turn;

/// So many sessions are remembered.
const SESSIONS: usize = 256;

/// The last sessions.
#[derive(Debug, Default)]
pub(crate) struct Past {
    /// With the turn after which it may go on; `None`: it is over.
    sessions: HashMap<SessionId, Option<Arc<Intent>>>,
    order: VecDeque<SessionId>,
}

impl Past {
    /// Remembers a session. With a last turn it may go on, but not with that turn.
    pub(crate) fn end(&mut self, session: SessionId, last: Option<Arc<Intent>>) {
        if self.sessions.insert(session.clone(), last).is_none() {
            self.order.push_back(session);
        }
        if self.order.len() > SESSIONS
            && let Some(oldest) = self.order.pop_front()
        {
            self.sessions.remove(&oldest);
        }
    }

    /// Whether an intent of a session comes too late, or twice.
    pub(crate) fn has_dealt_with(&self, session: &SessionId, turn: &Turn) -> bool {
        match self.sessions.get(session) {
            None => false,
            Some(None) => true,
            Some(Some(last)) => **last == *turn.message,
        }
    }

    /// Whether a session is remembered as one that does not go on.
    pub(crate) fn is_over(&self, session: &SessionId) -> bool {
        matches!(self.sessions.get(session), Some(None))
    }

    /// Whether a session is remembered.
    pub(crate) fn knows(&self, session: &SessionId) -> bool {
        self.sessions.contains_key(session)
    }

    /// Nothing more can come of a session, not even late.
    pub(crate) fn forget(&mut self, _session: &SessionId) {}
}
