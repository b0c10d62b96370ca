//! Sessions that skills answer too late, not at all, or without ending them.

use std::time::Duration;

use petasos_messages::payload::Termination;
use petasos_messages::{IntentName, Message, SessionId};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding, span};
use crate::doctor::observed_state::{ObservedSession, ObservedState};
use crate::tracker::Outcome;

/// Two answers within this time come from two skills.
const SAME_TURN: Duration = Duration::from_secs(10);
/// This many failures in a row are not a coincidence.
const FAILURES: u32 = 5;

/// An answer may arrive up to this long after the end.
const LATE: Duration = Duration::from_secs(10);

#[derive(Debug, Default)]
pub(super) struct SkillAnswers {
    /// When sessions timed out: their answer may only be late.
    timed_out: BoundedMap<SessionId, Duration, 64>,
    /// Whether the NLU has ever understood anything.
    understood: bool,
    not_understood: u32,
}

impl Check for SkillAnswers {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::ContinueSession(answer)) => self.answer(state, &answer.session_id, findings),
            Some(Message::EndSession(answer)) => self.answer(state, &answer.session_id, findings),
            Some(Message::SessionEnded(ended))
                if matches!(ended.termination, Termination::Timeout { .. }) =>
            {
                self.timed_out.insert(ended.session_id.clone(), state.now);
            }
            Some(Message::IntentParsed(_) | Message::Intent(_)) => self.understood = true,
            Some(Message::NluIntentNotRecognized(_)) if !self.understood => {
                self.not_understood += 1;
                if self.not_understood >= FAILURES {
                    findings.add(NewFinding::of(Diagnosis::NeverUnderstood), || {
                        format!("The NLU was asked {FAILURES} times and has not understood anything.")
                    });
                }
            }
            _ => {}
        }
    }

    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        if let Some(before) = state.now.checked_sub(LATE) {
            self.conclude(state, before, findings);
        }
    }

    fn finish(&mut self, state: &ObservedState, findings: &mut Findings) {
        self.conclude(state, state.now, findings);
    }
}

impl SkillAnswers {
    fn answer(&mut self, state: &ObservedState, id: &SessionId, findings: &mut Findings) {
        self.timed_out.remove(id);
        late(state, id, findings);
    }

    /// Sessions that timed out before this time will not be answered any more.
    fn conclude(&mut self, state: &ObservedState, before: Duration, findings: &mut Findings) {
        for (id, _) in self.timed_out.take(|_, at| *at <= before) {
            if let Some(session) = state.session(&id) {
                unanswered(&id, &session, findings);
            }
        }
    }
}

/// Reports an answer to a session that has already ended.
fn late(state: &ObservedState, id: &SessionId, findings: &mut Findings) {
    let Some(session) = state.session(id) else { return };
    let Some(ended) = &session.session.ended else { return };
    let is_second = session.turn.answered.is_some_and(|first| state.now.saturating_sub(first) <= SAME_TURN);
    // A skill cannot know at once that the user has aborted the session.
    if is_second || ended.outcome == Outcome::Ended(Termination::AbortedByUser) {
        return;
    }
    findings.add(NewFinding::of(Diagnosis::LateAnswer).at(session.site).in_session(Some(id)), || {
        let late = span(state.now.saturating_sub(ended.at));
        let took = match &session.turn.intent {
            Some((intent, at)) => {
                format!(", {} after the intent {intent}", span(state.now.saturating_sub(*at)))
            }
            None => String::new(),
        };
        format!("A skill answered session {id} at {} {late} after the session had ended{took}.", session.site)
    });
}

/// Reports why a session timed out, if a skill should have answered or the intent should have been published.
fn unanswered(id: &SessionId, session: &ObservedSession<'_>, findings: &mut Findings) {
    let ObservedSession { site, turn, .. } = session;
    let note = |diagnosis| NewFinding::of(diagnosis).in_session(Some(id));
    match &turn.intent {
        None if turn.asked.is_some() && turn.parsed > 0 && turn.answered.is_none() => {
            findings.add(note(Diagnosis::IntentNotPublished), || {
                format!("The NLU answered in session {id} at {site}, but no intent was published and the session timed out.")
            });
        }
        Some((intent, _)) if turn.answered.is_none() => {
            let intent: &IntentName = intent;
            let about = intent.as_str();
            if turn.spoke {
                findings.add(note(Diagnosis::LeftOpen).about(about), || {
                    format!("Something spoke at {site} for the intent {intent} but left session {id} open until it timed out.")
                });
            } else {
                findings.add(note(Diagnosis::IntentUnanswered).about(about), || {
                    format!("No skill answered the intent {intent} at {site}; session {id} timed out.")
                });
            }
        }
        _ => {}
    }
}
