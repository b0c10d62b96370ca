//! Sessions that end as wanted, and what skills may do in them.

use serde_json::json;

use super::Scenario;
use super::dialect::Dialect::{Alice, Rhasspy, Snips};
use super::recorded_installation::RecordedInstallation;

pub(super) const SCENARIOS: &[Scenario] = &[
    Scenario::new("question-and-answer", "Wake word, question, intent, answer", question_and_answer),
    Scenario::new("end-without-text", "A skill does what it was told, and says nothing", end_without_text),
    Scenario::new("follow-up", "A skill asks back, and only yes and no are allowed", follow_up),
    Scenario::new("five-turns", "A long conversation", five_turns),
    Scenario::new(
        "custom-data",
        "What a skill gives a session to carry comes back with every message",
        custom_data,
    ),
    Scenario::new("not-understood", "Words that mean nothing, and nobody asks again", intent_not_recognized),
    Scenario::new(
        "not-understood-skill-asks",
        "The skill hears that nothing was understood, and asks again",
        skill_asks,
    ),
    Scenario::new("not-understood-retry", "The manager asks again when nothing was understood", retry)
        .dialects(&[Snips, Alice])
        .settings("[everywhere]\nretries = 1"),
    Scenario::new("action", "A skill starts a session by itself, with a question", action),
    Scenario::new(
        "action-without-text",
        "A skill starts a session, and the microphone opens at once",
        action_without_text,
    ),
    Scenario::new(
        "continue-while-listening",
        "A skill goes on while the microphone is open",
        continue_while_listening,
    )
    .dialects(&[Rhasspy]),
    Scenario::new("any-words", "A question whose answer may be any words", any_words)
        .dialects(&[Snips, Alice]),
    Scenario::new(
        "given-session-id",
        "The wake word brings the session's id, as Rhasspy's web page does",
        given_id,
    )
    .dialects(&[Rhasspy]),
    Scenario::new("slot-question", "A skill asks for a slot, and the NLU looks for it alone", slot_question)
        .dialects(&[Snips]),
];

fn question_and_answer(installation: &mut RecordedInstallation) {
    installation.wake("kitchen").tell_time();
}

fn end_without_text(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn on the light", "SwitchLight", &[("state", "on")]).end_silently();
}

fn follow_up(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn off everything", "SwitchEverything", &[]);
    session.ask("Really?", &json!({"intentFilter": ["Yes", "No"], "customData": "everything"}));
    session.turn("yes please", "Yes", &[]).answer("Good night.");
}

fn five_turns(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("add milk to the list", "AddItem", &[("item", "milk")]);
    for item in ["bread", "cheese", "apples"] {
        session.ask("What else?", &json!({"intentFilter": ["AddItem", "Done"]}));
        session.turn(item, "AddItem", &[("item", item)]);
    }
    session.ask("What else?", &json!({"intentFilter": ["AddItem", "Done"]}));
    session.turn("that is all", "Done", &[]).answer("Four things are on your list.");
}

fn custom_data(installation: &mut RecordedInstallation) {
    let init = json!({"type": "action", "text": "Which room?", "canBeEnqueued": true});
    let mut session = installation.start_session("kitchen", &init, Some("asked 1 time"));
    session.speak("Which room?").expect_listening().turn("the garden", "Room", &[("room", "garden")]);
    session.ask("And which lamp?", &json!({"customData": "garden"}));
    session.turn("the big one", "Lamp", &[("lamp", "big")]).ask("How bright?", &json!({}));
    session.turn("quite bright", "Brightness", &[]).answer("As you like it.");
}

fn intent_not_recognized(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.unrecognized_turn("open the pod bay doors");
    match installation.dialect {
        Rhasspy => {}
        // The manager apologizes and ends the session.
        Snips => return session.expect_ended("intentNotRecognized"),
        Alice => {
            for _ in 0..3 {
                session.speak_anything();
                session.expect_listening();
                session.unrecognized_turn("open the pod bay doors");
            }
            session.expect_ended("nominal");
            return;
        }
    }
    session.expect_ended("intentNotRecognized");
}

fn skill_asks(installation: &mut RecordedInstallation) {
    let init = json!({
        "type": "action", "text": "Shall I?", "intentFilter": ["Yes", "No"], "canBeEnqueued": true,
        "sendIntentNotRecognized": true,
    });
    let mut session = installation.start_session("kitchen", &init, Some("blinds"));
    session.speak("Shall I?").expect_listening().unrecognized_turn("well");
    session.expect_intent_not_recognized();
    session.ask("Yes or no?", &json!({"intentFilter": ["Yes", "No"], "sendIntentNotRecognized": true}));
    session.turn("no", "No", &[]).end_silently();
}

fn retry(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.unrecognized_turn("open the pod bay doors").speak_anything().expect_listening();
    session.turn("turn on the light", "SwitchLight", &[("state", "on")]).answer("The light is on.");
}

fn action(installation: &mut RecordedInstallation) {
    let init =
        json!({"type": "action", "text": "It rains. Shall I close the window?", "canBeEnqueued": true});
    let mut session = installation.start_session("bedroom", &init, None);
    session.speak("It rains. Shall I close the window?").expect_listening().turn("yes", "Yes", &[]);
    session.end_silently();
}

fn action_without_text(installation: &mut RecordedInstallation) {
    let mut session = installation.start_session(
        "kitchen",
        &json!({"type": "action", "canBeEnqueued": true}),
        Some("button"),
    );
    session.expect_listening().turn("turn on the light", "SwitchLight", &[("state", "on")]);
    session.end_silently();
}

fn continue_while_listening(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let question = "By the way, shall I water the flowers?";
    session.continue_session(Some(question), &json!({"intentFilter": ["Yes", "No"]}));
    session.expect_stop_listening();
    session.speak(question).expect_listening().turn("yes", "Yes", &[]).answer("Done.");
}

fn any_words(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("take a note", "TakeNote", &[]);
    session.ask("What shall I write?", &json!({"intentFilter": ["UserRandomAnswer"]}));
    session.capture("buy a birthday present for anna", 0.9);
    session.expect_intent("UserRandomAnswer");
    session.answer("I have written it down.");
}

fn given_id(installation: &mut RecordedInstallation) {
    let web = json!({
        "sessionId": "web-4711", "sendAudioCaptured": false, "lang": "en", "customEntities": {"guest": "anna"},
    });
    let mut session = installation.start_by_wake_word_with("kitchen", &web);
    session.expect_listening().turn("turn on the light", "SwitchLight", &[("state", "on")]);
    session.answer("The light is on.");
}

fn slot_question(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("change the colour", "ColourLight", &[]);
    session.ask("Which colour?", &json!({"slot": "colour", "intentFilter": ["ColourLight"]}));
    session.slot_turn("blue", "ColourLight", "colour");
    session.answer("The light is blue.");
}
