//! What is said about messages that cannot be read.

use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::ComponentError;
use petasos_messages::{DecodeError, Message};

/// Between two decode_errors, so that nobody can make us flood the house.
const PAUSE: Duration = Duration::from_millis(100);

/// Tells whoever sends what cannot be read, as an error of the dialogue manager.
#[derive(Debug, Default)]
pub struct DecodeErrors {
    /// When the next one may be made.
    next: Time,
}

impl DecodeErrors {
    /// What is to be said about a message; `None` if it is none of ours, a report of an error itself, or too soon after the last.
    pub fn about(&mut self, now: Time, error: &DecodeError) -> Option<Message> {
        let is_report = error.topic.split('/').any(|level| level == "error");
        if error.is_foreign_topic() || is_report || now < self.next {
            return None;
        }
        self.next = now + PAUSE;
        let mut complaint = ComponentError::new(error.reason.to_string());
        complaint.context = Some(error.topic.clone());
        Some(Message::DialogueError(complaint))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_on(topic: &str) -> DecodeError {
        Message::decode(topic, "{".into()).unwrap_err()
    }

    #[test]
    fn one_complaint_is_made_at_a_time() {
        let mut decode_errors = DecodeErrors::default();
        let broken = error_on("hermes/dialogueManager/endSession");
        let complaint = decode_errors.about(Time::START, &broken).unwrap();
        let Message::DialogueError(complaint) = complaint else { panic!("{complaint:?}") };
        assert_eq!(complaint.context.as_deref(), Some("hermes/dialogueManager/endSession"));
        assert_eq!(decode_errors.about(Time::START, &broken), None);
        assert!(decode_errors.about(Time::START + PAUSE, &broken).is_some());
    }

    #[test]
    fn nobody_complains_about_complaints_or_about_others_messages() {
        let mut decode_errors = DecodeErrors::default();
        assert_eq!(decode_errors.about(Time::START, &error_on("hermes/error/asr")), None);
        assert_eq!(decode_errors.about(Time::START, &error_on("zigbee2mqtt/lamp")), None);
    }
}
