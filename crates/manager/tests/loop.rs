//! The loop over a bus in memory, on paused time: conversations, crashes, ends.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod support;

use std::path::Path;
use std::time::Duration;

use serde_json::{Value, json};
use support::Installation;

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
    let (mut installation, running) = Installation::running("").await;
    let session = installation.wake().await;
    installation.captured(&session, "what time is it");
    let query = installation.expect_json("hermes/nlu/query").await;
    assert_eq!((&query["input"], &query["sessionId"]), (&json!("what time is it"), &json!(session)));
    installation.publish("hermes/dialogueManager/endSession", &json!({"sessionId": session}));
    installation.expect_end("nominal").await;
    installation.expect("hermes/hotword/toggleOn").await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_does_not_answer_is_not_waited_for_forever() {
    let (mut installation, running) =
        Installation::running("everywhere.timeouts.listening_seconds = 3").await;
    installation.wake().await;
    installation.expect_end("timeout").await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_feedback_sound_is_played_from_memory() {
    let folder = tempfile::tempdir().unwrap();
    let file = wav(folder.path());
    let (mut installation, running) =
        Installation::running(&format!("sounds.wake = '{}'", file.display())).await;
    std::fs::remove_file(file).unwrap();
    installation.publish("hermes/hotword/porcupine/detected", &json!({"siteId": "kitchen", "modelId": "m"}));
    let played = installation.expect_below("hermes/audioServer/kitchen/playBytes").await;
    assert!(played.payload.starts_with(b"RIFF"));
    installation.expect("hermes/asr/startListening").await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_polite_end_leaves_nothing_open() {
    let (mut installation, running) = Installation::running("").await;
    let session = installation.wake().await;
    running.stop().await;
    let ended = installation.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["sessionId"], json!(session));
    installation.expect("hermes/hotword/toggleOn").await;
    assert_eq!(installation.expect_json("petasos/petasos/status").await["state"], "offline");
}

#[tokio::test(start_paused = true)]
async fn after_a_crash_every_session_is_ended_and_every_room_awake() {
    let state = tempfile::tempdir().unwrap();
    let config = format!("state.directory = '{}'", state.path().display());
    let (mut installation, running) = Installation::running(&config).await;
    let session = installation.wake().await;
    running.kill().await;
    assert_eq!(installation.expect_json("petasos/petasos/status").await["state"], "offline", "its last will");

    let again = installation.start(&config);
    let ended = installation.expect_json("hermes/dialogueManager/sessionEnded").await;
    assert_eq!(ended["sessionId"], json!(session));
    installation.expect("hermes/hotword/toggleOn").await;
    installation.all().await;
    again.stop().await;

    let third = installation.start(&config);
    installation.all().await;
    installation.publish("petasos/petasos/sessions/request", &json!({"id": "q"}));
    let sessions = installation.expect_json("petasos/petasos/sessions").await;
    assert_eq!((&sessions["id"], &sessions["sessions"]), (&json!("q"), &json!([])), "nothing is ended twice");
    third.stop().await;
}

#[tokio::test(start_paused = true)]
async fn sessions_that_are_active_and_that_wait_are_listed() {
    let (mut installation, running) = Installation::running("").await;
    let active = installation.wake().await;
    let reminder = json!({"siteId": "kitchen", "init": {"type": "notification", "text": "Tea is ready."}});
    installation.publish("hermes/dialogueManager/startSession", &reminder);
    let waiting = installation.expect_json("hermes/dialogueManager/sessionQueued").await;

    installation.publish("petasos/petasos/sessions/request", &json!({"id": "q"}));
    let answer = installation.expect_json("petasos/petasos/sessions").await;
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

    let mut installation = Installation::new();
    let running = installation.start(&format!("state.directory = '{}'", state.path().display()));
    assert_eq!(installation.expect_json("hermes/hotword/toggleOn").await["siteId"], "cellar");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_ends_while_the_broker_is_away_is_told_when_it_is_back() {
    let (mut installation, running) =
        Installation::running("everywhere.timeouts.listening_seconds = 3").await;
    installation.wake().await;
    installation.broker.stop();
    tokio::time::sleep(Duration::from_secs(5)).await;
    installation.broker.start();
    installation.expect_end("timeout").await;
    installation.expect("hermes/hotword/toggleOn").await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn a_broker_that_is_absent_at_the_start_is_waited_for() {
    let mut installation = Installation::new();
    installation.broker.stop();
    let running = installation.start("");
    tokio::time::sleep(Duration::from_secs(60)).await;
    installation.broker.start();
    installation.ready().await;
    installation.wake().await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn it_ends_at_once_when_the_broker_is_absent() {
    let installation = Installation::new();
    installation.broker.stop();
    installation.start("").stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_read_is_answered_and_changes_nothing() {
    let (mut installation, running) = Installation::running("").await;
    installation.publish_bytes("hermes/asr/textCaptured", "{oops");
    let error = installation.expect_json("hermes/error/dialogueManager").await;
    assert_eq!(error["context"], "hermes/asr/textCaptured");
    for _ in 0..1000 {
        installation.publish_bytes("hermes/asr/textCaptured", "{oops");
        installation.publish_bytes("hermes/error/asr", "{oops");
    }
    let answers =
        installation.all().await.into_iter().filter(|topic| topic == "hermes/error/dialogueManager").count();
    assert!(answers < 10, "{answers} answers to a flood");
    installation.wake().await;
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_the_broker_kept_is_no_command() {
    let mut installation = Installation::new();
    let hotword = json!({"siteId": "kitchen", "modelId": "m"}).to_string();
    installation.publish_retained("hermes/hotword/porcupine/detected", hotword);
    let running = installation.start("");
    installation.ready().await;
    let topics = installation.all().await;
    assert!(!topics.contains(&"hermes/dialogueManager/sessionStarted".to_owned()), "{topics:?}");
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn the_core_of_alice_beats_and_greets_and_stays_passive_beside_another() {
    let mut installation = Installation::new();
    let running = installation.start("dialect = 'alice'\nalice.uid = 'us'");
    assert_eq!(installation.expect_json("projectalice/devices/coreHeartbeat").await["uid"], "us");
    installation.publish("projectalice/devices/greeting", &json!({"uid": "satellite"}));
    assert_eq!(installation.expect_json("projectalice/devices/connectionAccepted").await["uid"], "satellite");
    let before = tokio::time::Instant::now();
    installation.expect("projectalice/devices/coreHeartbeat").await;
    installation.expect("projectalice/devices/coreHeartbeat").await;
    assert_eq!(before.elapsed().as_secs(), 4);

    installation.publish("projectalice/devices/coreHeartbeat", &json!({"uid": "somebody else"}));
    installation.publish("hermes/hotword/default/detected", &json!({"siteId": "kitchen"}));
    let topics = installation.all().await;
    assert!(!topics.contains(&"hermes/dialogueManager/sessionStarted".to_owned()), "{topics:?}");

    tokio::time::sleep(Duration::from_secs(11)).await;
    installation.publish("hermes/hotword/default/detected", &json!({"siteId": "kitchen"}));
    installation.expect("hermes/dialogueManager/sessionStarted").await;
    running.stop().await;
    installation.expect("projectalice/devices/coreDisconnection").await;
}

#[tokio::test(start_paused = true)]
async fn sites_are_listed_on_request() {
    let (mut installation, running) = Installation::running("").await;
    let session = installation.wake().await;
    installation.publish("petasos/petasos/sites/request", &json!({"id": "1"}));
    let sites = installation.expect_json("petasos/petasos/sites").await;
    assert_eq!(sites["sites"][0]["siteId"], "kitchen");
    assert_eq!(sites["sites"][0]["sessionId"], json!(session));
    assert_eq!(sites["sites"][0]["microphone"], true);
    running.stop().await;
}

#[tokio::test(start_paused = true)]
async fn what_was_said_around_a_session_that_ended_badly_is_saved_without_what_people_said() {
    let folder = tempfile::tempdir().unwrap();
    let config = format!(
        "recorder = {{ minutes = 5, save_bad_sessions = true, directory = '{}' }}\n\
         everywhere.timeouts.understanding_seconds = 3",
        folder.path().display()
    );
    let (mut installation, running) = Installation::running(&config).await;
    let session = installation.wake().await;
    installation.captured(&session, "a secret");
    installation.expect_end("timeout").await;
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
    let (mut installation, running) =
        Installation::running("recorder = { minutes = 5, keep = ['text'] }").await;
    for number in 0..200 {
        let text = format!("{number} {}", "x".repeat(400));
        installation
            .publish("hermes/nlu/intentNotRecognized", &json!({"input": text, "id": number.to_string()}));
    }
    installation.publish("petasos/petasos/recording/request", &json!({"id": "me", "seconds": 60}));
    let mut file = String::new();
    for number in 0.. {
        let part = installation.expect_json("petasos/petasos/recording").await;
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
