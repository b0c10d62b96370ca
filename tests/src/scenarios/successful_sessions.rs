//! Conversations that go well, and what skills may do in them.

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
    Scenario::new("not-understood", "Words that mean nothing, and nobody asks again", not_understood),
    Scenario::new(
        "not-understood-skill-asks",
        "The skill hears that nothing was understood, and asks again",
        skill_asks,
    ),
    Scenario::new("not-understood-retry", "The manager asks again when nothing was understood", retry)
        .of(&[Snips, Alice])
        .with("[everywhere]\nretries = 1"),
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
    .of(&[Rhasspy]),
    Scenario::new("any-words", "A question whose answer may be any words", any_words).of(&[Snips, Alice]),
    Scenario::new(
        "given-session-id",
        "The wake word brings the session's id, as Rhasspy's web page does",
        given_id,
    )
    .of(&[Rhasspy]),
    Scenario::new("slot-question", "A skill asks for a slot, and the NLU looks for it alone", slot_question)
        .of(&[Snips]),
];

fn question_and_answer(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("what time is it", "GetTime", &[]);
    session.answers("It is noon.");
}

fn end_without_text(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    session.ends(None);
    session.is_over("nominal");
}

fn follow_up(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("turn off everything", "SwitchEverything", &[]);
    session.asks("Really?", &json!({"intentFilter": ["Yes", "No"], "customData": "everything"}));
    session.turn("yes please", "Yes", &[]);
    session.answers("Good night.");
}

fn five_turns(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("add milk to the list", "AddItem", &[("item", "milk")]);
    for item in ["bread", "cheese", "apples"] {
        session.asks("What else?", &json!({"intentFilter": ["AddItem", "Done"]}));
        session.turn(item, "AddItem", &[("item", item)]);
    }
    session.asks("What else?", &json!({"intentFilter": ["AddItem", "Done"]}));
    session.turn("that is all", "Done", &[]);
    session.answers("Four things are on your list.");
}

fn custom_data(installation: &mut RecordedInstallation) {
    let init = json!({"type": "action", "text": "Which room?", "canBeEnqueued": true});
    let mut session = installation.start("kitchen", &init, Some("asked 1 time"));
    session.speaks("Which room?");
    session.listens();
    session.turn("the garden", "Room", &[("room", "garden")]);
    session.asks("And which lamp?", &json!({"customData": "garden"}));
    session.turn("the big one", "Lamp", &[("lamp", "big")]);
    session.asks("How bright?", &json!({}));
    session.turn("quite bright", "Brightness", &[]);
    session.answers("As you like it.");
}

fn not_understood(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.mumbles("open the pod bay doors");
    match installation.dialect {
        Rhasspy => {}
        // It says that it has not understood, and ends.
        Snips => return session.is_over("intentNotRecognized"),
        Alice => {
            for _ in 0..3 {
                session.speaks_anything();
                session.listens();
                session.mumbles("open the pod bay doors");
            }
            session.is_over("nominal");
            return;
        }
    }
    session.is_over("intentNotRecognized");
}

fn skill_asks(installation: &mut RecordedInstallation) {
    let init = json!({
        "type": "action", "text": "Shall I?", "intentFilter": ["Yes", "No"], "canBeEnqueued": true,
        "sendIntentNotRecognized": true,
    });
    let mut session = installation.start("kitchen", &init, Some("blinds"));
    session.speaks("Shall I?");
    session.listens();
    session.mumbles("well");
    session.skill_hears_of_it();
    session.asks("Yes or no?", &json!({"intentFilter": ["Yes", "No"], "sendIntentNotRecognized": true}));
    session.turn("no", "No", &[]);
    session.ends(None);
    session.is_over("nominal");
}

fn retry(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.mumbles("open the pod bay doors");
    session.speaks_anything();
    session.listens();
    session.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    session.answers("The light is on.");
}

fn action(installation: &mut RecordedInstallation) {
    let init =
        json!({"type": "action", "text": "It rains. Shall I close the window?", "canBeEnqueued": true});
    let mut session = installation.start("bedroom", &init, None);
    session.speaks("It rains. Shall I close the window?");
    session.listens();
    session.turn("yes", "Yes", &[]);
    session.ends(None);
    session.is_over("nominal");
}

fn action_without_text(installation: &mut RecordedInstallation) {
    let mut session =
        installation.start("kitchen", &json!({"type": "action", "canBeEnqueued": true}), Some("button"));
    session.listens();
    session.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    session.ends(None);
    session.is_over("nominal");
}

fn continue_while_listening(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    let question = "By the way, shall I water the flowers?";
    session.goes_on(Some(question), &json!({"intentFilter": ["Yes", "No"]}));
    session.is_stopped();
    session.speaks(question);
    session.listens();
    session.turn("yes", "Yes", &[]);
    session.answers("Done.");
}

fn any_words(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("take a note", "TakeNote", &[]);
    session.asks("What shall I write?", &json!({"intentFilter": ["UserRandomAnswer"]}));
    session.captured("buy a birthday present for anna", 0.9);
    session.announces("UserRandomAnswer");
    session.answers("I have written it down.");
}

fn given_id(installation: &mut RecordedInstallation) {
    let web = json!({
        "sessionId": "web-4711", "sendAudioCaptured": false, "lang": "en", "customEntities": {"guest": "anna"},
    });
    let mut session = installation.called_with("kitchen", &web);
    session.listens();
    session.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    session.answers("The light is on.");
}

fn slot_question(installation: &mut RecordedInstallation) {
    let mut session = installation.wake("kitchen");
    session.turn("change the colour", "ColourLight", &[]);
    session.asks("Which colour?", &json!({"slot": "colour", "intentFilter": ["ColourLight"]}));
    session.fills_slot("blue", "ColourLight", "colour");
    session.answers("The light is blue.");
}
