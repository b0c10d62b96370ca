//! How messages are delivered: their class, their expiry, and which of them replace each other while waiting for the broker.

use std::time::Duration;

use petasos_bus::{Class, Publish};
use petasos_messages::payload::{Toggle, ToggleReason};
use petasos_messages::{Dialect, Message};

/// Speech, queries, answers and `startListening` are useless after this time: the session has moved on.
const STALE: Duration = Duration::from_secs(10);

/// A feedback sound is useless after this time.
const STALE_SOUND: Duration = Duration::from_secs(5);

/// The packet for a message.
pub fn packet(message: &Message, dialect: Dialect) -> Publish {
    let (class, expires_in) = class_and_expiry(message);
    let mut packet = Publish::new(message.topic(dialect).to_string(), message.encode(dialect), class);
    packet.expires_in = expires_in;
    packet.coalesce = toggle_key(message);
    packet
}

/// The class of a message, and the time after which it is no longer worth sending.
fn class_and_expiry(message: &Message) -> (Class, Option<Duration>) {
    match message {
        Message::SessionEnded(_)
        | Message::StopListening(_)
        | Message::HotwordToggleOn(_)
        | Message::AsrToggleOn(_)
        | Message::ContinueSession(_)
        | Message::EndSession(_) => (Class::Obligation, None),
        Message::HotwordToggleOff(_) | Message::AsrToggleOff(_) => (Class::Toggle, None),
        Message::Say(_) => (Class::Speech, Some(STALE)),
        Message::PlayBytes(_) => (Class::Speech, Some(STALE_SOUND)),
        Message::NluQuery(_)
        | Message::PartialQuery(_)
        | Message::StartListening(_)
        | Message::IntentParsed(_)
        | Message::SlotParsed(_)
        | Message::Intent(_)
        | Message::NluIntentNotRecognized(_)
        | Message::DialogueIntentNotRecognized(_) => (Class::Query, Some(STALE)),
        _ => (Class::Report, None),
    }
}

/// The coalescing key of a toggle, one for each component, reason and site: only the newest state matters.
fn toggle_key(message: &Message) -> Option<String> {
    let (component, toggle) = match message {
        Message::HotwordToggleOn(toggle) | Message::HotwordToggleOff(toggle) => ("hotword", toggle),
        Message::AsrToggleOn(toggle) | Message::AsrToggleOff(toggle) => ("asr", toggle),
        _ => return None,
    };
    let Toggle { site_id, reason, .. } = toggle;
    let site = site_id.as_ref().map_or("", |site| site.as_str());
    let reason = match reason {
        None => "",
        Some(ToggleReason::DialogueSession) => "session",
        Some(ToggleReason::PlayAudio) => "sound",
        Some(ToggleReason::TtsSay) => "speech",
        Some(_) => "other",
    };
    Some([component, "/", reason, "/", site].concat())
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_messages::payload::{Say, SessionEnded, StartListening, Termination};
    use petasos_messages::{SessionId, SiteId};

    fn site() -> SiteId {
        SiteId::new("kitchen").unwrap()
    }

    #[test]
    fn the_end_of_a_session_is_never_dropped() {
        let ended = SessionEnded::new(SessionId::new("s").unwrap(), site(), Termination::Nominal);
        let packet = packet(&Message::SessionEnded(ended), Dialect::RHASSPY);
        assert_eq!((packet.class, packet.expires_in), (Class::Obligation, None));
        assert_eq!(packet.topic, "hermes/dialogueManager/sessionEnded");
    }

    #[test]
    fn stale_messages_are_not_spoken_and_open_no_microphone() {
        for message in [
            Message::Say(Box::new(Say::new("hello"))),
            Message::StartListening(Box::new(StartListening::new(site()))),
        ] {
            assert_eq!(packet(&message, Dialect::RHASSPY).expires_in, Some(STALE));
        }
    }

    #[test]
    fn only_the_newest_state_of_a_toggle_counts() {
        let toggle = |reason| {
            let mut toggle = Toggle::at(site());
            toggle.reason = reason;
            toggle
        };
        let key = |message| packet(&message, Dialect::RHASSPY).coalesce.unwrap();
        let off = key(Message::HotwordToggleOff(toggle(Some(ToggleReason::TtsSay))));
        assert_eq!(off, key(Message::HotwordToggleOn(toggle(Some(ToggleReason::TtsSay)))));
        assert_ne!(off, key(Message::HotwordToggleOn(toggle(Some(ToggleReason::PlayAudio)))));
        assert_ne!(off, key(Message::AsrToggleOn(toggle(Some(ToggleReason::TtsSay)))));
        assert_ne!(off, key(Message::HotwordToggleOn(toggle(None))));
    }
}
