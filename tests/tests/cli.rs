//! The daily commands of `petasos`, beside a real broker and the real manager. The test plays all other parts.

use petasos_tests::{Installation, MessageCursor, Mosquitto, ReceivedMessage, Tool};
use serde_json::{Value, json};

const SAY: &str = "hermes/tts/say";
const LISTEN: &str = "hermes/asr/startListening";
const ENDED: &str = "hermes/dialogueManager/sessionEnded";
const QUERY: &str = "hermes/nlu/query";

/// Hears what is to be spoken, and has it spoken.
fn speak(installation: &Installation, messages: &mut MessageCursor, text: &str) -> ReceivedMessage {
    let say = messages.expect(SAY, &json!({ "text": text }));
    installation.speech_finished(&say);
    say
}

/// Answers the next query as Rhasspy's NLU does: with an intent and one slot, or not at all.
fn understand(installation: &Installation, messages: &mut MessageCursor, intent: Option<&str>) {
    let query = messages.expect(QUERY, &json!({}));
    let (id, session, input) = (query.text("id"), query.session(), query.text("input"));
    let answer = |intent: &str| {
        json!({
            "id": id, "sessionId": session, "siteId": query.text("siteId"), "input": input,
            "customData": query.json.get("customData"),
            "intent": {"intentName": intent, "confidenceScore": 1.0},
            "slots": [{
                "entity": "room", "slotName": "room", "rawValue": "cooking place",
                "value": {"kind": "Unknown", "value": "kitchen"},
            }],
        })
    };
    let Some(intent) = intent else {
        let not_understood = json!({"id": id, "sessionId": session, "input": input});
        installation.publish("hermes/nlu/intentNotRecognized", &not_understood);
        return;
    };
    installation.publish("hermes/nlu/intentParsed", &answer(intent));
    installation.publish(&format!("hermes/intent/{intent}"), &answer(intent));
}

#[test]
fn say_speaks_and_says_how_that_went() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let spoken =
        Tool::start(&installation.broker, &["say", "Dinner", "is ready", "--site", "kitchen", "--json"]);
    let say = speak(&installation, &mut messages, "Dinner is ready");
    assert_eq!(say.text("siteId"), "kitchen");
    let spoken = spoken.finish();
    assert_eq!(
        (spoken.code, spoken.json()),
        (Some(0), vec![json!({"event": "spoken", "siteId": "kitchen"})])
    );

    let broken = Tool::start(&installation.broker, &["say", "again", "--site", "kitchen"]);
    messages.expect(SAY, &json!({"text": "again"}));
    installation.publish("hermes/error/tts", &json!({"error": "no voice", "siteId": "kitchen"}));
    let broken = broken.finish();
    assert_eq!(broken.code, Some(1));
    assert!(broken.err.contains("no voice"), "{broken:?}");

    let nobody = Tool::run(&installation.broker, &["say", "hello", "--timeout", "0.5"]);
    assert_eq!(nobody.code, Some(3));
    assert!(nobody.err.contains("nobody has spoken in default"), "{nobody:?}");

    let unwaited = Tool::run(&installation.broker, &["say", "hello there", "--no-wait"]);
    assert_eq!(unwaited.code, Some(0));
    messages.expect(SAY, &json!({"text": "hello there"}));
}

#[test]
fn notify_speaks_now_or_in_its_turn() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let spoken = Tool::start(&installation.broker, &["notify", "It is done", "--site", "kitchen", "--json"]);
    speak(&installation, &mut messages, "It is done");
    let spoken = spoken.finish();
    let events = [
        json!({"event": "started", "siteId": "kitchen"}),
        json!({"event": "said", "text": "It is done"}),
        json!({"event": "ended", "reason": "nominal"}),
    ];
    assert_eq!((spoken.code, spoken.json().as_slice()), (Some(0), events.as_slice()));

    installation.wake_and_listen("kitchen");
    let waiting = Tool::run(&installation.broker, &["notify", "Later", "--site", "kitchen"]);
    assert_eq!(waiting.code, Some(0), "{waiting:?}");
    assert!(waiting.out.contains("kitchen is busy"), "{waiting:?}");
}

#[test]
fn notify_knows_that_snips_queues_also_what_starts_at_once() {
    let installation = Installation::start(&["--dialect", "snips"]);
    let mut messages = installation.messages();
    let arguments = ["notify", "It is done", "--site", "kitchen", "--dialect", "snips", "--json"];
    let spoken = Tool::start(&installation.broker, &arguments);
    messages.expect("hermes/dialogueManager/sessionQueued", &json!({"siteId": "kitchen"}));
    speak(&installation, &mut messages, "It is done");
    let spoken = spoken.finish();
    let told: Vec<Value> = spoken.json().iter().map(|event| event["event"].clone()).collect();
    assert_eq!((spoken.code, told), (Some(0), vec![json!("started"), json!("said"), json!("ended")]));

    installation.wake_and_listen("kitchen");
    let waiting =
        Tool::run(&installation.broker, &["notify", "Later", "--site", "kitchen", "--dialect", "snips"]);
    assert_eq!(waiting.code, Some(0), "{waiting:?}");
    assert!(waiting.out.contains("kitchen is busy"), "{waiting:?}");
}

#[test]
fn a_manager_that_took_a_notification_is_not_blamed_for_silence() {
    let installation = Installation::start(&[]);
    let silent = Tool::run(&installation.broker, &["notify", "hello", "--site", "kitchen", "--timeout", "1"]);
    assert_eq!(silent.code, Some(3), "{silent:?}");
    assert!(silent.err.contains("text-to-speech"), "{silent:?}");
}

#[test]
fn ask_prints_what_the_answer_means_and_ends_the_session() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let arguments = ["ask", "Really?", "--site", "kitchen", "--intent", "Yes", "--reply", "Fine.", "--json"];
    let ask = Tool::start(&installation.broker, &arguments);
    speak(&installation, &mut messages, "Really?");
    let listening = messages.expect(LISTEN, &json!({"siteId": "kitchen"}));
    installation.capture("kitchen", listening.session(), "yes please");
    assert_eq!(messages.clone().expect(QUERY, &json!({})).json["intentFilter"], json!(["Yes"]));
    understand(&installation, &mut messages, Some("Yes"));
    speak(&installation, &mut messages, "Fine.");
    messages.expect(ENDED, &json!({"termination": {"reason": "nominal"}}));

    let ask = ask.finish();
    assert_eq!(ask.code, Some(0), "{ask:?}");
    let slot = json!({"name": "room", "value": "kitchen", "rawValue": "cooking place", "entity": "room"});
    let events = [
        json!({"event": "started", "siteId": "kitchen"}),
        json!({"event": "said", "text": "Really?"}),
        json!({"event": "listening"}),
        json!({"event": "understood", "intent": "Yes", "confidence": 1.0, "input": "yes please", "slots": [slot]}),
    ];
    assert_eq!(ask.json(), events);
    installation.settle();
    installation.expect_idle();
}

#[test]
fn an_answer_that_nobody_understands_ends_the_question() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let ask = Tool::start(&installation.broker, &["ask", "Really?", "--site", "kitchen"]);
    speak(&installation, &mut messages, "Really?");
    let listening = messages.expect(LISTEN, &json!({"siteId": "kitchen"}));
    installation.capture("kitchen", listening.session(), "blah");
    understand(&installation, &mut messages, None);
    messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    let ask = ask.finish();
    assert_eq!(ask.code, Some(3), "{ask:?}");
    assert!(ask.out.contains("not understood  blah"), "{ask:?}");
    installation.settle();
    installation.expect_idle();
}

#[test]
fn a_question_that_is_given_up_leaves_no_room_listening() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let ask = Tool::start(&installation.broker, &["ask", "Really?", "--site", "kitchen"]);
    speak(&installation, &mut messages, "Really?");
    let listening = messages.expect(LISTEN, &json!({"siteId": "kitchen"}));
    ask.interrupt();
    messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    assert_eq!(ask.finish().code, Some(130));

    let killed = Tool::start(&installation.broker, &["ask", "Anybody?", "--site", "kitchen"]);
    speak(&installation, &mut messages, "Anybody?");
    let listening = messages.expect(LISTEN, &json!({"siteId": "kitchen"}));
    killed.terminate();
    messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    assert_eq!(killed.finish().code, Some(143));

    let late =
        Tool::start(&installation.broker, &["ask", "Still there?", "--site", "kitchen", "--timeout", "2"]);
    speak(&installation, &mut messages, "Still there?");
    let listening = messages.expect(LISTEN, &json!({"siteId": "kitchen"}));
    messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    assert_eq!(late.finish().code, Some(3));
}

#[test]
fn hear_wakes_the_house_and_follows_what_it_does() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let hear = Tool::start(&installation.broker, &["hear", "where", "am I", "--site", "kitchen", "--json"]);
    understand(&installation, &mut messages, Some("WhereAmI"));
    let intent = messages.expect("hermes/intent/WhereAmI", &json!({"input": "where am I"}));
    let end = json!({"sessionId": intent.session(), "text": "In the kitchen."});
    installation.publish("hermes/dialogueManager/endSession", &end);
    speak(&installation, &mut messages, "In the kitchen.");

    let hear = hear.finish();
    assert_eq!(hear.code, Some(0), "{hear:?}");
    let told: Vec<Value> = hear.json().iter().map(|event| event["event"].clone()).collect();
    assert_eq!(told, ["understood", "said", "ended"]);
}

#[test]
fn hear_answers_where_the_house_listens_already() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let listening = installation.wake_and_listen("kitchen");
    let hear = Tool::start(&installation.broker, &["hear", "yes", "--site", "kitchen"]);
    let query = messages.clone().expect(QUERY, &json!({"input": "yes"}));
    assert_eq!(query.session(), listening.session());
    understand(&installation, &mut messages, None);
    let hear = hear.finish();
    assert_eq!(hear.code, Some(3), "{hear:?}");
    assert!(hear.err.contains("not understood"), "{hear:?}");
    let wake_words = installation.observer.all("hermes/hotword/default/detected", &json!({}));
    assert_eq!(wake_words.len(), 1, "the test's own");
}

#[test]
fn hear_is_over_when_the_house_asks_back() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let hear = Tool::start(&installation.broker, &["hear", "light", "--site", "kitchen"]);
    understand(&installation, &mut messages, Some("Light"));
    let intent = messages.expect("hermes/intent/Light", &json!({}));
    let question = json!({"sessionId": intent.session(), "text": "Which one?"});
    installation.publish("hermes/dialogueManager/continueSession", &question);
    speak(&installation, &mut messages, "Which one?");
    let hear = hear.finish();
    assert_eq!(hear.code, Some(0), "{hear:?}");
    assert!(hear.out.contains("Which one?") && hear.out.trim_end().ends_with("listening"), "{hear:?}");
}

#[test]
fn nobody_listens_where_nobody_serves() {
    let broker = Mosquitto::start();
    for arguments in [
        ["hear", "hello", "--timeout", "3"].as_slice(),
        &["wake", "--timeout", "0.5"],
        &["ask", "hello", "--timeout", "0.5"],
        &["notify", "hello", "--timeout", "0.5"],
        &["sites"],
        &["sessions"],
    ] {
        let ended = Tool::run(&broker, arguments);
        assert_eq!(ended.code, Some(3), "{arguments:?}: {ended:?}");
        assert!(ended.err.contains("dialogue manager"), "{arguments:?}: {ended:?}");
    }
    let end = Tool::run(&broker, &["end"]);
    assert_eq!(end.code, Some(1), "{end:?}");
    assert!(end.err.contains("--session"), "{end:?}");
}

#[test]
fn a_session_is_woken_listed_and_ended_by_its_site() {
    let installation = Installation::start(&[]);
    let none = Tool::run(&installation.broker, &["sessions"]);
    assert_eq!((none.code, none.out.as_str()), (Some(0), "none\n"));

    let mut messages = installation.messages();
    let awake = Tool::run(&installation.broker, &["wake", "--site", "kitchen", "--json"]);
    assert_eq!(awake.json(), [json!({"event": "started", "siteId": "kitchen"})]);
    messages.expect(LISTEN, &json!({"siteId": "kitchen"}));

    let site = json!({
        "manager": "petasos", "siteId": "kitchen", "microphone": true, "hotword": false, "queued": 0,
    });
    assert_eq!(Tool::run(&installation.broker, &["sites", "--json"]).json(), [site]);
    let session = json!({"manager": "petasos", "siteId": "kitchen", "phase": "listening"});
    assert_eq!(Tool::run(&installation.broker, &["sessions", "--json"]).json(), [session]);
    let sites = Tool::run(&installation.broker, &["sites"]).out;
    assert!(sites.contains("site     state      wake word"), "{sites}");

    let end = Tool::start(&installation.broker, &["end", "Never mind.", "--site", "kitchen", "--json"]);
    speak(&installation, &mut messages, "Never mind.");
    assert_eq!(end.finish().json(), [json!({"event": "ended", "reason": "nominal"})]);
    let again = Tool::run(&installation.broker, &["end", "--site", "kitchen"]);
    assert_eq!(again.code, Some(1));
    assert!(again.err.contains("there is no session at kitchen"), "{again:?}");
    let other = Tool::run(&installation.broker, &["sites", "--instance", "other"]);
    assert_eq!(other.code, Some(3));
}
