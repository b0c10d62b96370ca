//! The daily commands of `petasos`, with a real broker and the real manager. The test plays all other components.

use petasos_tests::topic_names::{
    CONTINUE, DETECTED, END, ENDED, LISTEN, NOT_RECOGNIZED, PARSED, QUERY, QUEUED, SAY,
};
use petasos_tests::{Ended, Installation, MessageCursor, Mosquitto, ReceivedMessage, Tool};
use serde_json::{Value, json};

struct Cli {
    installation: Installation,
    messages: MessageCursor,
}

impl Cli {
    fn start(arguments: &[&str]) -> Self {
        let installation = Installation::start(arguments);
        let messages = installation.messages();
        Self { installation, messages }
    }

    /// The manager has this text spoken, and the TTS reports that it has.
    fn speak(&mut self, text: &str) -> ReceivedMessage {
        let say = self.messages.expect(SAY, &json!({ "text": text }));
        self.installation.speech_finished(&say);
        say
    }

    /// The manager has this question spoken in the kitchen, and listens.
    fn speak_question(&mut self, text: &str) -> ReceivedMessage {
        self.speak(text);
        self.messages.expect(LISTEN, &json!({"siteId": "kitchen"}))
    }

    /// Answers the next query as Rhasspy's NLU does: with an intent and one slot, or with `intentNotRecognized`.
    fn recognize(&mut self, intent: Option<&str>) {
        let query = self.messages.expect(QUERY, &json!({}));
        let (id, session, input) = (query.text("id"), query.session(), query.text("input"));
        let Some(intent) = intent else {
            let not_recognized = json!({"id": id, "sessionId": session, "input": input});
            self.installation.publish(NOT_RECOGNIZED, &not_recognized);
            return;
        };
        let parsed = json!({
            "id": id, "sessionId": session, "siteId": query.text("siteId"), "input": input,
            "customData": query.json.get("customData"),
            "intent": {"intentName": intent, "confidenceScore": 1.0},
            "slots": [{
                "entity": "room", "slotName": "room", "rawValue": "cooking place",
                "value": {"kind": "Unknown", "value": "kitchen"},
            }],
        });
        self.installation.publish(PARSED, &parsed);
        self.installation.publish(&format!("hermes/intent/{intent}"), &parsed);
    }
}

fn events(ended: &Ended) -> Vec<Value> {
    assert_eq!(ended.code, Some(0), "{ended:?}");
    ended.json().iter().map(|event| event["event"].clone()).collect()
}

#[test]
fn say_reports_whether_the_text_was_spoken() {
    let mut cli = Cli::start(&[]);
    let spoken = cli.installation.tool(&["say", "Dinner", "is ready", "--site", "kitchen", "--json"]);
    let say = cli.speak("Dinner is ready");
    assert_eq!(say.text("siteId"), "kitchen");
    let spoken = spoken.finish().expect_code(0).json();
    assert_eq!(spoken, [json!({"event": "spoken", "siteId": "kitchen"})]);

    let broken = cli.installation.tool(&["say", "again", "--site", "kitchen"]);
    cli.messages.expect(SAY, &json!({"text": "again"}));
    cli.installation.publish("hermes/error/tts", &json!({"error": "no voice", "siteId": "kitchen"}));
    broken.finish().expect_error(1, "no voice");

    cli.installation
        .run(&["say", "hello", "--timeout", "0.5"])
        .expect_error(3, "no TTS has spoken in default");

    cli.installation.run(&["say", "hello there", "--no-wait"]).expect_code(0);
    cli.messages.expect(SAY, &json!({"text": "hello there"}));
}

#[test]
fn notify_is_spoken_at_once_or_queued() {
    let mut cli = Cli::start(&[]);
    let spoken = cli.installation.tool(&["notify", "It is done", "--site", "kitchen", "--json"]);
    cli.speak("It is done");
    let events = [
        json!({"event": "started", "siteId": "kitchen"}),
        json!({"event": "said", "text": "It is done"}),
        json!({"event": "ended", "reason": "nominal"}),
    ];
    assert_eq!(spoken.finish().expect_code(0).json(), events);

    cli.installation.wake_and_listen("kitchen");
    cli.installation.run(&["notify", "Later", "--site", "kitchen"]).expect_output("kitchen is busy");
}

#[test]
fn notify_expects_that_with_snips_every_session_is_queued() {
    let mut cli = Cli::start(&["--dialect", "snips"]);
    let arguments = ["notify", "It is done", "--site", "kitchen", "--dialect", "snips", "--json"];
    let spoken = cli.installation.tool(&arguments);
    cli.messages.expect(QUEUED, &json!({"siteId": "kitchen"}));
    cli.speak("It is done");
    assert_eq!(events(&spoken.finish()), ["started", "said", "ended"]);

    cli.installation.wake_and_listen("kitchen");
    let arguments = ["notify", "Later", "--site", "kitchen", "--dialect", "snips"];
    cli.installation.run(&arguments).expect_output("kitchen is busy");
}

#[test]
fn the_tts_is_blamed_when_a_notification_is_not_spoken() {
    let installation = Installation::start(&[]);
    installation.run(&["notify", "hello", "--site", "kitchen", "--timeout", "1"]).expect_error(3, "TTS");
}

#[test]
fn ask_prints_the_intent_of_the_answer_and_ends_the_session() {
    let mut cli = Cli::start(&[]);
    let arguments = ["ask", "Really?", "--site", "kitchen", "--intent", "Yes", "--reply", "Fine.", "--json"];
    let ask = cli.installation.tool(&arguments);
    let listening = cli.speak_question("Really?");
    cli.installation.capture("kitchen", listening.session(), "yes please");
    assert_eq!(cli.messages.clone().expect(QUERY, &json!({})).json["intentFilter"], json!(["Yes"]));
    cli.recognize(Some("Yes"));
    cli.speak("Fine.");
    cli.messages.expect(ENDED, &json!({"termination": {"reason": "nominal"}}));

    let slot = json!({"name": "room", "value": "kitchen", "rawValue": "cooking place", "entity": "room"});
    let events = [
        json!({"event": "started", "siteId": "kitchen"}),
        json!({"event": "said", "text": "Really?"}),
        json!({"event": "listening"}),
        json!({"event": "understood", "intent": "Yes", "confidence": 1.0, "input": "yes please", "slots": [slot]}),
    ];
    assert_eq!(ask.finish().expect_code(0).json(), events);
    cli.installation.expect_idle();
}

#[test]
fn an_answer_that_is_not_recognized_ends_the_question() {
    let mut cli = Cli::start(&[]);
    let ask = cli.installation.tool(&["ask", "Really?", "--site", "kitchen"]);
    let listening = cli.speak_question("Really?");
    cli.installation.capture("kitchen", listening.session(), "blah");
    cli.recognize(None);
    cli.messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    let ask = ask.finish().expect_code(3);
    assert!(ask.out.contains("not understood  blah"), "{ask:?}");
    cli.installation.expect_idle();
}

#[test]
fn a_question_that_is_given_up_ends_its_session() {
    let mut cli = Cli::start(&[]);
    let ask = cli.installation.tool(&["ask", "Really?", "--site", "kitchen"]);
    let listening = cli.speak_question("Really?");
    ask.interrupt();
    cli.messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    ask.finish().expect_code(130);

    let killed = cli.installation.tool(&["ask", "Anybody?", "--site", "kitchen"]);
    let listening = cli.speak_question("Anybody?");
    killed.terminate();
    cli.messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    killed.finish().expect_code(143);

    let late = cli.installation.tool(&["ask", "Still there?", "--site", "kitchen", "--timeout", "2"]);
    let listening = cli.speak_question("Still there?");
    cli.messages.expect(ENDED, &json!({"sessionId": listening.session()}));
    late.finish().expect_code(3);
}

#[test]
fn hear_starts_a_session_and_reports_its_events() {
    let mut cli = Cli::start(&[]);
    let hear = cli.installation.tool(&["hear", "where", "am I", "--site", "kitchen", "--json"]);
    cli.recognize(Some("WhereAmI"));
    let intent = cli.messages.expect("hermes/intent/WhereAmI", &json!({"input": "where am I"}));
    cli.installation.publish(END, &json!({"sessionId": intent.session(), "text": "In the kitchen."}));
    cli.speak("In the kitchen.");

    assert_eq!(events(&hear.finish()), ["understood", "said", "ended"]);
}

#[test]
fn hear_uses_a_session_that_listens_already() {
    let mut cli = Cli::start(&[]);
    let listening = cli.installation.wake_and_listen("kitchen");
    let hear = cli.installation.tool(&["hear", "yes", "--site", "kitchen"]);
    let query = cli.messages.clone().expect(QUERY, &json!({"input": "yes"}));
    assert_eq!(query.session(), listening.session());
    cli.recognize(None);
    hear.finish().expect_error(3, "not understood");
    let wake_words = cli.installation.observer.all(DETECTED, &json!({}));
    assert_eq!(wake_words.len(), 1, "the test's own");
}

#[test]
fn hear_ends_when_the_skill_asks_back() {
    let mut cli = Cli::start(&[]);
    let hear = cli.installation.tool(&["hear", "light", "--site", "kitchen"]);
    cli.recognize(Some("Light"));
    let intent = cli.messages.expect("hermes/intent/Light", &json!({}));
    cli.installation.publish(CONTINUE, &json!({"sessionId": intent.session(), "text": "Which one?"}));
    cli.speak("Which one?");
    let hear = hear.finish().expect_code(0);
    assert!(hear.out.contains("Which one?") && hear.out.trim_end().ends_with("listening"), "{hear:?}");
}

#[test]
fn commands_that_need_a_manager_report_that_there_is_none() {
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
    Tool::run(&broker, &["end"]).expect_error(1, "--session");
}

#[test]
fn a_session_is_started_listed_and_ended_by_its_site() {
    let mut cli = Cli::start(&[]);
    assert_eq!(cli.installation.run(&["sessions"]).expect_code(0).out, "none\n");

    let awake = cli.installation.run(&["wake", "--site", "kitchen", "--json"]);
    assert_eq!(awake.json(), [json!({"event": "started", "siteId": "kitchen"})]);
    cli.messages.expect(LISTEN, &json!({"siteId": "kitchen"}));

    let site = json!({
        "manager": "petasos", "siteId": "kitchen", "microphone": true, "hotword": false, "queued": 0,
    });
    assert_eq!(cli.installation.run(&["sites", "--json"]).json(), [site]);
    let session = json!({"manager": "petasos", "siteId": "kitchen", "phase": "listening"});
    assert_eq!(cli.installation.run(&["sessions", "--json"]).json(), [session]);
    let sites = cli.installation.run(&["sites"]).out;
    assert!(sites.contains("site     state      wake word"), "{sites}");

    let end = cli.installation.tool(&["end", "Never mind.", "--site", "kitchen", "--json"]);
    cli.speak("Never mind.");
    assert_eq!(end.finish().json(), [json!({"event": "ended", "reason": "nominal"})]);
    cli.installation.run(&["end", "--site", "kitchen"]).expect_error(1, "there is no session at kitchen");
    cli.installation.run(&["sites", "--instance", "other"]).expect_code(3);
}
