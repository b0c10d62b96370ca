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
    let mut session = installation.start("kitchen", &notice("The cake is done."), Some("oven"));
    session.speaks("The cake is done.");
    session.is_over("nominal");
}

fn while_listening(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.queue("kitchen", &notice("The cake is done."), "oven");
    session.turn("what time is it", "GetTime", &[]);
    let ear = installation.ear();
    session.answers("It is noon.");
    let mut next = SteppedSession::started(installation, "kitchen", ear);
    next.speaks("The cake is done.");
    next.is_over("nominal");
}

fn while_speaking(installation: &mut RecordedInstallation) {
    let mut session = installation.start("kitchen", &notice("The cake is done."), Some("oven"));
    let say = session.says("The cake is done.");
    installation.queue("kitchen", &notice("The tea is ready."), "kettle");
    let ear = installation.ear();
    installation.speak(&say);
    session.is_over("nominal");
    let mut next = SteppedSession::started(installation, "kitchen", ear);
    next.speaks("The tea is ready.");
    next.is_over("nominal");
}

fn three_at_once(installation: &mut RecordedInstallation) {
    let texts = ["The cake is done.", "The tea is ready.", "It rains."];
    let mut ear = installation.ear();
    for text in texts {
        installation.request("kitchen", &notice(text), Some(text));
    }
    for text in texts {
        let mut session = SteppedSession::started(installation, "kitchen", ear);
        session.speaks(text);
        session.is_over("nominal");
        ear = session.into_ear();
    }
}
