//! Somebody wants to talk where a conversation goes on.

use serde_json::{Value, json};

use super::Scene;
use super::dialect::Dialect::{Alice, Rhasspy, Snips};
use super::stage::Stage;
use super::talk::Talk;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("action-queued", "A skill's question waits for its turn", action_queued),
    Scene::new(
        "action-aborts",
        "A skill that will not wait ends the conversation that goes on",
        action_aborts,
    )
    .of(&[Rhasspy]),
    Scene::new("action-refused", "A skill that will not wait is refused", action_refused).of(&[Snips, Alice]),
    Scene::new("queued-session-ended", "A skill ends a session that still waits", queued_session_ended),
    Scene::new(
        "wake-while-listening",
        "The wake word again, while the microphone is open",
        wake_while_listening,
    ),
    Scene::new("wake-while-thinking", "The wake word again, while the skill thinks", wake_while_thinking),
    Scene::new("barge-in-answer", "The wake word while the answer is spoken", barge_in_answer),
    Scene::new("barge-in-question", "The wake word while a question is spoken", barge_in_question),
];

fn question(text: &str, can_be_enqueued: bool) -> Value {
    json!({"type": "action", "text": text, "canBeEnqueued": can_be_enqueued})
}

fn action_queued(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    stage.queue("kitchen", &question("Shall I water the flowers?", true), "flowers");
    talk.turn("what time is it", "GetTime", &[]);
    let ear = stage.ear();
    talk.answers("It is noon.");
    let mut next = Talk::started(stage, "kitchen", ear);
    next.speaks("Shall I water the flowers?");
    next.listens();
    next.turn("yes", "Yes", &[]);
    next.ends(None);
    next.is_over("nominal");
}

fn action_aborts(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    let mut next =
        stage.start("kitchen", &question("The doorbell rings. Shall I open?", false), Some("door"));
    talk.is_over("abortedByUser");
    next.speaks("The doorbell rings. Shall I open?");
    next.listens();
    next.turn("no", "No", &[]);
    next.ends(None);
    next.is_over("nominal");
}

fn action_refused(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    stage.request("kitchen", &question("Shall I water the flowers?", false), Some("flowers"));
    talk.turn("what time is it", "GetTime", &[]);
    talk.answers("It is noon.");
}

fn queued_session_ended(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    let queued = stage.queue("kitchen", &question("Shall I water the flowers?", true), "flowers");
    stage.publish("hermes/dialogueManager/endSession", &json!({"sessionId": queued}));
    talk.turn("what time is it", "GetTime", &[]);
    let ear = stage.ear();
    talk.answers("It is noon.");
    let mut next = Talk::started(stage, "kitchen", ear);
    next.speaks("Shall I water the flowers?");
    next.listens();
    next.ends(None);
    next.is_over("nominal");
}

fn wake_while_listening(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    stage.pause();
    let mut next = stage.wake("kitchen");
    talk.is_over("abortedByUser");
    next.turn("what time is it", "GetTime", &[]);
    next.answers("It is noon.");
}

fn wake_while_thinking(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("what is the meaning of life", "Meaning", &[]);
    stage.pause();
    let mut next = stage.wake("kitchen");
    talk.is_over("abortedByUser");
    next.turn("what time is it", "GetTime", &[]);
    next.answers("It is noon.");
    // The first skill is late.
    talk.ends(Some("Forty-two."));
}

fn barge_in_answer(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("what time is it", "GetTime", &[]);
    talk.ends(Some("It is noon, and the sun is shining."));
    let say = talk.says("It is noon, and the sun is shining.");
    stage.play_speech(&say);
    stage.pause();
    let mut next = stage.called("kitchen");
    talk.is_over("abortedByUser");
    stage.finish_playing(&say);
    stage.finish_speaking(&say);
    next.listens();
    next.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    next.answers("The light is on.");
}

fn barge_in_question(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("turn off everything", "SwitchEverything", &[]);
    talk.goes_on(Some("Really?"), &json!({"intentFilter": ["Yes", "No"]}));
    let say = talk.says("Really?");
    stage.pause();
    let mut next = stage.called("kitchen");
    talk.is_over("abortedByUser");
    stage.speak(&say);
    next.listens();
    next.turn("what time is it", "GetTime", &[]);
    next.answers("It is noon.");
}
