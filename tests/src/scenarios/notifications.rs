//! Notifications: somebody has something to say, and waits for no answer.

use serde_json::{Value, json};

use super::Scenario;
use super::recorded_installation::RecordedInstallation;
use super::stepped_session::SteppedSession;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("notification", "A notification in a quiet room", quiet_room),
    Scenario::new("notification-while-listening", "A notification waits for a conversation", while_listening),
    Scenario::new("notification-while-speaking", "Two notifications, one after the other", while_speaking),
    Scenario::new(
        "three-notifications",
        "Three notifications at once are spoken in their order",
        three_at_once,
    ),
];

fn notice(text: &str) -> Value {
    json!({"type": "notification", "text": text})
}

fn quiet_room(installation: &mut RecordedInstallation) {
    let mut session = installation.start_session("kitchen", &notice("The cake is done."), Some("oven"));
    session.speak("The cake is done.");
    session.expect_ended("nominal");
}

fn while_listening(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.queue_session("kitchen", &notice("The cake is done."), "oven");
    session.turn("what time is it", "GetTime", &[]);
    let messages = installation.messages();
    session.answer("It is noon.");
    let mut next = SteppedSession::started(installation, "kitchen", messages);
    next.speak("The cake is done.");
    next.expect_ended("nominal");
}

fn while_speaking(installation: &mut RecordedInstallation) {
    let mut session = installation.start_session("kitchen", &notice("The cake is done."), Some("oven"));
    let say = session.expect_say("The cake is done.");
    installation.queue_session("kitchen", &notice("The tea is ready."), "kettle");
    let messages = installation.messages();
    installation.speak(&say);
    session.expect_ended("nominal");
    let mut next = SteppedSession::started(installation, "kitchen", messages);
    next.speak("The tea is ready.");
    next.expect_ended("nominal");
}

fn three_at_once(installation: &mut RecordedInstallation) {
    let texts = ["The cake is done.", "The tea is ready.", "It rains."];
    let mut messages = installation.messages();
    for text in texts {
        installation.request_session("kitchen", &notice(text), Some(text));
    }
    for text in texts {
        let mut session = SteppedSession::started(installation, "kitchen", messages);
        session.speak(text);
        session.expect_ended("nominal");
        messages = session.into_messages();
    }
}
