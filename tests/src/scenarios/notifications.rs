//! Notifications: somebody has something to say, and waits for no answer.

use serde_json::{Value, json};

use super::Scene;
use super::stage::Stage;
use super::talk::Talk;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("notification", "A notification in a quiet room", quiet_room),
    Scene::new("notification-while-listening", "A notification waits for a conversation", while_listening),
    Scene::new("notification-while-speaking", "Two notifications, one after the other", while_speaking),
    Scene::new("three-notifications", "Three notifications at once are spoken in their order", three_at_once),
];

fn notice(text: &str) -> Value {
    json!({"type": "notification", "text": text})
}

fn quiet_room(stage: &mut Stage) {
    let mut talk = stage.start("kitchen", &notice("The cake is done."), Some("oven"));
    talk.speaks("The cake is done.");
    talk.is_over("nominal");
}

fn while_listening(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    stage.queue("kitchen", &notice("The cake is done."), "oven");
    talk.turn("what time is it", "GetTime", &[]);
    let ear = stage.ear();
    talk.answers("It is noon.");
    let mut next = Talk::started(stage, "kitchen", ear);
    next.speaks("The cake is done.");
    next.is_over("nominal");
}

fn while_speaking(stage: &mut Stage) {
    let mut talk = stage.start("kitchen", &notice("The cake is done."), Some("oven"));
    let say = talk.says("The cake is done.");
    stage.queue("kitchen", &notice("The tea is ready."), "kettle");
    let ear = stage.ear();
    stage.speak(&say);
    talk.is_over("nominal");
    let mut next = Talk::started(stage, "kitchen", ear);
    next.speaks("The tea is ready.");
    next.is_over("nominal");
}

fn three_at_once(stage: &mut Stage) {
    let texts = ["The cake is done.", "The tea is ready.", "It rains."];
    let mut ear = stage.ear();
    for text in texts {
        stage.request("kitchen", &notice(text), Some(text));
    }
    for text in texts {
        let mut talk = Talk::started(stage, "kitchen", ear);
        talk.speaks(text);
        talk.is_over("nominal");
        ear = talk.into_ear();
    }
}
