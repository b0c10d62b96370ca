//! Notifications: texts that need no answer.

use serde_json::{Value, json};

use super::Scenario;
use super::recorded_installation::RecordedInstallation;
use super::stepped_session::SteppedSession;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("notification", "A notification in a quiet room", while_idle),
    Scenario::new("notification-while-listening", "A notification waits for a conversation", while_listening),
    Scenario::new("notification-while-speaking", "Two notifications, one after the other", while_speaking),
    Scenario::new("three-notifications", "Three notifications at once are spoken in their order", three),
];

fn notification(text: &str) -> Value {
    json!({"type": "notification", "text": text})
}

fn while_idle(installation: &mut RecordedInstallation) {
    let mut session = installation.start_session("kitchen", &notification("The cake is done."), Some("oven"));
    session.notify("The cake is done.");
}

fn while_listening(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.queue_session("kitchen", &notification("The cake is done."), "oven");
    session.tell_time();
    session.expect_next().notify("The cake is done.");
}

fn while_speaking(installation: &mut RecordedInstallation) {
    let mut session = installation.start_session("kitchen", &notification("The cake is done."), Some("oven"));
    let say = session.expect_say("The cake is done.");
    installation.queue_session("kitchen", &notification("The tea is ready."), "kettle");
    installation.speak(&say);
    session.expect_ended("nominal");
    session.expect_next().notify("The tea is ready.");
}

fn three(installation: &mut RecordedInstallation) {
    let [first, second, third] = ["The cake is done.", "The tea is ready.", "It rains."];
    let messages = installation.messages();
    for text in [first, second, third] {
        installation.request_session("kitchen", &notification(text), Some(text));
    }
    let mut session = SteppedSession::started(installation, "kitchen", messages);
    session.notify(first);
    for text in [second, third] {
        session = session.expect_next();
        session.notify(text);
    }
}
