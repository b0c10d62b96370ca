//! Whole conversations: Rhasspy's real services, a real broker and `petasosd`.

use petasos_tests::Installation;
use petasos_tests::topic_names::{ENDED, LISTEN, QUERY, QUEUED, SAY, START, STARTED};
use serde_json::json;

#[test]
fn a_skill_answers_and_the_session_ends() {
    let installation = Installation::start(&[]);
    let rhasspy = installation.start_rhasspy();
    let mut messages = installation.messages();

    installation.wake("kitchen");
    let started = messages.expect(STARTED, &json!({"siteId": "kitchen", "customData": "default"}));
    let session = started.session();
    rhasspy.asr.transcribe("kitchen", "what time is it");

    messages.expect(QUERY, &json!({"input": "what time is it", "sessionId": session}));
    messages.expect("hermes/intent/GetTime", &json!({"sessionId": session}));
    messages.expect(SAY, &json!({"text": "It is noon.", "siteId": "kitchen", "sessionId": session}));
    messages.expect(ENDED, &json!({"sessionId": session, "termination": {"reason": "nominal"}}));
    installation.expect_idle();
}

#[test]
fn the_microphone_opens_after_a_question_was_spoken() {
    let installation = Installation::start(&[]);
    let rhasspy = installation.start_rhasspy();
    let mut messages = installation.messages();

    installation.wake("kitchen");
    rhasspy.asr.transcribe("kitchen", "turn off the light");
    let question = messages.expect(SAY, &json!({"text": "Really?"}));
    let session = question.session();
    messages.expect("hermes/audioServer/kitchen/playFinished", &json!({"id": question.text("id")}));
    messages.expect(LISTEN, &json!({"sessionId": session}));
    rhasspy.asr.transcribe("kitchen", "yes please");

    let query = messages.expect(QUERY, &json!({"sessionId": session, "customData": "light"}));
    assert_eq!(query.json["intentFilter"], json!(["Yes", "No"]));
    messages.expect(SAY, &json!({"text": "The light is off."}));
    messages.expect(ENDED, &json!({"sessionId": session, "termination": {"reason": "nominal"}}));
    installation.expect_idle();
}

#[test]
fn an_answer_that_was_not_recognized_is_asked_for_again() {
    let installation = Installation::start(&[]);
    let rhasspy = installation.start_rhasspy();
    let mut messages = installation.messages();

    installation.wake("kitchen");
    rhasspy.asr.transcribe("kitchen", "turn off the lamp");
    let question = messages.expect(SAY, &json!({"text": "Really?"}));
    let session = question.session();
    // An intent the NLU knows, but not one the question allows.
    rhasspy.asr.transcribe("kitchen", "what time is it");
    let not_recognized = json!({"sessionId": session, "customData": "lamp"});
    messages.expect("hermes/dialogueManager/intentNotRecognized", &not_recognized);
    messages.expect(SAY, &json!({"text": "Yes or no?", "sessionId": session}));
    rhasspy.asr.transcribe("kitchen", "no thanks");
    messages.expect(ENDED, &json!({"sessionId": session, "termination": {"reason": "nominal"}}));
    installation.expect_idle();
}

#[test]
fn two_sites_talk_at_once_and_each_gets_its_own_answer() {
    let installation = Installation::start(&[]);
    let rhasspy = installation.start_rhasspy();
    let (mut kitchen, mut bath) = (installation.messages(), installation.messages());

    installation.wake("kitchen");
    installation.wake("bath");
    rhasspy.asr.transcribe("kitchen", "turn off the light");
    rhasspy.asr.transcribe("bath", "turn off the lamp");
    rhasspy.asr.transcribe("bath", "yes");
    rhasspy.asr.transcribe("kitchen", "yes");

    kitchen.expect(SAY, &json!({"text": "The light is off.", "siteId": "kitchen"}));
    kitchen.expect(ENDED, &json!({"siteId": "kitchen", "termination": {"reason": "nominal"}}));
    bath.expect(SAY, &json!({"text": "The lamp is off.", "siteId": "bath"}));
    bath.expect(ENDED, &json!({"siteId": "bath", "termination": {"reason": "nominal"}}));
    installation.expect_idle();
}

#[test]
fn a_notification_waits_until_the_conversation_is_over() {
    let installation = Installation::start(&[]);
    let rhasspy = installation.start_rhasspy();
    let (mut messages, mut queue) = (installation.messages(), installation.messages());

    installation.wake("kitchen");
    let session = messages.expect(STARTED, &json!({"siteId": "kitchen"}));
    let init = json!({"type": "notification", "text": "The cake is done."});
    installation.publish(START, &json!({"siteId": "kitchen", "customData": "oven", "init": init}));
    let queued = queue.expect(QUEUED, &json!({"siteId": "kitchen", "customData": "oven"}));
    rhasspy.asr.transcribe("kitchen", "what time is it");

    messages.expect(SAY, &json!({"text": "It is noon.", "sessionId": session.session()}));
    messages.expect(ENDED, &json!({"sessionId": session.session(), "termination": {"reason": "nominal"}}));
    messages.expect(STARTED, &json!({"sessionId": queued.session(), "customData": "oven"}));
    messages.expect(SAY, &json!({"text": "The cake is done.", "sessionId": queued.session()}));
    messages.expect(ENDED, &json!({"sessionId": queued.session(), "termination": {"reason": "nominal"}}));
    installation.expect_idle();
}

#[test]
fn a_text_session_needs_no_microphone_and_no_loudspeaker() {
    let folder = tempfile::TempDir::new().expect("a folder for temporary files");
    let configuration = folder.path().join("petasos.toml");
    std::fs::write(&configuration, "[site.text-anna]\nmicrophone = false\nspeaker = false\n")
        .expect("a file");
    let installation = Installation::start(&["--config", &configuration.to_string_lossy()]);
    let _rhasspy = installation.start_rhasspy();
    let mut messages = installation.messages();

    let init = json!({"type": "action", "canBeEnqueued": true});
    installation.publish(START, &json!({"siteId": "text-anna", "init": init}));
    let started = messages.expect(STARTED, &json!({"siteId": "text-anna"}));
    let session = started.session();
    installation.capture("text-anna", session, "turn off the lamp");
    messages.expect(SAY, &json!({"text": "Really?", "siteId": "text-anna", "sessionId": session}));
    installation.capture("text-anna", session, "yes");
    messages.expect(SAY, &json!({"text": "The lamp is off.", "sessionId": session}));
    messages.expect(ENDED, &json!({"sessionId": session, "termination": {"reason": "nominal"}}));

    installation.settle();
    let text_site = json!({"siteId": "text-anna"});
    for topic in [LISTEN, "hermes/hotword/+"] {
        assert_eq!(installation.observer.all(topic, &text_site).len(), 0, "{topic}");
    }
    installation.expect_idle();
}
