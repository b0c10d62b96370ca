//! Sessions that do not end, end without a beginning, or end because nobody said anything.

use std::time::Duration;

use petasos_messages::payload::Termination;
use petasos_messages::{Message, SessionId, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Findings, NewFinding, span};
use super::super::observed_state::{ObservedSession, ObservedState};
use super::Check;
use petasos_recording::{BoundedMap, DecodedEntry};

/// A session of which nothing is heard for so long is forgotten. No manager waits so long for anybody.
const FORGOTTEN: Duration = Duration::from_secs(180);
/// A session that began before the recording has ended by then.
const BEFORE: Duration = Duration::from_secs(120);
/// Nobody says nothing so often in a row after the wake word, unless it was not said at all.
const IN_A_ROW: u32 = 3;

/// Looks at the ends of sessions.
#[derive(Debug, Default)]
pub(super) struct Endings {
    /// How many sessions of a site in a row have ended with nobody having spoken.
    unspoken: BoundedMap<SiteId, u32, 256>,
    /// Sessions that were told of already.
    told: BoundedMap<SessionId, (), 1024>,
    /// Whether the ASR works at all.
    hears: bool,
}

impl Check for Endings {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::TextCaptured(_)) => self.hears = true,
            Some(Message::SessionEnded(ended)) => match state.session(&ended.session_id) {
                Some(session) => {
                    let timed_out = matches!(ended.termination, Termination::Timeout { .. });
                    let unspoken =
                        timed_out && session.turn.listening.is_some() && session.turn.captured == 0;
                    self.count(&ended.session_id, session.site, unspoken, findings);
                }
                None if state.age() > BEFORE => {
                    let note = NewFinding::of(Diagnosis::SessionWithoutStart).at(&ended.site_id);
                    findings.add(note.in_session(Some(&ended.session_id)), || {
                        format!(
                            "Session {} ended at {}, and its start was never seen.",
                            ended.session_id, ended.site_id
                        )
                    });
                }
                None => {}
            },
            _ => {}
        }
    }

    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        for ObservedSession { site, session, turn } in state.open_sessions() {
            let (id, quiet) = (&session.id, state.now.saturating_sub(turn.last_named));
            if quiet <= FORGOTTEN || self.told.get(id).is_some() {
                continue;
            }
            self.told.insert(id.clone(), ());
            findings.add(NewFinding::of(Diagnosis::SessionNeverEnds).at(site).in_session(Some(id)), || {
                format!(
                    "Session {id} was started at {site}, and nothing has been heard of it for {}.",
                    span(quiet)
                )
            });
        }
    }
}

impl Endings {
    fn count(&mut self, session: &SessionId, site: &SiteId, unspoken: bool, findings: &mut Findings) {
        let count = self.unspoken.entry(site.clone());
        *count = if unspoken { *count + 1 } else { 0 };
        if self.hears && *count >= IN_A_ROW {
            findings
                .add(NewFinding::of(Diagnosis::KeepsTimingOut).at(site).in_session(Some(session)), || {
                    format!("At {site}, {count} sessions in a row timed out because nobody said anything.")
                });
        }
    }
}
