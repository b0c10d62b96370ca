//! Wake words and requests that may make a session start.

use std::collections::VecDeque;
use std::time::Duration;

use jiff::Timestamp;
use petasos_messages::payload::SessionInit;
use petasos_messages::{Message, SiteId};

use super::Cause;

/// The most causes that are remembered.
const MOST: usize = 256;
/// How long they are remembered.
const LONGEST: Duration = Duration::from_secs(10);

/// The causes that have not led to a session yet.
#[derive(Debug, Default)]
pub(super) struct SessionCauses {
    waiting: VecDeque<PendingCause>,
}

/// A wake word or a request.
#[derive(Debug)]
pub(super) struct PendingCause {
    pub(super) at: Duration,
    pub(super) wall: Timestamp,
    pub(super) cause: Cause,
    site: SiteId,
    /// The custom data of the session it leads to. Rhasspy's manager puts the wake word there.
    custom_data: Option<String>,
}

impl SessionCauses {
    /// Remembers the message if it may make a session start.
    pub(super) fn note(&mut self, at: Duration, wall: Timestamp, message: &Message) {
        let (site, cause, custom_data) = match message {
            Message::HotwordDetected(detected) => {
                let model = detected.model_id.as_ref().unwrap_or(&detected.wakeword_id).clone();
                (&detected.site_id, Cause::WakeWord { model }, Some(detected.wakeword_id.clone()))
            }
            Message::StartSession(start) => {
                let cause = match start.init {
                    SessionInit::Notification { .. } => Cause::Notification,
                    SessionInit::Action(_) => Cause::Action,
                };
                (&start.site_id, cause, start.custom_data.clone())
            }
            _ => return,
        };
        if self.waiting.len() == MOST {
            self.waiting.pop_front();
        }
        let site = site.clone().unwrap_or_default();
        self.waiting.push_back(PendingCause { at, wall, cause, site, custom_data });
    }

    /// Takes the cause of a session at a site: the one with the same data, else the oldest.
    pub(super) fn take(
        &mut self,
        now: Duration,
        site: &SiteId,
        custom_data: Option<&str>,
    ) -> Option<PendingCause> {
        self.waiting.retain(|asked| now.saturating_sub(asked.at) <= LONGEST);
        let here = |asked: &PendingCause| asked.site == *site;
        let same = |asked: &PendingCause| here(asked) && asked.custom_data.as_deref() == custom_data;
        let found = self.waiting.iter().position(same).or_else(|| self.waiting.iter().position(here))?;
        self.waiting.remove(found)
    }
}

#[cfg(test)]
mod tests {
    use petasos_messages::payload::{HotwordDetected, StartSession};

    use super::*;

    fn kitchen() -> SiteId {
        SiteId::new("kitchen").unwrap()
    }

    fn note(causes: &mut SessionCauses, seconds: u64, message: &Message) {
        causes.note(Duration::from_secs(seconds), Timestamp::UNIX_EPOCH, message);
    }

    fn wake() -> Message {
        Message::HotwordDetected(Box::new(HotwordDetected::new("porcupine", kitchen())))
    }

    fn notification(data: &str) -> Message {
        let mut start = StartSession::new(SessionInit::Notification { text: "Dinner!".to_owned() });
        start.site_id = Some(kitchen());
        start.custom_data = Some(data.to_owned());
        Message::StartSession(start)
    }

    fn take(causes: &mut SessionCauses, seconds: u64, data: Option<&str>) -> Option<Cause> {
        let asked = causes.take(Duration::from_secs(seconds), &kitchen(), data);
        asked.map(|asked| asked.cause)
    }

    #[test]
    fn the_cause_of_a_session_carries_its_data() {
        let mut causes = SessionCauses::default();
        note(&mut causes, 1, &wake());
        note(&mut causes, 2, &notification("dinner"));
        assert_eq!(take(&mut causes, 3, Some("dinner")), Some(Cause::Notification));
        let model = "porcupine".to_owned();
        assert_eq!(take(&mut causes, 3, Some("porcupine")), Some(Cause::WakeWord { model }));
        assert_eq!(take(&mut causes, 3, None), None);
    }

    #[test]
    fn without_data_the_oldest_cause_counts() {
        let mut causes = SessionCauses::default();
        note(&mut causes, 1, &notification("a"));
        note(&mut causes, 2, &wake());
        assert_eq!(take(&mut causes, 3, None), Some(Cause::Notification));
    }

    #[test]
    fn an_unanswered_wake_word_is_forgotten() {
        let mut causes = SessionCauses::default();
        note(&mut causes, 1, &wake());
        assert_eq!(take(&mut causes, 30, None), None);
        for _ in 0..1_000 {
            note(&mut causes, 31, &wake());
        }
        assert_eq!(causes.waiting.len(), MOST);
    }
}
