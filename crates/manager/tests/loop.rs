//! The loop over a bus in memory, on paused time: conversations, crashes, ends.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;
use std::time::Duration;

use petasos_bus::{Bus, Class, Publish};
use serde_json::{Value, json};
use support::House;

fn wav(folder: &Path) -> std::path::PathBuf {
    let file = folder.join("beep.wav");
    let spec = hound::WavSpec {
        channels: 1,
        sample_rate: 8000,
        bits_per_sample: 16,
        sample_format: hound::SampleFormat::Int,
    };
    let mut writer = hound::WavWriter::create(&file, spec).unwrap();
    for _ in 0..800 {
        writer.write_sample(1000_i16).unwrap();
    }
    writer.finalize().unwrap();
    file
}

#[tokio::test(start_paused = true)]
async fn a_conversation_from_wake_word_to_end() {
    let mut house = House::new();
    let running = house.start("");
    house.ready().await;
    let session = house.wake().await;
    house.say(
        "hermes/asr/textCaptured",
        &json!({"text": "what time is it", "likelihood": 1, "seconds": 1, "siteId": "kitchen", "sessionId": session}),
    );
    let query = house.expect_json("hermes/nlu/query").await;
    assert_eq!((&query["input"], &query["sessionId"]), (&json!("what time is it"), &json!(session)));
    house.say("hermes/dialogueManager/endSession", &json!({"sessionId": session}));
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["termination"]["reason"], "nominal");
    house.expect("hermes/hotword/toggleOn").await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_does_not_answer_is_not_waited_for_forever() {
    let mut house = House::new();
    let running = house.start("everywhere.timeouts.listening_seconds = 3");
    house.ready().await;
    house.wake().await;
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["termination"]["reason"], "timeout");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_feedback_sound_is_played_from_memory() {
    let folder = tempfile::tempdir().unwrap();
    let file = wav(folder.path());
    let mut house = House::new();
    let running = house.start(&format!("sounds.wake = '{}'", file.display()));
    house.ready().await;
    std::fs::remove_file(file).unwrap();
    house.say("hermes/hotword/porcupine/detected", &json!({"siteId": "kitchen", "modelId": "m"}));
    let played = house.expect_below("hermes/audioServer/kitchen/playBytes").await;
    assert!(played.payload.starts_with(b"RIFF"));
    house.expect("hermes/asr/startListening").await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_polite_end_leaves_nothing_open() {
    let mut house = House::new();
    let running = house.start("");
    house.ready().await;
    let session = house.wake().await;
    running.stop().await;
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["sessionId"], json!(session));
    house.expect("hermes/hotword/toggleOn").await;
    assert_eq!(house.expect_json("petasos/petasos/status").await["state"], "offline");
}

#[tokio::test(start_paused = true)]
async fn after_a_crash_every_session_is_ended_and_every_room_awake() {
    let state = tempfile::tempdir().unwrap();
    let config = format!("state.directory = '{}'", state.path().display());
    let mut house = House::new();
    let running = house.start(&config);
    house.ready().await;
    let session = house.wake().await;
    running.kill().await;
    assert_eq!(house.expect_json("petasos/petasos/status").await["state"], "offline", "its last will");

    let again = house.start(&config);
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["sessionId"], json!(session));
    house.expect("hermes/hotword/toggleOn").await;
    house.all().await;
    again.stop().await;

    let third = house.start(&config);
    house.all().await;
    house.say("petasos/petasos/sessions/request", &json!({"id": "q"}));
    let sessions = house.expect_json("petasos/petasos/sessions").await;
    assert_eq!((&sessions["id"], &sessions["sessions"]), (&json!("q"), &json!([])), "nothing is ended twice");
    third.stop().await;
}

#[tokio::test(start_paused = true)]
async fn sessions_that_are_active_and_that_wait_are_listed() {
    let mut house = House::new();
    let running = house.start("");
    house.ready().await;
    let active = house.wake().await;
    let reminder = json!({"siteId": "kitchen", "init": {"type": "notification", "text": "Tea is ready."}});
    house.say("hermes/dialogueManager/startSession", &reminder);
    let waiting = house.expect_json("hermes/dialogueManager/sessionQueued").await;

    house.say("petasos/petasos/sessions/request", &json!({"id": "q"}));
    let answer = house.expect_json("petasos/petasos/sessions").await;
    let listed = answer["sessions"].as_array().unwrap().iter().map(|one| (&one["sessionId"], &one["phase"]));
    let expected = [(&json!(active), &json!("listening")), (&waiting["sessionId"], &json!("queued"))];
    assert_eq!(listed.collect::<Vec<_>>(), expected);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_was_written_down_and_never_sent_is_switched_on_all_the_same() {
    let state = tempfile::tempdir().unwrap();
    let journal = "9c5fcf4e [\"site opened\",\"cellar\"]\n";
    std::fs::write(state.path().join("open-sessions.journal"), journal).unwrap();

    let mut house = House::new();
    let running = house.start(&format!("state.directory = '{}'", state.path().display()));
    assert_eq!(house.expect_json("hermes/hotword/toggleOn").await["siteId"], "cellar");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_ends_while_the_broker_is_away_is_told_when_it_is_back() {
    let mut house = House::new();
    let running = house.start("everywhere.timeouts.listening_seconds = 3");
    house.ready().await;
    house.wake().await;
    house.broker.stop();
    tokio::time::sleep(Duration::from_secs(5)).await;
    house.broker.start();
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["termination"]["reason"], "timeout");
    house.expect("hermes/hotword/toggleOn").await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_broker_that_is_absent_at_the_start_is_waited_for() {
    let mut house = House::new();
    house.broker.stop();
    let running = house.start("");
    tokio::time::sleep(Duration::from_secs(60)).await;
    house.broker.start();
    house.ready().await;
    house.wake().await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn it_ends_at_once_when_the_broker_is_absent() {
    let house = House::new();
    house.broker.stop();
    house.start("").stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_is_answered_and_changes_nothing() {
    let mut house = House::new();
    let running = house.start("");
    house.ready().await;
    house.say_bytes("hermes/asr/textCaptured", "{oops");
    let error = house.expect_json("hermes/error/dialogueManager").await;
    assert_eq!(error["context"], "hermes/asr/textCaptured");
    for _ in 0..1000 {
        house.say_bytes("hermes/asr/textCaptured", "{oops");
        house.say_bytes("hermes/error/asr", "{oops");
    }
    let answers =
        house.all().await.into_iter().filter(|topic| topic == "hermes/error/dialogueManager").count();
    assert!(answers < 10, "{answers} answers to a flood");
    house.wake().await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_the_broker_kept_is_no_command() {
    let mut house = House::new();
    let hotword = json!({"siteId": "kitchen", "modelId": "m"}).to_string();
    let retained = Publish::new("hermes/hotword/porcupine/detected", hotword, Class::Report).retained();
    house.ear.publish(retained).unwrap();
    let running = house.start("");
    house.ready().await;
    let topics = house.all().await;
    assert!(!topics.contains(&"hermes/dialogueManager/sessionStarted".to_owned()), "{topics:?}");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn the_core_of_alice_beats_and_greets_and_stays_passive_beside_another() {
    let mut house = House::new();
    let running = house.start("dialect = 'alice'\nalice.uid = 'us'");
    assert_eq!(house.expect_json("projectalice/devices/coreHeartbeat").await["uid"], "us");
    house.say("projectalice/devices/greeting", &json!({"uid": "satellite"}));
    assert_eq!(house.expect_json("projectalice/devices/connectionAccepted").await["uid"], "satellite");
    let before = tokio::time::Instant::now();
    house.expect("projectalice/devices/coreHeartbeat").await;
    house.expect("projectalice/devices/coreHeartbeat").await;
    assert_eq!(before.elapsed().as_secs(), 4);

    house.say("projectalice/devices/coreHeartbeat", &json!({"uid": "somebody else"}));
    house.say("hermes/hotword/default/detected", &json!({"siteId": "kitchen"}));
    let topics = house.all().await;
    assert!(!topics.contains(&"hermes/dialogueManager/sessionStarted".to_owned()), "{topics:?}");

    tokio::time::sleep(Duration::from_secs(11)).await;
    house.say("hermes/hotword/default/detected", &json!({"siteId": "kitchen"}));
    house.expect("hermes/dialogueManager/sessionStarted").await;
    running.stop().await;
    house.expect("projectalice/devices/coreDisconnection").await;
}

#[tokio::test(start_paused = true)]
async fn sites_are_told_to_whoever_asks() {
    let mut house = House::new();
    let running = house.start("");
    house.ready().await;
    let session = house.wake().await;
    house.say("petasos/petasos/sites/request", &json!({"id": "1"}));
    let sites = house.expect_json("petasos/petasos/sites").await;
    assert_eq!(sites["sites"][0]["siteId"], "kitchen");
    assert_eq!(sites["sites"][0]["sessionId"], json!(session));
    assert_eq!(sites["sites"][0]["microphone"], true);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_was_said_around_a_session_that_ended_badly_is_saved_without_what_people_said() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = House::new();
    let running = house.start(&format!(
        "recorder = {{ minutes = 5, save_bad_sessions = true, directory = '{}' }}\n\
         everywhere.timeouts.understanding_seconds = 3",
        folder.path().display()
    ));
    house.ready().await;
    let session = house.wake().await;
    house.say(
        "hermes/asr/textCaptured",
        &json!({"text": "a secret", "likelihood": 1, "seconds": 1, "siteId": "kitchen", "sessionId": session}),
    );
    let ended = house.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["termination"]["reason"], "timeout");
    let files = || std::fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path());
    let text = || files().next().and_then(|path| std::fs::read_to_string(path).ok()).unwrap_or_default();
    // The disk has a thread of its own, which paused time does not wait for.
    let mut looks = 0;
    while !text().contains("sessionEnded") && looks < 100_000 {
        tokio::time::sleep(Duration::from_millis(1)).await;
        std::thread::yield_now();
        looks += 1;
    }
    let text = text();
    for topic in [
        "hotword/porcupine/detected",
        "asr/startListening",
        "asr/textCaptured",
        "dialogueManager/sessionEnded",
    ] {
        assert!(text.contains(&format!("hermes/{topic}")), "{topic} in {text}");
    }
    assert!(!text.contains("secret"), "{text}");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_long_recording_comes_in_parts_that_are_one_session_file() {
    let mut house = House::new();
    let running = house.start("recorder = { minutes = 5, keep = ['text'] }");
    house.ready().await;
    for number in 0..200 {
        let text = format!("{number} {}", "x".repeat(400));
        house.say("hermes/nlu/intentNotRecognized", &json!({"input": text, "id": number.to_string()}));
    }
    house.say("petasos/petasos/recording/request", &json!({"id": "me", "seconds": 60}));
    let mut file = String::new();
    for number in 0.. {
        let part = house.expect_json("petasos/petasos/recording").await;
        assert_eq!((&part["id"], &part["part"]), (&json!("me"), &json!(number)));
        file += part["text"].as_str().unwrap();
        if part["last"] == true {
            assert!(number > 1, "it came in parts");
            break;
        }
    }
    let lines: Vec<Value> = file.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["kept"], json!({"text": true, "audio": false}));
    let said = lines.iter().filter(|line| line["topic"] == "hermes/nlu/intentNotRecognized");
    let numbers: Vec<&str> = said.map(|line| line["json"]["id"].as_str().unwrap()).collect();
    assert_eq!(numbers, (0..200).map(|number| number.to_string()).collect::<Vec<_>>());
    running.stop().await;
}
