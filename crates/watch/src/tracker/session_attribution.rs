//! Finds the session that a message belongs to.
//!
//! Many messages name it. Sounds and the end of speech in Snips do not: they are found by the id of the request, or by the site,
//! where at most one session is active.

use petasos_messages::{Message, SessionId, SiteId};

use super::tracked_event::Event;
use super::{Step, Tracker};

impl Tracker {
    /// The session that this belongs to: an open one, or one that this shows to exist.
    pub(super) fn session_of(&self, event: &Event<'_>) -> Option<SessionId> {
        match event {
            Event::Frame { site, .. } => self.at_site(site),
            Event::Sound { site, id, .. } => self.asked_for(id).or_else(|| self.at_site(site)),
            Event::Played { site, id } => match id {
                Some(id) => self.asked_for(id),
                None => self.at_site(site),
            },
            Event::Message(Message::SayFinished(finished)) => {
                let by_id = finished.id.as_ref().and_then(|id| self.asked_for(id.as_str()));
                by_id.or_else(|| self.by_name(event)).or_else(|| self.by_site(event))
            }
            Event::Message(message) if names_its_session(message) => self.by_name(event),
            Event::Message(_) => match event.session() {
                Some(_) => self.by_name(event),
                None => self.by_site(event),
            },
        }
    }

    fn by_name(&self, event: &Event<'_>) -> Option<SessionId> {
        let id = event.session()?;
        let is_over = || self.recent.iter().any(|session| session.id == *id);
        (self.open.contains_key(id) || (opens(event) && !is_over())).then(|| id.clone())
    }

    fn by_site(&self, event: &Event<'_>) -> Option<SessionId> {
        self.at_site(event.site()?)
    }

    fn at_site(&self, site: &SiteId) -> Option<SessionId> {
        self.sites.get(site)?.session.clone()
    }

    /// The session that asked for speech or a sound with this id.
    fn asked_for(&self, id: &str) -> Option<SessionId> {
        let is_it = |step: &Step| step.id.as_deref() == Some(id);
        let session = self.open.values().find(|session| session.steps.iter().any(is_it))?;
        Some(session.id.clone())
    }
}

/// Whether this shows that there is a session, though its start was not seen.
fn opens(event: &Event<'_>) -> bool {
    use Message as M;
    matches!(
        event,
        Event::Message(
            M::SessionQueued(_)
                | M::SessionStarted(_)
                | M::SessionEnded(_)
                | M::StartListening(_)
                | M::TextCaptured(_)
                | M::NluQuery(_)
                | M::Intent(_)
                | M::DialogueIntentNotRecognized(_)
        )
    )
}

/// Whether a message of this kind belongs to no session unless it names one.
fn names_its_session(message: &Message) -> bool {
    use Message as M;
    matches!(
        message,
        M::Say(_)
            | M::NluQuery(_)
            | M::StartSession(_)
            | M::Configure(_)
            | M::HotwordDetected(_)
            | M::HotwordToggleOn(_)
            | M::HotwordToggleOff(_)
            | M::AsrToggleOn(_)
            | M::AsrToggleOff(_)
            | M::SoundFeedbackToggleOn(_)
            | M::SoundFeedbackToggleOff(_)
            | M::HotwordLoaded(_)
            | M::AsrLoaded(_)
    )
}
