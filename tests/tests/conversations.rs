//! Whole conversations between Rhasspy's real services, a real broker and `petasosd`.

use petasos_tests::Installation;
use serde_json::json;

const STARTED: &str = "hermes/dialogueManager/sessionStarted";
const ENDED: &str = "hermes/dialogueManager/sessionEnded";
const SAY: &str = "hermes/tts/say";
const LISTEN: &str = "hermes/asr/startListening";

#[test]
fn a_skill_answers_and_the_session_ends() {
    let house = Installation::start(&[]);
    let parts = house.parts();
    let mut ear = house.ear();

    house.wake("kitchen");
    let session = ear.expect(STARTED, &json!({"siteId": "kitchen", "customData": "default"}));
    let session = session.session();
    parts.keyboard.say("kitchen", "what time is it");

    ear.expect("hermes/nlu/query", &json!({"input": "what time is it", "sessionId": session}));
    ear.expect("hermes/intent/GetTime", &json!({"sessionId": session}));
    ear.expect(SAY, &json!({"text": "It is noon.", "siteId": "kitchen", "sessionId": session}));
    ear.expect(ENDED, &json!({"sessionId": session, "termination": {"reason": "nominal"}}));
    house.settle();
    house.expect_peace();
}

#[test]
fn a_follow_up_question_is_heard_after_it_was_spoken() {
    let house = Installation::start(&[]);
    let parts = house.parts();
    let mut ear = house.ear();

    house.wake("kitchen");
    parts.keyboard.say("kitchen", "turn off the light");
    let question = ear.expect(SAY, &json!({"text": "Really?"}));
    let session = question.session();
    ear.expect("hermes/audioServer/kitchen/playFinished", &json!({"id": question.text("id")}));
    ear.expect(LISTEN, &json!({"sessionId": session}));
    parts.keyboard.say("kitchen", "yes please");

    let query = ear.expect("hermes/nlu/query", &json!({"sessionId": session, "customData": "light"}));
    assert_eq!(query.json["intentFilter"], json!(["Yes", "No"]));
    ear.expect(SAY, &json!({"text": "The light is off."}));
    ear.expect(ENDED, &json!({"sessionId": session, "termination": {"reason": "nominal"}}));
    house.settle();
    house.expect_peace();
}

#[test]
fn a_misunderstood_answer_is_asked_for_again() {
    let house = Installation::start(&[]);
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
    ear.expect(ENDED, &json!({"sessionId": session, "termination": {"reason": "nominal"}}));
    house.settle();
    house.expect_peace();
}

#[test]
fn two_sites_talk_at_once_and_each_gets_its_own_answer() {
    let house = Installation::start(&[]);
    let parts = house.parts();
    let (mut kitchen, mut bath) = (house.ear(), house.ear());

    house.wake("kitchen");
    house.wake("bath");
    parts.keyboard.say("kitchen", "turn off the light");
    parts.keyboard.say("bath", "turn off the lamp");
    parts.keyboard.say("bath", "yes");
    parts.keyboard.say("kitchen", "yes");

    kitchen.expect(SAY, &json!({"text": "The light is off.", "siteId": "kitchen"}));
    kitchen.expect(ENDED, &json!({"siteId": "kitchen", "termination": {"reason": "nominal"}}));
    bath.expect(SAY, &json!({"text": "The lamp is off.", "siteId": "bath"}));
    bath.expect(ENDED, &json!({"siteId": "bath", "termination": {"reason": "nominal"}}));
    house.settle();
    house.expect_peace();
}

#[test]
fn a_notification_waits_until_the_conversation_is_over() {
    let house = Installation::start(&[]);
    let parts = house.parts();
    let (mut talk, mut notice) = (house.ear(), house.ear());

    house.wake("kitchen");
    let session = talk.expect(STARTED, &json!({"siteId": "kitchen"}));
    house.publish(
        "hermes/dialogueManager/startSession",
        &json!({"siteId": "kitchen", "customData": "oven", "init": {"type": "notification", "text": "The cake is done."}}),
    );
    let queued = notice
        .expect("hermes/dialogueManager/sessionQueued", &json!({"siteId": "kitchen", "customData": "oven"}));
    parts.keyboard.say("kitchen", "what time is it");

    talk.expect(SAY, &json!({"text": "It is noon.", "sessionId": session.session()}));
    talk.expect(ENDED, &json!({"sessionId": session.session(), "termination": {"reason": "nominal"}}));
    talk.expect(STARTED, &json!({"sessionId": queued.session(), "customData": "oven"}));
    talk.expect(SAY, &json!({"text": "The cake is done.", "sessionId": queued.session()}));
    talk.expect(ENDED, &json!({"sessionId": queued.session(), "termination": {"reason": "nominal"}}));
    house.settle();
    house.expect_peace();
}

#[test]
fn a_text_session_needs_no_microphone_and_no_loudspeaker() {
    let folder = tempfile::TempDir::new().expect("a folder for temporary files");
    let configuration = folder.path().join("petasos.toml");
    std::fs::write(&configuration, "[site.text-anna]\nmicrophone = false\nspeaker = false\n")
        .expect("a file");
    let house = Installation::start(&["--config", &configuration.to_string_lossy()]);
    let _parts = house.parts();
    let mut ear = house.ear();

    house.publish(
        "hermes/dialogueManager/startSession",
        &json!({"siteId": "text-anna", "init": {"type": "action", "canBeEnqueued": true}}),
    );
    let session = ear.expect(STARTED, &json!({"siteId": "text-anna"}));
    let session = session.session();
    house.capture("text-anna", session, "turn off the lamp");
    ear.expect(SAY, &json!({"text": "Really?", "siteId": "text-anna", "sessionId": session}));
    house.capture("text-anna", session, "yes");
    ear.expect(SAY, &json!({"text": "The lamp is off.", "sessionId": session}));
    ear.expect(ENDED, &json!({"sessionId": session, "termination": {"reason": "nominal"}}));

    house.settle();
    let text_site = json!({"siteId": "text-anna"});
    assert_eq!(house.observer.all(LISTEN, &text_site).len(), 0, "nobody has a microphone there");
    assert_eq!(house.observer.all("hermes/hotword/+", &text_site).len(), 0, "nobody has a wake word there");
    house.expect_peace();
}
