//! What happens on the bus, and what it means for us.

use petasos_bus::{Event, Received};
use petasos_dialogue::{Notice, Time};
use petasos_messages::filter::Namespace;
use petasos_messages::payload::RecordingRequest;
use petasos_messages::{DecodeError, Message};
use petasos_program::delivery;
use tracing::{debug, error, info, warn};

use super::{BrokerState, Manager};
use crate::log_rate_limit::LogKey;
use crate::{alice, instance, recorder, watchdog};

/// Why there is no recording.
const RECORDER_IS_OFF: &str = "the recorder is off: set minutes in the table [recorder] of the manager's configuration, or --recorder-minutes";

impl Manager {
    pub(crate) fn handle_event(&mut self, event: Event) {
        match event {
            Event::Received(received) => self.receive(received),
            Event::Connected { .. } => self.connected(),
            Event::Subscribed => self.subscribed(),
            Event::SubscriptionRefused { filter } => {
                error!(
                    filter,
                    "the broker does not let us hear this topic; see config/mosquitto-acl.conf for what we need"
                );
            }
            Event::TakenOver => {
                let id = &self.config.mqtt.client_id;
                error!(
                    client_id = id,
                    "another client uses our client id; give each its own, or leave mqtt.client_id empty"
                );
            }
            Event::Disconnected { reason, .. } => self.disconnected(&reason.to_string()),
            _ => {}
        }
    }

    fn connected(&mut self) {
        let now = self.clock.now();
        let left = std::mem::take(&mut self.left);
        if !left.is_empty() {
            let sessions: usize = left.iter().map(|left| left.sessions.len()).sum();
            warn!(sites = left.len(), sessions, "ending what the last run left open");
            self.core.recover(now, &left);
            self.collect(now, None);
        }
        self.core.handle_connected(now);
        self.collect(now, None);
        self.broker_state = match self.broker_state {
            BrokerState::Untried | BrokerState::Awaited => BrokerState::Up { served_before: false },
            BrokerState::Lost | BrokerState::Up { .. } => BrokerState::Up { served_before: true },
        };
    }

    fn subscribed(&mut self) {
        self.journal.release();
        let BrokerState::Up { served_before } = self.broker_state else {
            return;
        };
        let mqtt = &self.config.mqtt;
        let broker = format!("{}:{}", mqtt.host, mqtt.port);
        let dialect = self.dialect;
        if served_before {
            info!(broker, "connected to the broker again");
        } else {
            info!(broker, %dialect, instance = %self.config.instance.0, "ready: serving the house");
            self.broker_state = BrokerState::Up { served_before: true };
        }
        watchdog::status(&format!("serving; broker {broker}, dialect {dialect}"));
    }

    fn disconnected(&mut self, reason: &str) {
        self.journal.hold();
        let mqtt = &self.config.mqtt;
        let broker = format!("{}:{}", mqtt.host, mqtt.port);
        match self.broker_state {
            BrokerState::Untried => {
                warn!(
                    broker,
                    reason,
                    "waiting for the broker; is it running there, and are mqtt.host, mqtt.port and the password right?"
                );
                self.broker_state = BrokerState::Awaited;
            }
            BrokerState::Up { .. } => {
                warn!(broker, reason, "lost the broker; trying to get it back");
                watchdog::status("waiting for the broker");
                self.broker_state = BrokerState::Lost;
            }
            BrokerState::Awaited | BrokerState::Lost => debug!(broker, reason, "still no broker"),
        }
    }

    fn receive(&mut self, received: Received) {
        let now = self.clock.now();
        self.log_received(&received);
        if let Some(recorder) = &mut self.recorder {
            recorder.hear(now, &received);
        }
        if received.retain && Namespace::of(&received.topic) != Some(Namespace::Petasos) {
            return self.ignore_retained(now, &received.topic);
        }
        match Message::decode(&received.topic, received.payload) {
            Ok(message) => self.dispatch(now, &message, received.retain, received.dup),
            Err(error) => self.unreadable(now, &error),
        }
    }

    fn dispatch(&mut self, now: Time, message: &Message, retained: bool, duplicate: bool) {
        match message {
            Message::Status(status) => {
                let news = self.presence.look_at(status, retained);
                return self.handle_status(now, news);
            }
            Message::SitesRequest(request) => {
                return self.packets.push(self.presence.sites(request, &self.core));
            }
            Message::SessionsRequest(request) => {
                return self.packets.push(self.presence.sessions(request, &self.core));
            }
            Message::RecordingRequest(request) => return self.hand_on_recording(now, request),
            _ => {}
        }
        if let Some(alice) = &mut self.alice {
            if let Some(news) = alice.look_at(now, message) {
                return self.handle_alice(now, news);
            }
            // Who switches a wake word, and which skills live: we will have to know when the other core is gone.
            let minded = matches!(
                message,
                Message::HotwordToggleOn(_) | Message::HotwordToggleOff(_) | Message::SkillStatus(_)
            );
            if alice.is_passive(now) && !minded {
                return;
            }
        }
        self.core.handle(now, petasos_dialogue::Received { message, duplicate });
        self.collect(now, Some(message));
    }

    /// What the broker kept from earlier is no command.
    fn ignore_retained(&mut self, now: Time, topic: &str) {
        if self.log_rate_limit.is_new(now, LogKey::new("ignored a retained message", topic.to_owned(), "")) {
            warn!(topic, reason = "it was retained: old news are no commands", "ignored a message");
        }
    }

    /// What is said in a message is only shown to those who asked for it.
    fn log_received(&self, received: &Received) {
        let Received { topic, payload, retain, dup, .. } = received;
        if self.config.log.speech {
            let text = std::str::from_utf8(payload).unwrap_or("(no text)");
            debug!(topic, retain, dup, payload = text, "received");
        } else {
            debug!(topic, retain, dup, bytes = payload.len(), "received");
        }
    }

    /// Somebody asks for what was said last.
    fn hand_on_recording(&mut self, now: Time, request: &RecordingRequest) {
        let refused = match &mut self.recorder {
            Some(recorder) => recorder.ask(now, request),
            None => Some(recorder::refusal(&self.config.instance.0, request, RECORDER_IS_OFF, self.dialect)),
        };
        self.packets.extend(refused);
    }

    fn handle_status(&mut self, now: Time, news: instance::News) {
        match news {
            instance::News::None => {}
            instance::News::Another(instance) => {
                if self
                    .log_rate_limit
                    .is_new(now, LogKey::new("another dialogue manager", instance.clone(), ""))
                {
                    error!(
                        instance,
                        "another dialogue manager serves this broker: every wake word is answered twice; stop one of them, or give them different only_sites"
                    );
                    // Whoever came later has seen only our retained status, which could be an old one.
                    self.packets.push(self.presence.status().announcement());
                }
            }
            instance::News::Overwritten => self.packets.push(self.presence.status().announcement()),
        }
    }

    fn handle_alice(&mut self, now: Time, news: alice::News) {
        match news {
            alice::News::None => {}
            alice::News::Answer(packet) => self.packets.push(*packet),
            alice::News::OtherCore(uid) => {
                if self
                    .log_rate_limit
                    .is_new(now, LogKey::new("another core of Project Alice", uid.to_string(), ""))
                {
                    error!(
                        %uid,
                        "another core of Project Alice is alive on this broker: no sessions are started here until it is gone"
                    );
                }
            }
        }
    }

    /// A message that is none: told once in the log, and to whoever sent it.
    fn unreadable(&mut self, now: Time, error: &DecodeError) {
        if error.is_foreign_topic() {
            return;
        }
        let field = error.field().unwrap_or_default();
        let key = LogKey::new(error.kind(), error.topic.clone(), field.to_owned());
        if self.log_rate_limit.is_new(now, key) {
            let reason = error.reason.to_string();
            let reason = if self.config.log.speech { reason } else { without_quotation(&reason) };
            warn!(topic = error.topic, field, reason, "cannot read a message");
        }
        if let Some(complaint) = self.decode_errors.about(now, error) {
            self.packets.push(delivery::packet(&complaint, self.dialect));
        }
    }

    /// Tells the owner what the core noticed, once for each kind.
    pub(crate) fn tell(&mut self, now: Time, notice: &Notice, cause: Option<&Message>) {
        if !self.log_rate_limit.is_new(now, kind(notice)) {
            return;
        }
        match notice {
            Notice::Ignored { reason, site_id, session_id, .. } => {
                let topic = cause.map(|message| message.topic(self.dialect).to_string());
                let (site, session) = (text(site_id.as_ref()), text(session_id.as_ref()));
                info!(topic, reason, site, session, "ignored a message");
            }
            Notice::ForeignManager { site_id, session_id } => error!(
                session = %session_id,
                site = text(site_id.as_ref()),
                "another dialogue manager serves this broker: every wake word is answered twice; stop one of them"
            ),
            Notice::Refused { site_id, reason } => warn!(site = %site_id, reason, "refused a session"),
            Notice::CannotDisable { site_id } => warn!(
                site = text(site_id.as_ref()),
                "intents were only disabled, none enabled: Rhasspy's NLU publishes intents itself and cannot be told"
            ),
            Notice::SiteForgotten(site) => warn!(
                %site,
                "too many sites: one that is not in conversation was forgotten; see limits.sites and only_sites"
            ),
            Notice::Broken { component, error, site_id } => {
                warn!(component, site = %site_id, error, "a component broke during a session");
            }
            Notice::SkillOverlooked(skill) => warn!(
                %skill,
                "too many skills: this one is not remembered, and its intents are waited for even when it is gone"
            ),
            Notice::SkillAway { skill, intent, site_id } => warn!(
                %skill,
                %intent,
                site = %site_id,
                "nobody lives who handles this intent: start the skill, or forget it with `petasos intents --forget`"
            ),
            _ => info!(?notice, "noticed"),
        }
    }
}

/// What makes two notices the same to an owner.
fn kind(notice: &Notice) -> LogKey {
    match notice {
        Notice::Ignored { message, reason, .. } => LogKey::new("ignored a message", *message, *reason),
        Notice::ForeignManager { .. } => LogKey::new("another dialogue manager", "its sessions", ""),
        Notice::Refused { site_id, reason } => LogKey::new("refused a session", site_id.to_string(), *reason),
        Notice::CannotDisable { site_id } => {
            LogKey::new("cannot disable intents", text(site_id.as_ref()).unwrap_or_default(), "")
        }
        Notice::SiteForgotten(_) => LogKey::new("forgot a site", "", ""),
        Notice::Broken { component, site_id, .. } => {
            LogKey::new("a component broke", *component, site_id.to_string())
        }
        Notice::SkillOverlooked(_) => LogKey::new("too many skills", "", ""),
        Notice::SkillAway { skill, intent, .. } => {
            LogKey::new("a skill is gone", skill.to_string(), intent.to_string())
        }
        _ => LogKey::new("noticed", "", ""),
    }
}

/// A reason may quote what stood in the message, and that may be what was spoken.
fn without_quotation(reason: &str) -> String {
    match (reason.find('"'), reason.rfind('"')) {
        (Some(first), Some(last)) if first < last => {
            let (before, after) = (reason.get(..first), reason.get(last + 1..));
            format!("{}\"...\"{}", before.unwrap_or_default(), after.unwrap_or_default())
        }
        _ => reason.to_owned(),
    }
}

fn text(id: Option<&impl ToString>) -> Option<String> {
    id.map(ToString::to_string)
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
