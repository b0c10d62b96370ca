//! Somebody wants to session where a conversation goes on.

use serde_json::{Value, json};

use super::Scenario;
use super::dialect::Dialect::{Alice, Rhasspy, Snips};
use super::recorded_installation::RecordedInstallation;
use super::stepped_session::SteppedSession;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("action-queued", "A skill's question waits for its turn", action_queued),
    Scenario::new(
        "action-aborts",
        "A skill that will not wait ends the conversation that goes on",
        action_aborts,
    )
    .of(&[Rhasspy]),
    Scenario::new("action-refused", "A skill that will not wait is refused", action_refused)
        .of(&[Snips, Alice]),
    Scenario::new("queued-session-ended", "A skill ends a session that still waits", queued_session_ended),
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

fn action_queued(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.queue("kitchen", &question("Shall I water the flowers?", true), "flowers");
    session.turn("what time is it", "GetTime", &[]);
    let ear = installation.ear();
    session.answers("It is noon.");
    let mut next = SteppedSession::started(installation, "kitchen", ear);
    next.speaks("Shall I water the flowers?");
    next.listens();
    next.turn("yes", "Yes", &[]);
    next.ends(None);
    next.is_over("nominal");
}

fn action_aborts(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let mut next =
        installation.start("kitchen", &question("The doorbell rings. Shall I open?", false), Some("door"));
    session.is_over("abortedByUser");
    next.speaks("The doorbell rings. Shall I open?");
    next.listens();
    next.turn("no", "No", &[]);
    next.ends(None);
    next.is_over("nominal");
}

fn action_refused(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.request("kitchen", &question("Shall I water the flowers?", false), Some("flowers"));
    session.turn("what time is it", "GetTime", &[]);
    session.answers("It is noon.");
}

fn queued_session_ended(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let queued = installation.queue("kitchen", &question("Shall I water the flowers?", true), "flowers");
    installation.publish("hermes/dialogueManager/endSession", &json!({"sessionId": queued}));
    session.turn("what time is it", "GetTime", &[]);
    let ear = installation.ear();
    session.answers("It is noon.");
    let mut next = SteppedSession::started(installation, "kitchen", ear);
    next.speaks("Shall I water the flowers?");
    next.listens();
    next.ends(None);
    next.is_over("nominal");
}

fn wake_while_listening(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    installation.pause();
    let mut next = installation.wake("kitchen");
    session.is_over("abortedByUser");
    next.turn("what time is it", "GetTime", &[]);
    next.answers("It is noon.");
}

fn wake_while_thinking(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("what is the meaning of life", "Meaning", &[]);
    installation.pause();
    let mut next = installation.wake("kitchen");
    session.is_over("abortedByUser");
    next.turn("what time is it", "GetTime", &[]);
    next.answers("It is noon.");
    // The first skill is late.
    session.ends(Some("Forty-two."));
}

fn barge_in_answer(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("what time is it", "GetTime", &[]);
    session.ends(Some("It is noon, and the sun is shining."));
    let say = session.says("It is noon, and the sun is shining.");
    installation.play_speech(&say);
    installation.pause();
    let mut next = installation.called("kitchen");
    session.is_over("abortedByUser");
    installation.finish_playing(&say);
    installation.finish_speaking(&say);
    next.listens();
    next.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    next.answers("The light is on.");
}

fn barge_in_question(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn off everything", "SwitchEverything", &[]);
    session.goes_on(Some("Really?"), &json!({"intentFilter": ["Yes", "No"]}));
    let say = session.says("Really?");
    installation.pause();
    let mut next = installation.called("kitchen");
    session.is_over("abortedByUser");
    installation.speak(&say);
    next.listens();
    next.turn("what time is it", "GetTime", &[]);
    next.answers("It is noon.");
}
