//! Dispatch of received messages.

use petasos_bus::Received;
use petasos_dialogue::Time;
use petasos_messages::filter::Namespace;
use petasos_messages::payload::{RecordingRequest, Status};
use petasos_messages::{DecodeError, Message};
use petasos_program::delivery;
use petasos_sans_io::SansIo;
use tracing::{debug, error, warn};

use super::Manager;
use crate::alice::AliceMeaning;
use crate::instance::StatusMeaning;
use crate::log_rate_limit::LogKey;
use crate::recorder;

/// The refusal when the recorder is off.
const RECORDER_IS_OFF: &str = "the recorder is off: set minutes in the table [recorder] of the manager's configuration, or start it with --recorder-minutes";

impl Manager {
    pub(super) fn receive(&mut self, now: Time, received: Received) {
        self.log_received(&received);
        if let Some(recorder) = &mut self.recorder {
            recorder.received(now, &received);
        }
        if received.retain && Namespace::of(&received.topic) != Some(Namespace::Petasos) {
            return self.ignore_retained(now, &received.topic);
        }
        match Message::decode(&received.topic, received.payload) {
            Ok(message) => self.dispatch(now, &message, received.retain, received.dup),
            Err(error) => self.cannot_decode(now, &error),
        }
    }

    fn dispatch(&mut self, now: Time, message: &Message, retained: bool, duplicate: bool) {
        match message {
            Message::Status(status) => {
                return self.handle_status(now, status, retained);
            }
            Message::SitesRequest(request) => {
                return self.packets.push_back(self.instance.sites(request, &self.core));
            }
            Message::SessionsRequest(request) => {
                return self.packets.push_back(self.instance.sessions(request, &self.core));
            }
            Message::RecordingRequest(request) => return self.send_recording(now, request),
            _ => {}
        }
        if let Some(alice) = &mut self.alice {
            if let Some(meaning) = alice.handle(now, message) {
                return self.handle_alice(now, meaning);
            }
            // Tracked even while passive: once the other core is gone, the state of hotwords and skills must be known.
            let is_followed = matches!(
                message,
                Message::HotwordToggleOn(_) | Message::HotwordToggleOff(_) | Message::SkillStatus(_)
            );
            if alice.is_passive(now) && !is_followed {
                return;
            }
        }
        self.core.handle(now, petasos_dialogue::Received { message, duplicate });
        self.collect(now, Some(message));
    }

    /// Retained messages are old, so they are not commands.
    fn ignore_retained(&mut self, now: Time, topic: &str) {
        if self.log_rate_limit.is_new(now, LogKey::new("ignored a retained message", topic.to_owned(), "")) {
            warn!(
                topic,
                reason = "retained messages are old, and so not taken as commands",
                "ignored a message"
            );
        }
    }

    /// Payloads may contain what was said, so they are only logged if `log.speech` is set.
    fn log_received(&self, received: &Received) {
        let Received { topic, payload, retain, dup, .. } = received;
        if self.config.log.speech {
            let text = std::str::from_utf8(payload).unwrap_or("(no text)");
            debug!(topic, retain, dup, payload = text, "received");
        } else {
            debug!(topic, retain, dup, bytes = payload.len(), "received");
        }
    }

    fn send_recording(&mut self, now: Time, request: &RecordingRequest) {
        let refused = match &mut self.recorder {
            Some(recorder) => recorder.handle_request(now, request),
            None => Some(recorder::refusal(&self.config.instance.0, request, RECORDER_IS_OFF, self.dialect)),
        };
        self.packets.extend(refused);
    }

    /// Handles the status of a dialogue manager, possibly our own.
    fn handle_status(&mut self, now: Time, status: &Status, retained: bool) {
        match self.instance.meaning_of(status, retained) {
            StatusMeaning::Nothing => {}
            StatusMeaning::Another(instance) => {
                if self
                    .log_rate_limit
                    .is_new(now, LogKey::new("another dialogue manager", instance.clone(), ""))
                {
                    error!(
                        instance,
                        "another dialogue manager is running on this broker, so every wake word is answered twice; stop one of them, or give them different only_sites"
                    );
                    // A manager that started later has only seen our retained status, which could be a stale one.
                    self.packets.push_back(self.instance.presence().announcement());
                }
            }
            StatusMeaning::Overwritten => self.packets.push_back(self.instance.presence().announcement()),
        }
    }

    fn handle_alice(&mut self, now: Time, meaning: AliceMeaning) {
        match meaning {
            AliceMeaning::Nothing => {}
            AliceMeaning::Answer(packet) => self.packets.push_back(*packet),
            AliceMeaning::OtherCore(uid) => {
                if self
                    .log_rate_limit
                    .is_new(now, LogKey::new("another core of Project Alice", uid.to_string(), ""))
                {
                    error!(
                        %uid,
                        "another core of Project Alice is running on this broker: no sessions are started here until it is gone"
                    );
                }
            }
        }
    }

    /// Logs a message that cannot be decoded, once, and publishes an error.
    fn cannot_decode(&mut self, now: Time, error: &DecodeError) {
        if error.is_foreign_topic() {
            return;
        }
        let field = error.field().unwrap_or_default();
        let key = LogKey::new(error.kind(), error.topic.clone(), field.to_owned());
        if self.log_rate_limit.is_new(now, key) {
            let reason = error.reason.to_string();
            let reason = if self.config.log.speech { reason } else { without_quotation(&reason) };
            warn!(topic = error.topic, field, reason, "cannot decode a message");
        }
        if let Some(report) = self.decode_errors.report(now, error) {
            self.packets.push_back(delivery::packet(&report, self.dialect));
        }
    }
}

/// Removes quotations of the message from a reason: they may contain what was said.
fn without_quotation(reason: &str) -> String {
    match (reason.find('"'), reason.rfind('"')) {
        (Some(first), Some(last)) if first < last => {
            let (before, after) = (reason.get(..first), reason.get(last + 1..));
            format!("{}\"...\"{}", before.unwrap_or_default(), after.unwrap_or_default())
        }
        _ => reason.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_spoken_is_not_quoted() {
        for (reason, told) in [
            (
                r#"invalid type: string "a \"secret\" word", expected a list"#,
                r#"invalid type: string "...", expected a list"#,
            ),
            ("the payload is not UTF-8 text", "the payload is not UTF-8 text"),
            (r#"one " only"#, r#"one " only"#),
        ] {
            assert_eq!(without_quotation(reason), told);
        }
    }
}
