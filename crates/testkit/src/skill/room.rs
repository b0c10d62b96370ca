//! How things stand in a room: what turns begin and end by.

use petasos_messages::{Message, SessionId};
use petasos_simulator::rooms::Scene;

/// How things stand in a room.
#[derive(Debug, Default)]
pub(super) struct Room {
    session: Option<SessionId>,
    listens: bool,
    /// So many speeches have begun and are not over.
    speaks: usize,
}

impl Room {
    /// Something happened here.
    pub(super) fn look(&mut self, scene: &Scene) {
        match scene {
            Scene::Listening => self.listens = true,
            Scene::Heard(_) | Scene::NotListening => self.listens = false,
            Scene::Says(_) => self.speaks += 1,
            Scene::Said => self.speaks = self.speaks.saturating_sub(1),
            _ => {}
        }
    }

    /// A message about this room passed.
    pub(super) fn heed(&mut self, message: &Message) {
        match message {
            Message::SessionStarted(started) => self.session = Some(started.session_id.clone()),
            Message::SessionEnded(ended) if self.session.as_ref() == Some(&ended.session_id) => {
                self.session = None;
            }
            _ => {}
        }
    }

    /// Whether the microphone is open.
    pub(super) fn listens(&self) -> bool {
        self.listens
    }

    /// Whether this session is held here.
    pub(super) fn is_in(&self, session: &SessionId) -> bool {
        self.session.as_ref() == Some(session)
    }

    /// Whether nothing is going on.
    pub(super) fn rests(&self) -> bool {
        self.session.is_none() && !self.listens && self.speaks == 0
    }
}
