//! Conversations that go well, and what skills may do in them.

use serde_json::json;

use super::Scene;
use super::dialect::Dialect::{Alice, Rhasspy, Snips};
use super::stage::Stage;

pub(super) const SCENES: &[Scene] = &[
    Scene::new("question-and-answer", "Wake word, question, intent, answer", question_and_answer),
    Scene::new("end-without-text", "A skill does what it was told, and says nothing", end_without_text),
    Scene::new("follow-up", "A skill asks back, and only yes and no are allowed", follow_up),
    Scene::new("five-turns", "A long conversation", five_turns),
    Scene::new(
        "custom-data",
        "What a skill gives a session to carry comes back with every message",
        custom_data,
    ),
    Scene::new("not-understood", "Words that mean nothing, and nobody asks again", not_understood),
    Scene::new(
        "not-understood-skill-asks",
        "The skill hears that nothing was understood, and asks again",
        skill_asks,
    ),
    Scene::new("not-understood-retry", "The manager asks again when nothing was understood", retry)
        .of(&[Snips, Alice])
        .with("[everywhere]\nretries = 1"),
    Scene::new("action", "A skill starts a session by itself, with a question", action),
    Scene::new(
        "action-without-text",
        "A skill starts a session, and the microphone opens at once",
        action_without_text,
    ),
    Scene::new(
        "continue-while-listening",
        "A skill goes on while the microphone is open",
        continue_while_listening,
    )
    .of(&[Rhasspy]),
    Scene::new("any-words", "A question whose answer may be any words", any_words).of(&[Snips, Alice]),
    Scene::new(
        "given-session-id",
        "The wake word brings the session's id, as Rhasspy's web page does",
        given_id,
    )
    .of(&[Rhasspy]),
    Scene::new("slot-question", "A skill asks for a slot, and the NLU looks for it alone", slot_question)
        .of(&[Snips]),
];

fn question_and_answer(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("what time is it", "GetTime", &[]);
    talk.answers("It is noon.");
}

fn end_without_text(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    talk.ends(None);
    talk.is_over("nominal");
}

fn follow_up(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("turn off everything", "SwitchEverything", &[]);
    talk.asks("Really?", &json!({"intentFilter": ["Yes", "No"], "customData": "everything"}));
    talk.turn("yes please", "Yes", &[]);
    talk.answers("Good night.");
}

fn five_turns(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("add milk to the list", "AddItem", &[("item", "milk")]);
    for item in ["bread", "cheese", "apples"] {
        talk.asks("What else?", &json!({"intentFilter": ["AddItem", "Done"]}));
        talk.turn(item, "AddItem", &[("item", item)]);
    }
    talk.asks("What else?", &json!({"intentFilter": ["AddItem", "Done"]}));
    talk.turn("that is all", "Done", &[]);
    talk.answers("Four things are on your list.");
}

fn custom_data(stage: &mut Stage) {
    let init = json!({"type": "action", "text": "Which room?", "canBeEnqueued": true});
    let mut talk = stage.start("kitchen", &init, Some("asked 1 time"));
    talk.speaks("Which room?");
    talk.listens();
    talk.turn("the garden", "Room", &[("room", "garden")]);
    talk.asks("And which lamp?", &json!({"customData": "garden"}));
    talk.turn("the big one", "Lamp", &[("lamp", "big")]);
    talk.asks("How bright?", &json!({}));
    talk.turn("quite bright", "Brightness", &[]);
    talk.answers("As you like it.");
}

fn not_understood(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.mumbles("open the pod bay doors");
    match stage.dialect {
        Rhasspy => {}
        // It says that it has not understood, and ends.
        Snips => return talk.is_over("intentNotRecognized"),
        Alice => {
            for _ in 0..3 {
                talk.speaks_anything();
                talk.listens();
                talk.mumbles("open the pod bay doors");
            }
            talk.is_over("nominal");
            return;
        }
    }
    talk.is_over("intentNotRecognized");
}

fn skill_asks(stage: &mut Stage) {
    let init = json!({
        "type": "action", "text": "Shall I?", "intentFilter": ["Yes", "No"], "canBeEnqueued": true,
        "sendIntentNotRecognized": true,
    });
    let mut talk = stage.start("kitchen", &init, Some("blinds"));
    talk.speaks("Shall I?");
    talk.listens();
    talk.mumbles("well");
    talk.skill_hears_of_it();
    talk.asks("Yes or no?", &json!({"intentFilter": ["Yes", "No"], "sendIntentNotRecognized": true}));
    talk.turn("no", "No", &[]);
    talk.ends(None);
    talk.is_over("nominal");
}

fn retry(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.mumbles("open the pod bay doors");
    talk.speaks_anything();
    talk.listens();
    talk.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    talk.answers("The light is on.");
}

fn action(stage: &mut Stage) {
    let init =
        json!({"type": "action", "text": "It rains. Shall I close the window?", "canBeEnqueued": true});
    let mut talk = stage.start("bedroom", &init, None);
    talk.speaks("It rains. Shall I close the window?");
    talk.listens();
    talk.turn("yes", "Yes", &[]);
    talk.ends(None);
    talk.is_over("nominal");
}

fn action_without_text(stage: &mut Stage) {
    let mut talk = stage.start("kitchen", &json!({"type": "action", "canBeEnqueued": true}), Some("button"));
    talk.listens();
    talk.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    talk.ends(None);
    talk.is_over("nominal");
}

fn continue_while_listening(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    let question = "By the way, shall I water the flowers?";
    talk.goes_on(Some(question), &json!({"intentFilter": ["Yes", "No"]}));
    talk.is_stopped();
    talk.speaks(question);
    talk.listens();
    talk.turn("yes", "Yes", &[]);
    talk.answers("Done.");
}

fn any_words(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("take a note", "TakeNote", &[]);
    talk.asks("What shall I write?", &json!({"intentFilter": ["UserRandomAnswer"]}));
    talk.captured("buy a birthday present for anna", 0.9);
    talk.announces("UserRandomAnswer");
    talk.answers("I have written it down.");
}

fn given_id(stage: &mut Stage) {
    let web = json!({
        "sessionId": "web-4711", "sendAudioCaptured": false, "lang": "en", "customEntities": {"guest": "anna"},
    });
    let mut talk = stage.called_with("kitchen", &web);
    talk.listens();
    talk.turn("turn on the light", "SwitchLight", &[("state", "on")]);
    talk.answers("The light is on.");
}

fn slot_question(stage: &mut Stage) {
    let mut talk = stage.wake("kitchen");
    talk.turn("change the colour", "ColourLight", &[]);
    talk.asks("Which colour?", &json!({"slot": "colour", "intentFilter": ["ColourLight"]}));
    talk.fills_slot("blue", "ColourLight", "colour");
    talk.answers("The light is blue.");
}
