//! What happens once in a turn happens once.

use std::collections::{BTreeMap, BTreeSet};

use petasos_messages::{Message, RequestId, SessionId};

use super::sessions::published;
use super::{Check, Findings, Picture};
use crate::Event;

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(OneQuery::default()),
        Box::new(OneAnswer::default()),
        Box::new(SureEnough::default()),
        Box::new(SaidOnce::default()),
        Box::new(OwnSayId::default()),
    ]
}

/// How often something may still be done in a session.
type Budget = BTreeMap<SessionId, u32>;

/// Takes one from the budget; false if there is none left.
fn spend(budget: &mut Budget, session: &SessionId) -> bool {
    match budget.get_mut(session) {
        Some(left) if *left > 0 => {
            *left -= 1;
            true
        }
        _ => false,
    }
}

/// The text a manager may act on: for a session by id, or for the one session of a site.
fn captured<'a>(picture: &'a Picture, message: &'a Message) -> Option<&'a SessionId> {
    let Message::TextCaptured(heard) = message else {
        return None;
    };
    let at_site = || picture.sites.get(heard.site_id.as_ref()?)?.active.first();
    heard.session_id.as_ref().or_else(at_site)
}

/// At most one query for each time the user was heard (I08).
#[derive(Debug, Default)]
struct OneQuery {
    captured: Budget,
    opened: Budget,
}

impl Check for OneQuery {
    fn name(&self) -> &'static str {
        "one query per turn"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let message = match event {
            Event::Received { message, .. } => {
                if let Some(session) = captured(picture, message) {
                    *self.captured.entry(session.clone()).or_default() += 1;
                }
                return;
            }
            Event::Published(message) => message.as_ref(),
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
            findings.add("a query without a session");
            return;
        };
        let site = picture.sessions.get(session).map(|session| &session.site);
        let has_microphone = site.is_none_or(|site| picture.rules(site).microphone);
        // Without a microphone the words come from elsewhere, and may begin the session.
        if !has_microphone {
            return;
        }
        if !spend(&mut self.captured, session) {
            findings.add(format!("{session} asks without words of the user"));
        }
        if !spend(&mut self.opened, session) {
            findings.add(format!("{session} asks twice in one turn"));
        }
    }
}

/// A skill is asked for at most one answer per turn (I09, "an intent is acted on at most once").
#[derive(Debug, Default)]
struct OneAnswer {
    asked: BTreeSet<SessionId>,
}

impl Check for OneAnswer {
    fn name(&self) -> &'static str {
        "one intent per turn"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        if let Event::Received { message, .. } = event
            && let Some(session) = captured(picture, message)
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
                findings.add(format!("{session} publishes {} in the same turn", intent.intent.intent_name));
            }
            Some(_) => {}
            None => findings.add("an intent without a session"),
        }
    }
}

/// Words the ASR is not sure enough of never become a query or an intent (I31).
#[derive(Debug, Default)]
struct SureEnough {
    unsure: BTreeSet<SessionId>,
}

impl Check for SureEnough {
    fn name(&self) -> &'static str {
        "unsure words are not understood"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        if let Event::Received { message, .. } = event {
            let Message::TextCaptured(heard) = message.as_ref() else {
                return;
            };
            let session = captured(picture, message);
            let Some((session, known)) = session.and_then(|id| Some((id, picture.sessions.get(id)?))) else {
                return;
            };
            let threshold = picture.rules(&known.site).min_asr_confidence;
            let sure = threshold <= 0.0 || heard.likelihood.is_some_and(|sure| sure >= threshold);
            let listening = picture.sites.get(&known.site).is_some_and(|site| site.listening.is_some());
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
            findings.add(format!("{session} goes on with words nobody was sure of"));
        }
    }
}

/// The same words are said once, however often a skill asks for them (I17).
#[derive(Debug, Default)]
struct SaidOnce {
    said: BTreeSet<(SessionId, String)>,
}

impl Check for SaidOnce {
    fn name(&self) -> &'static str {
        "words are said once"
    }

    fn observe(&mut self, _: &Picture, event: &Event, findings: &mut Findings<'_>) {
        match published(event) {
            Some(Message::StartListening(start)) => {
                self.said.retain(|(session, _)| start.session_id.as_ref() != Some(session));
            }
            // Without a microphone it is the next query that shows a new turn.
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
                    findings.add(format!("{:?} is said twice in {:?}", say.text, say.session_id));
                }
            }
            _ => {}
        }
    }
}

/// Every speech has an id of its own (I16).
#[derive(Debug, Default)]
struct OwnSayId {
    seen: BTreeSet<RequestId>,
}

impl Check for OwnSayId {
    fn name(&self) -> &'static str {
        "every speech has its own id"
    }

    fn observe(&mut self, _: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let id = match published(event) {
            Some(Message::Say(say)) => say.id.as_ref(),
            Some(Message::PlayBytes(sound)) => Some(&sound.request_id),
            _ => return,
        };
        match id {
            Some(id) if self.seen.insert(id.clone()) => {}
            id => findings.add(format!("the id {id:?} is missing or used again")),
        }
    }
}
