//! Error messages on the bus for messages that cannot be decoded.

use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::ComponentError;
use petasos_messages::{DecodeError, Message};
use petasos_program::RateLimit;

/// The minimum time between two error messages, so that nobody can make the manager flood the broker.
const PAUSE: Duration = Duration::from_millis(100);

/// Reports messages that cannot be decoded as errors of the dialogue manager.
#[derive(Debug)]
pub struct DecodeErrors(RateLimit);

impl Default for DecodeErrors {
    fn default() -> Self {
        Self(RateLimit::new(1, PAUSE))
    }
}

impl DecodeErrors {
    /// The error message to publish. `None` if the topic is foreign or itself an error, or if one was just published.
    pub fn report(&mut self, now: Time, error: &DecodeError) -> Option<Message> {
        let is_report = error.topic.split('/').any(|level| level == "error");
        if error.is_foreign_topic() || is_report {
            return None;
        }
        self.0.allow(now)?;
        let mut report = ComponentError::new(error.reason.to_string());
        report.context = Some(error.topic.clone());
        Some(Message::DialogueError(report))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn error_on(topic: &str) -> DecodeError {
        Message::decode(topic, "{".into()).unwrap_err()
    }

    #[test]
    fn errors_in_a_row_are_reported_once() {
        let mut errors = DecodeErrors::default();
        let broken = error_on("hermes/dialogueManager/endSession");
        let report = errors.report(Time::START, &broken).unwrap();
        let Message::DialogueError(report) = report else { panic!("{report:?}") };
        assert_eq!(report.context.as_deref(), Some("hermes/dialogueManager/endSession"));
        assert_eq!(errors.report(Time::START, &broken), None);
        assert!(errors.report(Time::START + PAUSE, &broken).is_some());
    }

    #[test]
    fn errors_and_foreign_messages_are_not_reported() {
        let mut errors = DecodeErrors::default();
        assert_eq!(errors.report(Time::START, &error_on("hermes/error/asr")), None);
        assert_eq!(errors.report(Time::START, &error_on("zigbee2mqtt/lamp")), None);
    }
}
