//! Notices when two of a kind are at work on one broker: both answer the same question.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use petasos_messages::{Message, SessionId, SiteId};

use crate::components::Part;

/// So many answers are remembered.
const MOST: usize = 200;

/// Answers that were given.
#[derive(Debug, Default)]
pub(crate) struct DuplicateServices {
    answers: VecDeque<(Part, String)>,
    /// The session of each room, as a manager announced it.
    sessions: BTreeMap<SiteId, SessionId>,
    told: BTreeSet<Part>,
}

impl DuplicateServices {
    /// A message passed. Tells, once for each part, if it is played by two.
    pub(crate) fn handle(&mut self, message: &Message) -> Option<Part> {
        let part = match message {
            Message::SessionStarted(started) => {
                let sessions = &mut self.sessions;
                let is_new = sessions.len() < MOST || sessions.contains_key(&started.site_id);
                let before = is_new
                    .then(|| sessions.insert(started.site_id.clone(), started.session_id.clone()))
                    .flatten();
                before.filter(|before| *before != started.session_id).map(|_| Part::Manager)
            }
            Message::SessionEnded(ended) => {
                self.sessions.remove(&ended.site_id);
                None
            }
            // Each turn has answers of its own.
            Message::StartListening(start) => {
                self.forget(start.session_id.as_ref());
                None
            }
            _ => answer(message).and_then(|(part, key)| self.is_second(part, key)),
        };
        part.filter(|part| self.told.insert(*part))
    }

    fn is_second(&mut self, part: Part, key: String) -> Option<Part> {
        let answer = (part, key);
        if self.answers.contains(&answer) {
            return Some(part);
        }
        if self.answers.len() == MOST {
            self.answers.pop_front();
        }
        self.answers.push_back(answer);
        None
    }

    fn forget(&mut self, session: Option<&SessionId>) {
        let session = session.map_or("", SessionId::as_str);
        self.answers.retain(|(_, key)| key != session);
    }
}

/// By whom a question is answered with this message, and which. What answers a turn is named by its session.
fn answer(message: &Message) -> Option<(Part, String)> {
    let of = |part, session: &Option<SessionId>| Some((part, session.as_ref()?.to_string()));
    match message {
        Message::TextCaptured(captured) => of(Part::Asr, &captured.session_id),
        Message::IntentParsed(parsed) => of(Part::Nlu, &parsed.session_id),
        Message::NluIntentNotRecognized(not) => of(Part::Nlu, &not.session_id),
        Message::EndSession(end) => Some((Part::Skills, end.session_id.to_string())),
        Message::ContinueSession(ask) => Some((Part::Skills, ask.session_id.to_string())),
        Message::SayFinished(finished) => Some((Part::Tts, finished.id.as_ref()?.to_string())),
        Message::PlayFinished(finished) => Some((Part::Speaker, finished.id.as_ref()?.to_string())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_messages::payload::{EndSession, SessionEnded, SessionStarted, StartListening, Termination};

    fn session(name: &str) -> SessionId {
        SessionId::new(name).unwrap()
    }

    fn ends(name: &str) -> Message {
        Message::EndSession(EndSession::new(session(name)))
    }

    fn starts(name: &str) -> Message {
        Message::SessionStarted(SessionStarted::new(session(name), SiteId::default()))
    }

    #[test]
    fn two_answers_to_one_turn_are_noticed_once() {
        let mut doubles = DuplicateServices::default();
        assert_eq!(doubles.handle(&ends("a")), None);
        assert_eq!(doubles.handle(&ends("b")), None);
        assert_eq!(doubles.handle(&ends("a")), Some(Part::Skills));
        assert_eq!(doubles.handle(&ends("b")), None);
    }

    #[test]
    fn the_next_turn_has_an_answer_of_its_own() {
        let mut doubles = DuplicateServices::default();
        doubles.handle(&ends("a"));
        let mut start = StartListening::new(SiteId::default());
        start.session_id = Some(session("a"));
        doubles.handle(&Message::StartListening(Box::new(start)));
        assert_eq!(doubles.handle(&ends("a")), None);
    }

    #[test]
    fn two_sessions_at_once_in_one_room_are_of_two_managers() {
        let mut doubles = DuplicateServices::default();
        assert_eq!(doubles.handle(&starts("a")), None);
        let ended = SessionEnded::new(session("a"), SiteId::default(), Termination::Nominal);
        doubles.handle(&Message::SessionEnded(ended));
        assert_eq!(doubles.handle(&starts("b")), None);
        assert_eq!(doubles.handle(&starts("c")), Some(Part::Manager));
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut doubles = DuplicateServices::default();
        for number in 0..3 * MOST {
            doubles.handle(&ends(&number.to_string()));
        }
        assert_eq!(doubles.answers.len(), MOST);
    }
}
