//! Whose turn it is: whether the house waits for people, or people for the house.

use std::collections::BTreeMap;

use petasos_messages::SiteId;
use petasos_simulator::sites::{SiteEvent, UserAction};

use super::conversations::Conversations;

/// What is going on in the rooms.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    rooms: BTreeMap<SiteId, Room>,
}

#[derive(Debug, Default)]
struct Room {
    /// Said (or kept silent about, or drowned in noise), and not heard yet.
    unheard: usize,
    /// The wake word was said, and nothing has come of it yet.
    woken: bool,
    listening: bool,
    speaking: bool,
}

impl Turns {
    /// A person does something.
    pub(crate) fn act(&mut self, site: &SiteId, act: &UserAction) {
        let room = self.rooms.entry(site.clone()).or_default();
        match act {
            UserAction::Wake => room.woken = true,
            _ => room.unheard += 1,
        }
    }

    /// Something happens in a room.
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

    /// Forgets what nothing has come of.
    pub(crate) fn give_up(&mut self) {
        self.rooms.clear();
    }

    /// Whether nobody has to wait for the house: each room is at rest, or listens to a person who says nothing yet.
    pub(crate) fn is_the_persons(&self, conversations: &Conversations) -> bool {
        self.rooms.iter().all(|(site, room)| {
            let waits_for_words = room.listening && room.unheard == 0;
            let rests = !room.speaking && !room.woken && room.unheard == 0 && !conversations.any_at(site);
            waits_for_words || rests
        })
    }

    /// What a room is doing, in a word or two.
    pub(crate) fn doing(&self, site: &SiteId, conversations: &Conversations) -> &'static str {
        match self.rooms.get(site) {
            Some(room) if room.listening => "listening",
            Some(room) if room.speaking => "speaking",
            _ if conversations.any_at(site) => "thinking",
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
        let (mut turns, mut conversations) = (Turns::default(), Conversations::default());
        assert!(turns.is_the_persons(&conversations));
        turns.act(&site, &UserAction::Say("hello".to_owned()));
        assert!(!turns.is_the_persons(&conversations));
        conversations.handle(&Message::SessionStarted(SessionStarted::new(session.clone(), site.clone())));
        turns.see(&site, &SiteEvent::Listening);
        assert!(!turns.is_the_persons(&conversations), "the words are on their way");
        turns.see(&site, &SiteEvent::Heard("hello".to_owned()));
        assert_eq!(turns.doing(&site, &conversations), "thinking");
        turns.see(&site, &SiteEvent::Speaking("Hello.".to_owned()));
        assert_eq!(turns.doing(&site, &conversations), "speaking");
        turns.see(&site, &SiteEvent::FinishedSpeaking);
        assert!(!turns.is_the_persons(&conversations), "the house may ask back");
        let ended = SessionEnded::new(session, site.clone(), Termination::Nominal);
        conversations.handle(&Message::SessionEnded(ended));
        assert!(turns.is_the_persons(&conversations));
    }

    #[test]
    fn who_is_asked_back_has_the_turn() {
        let site = SiteId::new("kitchen").unwrap();
        let (mut turns, mut conversations) = (Turns::default(), Conversations::default());
        let started = SessionStarted::new(SessionId::new("s").unwrap(), site.clone());
        conversations.handle(&Message::SessionStarted(started));
        turns.act(&site, &UserAction::Wake);
        assert!(!turns.is_the_persons(&conversations));
        turns.see(&site, &SiteEvent::Listening);
        assert!(turns.is_the_persons(&conversations));
    }
}
