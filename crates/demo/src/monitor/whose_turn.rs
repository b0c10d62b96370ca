//! Whose turn it is: the person's, or the installation's.

use std::collections::BTreeMap;

use petasos_messages::SiteId;
use petasos_simulator::sites::{SiteEvent, UserAction};

use super::open_sessions::OpenSessions;

/// What goes on at the sites.
#[derive(Debug, Default)]
pub(crate) struct WhoseTurn {
    rooms: BTreeMap<SiteId, Room>,
}

#[derive(Debug, Default)]
struct Room {
    /// How much was said (or not said, or drowned in noise) and not captured yet.
    unheard: usize,
    /// Whether the wake word was said and had no effect yet.
    woken: bool,
    listening: bool,
    speaking: bool,
}

impl WhoseTurn {
    /// A person does something.
    pub(crate) fn act(&mut self, site: &SiteId, act: &UserAction) {
        let room = self.rooms.entry(site.clone()).or_default();
        match act {
            UserAction::Wake => room.woken = true,
            _ => room.unheard += 1,
        }
    }

    /// Something happens at a site.
    pub(crate) fn see(&mut self, site: &SiteId, scene: &SiteEvent) {
        let room = self.rooms.entry(site.clone()).or_default();
        match scene {
            SiteEvent::Listening => (room.listening, room.woken) = (true, false),
            SiteEvent::Heard(_) => {
                room.listening = false;
                room.unheard = room.unheard.saturating_sub(1);
            }
            SiteEvent::Unsaid(_) => room.unheard = room.unheard.saturating_sub(1),
            SiteEvent::StoppedListening => room.listening = false,
            SiteEvent::WakeWordIgnored => room.woken = false,
            SiteEvent::Speaking(_) => room.speaking = true,
            SiteEvent::FinishedSpeaking => room.speaking = false,
            _ => {}
        }
    }

    /// Forgets everything that had no effect.
    pub(crate) fn give_up(&mut self) {
        self.rooms.clear();
    }

    /// Whether each site is idle, or listens to a person who has not said anything yet.
    pub(crate) fn is_the_persons(&self, sessions: &OpenSessions) -> bool {
        self.rooms.iter().all(|(site, room)| {
            let waits_for_words = room.listening && room.unheard == 0;
            let rests = !room.speaking && !room.woken && room.unheard == 0 && !sessions.any_at(site);
            waits_for_words || rests
        })
    }

    /// What a site is doing, in a word or two.
    pub(crate) fn doing(&self, site: &SiteId, sessions: &OpenSessions) -> &'static str {
        match self.rooms.get(site) {
            Some(room) if room.listening => "listening",
            Some(room) if room.speaking => "speaking",
            _ if sessions.any_at(site) => "thinking",
            _ => "at rest",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_messages::payload::{SessionEnded, SessionStarted, Termination};
    use petasos_messages::{Message, SessionId};

    #[test]
    fn a_turn_lasts_from_the_persons_words_to_the_end_of_the_conversation() {
        let site = SiteId::new("kitchen").unwrap();
        let session = SessionId::new("s").unwrap();
        let (mut turns, mut sessions) = (WhoseTurn::default(), OpenSessions::default());
        assert!(turns.is_the_persons(&sessions));
        turns.act(&site, &UserAction::Say("hello".to_owned()));
        assert!(!turns.is_the_persons(&sessions));
        sessions.handle(&Message::SessionStarted(SessionStarted::new(session.clone(), site.clone())));
        turns.see(&site, &SiteEvent::Listening);
        assert!(!turns.is_the_persons(&sessions), "the words are on their way");
        turns.see(&site, &SiteEvent::Heard("hello".to_owned()));
        assert_eq!(turns.doing(&site, &sessions), "thinking");
        turns.see(&site, &SiteEvent::Speaking("Hello.".to_owned()));
        assert_eq!(turns.doing(&site, &sessions), "speaking");
        turns.see(&site, &SiteEvent::FinishedSpeaking);
        assert!(!turns.is_the_persons(&sessions), "the house may ask back");
        let ended = SessionEnded::new(session, site.clone(), Termination::Nominal);
        sessions.handle(&Message::SessionEnded(ended));
        assert!(turns.is_the_persons(&sessions));
    }

    #[test]
    fn who_is_asked_back_has_the_turn() {
        let site = SiteId::new("kitchen").unwrap();
        let (mut turns, mut sessions) = (WhoseTurn::default(), OpenSessions::default());
        let started = SessionStarted::new(SessionId::new("s").unwrap(), site.clone());
        sessions.handle(&Message::SessionStarted(started));
        turns.act(&site, &UserAction::Wake);
        assert!(!turns.is_the_persons(&sessions));
        turns.see(&site, &SiteEvent::Listening);
        assert!(turns.is_the_persons(&sessions));
    }
}
