//! The life of a session: one at a time, started once, ended once, and nothing afterwards.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{ComponentName, Termination};
use petasos_messages::{Component, Message, SessionId, SiteId, Subject};

use super::published;
use crate::TraceEvent;
use crate::oracle::observed::{ObservedSession, SessionState};
use crate::oracle::{Check, ObservedState, Violations};

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(OnePerGroup),
        Box::new(StartedOnce),
        Box::new(EndedOnce),
        Box::new(NothingAfterTheEnd),
        Box::new(OneSite),
        Box::new(TimeoutNamesComponent),
        Box::new(WakeAnswered::default()),
    ]
}

/// At most one session is active at sites that hear the same voice.
#[derive(Debug)]
struct OnePerGroup;

impl Check for OnePerGroup {
    fn name(&self) -> &'static str {
        "one session per room"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        if let Some(Message::SessionStarted(started)) = published(event)
            && let Some(other) = observed.active_in_group(&started.site_id).next()
        {
            violations.add(format!("{} starts while {other} is active", started.session_id));
        }
    }
}

/// A session starts once, and is queued at most once before.
#[derive(Debug)]
struct StartedOnce;

impl Check for StartedOnce {
    fn name(&self) -> &'static str {
        "a session starts once"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let (id, queued) = match published(event) {
            Some(Message::SessionStarted(started)) => (&started.session_id, false),
            Some(Message::SessionQueued(queued)) => (&queued.session_id, true),
            _ => return,
        };
        match observed.sessions.get(id).map(|session| session.state) {
            None => {}
            Some(SessionState::Queued) if !queued => {}
            Some(state) => violations.add(format!("{id} begins again after being {state:?}")),
        }
    }
}

/// Every session that was started or queued ends exactly once, and no other does.
#[derive(Debug)]
struct EndedOnce;

impl Check for EndedOnce {
    fn name(&self) -> &'static str {
        "a session ends once"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(Message::SessionEnded(ended)) = published(event) else {
            return;
        };
        match observed.sessions.get(&ended.session_id).map(|session| session.state) {
            Some(SessionState::Started | SessionState::Queued) => {}
            _ if observed.uncertain.contains(&ended.session_id) => {}
            Some(SessionState::Ended) => violations.add(format!("{} ends a second time", ended.session_id)),
            None => violations.add(format!("{} ends and never started", ended.session_id)),
        }
    }

    fn after_input(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        if observed.input == Some(TraceEvent::Restarted) {
            for (id, session) in open(observed) {
                violations.add(format!("{id} at {} was open at the crash and still is", session.site));
            }
        }
    }

    fn at_quiescence(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        for (id, session) in open(observed) {
            violations.add(format!("{id} at {} is still {:?}", session.site, session.state));
        }
    }
}

fn open(observed: &ObservedState) -> impl Iterator<Item = (&SessionId, &ObservedSession)> {
    observed.sessions.iter().filter(|(_, session)| session.state != SessionState::Ended)
}

/// Nothing is published for a session after its end.
#[derive(Debug)]
struct NothingAfterTheEnd;

impl Check for NothingAfterTheEnd {
    fn name(&self) -> &'static str {
        "nothing after the end"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
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
            && observed.sessions.get(id).is_none_or(|session| session.state != SessionState::Started)
        {
            violations.add(format!("{} for {id}, which is not active", message.kind()));
        }
    }
}

/// All messages of a session name the site where it started.
#[derive(Debug)]
struct OneSite;

impl Check for OneSite {
    fn name(&self) -> &'static str {
        "a session stays at its site"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(message) = published(event) else {
            return;
        };
        let Subject { site: Some(site), session: Some(session) } = message.subject() else {
            return;
        };
        if let Some(known) = observed.sessions.get(session).filter(|known| known.site != *site) {
            violations.add(format!(
                "{} of {session} goes to {site} instead of {}",
                message.kind(),
                known.site
            ));
        }
    }
}

/// A timeout names the component that owed the message.
#[derive(Debug)]
struct TimeoutNamesComponent;

impl Check for TimeoutNamesComponent {
    fn name(&self) -> &'static str {
        "a timeout names who was silent"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(Message::SessionEnded(ended)) = published(event) else {
            return;
        };
        let Termination::Timeout { component } = &ended.termination else {
            return;
        };
        let Some(session) = observed.sessions.get(&ended.session_id) else {
            return;
        };
        let component = component.as_ref().map(ComponentName::component);
        // At a site without a microphone no message shows that text is awaited.
        let typed = !observed.policy_of(&ended.site_id).microphone && component == Some(Component::Asr);
        let right =
            session.owed_by.is_none() || [session.owed_by, session.previously_owed_by].contains(&component);
        if component.is_none() || !(right || typed) {
            violations
                .add(format!("{} blames {component:?}, it was {:?}", ended.session_id, session.owed_by));
        }
    }
}

/// A wake word at an idle site starts a session.
#[derive(Debug, Default)]
struct WakeAnswered {
    due: BTreeMap<SiteId, Time>,
    last: BTreeMap<SiteId, Time>,
}

/// How long this may take: the feedback sound may be played first.
const ANSWER_WITHIN: Duration = Duration::from_secs(5);
/// A second detection within this time may be of the same wake word.
const SAME_WAKE: Duration = Duration::from_secs(3);

impl Check for WakeAnswered {
    fn name(&self) -> &'static str {
        "a wake word is answered"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        while let Some(entry) = self.due.first_entry().filter(|entry| *entry.get() < observed.now) {
            let (site, due) = entry.remove_entry();
            violations.add(format!("nobody answered at {site} by {:.3} s", seconds(due)));
        }
        match event {
            TraceEvent::Received { message, duplicate, .. } => match message.as_ref() {
                Message::HotwordDetected(detected) => {
                    let Some(site) = &detected.site_id else {
                        return;
                    };
                    let again = self.last.insert(site.clone(), observed.now);
                    let again = again.is_some_and(|last| observed.now.since(last) < SAME_WAKE);
                    if !again && !duplicate && is_idle(observed, site) {
                        self.due.insert(site.clone(), observed.now + ANSWER_WITHIN);
                    }
                }
                Message::StartSession(_) | Message::DialogueToggleOff => self.due.clear(),
                _ => {}
            },
            TraceEvent::Published(message) => {
                if let Message::SessionStarted(started) = message.as_ref() {
                    self.due.retain(|site, _| !observed.same_group(site, &started.site_id));
                }
            }
            TraceEvent::Crashed => self.due.clear(),
            _ => {}
        }
    }
}

/// Whether a wake word at a site has to start a session.
fn is_idle(observed: &ObservedState, site: &SiteId) -> bool {
    let quiet = observed.group(site).iter().all(|site| {
        observed.sites.get(site).is_none_or(|site| {
            site.active.is_empty()
                && site.queue.is_empty()
                && !site.muted_by_others
                && site.audible.busy(observed.now).is_none()
        })
    });
    quiet && !observed.switched_off && observed.policy_of(site).microphone
}

fn seconds(time: Time) -> f64 {
    time.since(Time::START).as_secs_f64()
}
