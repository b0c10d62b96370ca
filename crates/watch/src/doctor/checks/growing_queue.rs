//! Sessions that wait for a site.

use std::collections::BTreeSet;

use petasos_messages::{Message, SessionId, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Note, Notes};
use super::super::memory::Memory;
use super::super::said::Said;
use super::super::scene::Scene;
use super::Check;

/// So many do not wait at once where somebody gets on with them.
const MANY: usize = 5;
/// More than these are not counted.
const MOST: usize = 64;

/// Looks at queues.
#[derive(Debug)]
pub(super) struct Queue {
    waiting: Memory<SiteId, BTreeSet<SessionId>>,
}

impl Default for Queue {
    fn default() -> Self {
        Self { waiting: Memory::of(256) }
    }
}

impl Check for Queue {
    fn observe(&mut self, _: &Scene, said: &Said<'_>, notes: &mut Notes) {
        match &said.message {
            Some(Message::SessionQueued(queued)) => {
                let site = &queued.site_id;
                let waiting = self.waiting.entry(site.clone());
                if waiting.len() < MOST {
                    waiting.insert(queued.session_id.clone());
                }
                if waiting.len() >= MANY {
                    notes.add(Note::of(Diagnosis::QueueGrows).at(site), || {
                        format!("At {site}, {} sessions wait for their turn.", waiting.len())
                    });
                }
            }
            Some(Message::SessionStarted(started)) => self.leaves(&started.site_id, &started.session_id),
            Some(Message::SessionEnded(ended)) => self.leaves(&ended.site_id, &ended.session_id),
            _ => {}
        }
    }
}

impl Queue {
    fn leaves(&mut self, site: &SiteId, session: &SessionId) {
        self.waiting.entry(site.clone()).remove(session);
    }
}
