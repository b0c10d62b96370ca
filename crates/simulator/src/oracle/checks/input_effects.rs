//! What one input may do: nothing if it is late or strange, nothing elsewhere, and never too much.

use std::collections::BTreeSet;

use petasos_messages::payload::SessionInit;
use petasos_messages::{Message, SiteId};

use super::sessions::published;
use super::{Check, Findings, Picture};
use crate::Event;

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(StrangersChangeNothing),
        Box::new(NotificationHarmsNobody),
        Box::new(SitesApart),
        Box::new(OutputBounded::default()),
    ]
}

/// A message for a session that ended or never was, or for a session at another site, leads to nothing (I19, I23).
#[derive(Debug)]
struct StrangersChangeNothing;

impl Check for StrangersChangeNothing {
    fn name(&self) -> &'static str {
        "late and foreign messages change nothing"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(answer) = published(event).filter(|message| !matches!(message, Message::DialogueError(_)))
        else {
            return;
        };
        let Some(Event::Received { message, echo: false, .. }) = &picture.input else {
            return;
        };
        // What the input was must be judged before its answers changed the picture: only the first answer counts.
        if !picture.touched.is_empty() || !picture.just_ended.is_empty() {
            return;
        }
        if let Some(reason) = strange(picture, message) {
            let (input, output) = (message.kind(), answer.kind());
            findings.add(format!("{input} {reason} leads to {output}"));
        }
    }
}

/// Why a message cannot mean anything to this manager.
fn strange(picture: &Picture, message: &Message) -> Option<&'static str> {
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
    // Words typed by a person may open a text session of their own where there is no microphone.
    let typed = subject.site.is_some_and(|site| !picture.rules(site).microphone);
    if matches!(message, Message::TextCaptured(_)) && typed {
        return None;
    }
    if !picture.is_live(session) {
        return Some("of no live session");
    }
    let elsewhere =
        picture.sessions.get(session).zip(subject.site).is_some_and(|(known, site)| known.site != *site);
    (elsewhere && matches!(message, Message::TextCaptured(_))).then_some("from another site")
}

/// A notification never ends or alters somebody else's session (I15).
#[derive(Debug)]
struct NotificationHarmsNobody;

impl Check for NotificationHarmsNobody {
    fn name(&self) -> &'static str {
        "a notification harms nobody"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let (Some(answer), Some(Event::Received { message, .. })) = (published(event), &picture.input) else {
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
        let active = picture.sessions.get(id).is_some_and(|session| {
            picture.sites.get(&session.site).is_some_and(|site| site.active.contains(id))
        });
        let began = matches!(
            answer,
            Message::SessionStarted(_)
                | Message::Say(_)
                | Message::HotwordToggleOff(_)
                | Message::StopListening(_)
        );
        let ends = matches!(answer, Message::SessionEnded(_));
        if active && !began && (!ends || speaks(picture, id)) {
            findings.add(format!("{} of {id}", answer.kind()));
        }
    }
}

/// Whether somebody is listened to or answered in a session.
fn speaks(picture: &Picture, id: &petasos_messages::SessionId) -> bool {
    picture.sessions.get(id).is_some_and(|session| session.debtor.is_some())
}

/// What happens at one site has no effect at another that does not hear the same voice (I20).
#[derive(Debug)]
struct SitesApart;

impl Check for SitesApart {
    fn name(&self) -> &'static str {
        "sites do not affect each other"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let (Some(answer), Some(Event::Received { message, .. })) = (published(event), &picture.input) else {
            return;
        };
        let (input, output) = (message.subject(), picture.site_of(answer));
        let of_session = input.session.and_then(|id| picture.sessions.get(id)).map(|session| &session.site);
        let concerned: Vec<&SiteId> = input.site.into_iter().chain(of_session).collect();
        let Some(output) = output.filter(|_| !concerned.is_empty()) else {
            return;
        };
        if !concerned.iter().any(|site| picture.same_room(site, &output)) {
            let (input, answer) = (message.kind(), answer.kind());
            findings.add(format!("{input} for {concerned:?} leads to {answer} at {output}"));
        }
    }
}

/// One input leads to a bounded number of messages, per site it touches and session it ends (I26).
#[derive(Debug, Default)]
struct OutputBounded {
    sent: usize,
    ended: usize,
    sites: BTreeSet<SiteId>,
}

/// A barge-in with sounds: stop, end, toggles of sound and speech, the sound, start, toggles, listen.
const MOST_PER_SITE: usize = 16;

impl Check for OutputBounded {
    fn name(&self) -> &'static str {
        "few messages per input"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, _: &mut Findings<'_>) {
        if let Some(message) = published(event) {
            self.sites.extend(picture.site_of(message));
            self.sent += 1;
            self.ended += usize::from(matches!(message, Message::SessionEnded(_)));
        }
    }

    fn after_step(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        let most = MOST_PER_SITE * (self.sites.len().max(1) + self.ended);
        if self.sent > most {
            findings.add(format!("{} messages for {:?}", self.sent, picture.input));
        }
        *self = Self::default();
    }
}
