//! Sessions that do not end, end without a start, or end because nobody said anything.

use std::time::Duration;

use petasos_messages::payload::Termination;
use petasos_messages::{Message, SessionId, SiteId};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding, span};
use crate::doctor::observed_state::{ObservedSession, ObservedState};

/// No manager waits longer than this for an answer.
const LOST: Duration = Duration::from_secs(180);
/// A session that began before the recording has ended within this time.
const BEFORE: Duration = Duration::from_secs(120);
/// This many silent sessions in a row mean that the wake word was not said at all.
const IN_A_ROW: u32 = 3;

#[derive(Debug, Default)]
pub(super) struct Endings {
    /// How many sessions in a row have ended at a site without a word of the user.
    unspoken: BoundedMap<SiteId, u32, 256>,
    /// Sessions that were reported already.
    reported: BoundedMap<SessionId, (), 1024>,
    /// Whether the ASR works at all.
    asr_works: bool,
}

impl Check for Endings {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::TextCaptured(_)) => self.asr_works = true,
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
                            "Session {} ended at {}, but its start was never seen.",
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
            if quiet <= LOST || self.reported.get(id).is_some() {
                continue;
            }
            self.reported.insert(id.clone(), ());
            findings.add(NewFinding::of(Diagnosis::SessionNeverEnds).at(site).in_session(Some(id)), || {
                format!(
                    "Session {id} was started at {site}, but no message has mentioned it for {}.",
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
        if self.asr_works && *count >= IN_A_ROW {
            findings
                .add(NewFinding::of(Diagnosis::KeepsTimingOut).at(site).in_session(Some(session)), || {
                    format!("At {site}, {count} sessions in a row timed out because nobody said anything.")
                });
        }
    }
}
