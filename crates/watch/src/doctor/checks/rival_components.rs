//! Two components of a kind that answer the same message, each in its own way.

use std::time::Duration;

use petasos_messages::{Message, SiteId};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding, span};
use crate::doctor::observed_state::ObservedState;

/// Two managers start a session for the same cause within this time.
const SAME_CAUSE: Duration = Duration::from_secs(2);
/// Two skills answer the same turn within this time; a later answer may come from the same skill.
const SAME_TURN: Duration = Duration::from_secs(10);

/// Two managers that each start a session for the same cause.
#[derive(Debug, Default)]
pub(super) struct Managers {
    /// When the last session of each site was started, unless something has asked for another since.
    started: BoundedMap<SiteId, Duration, 256>,
}

impl Check for Managers {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let started = match &decoded.message {
            Some(Message::SessionStarted(started)) => started,
            Some(Message::HotwordDetected(_) | Message::StartSession(_)) => {
                self.started.take(|_, _| true);
                return;
            }
            _ => return,
        };
        let site = &started.site_id;
        let before = self.started.get(site).copied();
        self.started.insert(site.clone(), state.now);
        let Some(since) =
            before.map(|before| state.now.saturating_sub(before)).filter(|since| *since <= SAME_CAUSE)
        else {
            return;
        };
        let open = state.site(site).and_then(|site| site.session.as_ref());
        if let Some(open) = open.filter(|open| **open != started.session_id) {
            findings.add(
                NewFinding::of(Diagnosis::TwoManagers).at(site).in_session(Some(&started.session_id)),
                || {
                    format!(
                        "At {site}, session {} was started {} after session {open}, which had not ended.",
                        started.session_id,
                        span(since)
                    )
                },
            );
        }
    }
}

/// Two answers within a turn of a session. Exact duplicates are handled by `duplicates.rs`.
#[derive(Debug)]
pub(super) struct Answers;

impl Check for Answers {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let Some(message) = &decoded.message else { return };
        let Some((id, session)) = message.subject().session.and_then(|id| Some((id, state.session(id)?)))
        else {
            return;
        };
        let turn = session.turn;
        let note = |diagnosis| NewFinding::of(diagnosis).at(session.site).in_session(Some(id));
        match message {
            // Text that is typed comes without a microphone, and some dialects publish an utterance sentence by sentence.
            Message::TextCaptured(_)
                if turn.listening.is_some()
                    && turn.captured > 0
                    && !state.dialect.is_some_and(|dialect| dialect.asr_splits_utterances) =>
            {
                findings.add(note(Diagnosis::TwoAsrs), || {
                    format!("At {}, what the user said in session {id} was transcribed twice.", session.site)
                });
            }
            Message::IntentParsed(_) | Message::NluIntentNotRecognized(_)
                if turn.asked.is_some() && turn.parsed > 0 =>
            {
                findings.add(note(Diagnosis::TwoNlus), || {
                    format!("At {}, the NLU was asked once in session {id} but answered twice.", session.site)
                });
            }
            // Two NLUs of Rhasspy publish two intents as well, but after two answers.
            Message::Intent(intent)
                if turn.asked.is_some() && turn.intents > 0 && turn.parsed <= turn.intents =>
            {
                findings.add(note(Diagnosis::TwoIntentPublishers), || {
                    format!(
                        "At {}, the intent of session {id} was published twice; the second time it was {}.",
                        session.site, intent.intent.intent_name
                    )
                });
            }
            Message::ContinueSession(_) | Message::EndSession(_) => {
                let Some(since) = turn.answered.map(|first| state.now.saturating_sub(first)) else { return };
                if since <= SAME_TURN {
                    findings.add(note(Diagnosis::TwoSkills), || {
                        format!(
                            "At {}, session {id} was answered twice, {} apart.",
                            session.site,
                            span(since)
                        )
                    });
                }
            }
            _ => {}
        }
    }
}
