//! Sessions that are no longer ours, so that a late or repeated message does not begin them again.
//! (An intent that comes twice in quick succession is dropped elsewhere: `TOO_FAST` in `conversation.rs`.)

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::SessionId;
use petasos_messages::payload::Intent;
use petasos_sans_io::Time;

use crate::{RecognizedIntent, Site};

/// How many sessions are remembered.
const SESSIONS: usize = 256;

/// How long a session is remembered. Session ids are not used again, except when a skill is tried out by hand.
const REMEMBERED_FOR: Duration = Duration::from_secs(60);

/// The sessions that ended last.
#[derive(Debug, Default)]
pub(crate) struct FinishedSessions {
    sessions: HashMap<SessionId, FinishedSession>,
    order: VecDeque<(Time, SessionId)>,
}

/// What is remembered of a session.
#[derive(Debug)]
struct FinishedSession {
    /// When it was last handled.
    at: Time,
    /// Whether it is over. Otherwise it may go on, but not with `last` again.
    over: bool,
    /// The intent that was handled last.
    last: Option<Arc<Intent>>,
    /// A closing reply that may not have been heard.
    unconfirmed: Option<UnconfirmedReply>,
}

/// A closing reply that was published while the broker was away.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct UnconfirmedReply {
    pub(crate) site: Site,
    pub(crate) lang: Option<String>,
    pub(crate) text: String,
    /// When it is too late to repeat it.
    pub(crate) until: Time,
}

impl FinishedSessions {
    /// A session is over.
    pub(crate) fn end(&mut self, now: Time, session: SessionId, unconfirmed: Option<UnconfirmedReply>) {
        self.remember(session, FinishedSession { at: now, over: true, last: None, unconfirmed });
    }

    /// A session may go on, but not with this intent again.
    pub(crate) fn go_on(
        &mut self,
        now: Time,
        session: SessionId,
        last: Option<Arc<Intent>>,
        unconfirmed: Option<UnconfirmedReply>,
    ) {
        self.remember(session, FinishedSession { at: now, over: false, last, unconfirmed });
    }

    fn remember(&mut self, id: SessionId, session: FinishedSession) {
        self.order.push_back((session.at, id.clone()));
        self.sessions.insert(id, session);
        if self.order.len() > SESSIONS {
            self.forget_oldest();
        }
    }

    /// Forgets sessions that are old enough.
    pub(crate) fn forget_before(&mut self, now: Time) {
        while self.order.front().is_some_and(|(at, _)| *at + REMEMBERED_FOR <= now) {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        // A session that was remembered again since then stays.
        if let Some((at, id)) = self.order.pop_front()
            && self.sessions.get(&id).is_some_and(|session| session.at == at)
        {
            self.sessions.remove(&id);
        }
    }

    /// Whether an intent of a session comes too late or twice.
    pub(crate) fn has_handled(&self, session: &SessionId, recognized: &RecognizedIntent) -> bool {
        let has_handled =
            |session: &FinishedSession| session.over || session.last.as_deref() == Some(&*recognized.message);
        self.sessions.get(session).is_some_and(has_handled)
    }

    /// Whether a session is over, as far as we remember.
    pub(crate) fn is_over(&self, session: &SessionId) -> bool {
        self.sessions.get(session).is_some_and(|session| session.over)
    }

    /// The unconfirmed closing reply of a session, unless it is too late for it.
    pub(crate) fn take_unconfirmed(&mut self, now: Time, session: &SessionId) -> Option<UnconfirmedReply> {
        self.sessions.get_mut(session)?.unconfirmed.take_if(|unconfirmed| now <= unconfirmed.until)
    }
}
