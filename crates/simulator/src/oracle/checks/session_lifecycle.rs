//! What a session may be: one at a time, ended once, and nothing afterwards.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{ComponentName, Termination};
use petasos_messages::{Component, Message, SessionId, SiteId, Subject};

use super::picture::{Session, Stage};
use super::{Check, Findings, Picture};
use crate::Event;

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(OnePerRoom),
        Box::new(StartedOnce),
        Box::new(EndedOnce),
        Box::new(NothingAfterTheEnd),
        Box::new(OneSite),
        Box::new(DebtorNamed),
        Box::new(WakeAnswered::default()),
    ]
}

/// At most one active session where the same voice is heard (I01).
#[derive(Debug)]
struct OnePerRoom;

impl Check for OnePerRoom {
    fn name(&self) -> &'static str {
        "one session per room"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        if let Some(Message::SessionStarted(started)) = published(event)
            && let Some(other) = picture.active_in_room(&started.site_id).next()
        {
            findings.add(format!("{} starts while {other} is active", started.session_id));
        }
    }
}

/// A session id is started once, and queued once before (I05).
#[derive(Debug)]
struct StartedOnce;

impl Check for StartedOnce {
    fn name(&self) -> &'static str {
        "a session starts once"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let (id, queued) = match published(event) {
            Some(Message::SessionStarted(started)) => (&started.session_id, false),
            Some(Message::SessionQueued(queued)) => (&queued.session_id, true),
            _ => return,
        };
        match picture.sessions.get(id).map(|session| session.stage) {
            None => {}
            Some(Stage::Queued) if !queued => {}
            Some(stage) => findings.add(format!("{id} begins again after being {stage:?}")),
        }
    }
}

/// Every started or queued session is ended exactly once, and no other (I02, I04).
#[derive(Debug)]
struct EndedOnce;

impl Check for EndedOnce {
    fn name(&self) -> &'static str {
        "a session ends once"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(Message::SessionEnded(ended)) = published(event) else {
            return;
        };
        match picture.sessions.get(&ended.session_id).map(|session| session.stage) {
            Some(Stage::Started | Stage::Queued) => {}
            _ if picture.doubtful.contains(&ended.session_id) => {}
            Some(Stage::Ended) => findings.add(format!("{} ends a second time", ended.session_id)),
            None => findings.add(format!("{} ends and never started", ended.session_id)),
        }
    }

    fn after_step(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        if picture.input == Some(Event::Restarted) {
            for (id, session) in open(picture) {
                findings.add(format!("{id} at {} was open at the crash and still is", session.site));
            }
        }
    }

    fn at_rest(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        for (id, session) in open(picture) {
            findings.add(format!("{id} at {} is still {:?}", session.site, session.stage));
        }
    }
}

fn open(picture: &Picture) -> impl Iterator<Item = (&SessionId, &Session)> {
    picture.sessions.iter().filter(|(_, session)| session.stage != Stage::Ended)
}

/// Nothing is asked or said for a session after its end (I03).
#[derive(Debug)]
struct NothingAfterTheEnd;

impl Check for NothingAfterTheEnd {
    fn name(&self) -> &'static str {
        "nothing after the end"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(message) = published(event) else {
            return;
        };
        let acts = matches!(
            message,
            Message::Say(_)
                | Message::StartListening(_)
                | Message::NluQuery(_)
                | Message::PartialQuery(_)
                | Message::Intent(_)
                | Message::NluIntentNotRecognized(_)
                | Message::DialogueIntentNotRecognized(_)
        );
        let subject = message.subject();
        if let (true, Some(id)) = (acts, subject.session)
            && picture.sessions.get(id).is_none_or(|session| session.stage != Stage::Started)
        {
            findings.add(format!("{} for {id}, which is not active", message.kind()));
        }
    }
}

/// All messages of a session name the site it was started at (I06).
#[derive(Debug)]
struct OneSite;

impl Check for OneSite {
    fn name(&self) -> &'static str {
        "a session stays at its site"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(message) = published(event) else {
            return;
        };
        let Subject { site: Some(site), session: Some(session) } = message.subject() else {
            return;
        };
        if let Some(known) = picture.sessions.get(session).filter(|known| known.site != *site) {
            findings.add(format!("{} of {session} goes to {site} instead of {}", message.kind(), known.site));
        }
    }
}

/// A timeout names the component that owed the answer (I22).
#[derive(Debug)]
struct DebtorNamed;

impl Check for DebtorNamed {
    fn name(&self) -> &'static str {
        "a timeout names who was silent"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(Message::SessionEnded(ended)) = published(event) else {
            return;
        };
        let Termination::Timeout { component } = &ended.termination else {
            return;
        };
        let Some(session) = picture.sessions.get(&ended.session_id) else {
            return;
        };
        let component = component.as_ref().map(ComponentName::component);
        // Where there is no microphone nothing shows that words are awaited.
        let typed = !picture.rules(&ended.site_id).microphone && component == Some(Component::Asr);
        let right = session.debtor.is_none() || [session.debtor, session.late_debtor].contains(&component);
        if component.is_none() || !(right || typed) {
            findings.add(format!("{} blames {component:?}, it was {:?}", ended.session_id, session.debtor));
        }
    }
}

/// A wake word at an idle site leads to a session (I40).
#[derive(Debug, Default)]
struct WakeAnswered {
    due: BTreeMap<SiteId, Time>,
    last: BTreeMap<SiteId, Time>,
}

/// The sound that confirms the wake word may come first.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// A second wake word so soon is the same one.
const SAME_WAKE: Duration = Duration::from_secs(3);

impl Check for WakeAnswered {
    fn name(&self) -> &'static str {
        "a wake word is answered"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        while let Some(entry) = self.due.first_entry().filter(|entry| *entry.get() < picture.now) {
            let (site, due) = entry.remove_entry();
            findings.add(format!("nobody answered at {site} by {:.3} s", seconds(due)));
        }
        match event {
            Event::Received { message, duplicate, .. } => match message.as_ref() {
                Message::HotwordDetected(detected) => {
                    let Some(site) = &detected.site_id else {
                        return;
                    };
                    let again = self.last.insert(site.clone(), picture.now);
                    let again = again.is_some_and(|last| picture.now.since(last) < SAME_WAKE);
                    if !again && !duplicate && is_idle(picture, site) {
                        self.due.insert(site.clone(), picture.now + ANSWER_WITHIN);
                    }
                }
                Message::StartSession(_) | Message::DialogueToggleOff => self.due.clear(),
                _ => {}
            },
            Event::Published(message) => {
                if let Message::SessionStarted(started) = message.as_ref() {
                    self.due.retain(|site, _| !picture.same_room(site, &started.site_id));
                }
            }
            Event::Crashed => self.due.clear(),
            _ => {}
        }
    }
}

/// Whether a wake word at a site cannot but start a session.
fn is_idle(picture: &Picture, site: &SiteId) -> bool {
    let quiet = picture.room(site).iter().all(|site| {
        picture.sites.get(site).is_none_or(|site| {
            site.active.is_empty()
                && site.queue.is_empty()
                && !site.muted
                && site.voice.busy(picture.now).is_none()
        })
    });
    quiet && !picture.switched_off && picture.rules(site).microphone
}

fn seconds(time: Time) -> f64 {
    time.since(Time::START).as_secs_f64()
}

/// What the manager sends, if it does.
pub(super) fn published(event: &Event) -> Option<&Message> {
    match event {
        Event::Published(message) => Some(message),
        _ => None,
    }
}
