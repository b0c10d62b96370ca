//! Sessions that wait for a site.

use std::collections::BTreeSet;

use petasos_messages::{Message, SessionId, SiteId};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding};
use crate::doctor::observed_state::ObservedState;

/// This many sessions only wait at once if they are not being handled.
const MANY: usize = 5;
/// The most waiting sessions that are counted at a site.
const MOST: usize = 64;

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
                        format!("At {site}, {} sessions are waiting for their turn.", waiting.len())
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
