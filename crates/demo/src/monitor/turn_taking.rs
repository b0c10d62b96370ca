//! Whose turn it is: the user's, or the installation's.

use std::collections::BTreeMap;

use petasos_messages::SiteId;
use petasos_simulator::sites::{SiteEvent, UserAction};

/// What users did at the sites that had no effect yet, and what the sites are doing.
///
/// A site reports what it heard before the message about that arrives over another connection, so whether it listens and whether it has
/// heard everything are taken from the same reports.
#[derive(Debug, Default)]
pub(crate) struct TurnTaking {
    sites: BTreeMap<SiteId, SiteTurn>,
}

#[derive(Debug, Default)]
struct SiteTurn {
    /// How many utterances, silences and noises were not captured yet.
    unheard: usize,
    /// Whether the wake word was said and had no effect yet.
    woken: bool,
    listening: bool,
    speaking: bool,
}

impl TurnTaking {
    /// A user does something.
    pub(crate) fn act(&mut self, site: &SiteId, action: &UserAction) {
        let turn = self.sites.entry(site.clone()).or_default();
        match action {
            UserAction::Wake => turn.woken = true,
            _ => turn.unheard += 1,
        }
    }

    /// Something happens at a site.
    pub(crate) fn handle(&mut self, site: &SiteId, event: &SiteEvent) {
        let turn = self.sites.entry(site.clone()).or_default();
        match event {
            SiteEvent::Listening => (turn.listening, turn.woken) = (true, false),
            SiteEvent::Heard(_) => {
                turn.listening = false;
                turn.unheard = turn.unheard.saturating_sub(1);
            }
            SiteEvent::Unsaid(_) => turn.unheard = turn.unheard.saturating_sub(1),
            SiteEvent::StoppedListening => turn.listening = false,
            SiteEvent::WakeWordIgnored => turn.woken = false,
            SiteEvent::Speaking(_) => turn.speaking = true,
            SiteEvent::FinishedSpeaking => turn.speaking = false,
            _ => {}
        }
    }

    /// Forgets everything that had no effect.
    pub(crate) fn give_up(&mut self) {
        self.sites.clear();
    }

    /// Whether each site is idle, or listens to a user who has not said anything yet.
    pub(crate) fn is_the_users(&self, has_session: impl Fn(&SiteId) -> bool) -> bool {
        self.sites.iter().all(|(site, turn)| {
            let is_idle = || !turn.speaking && !turn.woken && !has_session(site);
            turn.unheard == 0 && (turn.listening || is_idle())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site() -> SiteId {
        SiteId::new("kitchen").unwrap()
    }

    #[test]
    fn a_turn_lasts_from_the_users_words_to_the_end_of_the_session() {
        let mut turns = TurnTaking::default();
        assert!(turns.is_the_users(|_| false));
        turns.act(&site(), &UserAction::Say("hello".to_owned()));
        assert!(!turns.is_the_users(|_| false));
        turns.handle(&site(), &SiteEvent::Listening);
        assert!(!turns.is_the_users(|_| true), "the words are on their way");
        turns.handle(&site(), &SiteEvent::Heard("hello".to_owned()));
        turns.handle(&site(), &SiteEvent::Speaking("Hello.".to_owned()));
        assert!(!turns.is_the_users(|_| false));
        turns.handle(&site(), &SiteEvent::FinishedSpeaking);
        assert!(!turns.is_the_users(|_| true), "a skill may ask back");
        assert!(turns.is_the_users(|_| false));
    }

    #[test]
    fn a_question_gives_the_turn_to_the_user() {
        let mut turns = TurnTaking::default();
        turns.act(&site(), &UserAction::Wake);
        assert!(!turns.is_the_users(|_| false));
        turns.handle(&site(), &SiteEvent::Listening);
        assert!(turns.is_the_users(|_| true));
    }

    #[test]
    fn what_had_no_effect_is_forgotten_in_the_end() {
        let mut turns = TurnTaking::default();
        turns.act(&site(), &UserAction::Say("hello".to_owned()));
        turns.handle(&site(), &SiteEvent::WakeWordIgnored);
        assert!(!turns.is_the_users(|_| false));
        turns.give_up();
        assert!(turns.is_the_users(|_| false));
    }
}
