//! What the messages mean: sessions and their ends, and components that there are two of. Both are found by `petasos-watch`.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use petasos_bus::Received;
use petasos_inspect::entry_source;
use petasos_messages::{Component, Dialect, Message, RequestId, SiteId};
use petasos_recording::{BoundedMap, DecodedEntry};
use petasos_simulator::sites::SiteEvent;
use petasos_watch::doctor::Diagnosis;
use petasos_watch::overview::Activity;
use petasos_watch::{Change, Overview, Session};

/// The most ends of speech and sounds that are remembered.
const MAX_FINISHED: usize = 200;

/// Follows an installation by its messages.
#[derive(Debug)]
pub(crate) struct MessageMonitor {
    overview: Overview,
    dialect: Dialect,
    /// The speech and sounds whose end was reported, by the component that did, and their ids.
    finished: BoundedMap<(Component, RequestId), (), MAX_FINISHED>,
    /// The components that were reported, which happens once.
    reported: BTreeSet<Component>,
}

/// What a message means.
#[derive(Debug)]
pub(crate) struct Meaning {
    /// The message, if it can be read.
    pub(crate) message: Option<Message>,
    /// The session that it ends.
    pub(crate) ended: Option<Arc<Session>>,
    /// The component that it shows to be there twice.
    pub(crate) duplicate: Option<Duplicate>,
}

/// Two components of a kind.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Duplicate {
    pub(crate) component: Component,
    pub(crate) cause: &'static str,
    pub(crate) cure: &'static str,
}

impl MessageMonitor {
    pub(crate) fn new(dialect: Dialect) -> Self {
        let (finished, reported) = (BoundedMap::default(), BTreeSet::new());
        Self { overview: Overview::new(Some(dialect)), dialect, finished, reported }
    }

    /// Handles a message that came at this time since the start.
    pub(crate) fn handle(&mut self, at: Duration, received: &Received) -> Meaning {
        let entry = entry_source::entry(received.clone(), at, Some(self.dialect));
        let decoded = DecodedEntry::new(&entry);
        let changes = self.overview.handle(&decoded);
        let ended = changes.into_iter().find_map(|change| match change {
            Change::Ended(session) => Some(session),
            _ => None,
        });
        let repeated = decoded.message.as_ref().and_then(|message| self.finished_twice(message));
        let found = self.overview.findings().iter().filter_map(|finding| Duplicate::of(finding.diagnosis));
        let duplicate = found.chain(repeated).find(|found| self.reported.insert(found.component));
        Meaning { message: decoded.message, ended, duplicate }
    }

    /// The end of speech or of a sound that was reported before. The doctor allows for components that repeat themselves; ours never do.
    fn finished_twice(&mut self, message: &Message) -> Option<Duplicate> {
        let (component, id, cause, cure) = match message {
            Message::SayFinished(finished) => {
                let cause = "Two TTSs report the end of the same speech.";
                (Component::Tts, finished.id.clone()?, cause, "Stop all TTSs but one.")
            }
            Message::PlayFinished(finished) => {
                let cause = "Two audio servers report the end of the same sound.";
                (
                    Component::AudioServer,
                    finished.id.clone()?,
                    cause,
                    "Stop all but one, or give each its own site.",
                )
            }
            _ => return None,
        };
        let key = (component, id);
        let is_second = self.finished.get(&key).is_some();
        self.finished.insert(key, ());
        is_second.then_some(Duplicate { component, cause, cure })
    }

    /// Whether a session is open at this site.
    pub(crate) fn has_session(&self, site: &SiteId) -> bool {
        self.overview.tracker().open().any(|session| session.site.as_ref() == Some(site))
    }

    /// What goes on at a site, in a word.
    pub(crate) fn activity(&self, site: &SiteId) -> &'static str {
        let known = self.overview.tracker().sites().find(|known| known.id == *site);
        match known.map(|known| self.overview.activity(known)) {
            // The manager switches the wake word on again just after the end of a session.
            None | Some(Activity::Muted) => Activity::Idle.as_str(),
            Some(activity) => activity.as_str(),
        }
    }
}

impl Duplicate {
    /// The component that there are two of, if that is what a diagnosis says.
    pub(crate) fn of(diagnosis: Diagnosis) -> Option<Self> {
        let component = match diagnosis {
            Diagnosis::TwoManagers | Diagnosis::TwoIntentPublishers => Component::DialogueManager,
            Diagnosis::TwoNlus => Component::Nlu,
            Diagnosis::TwoAsrs => Component::Asr,
            Diagnosis::TwoSkills | Diagnosis::IntentOfTwoSkills => Component::Skill,
            _ => return None,
        };
        Some(Self { component, cause: diagnosis.cause(), cure: diagnosis.cure() })
    }
}

/// What a message says about a component at a site, if that component is not ours. Our own components report more by themselves.
pub(crate) fn foreign_event(
    message: &Message,
    is_ours: impl Fn(&SiteId, Component) -> bool,
) -> Option<(SiteId, SiteEvent)> {
    let (component, site, event) = match message {
        Message::StartListening(start) => (Component::Asr, Some(start.site_id.clone()), SiteEvent::Listening),
        Message::TextCaptured(captured) => {
            (Component::Asr, captured.site_id.clone(), SiteEvent::Heard(captured.text.clone()))
        }
        Message::Say(say) => {
            (Component::AudioServer, say.site_id.clone(), SiteEvent::Speaking(say.text.clone()))
        }
        Message::SayFinished(finished) => {
            (Component::AudioServer, finished.site_id.clone(), SiteEvent::FinishedSpeaking)
        }
        _ => return None,
    };
    let site = site.unwrap_or_default();
    (!is_ours(&site, component)).then_some((site, event))
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;
    use petasos_bus::QoS;
    use petasos_messages::payload::{
        EndSession, NluQuery, PlayFinished, Say, SayFinished, SessionEnded, SessionStarted, StartListening,
        Termination,
    };
    use petasos_messages::{SessionId, filter};
    use petasos_watch::tracker::Outcome;

    fn site() -> SiteId {
        SiteId::new("kitchen").unwrap()
    }

    fn session(name: &str) -> SessionId {
        SessionId::new(name).unwrap()
    }

    fn starts(name: &str) -> Message {
        Message::SessionStarted(SessionStarted::new(session(name), site()))
    }

    fn ends(name: &str, termination: Termination) -> Message {
        Message::SessionEnded(SessionEnded::new(session(name), site(), termination))
    }

    fn listens(name: &str) -> Message {
        let mut start = StartListening::new(site());
        start.session_id = Some(session(name));
        Message::StartListening(Box::new(start))
    }

    fn asks_nlu(name: &str) -> Message {
        let mut query = NluQuery::new("hello");
        query.session_id = Some(session(name));
        Message::NluQuery(Box::new(query))
    }

    fn played(id: &str) -> Message {
        let mut finished = PlayFinished::new(site());
        finished.id = RequestId::new(id).ok();
        Message::PlayFinished(finished)
    }

    fn received(topic: String, payload: Bytes) -> Received {
        Received { topic, payload, qos: QoS::AtMostOnce, retain: false, dup: false }
    }

    /// Handles messages, 10 ms apart. Returns what the last one means.
    fn handle(monitor: &mut MessageMonitor, messages: &[Message]) -> Meaning {
        let handle = |(at, message): (u64, &Message)| {
            let topic = message.topic(Dialect::RHASSPY).to_string();
            let received = received(topic, message.encode(Dialect::RHASSPY));
            monitor.handle(Duration::from_millis(10 * at), &received)
        };
        (1..).zip(messages).map(handle).last().unwrap()
    }

    #[test]
    fn the_component_that_was_asked_last_owes_the_answer() {
        let mut monitor = MessageMonitor::new(Dialect::RHASSPY);
        assert_eq!(monitor.activity(&site()), "idle");
        let _ = handle(&mut monitor, &[starts("s"), listens("s")]);
        assert!(monitor.has_session(&site()));
        assert_eq!(monitor.activity(&site()), "listening");
        let last = [asks_nlu("s"), ends("s", Termination::Timeout { component: None })];
        let ended = handle(&mut monitor, &last).ended.unwrap().ended.clone().unwrap();
        assert_eq!(ended.late, Some(Component::Nlu));
        assert!(matches!(ended.outcome, Outcome::Ended(Termination::Timeout { .. })));
        assert!(!monitor.has_session(&site()));
    }

    #[test]
    fn two_sessions_at_once_at_one_site_are_of_two_managers() {
        let mut monitor = MessageMonitor::new(Dialect::RHASSPY);
        let meaning = handle(&mut monitor, &[starts("a"), ends("a", Termination::Nominal), starts("b")]);
        assert_eq!(meaning.duplicate, None);
        assert_eq!(handle(&mut monitor, &[starts("c")]).duplicate, Duplicate::of(Diagnosis::TwoManagers));
        assert_eq!(handle(&mut monitor, &[starts("d")]).duplicate, None, "it was reported");
    }

    #[test]
    fn two_answers_to_one_turn_are_of_two_skills() {
        let mut monitor = MessageMonitor::new(Dialect::RHASSPY);
        let answer = |text: &str| {
            let mut end = EndSession::new(session("s"));
            end.text = Some(text.to_owned());
            Message::EndSession(end)
        };
        let once = [starts("s"), listens("s"), asks_nlu("s"), answer("one")];
        assert_eq!(handle(&mut monitor, &once).duplicate, None);
        assert_eq!(handle(&mut monitor, &[answer("two")]).duplicate, Duplicate::of(Diagnosis::TwoSkills));
    }

    #[test]
    fn two_ends_of_one_speech_are_of_two_ttss() {
        let mut monitor = MessageMonitor::new(Dialect::RHASSPY);
        let finished = |id: &str| {
            let mut finished = SayFinished::default();
            finished.id = RequestId::new(id).ok();
            Message::SayFinished(finished)
        };
        assert_eq!(handle(&mut monitor, &[finished("a"), finished("b")]).duplicate, None);
        let duplicate = handle(&mut monitor, &[finished("a")]).duplicate.unwrap();
        assert_eq!(duplicate.component, Component::Tts);
        assert_eq!(handle(&mut monitor, &[finished("b")]).duplicate, None, "it was reported");
        let duplicate = handle(&mut monitor, &[played("a"), played("a")]).duplicate.unwrap();
        assert_eq!(duplicate.component, Component::AudioServer);
    }

    #[test]
    fn what_is_remembered_of_sounds_is_bounded() {
        let mut monitor = MessageMonitor::new(Dialect::RHASSPY);
        for number in 0..3 * MAX_FINISHED {
            let _ = handle(&mut monitor, &[played(&number.to_string())]);
        }
        assert_eq!(monitor.finished.iter().count(), MAX_FINISHED);
    }

    #[test]
    fn what_cannot_be_read_means_nothing() {
        let mut monitor = MessageMonitor::new(Dialect::RHASSPY);
        let meaning =
            monitor.handle(Duration::ZERO, &received(filter::SAY.to_owned(), Bytes::from_static(b"{")));
        assert!(meaning.message.is_none() && meaning.ended.is_none() && meaning.duplicate.is_none());
    }

    #[test]
    fn only_events_of_foreign_components_are_taken_from_messages() {
        let listening = listens("s");
        assert_eq!(foreign_event(&listening, |_, _| false), Some((site(), SiteEvent::Listening)));
        assert_eq!(foreign_event(&listening, |_, _| true), None);
        let mut say = Say::new("hello");
        say.site_id = Some(site());
        let say = Message::Say(Box::new(say));
        assert_eq!(
            foreign_event(&say, |_, component| component != Component::AudioServer),
            Some((site(), SiteEvent::Speaking("hello".to_owned())))
        );
        assert_eq!(foreign_event(&say, |_, component| component == Component::AudioServer), None);
    }
}
