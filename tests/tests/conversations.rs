//! Whole conversations between Rhasspy's real services, a real broker and `petasosd`.

use petasos_tests::House;
use serde_json::json;

const STARTED: &str = "hermes/dialogueManager/sessionStarted";
const ENDED: &str = "hermes/dialogueManager/sessionEnded";
const SAY: &str = "hermes/tts/say";
const LISTEN: &str = "hermes/asr/startListening";

#[test]
fn a_skill_answers_and_the_session_ends() {
    let house = House::start(&[]);
    let parts = house.parts();
    let mut ear = house.ear();

    house.wake("kitchen");
    let session = ear.expect(STARTED, &json!({"siteId": "kitchen", "customData": "default"}));
    let session = session.session();
    parts.keyboard.say("kitchen", "what time is it");

    ear.expect(
        "hermes/nlu/query",
        &json!({"input": "what time is it", "sessionId": session}),
    );
    ear.expect("hermes/intent/GetTime", &json!({"sessionId": session}));
    ear.expect(
        SAY,
        &json!({"text": "It is noon.", "siteId": "kitchen", "sessionId": session}),
    );
    ear.expect(
        ENDED,
        &json!({"sessionId": session, "termination": {"reason": "nominal"}}),
    );
    house.settle();
    house.expect_peace();
}

#[test]
fn a_follow_up_question_is_heard_after_it_was_spoken() {
    let house = House::start(&[]);
    let parts = house.parts();
    let mut ear = house.ear();

    house.wake("kitchen");
    parts.keyboard.say("kitchen", "turn off the light");
    let question = ear.expect(SAY, &json!({"text": "Really?"}));
    let session = question.session();
    ear.expect(
        "hermes/audioServer/kitchen/playFinished",
        &json!({"id": question.text("id")}),
    );
    ear.expect(LISTEN, &json!({"sessionId": session}));
    parts.keyboard.say("kitchen", "yes please");

    let query = ear.expect(
        "hermes/nlu/query",
        &json!({"sessionId": session, "customData": "light"}),
    );
    assert_eq!(query.json["intentFilter"], json!(["Yes", "No"]));
    ear.expect(SAY, &json!({"text": "The light is off."}));
    ear.expect(
        ENDED,
        &json!({"sessionId": session, "termination": {"reason": "nominal"}}),
    );
    house.settle();
    house.expect_peace();
}

#[test]
fn a_misunderstood_answer_is_asked_for_again() {
    let house = House::start(&[]);
    let parts = house.parts();
    let mut ear = house.ear();

    house.wake("kitchen");
    parts.keyboard.say("kitchen", "turn off the lamp");
    let session = ear.expect(SAY, &json!({"text": "Really?"}));
    let session = session.session();
    // An intent the NLU knows, but not one the question allows.
    parts.keyboard.say("kitchen", "what time is it");
    ear.expect(
        "hermes/dialogueManager/intentNotRecognized",
        &json!({"sessionId": session, "customData": "lamp"}),
    );
    ear.expect(SAY, &json!({"text": "Yes or no?", "sessionId": session}));
    parts.keyboard.say("kitchen", "no thanks");
    ear.expect(
        ENDED,
        &json!({"sessionId": session, "termination": {"reason": "nominal"}}),
    );
    house.settle();
    house.expect_peace();
}

#[test]
fn two_sites_talk_at_once_and_each_gets_its_own_answer() {
    let house = House::start(&[]);
    let parts = house.parts();
    let (mut kitchen, mut bath) = (house.ear(), house.ear());

    house.wake("kitchen");
    house.wake("bath");
    parts.keyboard.say("kitchen", "turn off the light");
    parts.keyboard.say("bath", "turn off the lamp");
    parts.keyboard.say("bath", "yes");
    parts.keyboard.say("kitchen", "yes");

    kitchen.expect(SAY, &json!({"text": "The light is off.", "siteId": "kitchen"}));
    kitchen.expect(
        ENDED,
        &json!({"siteId": "kitchen", "termination": {"reason": "nominal"}}),
    );
    bath.expect(SAY, &json!({"text": "The lamp is off.", "siteId": "bath"}));
    bath.expect(
        ENDED,
        &json!({"siteId": "bath", "termination": {"reason": "nominal"}}),
    );
    house.settle();
    house.expect_peace();
}
