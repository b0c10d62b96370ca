//! What may happen only once in a turn, or only for text that the ASR is sure of.

use std::collections::{BTreeMap, BTreeSet};

use petasos_messages::{Message, RequestId, SessionId};

use super::published;
use crate::TraceEvent;
use crate::oracle::{Check, ObservedState, Violations};

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(OneQuery::default()),
        Box::new(OneAnswer::default()),
        Box::new(LikelihoodRespected::default()),
        Box::new(SaidOnce::default()),
        Box::new(UniqueIds::default()),
    ]
}

/// How often something may still be done in each session.
type Budget = BTreeMap<SessionId, u32>;

/// Takes one from the budget. Returns false if none is left.
fn spend(budget: &mut Budget, session: &SessionId) -> bool {
    match budget.get_mut(session) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    }
}

/// The session for which text was captured: by its id, or the one session of the site.
fn session_of_text<'a>(observed: &'a ObservedState, message: &'a Message) -> Option<&'a SessionId> {
    let Message::TextCaptured(captured) = message else {
        return None;
    };
    let at_site = || observed.sites.get(captured.site_id.as_ref()?)?.active.first();
    captured.session_id.as_ref().or_else(at_site)
}

/// At most one query for each captured text.
#[derive(Debug, Default)]
struct OneQuery {
    captured: Budget,
    opened: Budget,
}

impl Check for OneQuery {
    fn name(&self) -> &'static str {
        "one query per turn"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let message = match event {
            TraceEvent::Received { message, .. } => {
                if let Some(session) = session_of_text(observed, message) {
                    *self.captured.entry(session.clone()).or_default() += 1;
                }
                return;
            }
            TraceEvent::Published(message) => message.as_ref(),
            _ => return,
        };
        let session = match message {
            Message::StartListening(start) => {
                if let Some(session) = &start.session_id {
                    self.opened.insert(session.clone(), 1);
                }
                return;
            }
            Message::NluQuery(query) => query.session_id.as_ref(),
            Message::PartialQuery(query) => query.session_id.as_ref(),
            _ => return,
        };
        let Some(session) = session else {
            violations.add("a query without a session");
            return;
        };
        let site = observed.sessions.get(session).map(|session| &session.site);
        let has_microphone = site.is_none_or(|site| observed.policy_of(site).microphone);
        // At a site without a microphone text comes from elsewhere, and may start the session.
        if !has_microphone {
            return;
        }
        if !spend(&mut self.captured, session) {
            violations.add(format!("{session} asks without words of the user"));
        }
        if !spend(&mut self.opened, session) {
            violations.add(format!("{session} asks twice in one turn"));
        }
    }
}

/// At most one intent is published in a turn.
#[derive(Debug, Default)]
struct OneAnswer {
    asked: BTreeSet<SessionId>,
}

impl Check for OneAnswer {
    fn name(&self) -> &'static str {
        "one intent per turn"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        if let TraceEvent::Received { message, .. } = event
            && let Some(session) = session_of_text(observed, message)
        {
            self.asked.remove(session);
        }
        let intent = match published(event) {
            Some(Message::StartListening(start)) => {
                start.session_id.as_ref().map(|session| self.asked.remove(session));
                return;
            }
            Some(Message::Intent(intent)) => intent,
            _ => return,
        };
        match &intent.session_id {
            Some(session) if !self.asked.insert(session.clone()) => {
                violations.add(format!("{session} publishes {} in the same turn", intent.intent.intent_name));
            }
            Some(_) => {}
            None => violations.add("an intent without a session"),
        }
    }
}

/// Text below the configured likelihood never becomes a query or an intent.
#[derive(Debug, Default)]
struct LikelihoodRespected {
    unsure: BTreeSet<SessionId>,
}

impl Check for LikelihoodRespected {
    fn name(&self) -> &'static str {
        "unsure words are not understood"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        if let TraceEvent::Received { message, .. } = event {
            let Message::TextCaptured(captured) = message.as_ref() else {
                return;
            };
            let session = session_of_text(observed, message);
            let Some((session, known)) = session.and_then(|id| Some((id, observed.sessions.get(id)?))) else {
                return;
            };
            let threshold = observed.policy_of(&known.site).min_asr_confidence;
            let sure =
                threshold <= 0.0 || captured.likelihood.is_some_and(|likelihood| likelihood >= threshold);
            let listening = observed.sites.get(&known.site).is_some_and(|site| site.listening.is_some());
            if sure {
                self.unsure.remove(session);
            } else if listening {
                self.unsure.insert(session.clone());
            }
        }
        let session = match published(event) {
            Some(Message::StartListening(start)) => {
                start.session_id.as_ref().map(|session| self.unsure.remove(session));
                return;
            }
            Some(Message::NluQuery(query)) => query.session_id.as_ref(),
            Some(Message::PartialQuery(query)) => query.session_id.as_ref(),
            Some(Message::Intent(intent)) => intent.session_id.as_ref(),
            _ => return,
        };
        if let Some(session) = session.filter(|session| self.unsure.contains(*session)) {
            violations.add(format!("{session} goes on with words nobody was sure of"));
        }
    }
}

/// In a turn the same text is said once, however often a skill asks for it.
#[derive(Debug, Default)]
struct SaidOnce {
    said: BTreeSet<(SessionId, String)>,
}

impl Check for SaidOnce {
    fn name(&self) -> &'static str {
        "words are said once"
    }

    fn observe(&mut self, _: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        match published(event) {
            Some(Message::StartListening(start)) => {
                self.said.retain(|(session, _)| start.session_id.as_ref() != Some(session));
            }
            // Without a microphone a query shows that a new turn has begun.
            Some(Message::NluQuery(query)) => {
                self.said.retain(|(session, _)| query.session_id.as_ref() != Some(session));
            }
            Some(Message::PartialQuery(query)) => {
                self.said.retain(|(session, _)| query.session_id.as_ref() != Some(session));
            }
            Some(Message::SessionEnded(ended)) => {
                self.said.retain(|(session, _)| *session != ended.session_id);
            }
            Some(Message::Say(say)) => {
                let said = say.session_id.clone().map(|session| (session, say.text.clone()));
                if said.is_some_and(|said| !self.said.insert(said)) {
                    violations.add(format!("{:?} is said twice in {:?}", say.text, say.session_id));
                }
            }
            _ => {}
        }
    }
}

/// Every `say` and every sound has a new id.
#[derive(Debug, Default)]
struct UniqueIds {
    seen: BTreeSet<RequestId>,
}

impl Check for UniqueIds {
    fn name(&self) -> &'static str {
        "every speech has its own id"
    }

    fn observe(&mut self, _: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let id = match published(event) {
            Some(Message::Say(say)) => say.id.as_ref(),
            Some(Message::PlayBytes(sound)) => Some(&sound.request_id),
            _ => return,
        };
        match id {
            Some(id) if self.seen.insert(id.clone()) => {}
            id => violations.add(format!("the id {id:?} is missing or used again")),
        }
    }
}
