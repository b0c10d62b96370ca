//! Sessions that are no longer ours, so that what comes late or twice does not begin them anew.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use petasos_messages::SessionId;
use petasos_messages::payload::Intent;

use crate::{Site, Turn};

/// So many sessions are remembered.
const SESSIONS: usize = 256;

/// So long they are remembered. Ids of sessions are never used again, except by people who try out a skill by hand.
const LONG: Duration = Duration::from_secs(60);

/// The last sessions.
#[derive(Debug, Default)]
pub(crate) struct Past {
    sessions: HashMap<SessionId, Memory>,
    order: VecDeque<(Duration, SessionId)>,
}

/// What is remembered of a session.
#[derive(Debug)]
struct Memory {
    /// When it was last dealt with.
    at: Duration,
    /// Whether it is over. Otherwise it may go on, but not with `last` once more.
    over: bool,
    /// The turn that was dealt with last.
    last: Option<Arc<Intent>>,
    /// Last words that may not have been heard.
    doubt: Option<Doubt>,
}

/// Last words that were given to a broker that was away.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Doubt {
    pub(crate) site: Site,
    pub(crate) lang: Option<String>,
    pub(crate) text: String,
    /// When it is too late to say them.
    pub(crate) until: Duration,
}

impl Past {
    /// A session is over.
    pub(crate) fn end(&mut self, now: Duration, session: SessionId, doubt: Option<Doubt>) {
        self.remember(session, Memory { at: now, over: true, last: None, doubt });
    }

    /// A session goes on, but not with this turn once more.
    pub(crate) fn go_on(
        &mut self,
        now: Duration,
        session: SessionId,
        last: Option<Arc<Intent>>,
        doubt: Option<Doubt>,
    ) {
        self.remember(session, Memory { at: now, over: false, last, doubt });
    }

    fn remember(&mut self, session: SessionId, memory: Memory) {
        self.order.push_back((memory.at, session.clone()));
        self.sessions.insert(session, memory);
        if self.order.len() > SESSIONS {
            self.forget_oldest();
        }
    }

    /// Forgets what was long ago.
    pub(crate) fn forget_before(&mut self, now: Duration) {
        while self.order.front().is_some_and(|(at, _)| *at + LONG <= now) {
            self.forget_oldest();
        }
    }

    fn forget_oldest(&mut self) {
        // A session that was remembered anew since stays.
        if let Some((at, session)) = self.order.pop_front()
            && self.sessions.get(&session).is_some_and(|memory| memory.at == at)
        {
            self.sessions.remove(&session);
        }
    }

    /// Whether an intent of a session comes too late, or twice.
    pub(crate) fn has_dealt_with(&self, session: &SessionId, turn: &Turn) -> bool {
        let has_dealt = |memory: &Memory| memory.over || memory.last.as_deref() == Some(&*turn.message);
        self.sessions.get(session).is_some_and(has_dealt)
    }

    /// Whether a session was ended, as far as we remember.
    pub(crate) fn is_over(&self, session: &SessionId) -> bool {
        self.sessions.get(session).is_some_and(|memory| memory.over)
    }

    /// The last words of a session that may not have been heard, if it is not too late for them.
    pub(crate) fn take_doubt(&mut self, now: Duration, session: &SessionId) -> Option<Doubt> {
        self.sessions.get_mut(session)?.doubt.take_if(|doubt| now <= doubt.until)
    }
}
