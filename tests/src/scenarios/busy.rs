//! Sessions requested, and wake words detected, at a site that has a session already.

use serde_json::{Value, json};

use crate::topic_names::END;

use super::Scenario;
use super::dialect::Dialect::{Alice, Rhasspy, Snips};
use super::recorded_installation::RecordedInstallation;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("action-queued", "A skill's question waits for its turn", queued),
    Scenario::new("action-aborts", "A skill that will not wait ends the conversation that goes on", aborts)
        .dialects(&[Rhasspy]),
    Scenario::new("action-refused", "A skill that will not wait is refused", refused)
        .dialects(&[Snips, Alice]),
    Scenario::new("queued-session-ended", "A skill ends a session that still waits", ended_while_queued),
    Scenario::new(
        "wake-while-listening",
        "The wake word again, while the microphone is open",
        wake_while_listening,
    ),
    Scenario::new("wake-while-thinking", "The wake word again, while the skill thinks", wake_while_thinking),
    Scenario::new("barge-in-answer", "The wake word while the answer is spoken", barge_in_answer),
    Scenario::new("barge-in-question", "The wake word while a question is spoken", barge_in_question),
];

fn question(text: &str, can_be_enqueued: bool) -> Value {
    json!({"type": "action", "text": text, "canBeEnqueued": can_be_enqueued})
}

fn queued(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.queue_session("kitchen", &question("Shall I water the flowers?", true), "flowers");
    session.tell_time();
    let mut next = session.expect_next();
    next.speak("Shall I water the flowers?").expect_listening().turn("yes", "Yes", &[]).end_silently();
}

fn aborts(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let mut next = installation.start_session(
        "kitchen",
        &question("The doorbell rings. Shall I open?", false),
        Some("door"),
    );
    session.expect_ended("abortedByUser");
    next.speak("The doorbell rings. Shall I open?").expect_listening().turn("no", "No", &[]);
    next.end_silently();
}

fn refused(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.request_session("kitchen", &question("Shall I water the flowers?", false), Some("flowers"));
    session.tell_time();
}

fn ended_while_queued(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let queued =
        installation.queue_session("kitchen", &question("Shall I water the flowers?", true), "flowers");
    installation.publish(END, &json!({"sessionId": queued}));
    session.tell_time();
    session.expect_next().speak("Shall I water the flowers?").expect_listening().end_silently();
}

fn wake_while_listening(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.pause();
    let mut next = installation.wake("kitchen");
    session.expect_ended("abortedByUser");
    next.tell_time();
}

fn wake_while_thinking(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("what is the meaning of life", "Meaning", &[]);
    installation.pause();
    let mut next = installation.wake("kitchen");
    session.expect_ended("abortedByUser");
    next.tell_time();
    // The skill of the first session is late.
    session.end(Some("Forty-two."));
}

fn barge_in_answer(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("what time is it", "GetTime", &[]).end(Some("It is noon, and the sun is shining."));
    let say = session.expect_say("It is noon, and the sun is shining.");
    installation.play_speech(&say);
    installation.pause();
    let mut next = installation.start_by_wake_word("kitchen");
    session.expect_ended("abortedByUser");
    installation.finish_playing(&say);
    installation.finish_saying(&say);
    next.expect_listening().turn("turn on the light", "SwitchLight", &[("state", "on")]);
    next.answer("The light is on.");
}

fn barge_in_question(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn off everything", "SwitchEverything", &[]);
    session.continue_session(Some("Really?"), &json!({"intentFilter": ["Yes", "No"]}));
    let say = session.expect_say("Really?");
    installation.pause();
    let mut next = installation.start_by_wake_word("kitchen");
    session.expect_ended("abortedByUser");
    installation.speak(&say);
    next.expect_listening().tell_time();
}
