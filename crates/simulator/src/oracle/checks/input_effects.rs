//! What one input may cause: nothing if it is late or foreign, nothing at other sites, and a bounded number of messages.

use std::collections::BTreeSet;

use petasos_messages::payload::SessionInit;
use petasos_messages::{Message, SessionId, SiteId};

use super::published;
use crate::TraceEvent;
use crate::oracle::{Check, ObservedState, Violations};

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(ForeignMessagesIgnored),
        Box::new(NotificationIsolated),
        Box::new(SitesIndependent),
        Box::new(OutputBounded::default()),
    ]
}

/// A message for a session that has ended or never existed, or for a session at another site, causes nothing.
#[derive(Debug)]
struct ForeignMessagesIgnored;

impl Check for ForeignMessagesIgnored {
    fn name(&self) -> &'static str {
        "late and foreign messages change nothing"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(answer) = published(event).filter(|message| !matches!(message, Message::DialogueError(_)))
        else {
            return;
        };
        let Some(TraceEvent::Received { message, echo: false, .. }) = &observed.input else {
            return;
        };
        // The input has to be judged by the state before its answers: only the first answer is checked.
        if !observed.touched_sites.is_empty() || !observed.just_ended.is_empty() {
            return;
        }
        if let Some(reason) = foreign(observed, message) {
            let (input, output) = (message.kind(), answer.kind());
            violations.add(format!("{input} {reason} leads to {output}"));
        }
    }
}

/// Why a message must be ignored.
fn foreign(observed: &ObservedState, message: &Message) -> Option<&'static str> {
    let judged = matches!(
        message,
        Message::ContinueSession(_)
            | Message::EndSession(_)
            | Message::TextCaptured(_)
            | Message::Intent(_)
            | Message::IntentParsed(_)
            | Message::SlotParsed(_)
            | Message::NluIntentNotRecognized(_)
    );
    let subject = message.subject();
    let session = subject.session.filter(|_| judged)?;
    // At a site without a microphone, text that a user typed may start a session.
    let typed = subject.site.is_some_and(|site| !observed.policy_of(site).microphone);
    if matches!(message, Message::TextCaptured(_)) && typed {
        return None;
    }
    if !observed.is_live(session) {
        return Some("of no live session");
    }
    let elsewhere =
        observed.sessions.get(session).zip(subject.site).is_some_and(|(known, site)| known.site != *site);
    (elsewhere && matches!(message, Message::TextCaptured(_))).then_some("from another site")
}

/// A notification never ends or alters another session.
#[derive(Debug)]
struct NotificationIsolated;

impl Check for NotificationIsolated {
    fn name(&self) -> &'static str {
        "a notification harms nobody"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let (Some(answer), Some(TraceEvent::Received { message, .. })) = (published(event), &observed.input)
        else {
            return;
        };
        let Message::StartSession(start) = message.as_ref() else {
            return;
        };
        let Some(id) =
            answer.subject().session.filter(|_| matches!(start.init, SessionInit::Notification { .. }))
        else {
            return;
        };
        let active = observed.sessions.get(id).is_some_and(|session| {
            observed.sites.get(&session.site).is_some_and(|site| site.active.contains(id))
        });
        let began = matches!(
            answer,
            Message::SessionStarted(_)
                | Message::Say(_)
                | Message::HotwordToggleOff(_)
                | Message::StopListening(_)
        );
        let ends = matches!(answer, Message::SessionEnded(_));
        if active && !began && (!ends || is_awaiting(observed, id)) {
            violations.add(format!("{} of {id}", answer.kind()));
        }
    }
}

/// Whether a component owes a message of a session.
fn is_awaiting(observed: &ObservedState, id: &SessionId) -> bool {
    observed.sessions.get(id).is_some_and(|session| session.owed_by.is_some())
}

/// An input for one site has no effect at a site that does not hear the same voice.
#[derive(Debug)]
struct SitesIndependent;

impl Check for SitesIndependent {
    fn name(&self) -> &'static str {
        "sites do not affect each other"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let (Some(answer), Some(TraceEvent::Received { message, .. })) = (published(event), &observed.input)
        else {
            return;
        };
        let (input, output) = (message.subject(), observed.site_of(answer));
        let of_session = input.session.and_then(|id| observed.sessions.get(id)).map(|session| &session.site);
        let concerned: Vec<&SiteId> = input.site.into_iter().chain(of_session).collect();
        let Some(output) = output.filter(|_| !concerned.is_empty()) else {
            return;
        };
        if !concerned.iter().any(|site| observed.same_group(site, &output)) {
            let (input, answer) = (message.kind(), answer.kind());
            violations.add(format!("{input} for {concerned:?} leads to {answer} at {output}"));
        }
    }
}

/// One input causes a bounded number of messages for each site it touches and each session it ends.
#[derive(Debug, Default)]
struct OutputBounded {
    sent: usize,
    ended: usize,
    sites: BTreeSet<SiteId>,
}

/// A barge-in with sounds: stop, end, toggles of sound and speech, the sound, start, toggles, listen.
const MAX_PER_SITE: usize = 16;

impl Check for OutputBounded {
    fn name(&self) -> &'static str {
        "few messages per input"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, _: &mut Violations<'_>) {
        if let Some(message) = published(event) {
            self.sites.extend(observed.site_of(message));
            self.sent += 1;
            self.ended += usize::from(matches!(message, Message::SessionEnded(_)));
        }
    }

    fn after_input(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        let most = MAX_PER_SITE * (self.sites.len().max(1) + self.ended);
        if self.sent > most {
            violations.add(format!("{} messages for {:?}", self.sent, observed.input));
        }
        *self = Self::default();
    }
}
