//! Sessions that wait for a site.

use std::collections::BTreeSet;

use petasos_messages::{Message, SessionId, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Findings, NewFinding};
use super::super::observed_state::ObservedState;
use super::Check;
use petasos_recording::{BoundedMap, DecodedEntry};

/// So many do not wait at once where somebody gets on with them.
const MANY: usize = 5;
/// More than these are not counted.
const MOST: usize = 64;

/// Looks at queues.
#[derive(Debug, Default)]
pub(super) struct GrowingQueue {
    waiting: BoundedMap<SiteId, BTreeSet<SessionId>, 256>,
}

impl Check for GrowingQueue {
    fn observe(&mut self, _: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::SessionQueued(queued)) => {
                let site = &queued.site_id;
                let waiting = self.waiting.entry(site.clone());
                if waiting.len() < MOST {
                    waiting.insert(queued.session_id.clone());
                }
                if waiting.len() >= MANY {
                    findings.add(NewFinding::of(Diagnosis::QueueGrows).at(site), || {
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

impl GrowingQueue {
    fn leaves(&mut self, site: &SiteId, session: &SessionId) {
        self.waiting.entry(site.clone()).remove(session);
    }
}
