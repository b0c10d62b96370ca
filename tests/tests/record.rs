//! `petasos record`, beside a real broker. The test plays the house.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use petasos_tests::test_clock::poll;
use petasos_tests::tool::Ended;
use petasos_tests::{Installation, Mosquitto, Observer, Petasosd, SOON, Tool};
use serde_json::{Value, json};
use tempfile::TempDir;

const DETECTED: &str = "hermes/hotword/porcupine/detected";
const STARTED: &str = "hermes/dialogueManager/sessionStarted";
const CAPTURED: &str = "hermes/asr/textCaptured";
const ENDED: &str = "hermes/dialogueManager/sessionEnded";
const FRAME: &str = "hermes/audioServer/kitchen/audioFrame";

/// A broker, and a recording of what is said there.
struct Recorded {
    broker: Mosquitto,
    observer: Observer,
    folder: TempDir,
    record: Tool,
}

impl Recorded {
    /// Records with these arguments into a folder; `FOLDER` in an argument stands for it.
    fn start(arguments: &[&str]) -> Self {
        let folder = TempDir::with_prefix("petasos-record-").unwrap();
        let broker = Mosquitto::start();
        let observer = Observer::start(&broker);
        let place = folder.path().to_str().unwrap();
        let arguments: Vec<String> =
            ["record"].iter().chain(arguments).map(|word| word.replace("FOLDER", place)).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let record = broker.subscribed(&["petasos/#"], || Tool::start(&broker, &arguments));
        Self { broker, observer, folder, record }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A session from wake word to end.
    fn session(&self, id: &str, site: &str, reason: &str) {
        let names = |mut message: Value| {
            message["sessionId"] = id.into();
            message["siteId"] = site.into();
            message
        };
        self.observer.publish(DETECTED, &json!({"siteId": site, "modelId": "porcupine"}));
        self.observer.publish(STARTED, &names(json!({})));
        self.observer.publish(CAPTURED, &names(json!({"text": "open the secret door", "likelihood": 1})));
        self.observer.publish(ENDED, &names(json!({"termination": {"reason": reason}})));
    }

    /// Waits until the last message stands in a file, and ends the recording.
    fn finish(self, file: &Path, last: &str) -> (TempDir, Ended) {
        poll(SOON, || fs::read_to_string(file).ok().filter(|text| text.contains(last))).unwrap();
        self.record.interrupt();
        (self.folder, self.record.finish())
    }
}

/// The header and the messages of a session file.
fn read(text: &str) -> (Value, Vec<Value>) {
    let mut lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (lines.next().unwrap(), lines.collect())
}

fn topics(messages: &[Value]) -> Vec<&str> {
    messages.iter().map(|message| message["topic"].as_str().unwrap()).collect()
}

/// The recordings of a folder that name themselves.
fn recordings(folder: &Path) -> Vec<String> {
    let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.contains(".jsonl")).collect();
    names.sort();
    names
}

#[test]
fn what_is_said_stands_in_the_file_in_order_and_what_people_said_does_not() {
    let recorded = Recorded::start(&["FOLDER/house.jsonl"]);
    recorded.session("s1", "kitchen", "nominal");
    let file = recorded.path("house.jsonl");
    let (_folder, ended) = recorded.finish(&file, "sessionEnded");
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    assert!(ended.out.contains("4 messages, 1 sessions"), "{}", ended.out);

    let text = fs::read_to_string(&file).unwrap();
    let (header, messages) = read(&text);
    assert_eq!(header["kept"], json!({"text": false, "audio": false}));
    assert_eq!(topics(&messages), [DETECTED, STARTED, CAPTURED, ENDED]);
    assert!(!text.contains("secret"), "{text}");
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner may read it");
}

#[test]
fn words_and_sound_are_kept_when_that_is_asked_for() {
    let recorded = Recorded::start(&["FOLDER/house.jsonl", "--keep", "text,audio"]);
    recorded.observer.publish_bytes(FRAME, &sound());
    recorded.session("s1", "kitchen", "nominal");
    let file = recorded.path("house.jsonl");
    let (folder, _) = recorded.finish(&file, "sessionEnded");
    assert!(fs::read_to_string(&file).unwrap().contains("open the secret door"));
    let sounds = fs::read_dir(folder.path().join("house.audio")).unwrap();
    assert_eq!(sounds.count(), 1);
}

/// A frame of 256 samples.
fn sound() -> Vec<u8> {
    let mut wav =
        b"RIFF\x24\x02\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\0\x02\0\0"
            .to_vec();
    wav.resize(44 + 512, 0);
    wav
}

#[test]
fn microphones_are_not_in_the_file_unless_their_sound_is_kept_but_counted() {
    let recorded = Recorded::start(&["FOLDER/house.jsonl", "--json"]);
    for _ in 0..20 {
        recorded.observer.publish_bytes(FRAME, &sound());
    }
    recorded.session("s1", "kitchen", "nominal");
    let file = recorded.path("house.jsonl");
    let (_folder, ended) = recorded.finish(&file, "sessionEnded");
    let (_, messages) = read(&fs::read_to_string(&file).unwrap());
    assert_eq!(topics(&messages), [DETECTED, STARTED, CAPTURED, ENDED]);
    let summary = &ended.json()[0];
    assert_eq!((&summary["messages"], &summary["microphoneFrames"]), (&json!(4), &json!(20)));
}

#[test]
fn what_was_said_just_before_the_end_is_in_the_file() {
    let recorded = Recorded::start(&["FOLDER/house.jsonl"]);
    let port = recorded.broker.port().to_string();
    let arguments = ["-h", "127.0.0.1", "-p", &port, "-q", "1", "-t", "hermes/tts/say", "-l"];
    let publisher = Command::new("mosquitto_pub").args(arguments).stdin(Stdio::piped()).spawn();
    let mut publisher = publisher.expect("mosquitto_pub; run `cargo xtask setup`");
    let line = json!({"text": "x".repeat(2_000), "siteId": "kitchen"}).to_string() + "\n";
    publisher.stdin.take().unwrap().write_all(line.repeat(1_000).as_bytes()).unwrap();
    // It ends when the broker has acknowledged everything.
    assert!(publisher.wait().unwrap().success());
    recorded.record.interrupt();
    let ended = recorded.record.finish();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let text = fs::read_to_string(recorded.folder.path().join("house.jsonl")).unwrap();
    assert_eq!(read(&text).1.len(), 1_000, "{}", ended.out);
}

#[test]
fn a_recording_that_ends_without_a_broker_says_so() {
    let mut recorded = Recorded::start(&["FOLDER/house.jsonl"]);
    recorded.session("s1", "kitchen", "nominal");
    let file = recorded.path("house.jsonl");
    poll(SOON, || fs::read_to_string(&file).ok().filter(|text| text.contains("sessionEnded"))).unwrap();
    recorded.broker.kill();
    recorded.record.interrupt();
    let ended = recorded.record.finish();
    assert_eq!(ended.code, Some(0), "{}", ended.err);
    let (_, messages) = read(&fs::read_to_string(&file).unwrap());
    assert_eq!(topics(&messages), [DETECTED, STARTED, CAPTURED, ENDED, "$petasos/gap"]);
}

#[test]
fn a_full_disk_is_told_and_what_was_written_can_be_read() {
    let folder = TempDir::with_prefix("petasos-record-").unwrap();
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let file = folder.path().join("house.jsonl");
    let path = file.to_str().unwrap();
    let record =
        broker.subscribed(&["petasos/#"], || Tool::start_with_room_for(&broker, 20, &["record", path]));
    let text = "word ".repeat(100);
    for number in 0..200 {
        let say = json!({"text": text, "siteId": "kitchen", "id": number.to_string()});
        observer.publish("hermes/tts/say", &say);
    }
    let ended = record.finish();
    assert_eq!(ended.code, Some(1), "{}", ended.err);
    assert!(ended.err.contains("what was written until now is there"), "{}", ended.err);
    let doctor = Tool::run_alone(&["watch", path, "--json"]);
    assert_eq!(doctor.code, Some(0), "{}", doctor.err);
    assert!(fs::metadata(&file).unwrap().len() > 10_000);
}

#[test]
fn sessions_beyond_those_that_are_written_at_once_are_counted() {
    let recorded = Recorded::start(&["--per", "session", "--dir", "FOLDER"]);
    let mut messages = recorded.observer.messages();
    for number in 0..70 {
        let named = json!({"sessionId": format!("s{number}"), "siteId": format!("room{number}")});
        recorded.observer.publish(STARTED, &named);
    }
    messages.expect(STARTED, &json!({"sessionId": "s69"}));
    recorded.record.interrupt();
    let ended = recorded.record.finish();
    assert_eq!((ended.code, recordings(recorded.folder.path()).len()), (Some(0), 64), "{}", ended.err);
    assert!(ended.out.contains("6 SESSIONS WITHOUT A FILE: 64 are written at once"), "{}", ended.out);
}

#[test]
fn a_file_that_exists_is_only_overwritten_when_that_is_asked_for() {
    let folder = TempDir::with_prefix("petasos-record-").unwrap();
    let broker = Mosquitto::start();
    let file = folder.path().join("mine.jsonl");
    fs::write(&file, "mine").unwrap();
    let path = file.to_str().unwrap();
    let refused = Tool::run(&broker, &["record", path]);
    assert_eq!((refused.code, refused.err.contains("--force")), (Some(1), true), "{}", refused.err);
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");

    let forced = Tool::run(&broker, &["record", path, "--force", "--duration", "0.1s"]);
    assert_eq!(forced.code, Some(0), "{}", forced.err);
    assert!(fs::read_to_string(&file).unwrap().starts_with(r#"{"petasos":"session""#));
}

#[test]
fn standard_output_gets_nothing_but_the_recording() {
    let broker = Mosquitto::start();
    let ended = Tool::run(&broker, &["record", "-", "--duration", "0.1s"]);
    let (header, messages) = read(&ended.out);
    assert_eq!((&header["petasos"], messages.len()), (&json!("session"), 0));
    assert!(ended.err.contains("0 messages"), "{}", ended.err);
}

#[test]
fn the_time_without_a_broker_stands_in_the_file_as_a_gap() {
    let mut recorded = Recorded::start(&["FOLDER/house.jsonl"]);
    let file = recorded.path("house.jsonl");
    // What is recorded shows that the recording has begun: a broker that is lost before ends it.
    recorded.observer.publish(DETECTED, &json!({"siteId": "kitchen", "modelId": "porcupine"}));
    poll(SOON, || fs::read_to_string(&file).ok().filter(|text| text.contains(DETECTED))).unwrap();
    recorded.broker.kill();
    recorded.broker.restart();
    let (_folder, ended) = recorded.finish(&file, "disconnected");
    let (_, messages) = read(&fs::read_to_string(&file).unwrap());
    assert_eq!(topics(&messages), [DETECTED, "$petasos/gap"]);
    assert_eq!(messages[1]["json"]["why"], "disconnected");
    assert!(ended.err.contains("connection lost"), "{}", ended.err);
}

#[test]
fn a_site_is_recorded_alone() {
    let recorded = Recorded::start(&["FOLDER/house.jsonl", "--site", "kitchen"]);
    recorded.session("s1", "kitchen", "nominal");
    recorded.session("s2", "bedroom", "nominal");
    recorded.observer.publish("hermes/dialogueManager/endSession", &json!({"sessionId": "s2"}));
    recorded.observer.publish("rhasspy/asr/end/train", &json!({}));
    let file = recorded.path("house.jsonl");
    let (_folder, _) = recorded.finish(&file, "rhasspy/asr/end/train");
    let (_, messages) = read(&fs::read_to_string(&file).unwrap());
    assert_eq!(topics(&messages), [DETECTED, STARTED, CAPTURED, ENDED, "rhasspy/asr/end/train"]);
}

#[test]
fn only_the_sessions_that_ended_badly_are_left_with_what_led_to_them() {
    let recorded = Recorded::start(&[
        "--per",
        "session",
        "--only-bad",
        "--dir",
        "FOLDER",
        "--topic",
        "zigbee2mqtt/#",
        "--keep",
        "text",
    ]);
    recorded.observer.publish("zigbee2mqtt/lamp", &json!({"state": "OFF"}));
    recorded.session("good", "kitchen", "nominal");
    recorded.session("bad", "bedroom", "timeout");
    let ended = |name: &String| {
        let text = fs::read_to_string(recorded.folder.path().join(name)).unwrap_or_default();
        name.contains("bedroom-bad") && text.contains("sessionEnded")
    };
    poll(SOON, || recordings(recorded.folder.path()).iter().any(ended).then_some(())).unwrap();
    recorded.record.interrupt();
    let said = recorded.record.finish();
    assert_eq!(said.code, Some(0), "{}", said.err);
    let names = recordings(recorded.folder.path());
    assert_eq!(names.len(), 1, "{names:?}");
    let text = fs::read_to_string(recorded.folder.path().join(&names[0])).unwrap();
    let (_, messages) = read(&text);
    assert_eq!(topics(&messages), ["zigbee2mqtt/lamp", DETECTED, STARTED, CAPTURED, ENDED]);
    assert_eq!(messages[0]["at"], 0.0, "times count from the beginning of the file");
}

#[test]
fn the_oldest_files_go_when_there_is_no_room_left() {
    let recorded =
        Recorded::start(&["--dir", "FOLDER", "--rotate", "5k", "--max-disk", "20k", "--keep", "text"]);
    let text = "x".repeat(500);
    for number in 0..200 {
        recorded
            .observer
            .publish("hermes/tts/say", &json!({"text": text, "siteId": "kitchen", "id": number.to_string()}));
    }
    let newest = || {
        let names = recordings(recorded.folder.path());
        names
            .iter()
            .any(|name| fs::read_to_string(recorded.path(name)).is_ok_and(|text| text.contains("\"199\"")))
    };
    poll(SOON, || newest().then_some(())).unwrap();
    recorded.record.interrupt();
    let said = recorded.record.finish();
    assert!(said.out.contains("200 messages") && said.out.contains("files"), "{}", said.out);
    let size = |name: &String| fs::metadata(recorded.folder.path().join(name)).unwrap().len();
    let names = recordings(recorded.folder.path());
    assert!(names.iter().map(size).sum::<u64>() <= 20_000, "{names:?}");
}

#[test]
fn the_manager_tells_what_was_said_last_but_not_what_people_said() {
    let installation = Installation::start(&["--recorder-minutes", "5"]);
    let mut messages = installation.messages();
    let listening = installation.wake_and_listen("kitchen");
    installation.capture("kitchen", listening.session(), "open the secret door");
    messages.expect("hermes/nlu/query", &json!({}));
    let asked = Tool::run(&installation.broker, &["record", "--last", "5m", "-"]);
    assert_eq!(asked.code, Some(0), "{}", asked.err);
    let (header, messages) = read(&asked.out);
    assert_eq!(header["kept"]["text"], false);
    let topics = topics(&messages);
    for topic in [
        "hermes/hotword/default/detected",
        STARTED,
        "hermes/asr/startListening",
        CAPTURED,
        "hermes/nlu/query",
    ] {
        assert_eq!(topics.iter().filter(|said| **said == topic).count(), 1, "{topic} in {topics:?}");
    }
    assert!(!asked.out.contains("secret"), "{}", asked.out);
}

#[test]
fn a_manager_without_recorder_says_how_to_switch_it_on() {
    let installation = Installation::start(&[]);
    let asked = Tool::run(&installation.broker, &["record", "--last", "5m", "-"]);
    assert_eq!((asked.code, asked.out.as_str()), (Some(1), ""));
    assert!(asked.err.contains("[recorder]"), "{}", asked.err);
}

#[test]
fn where_two_managers_serve_one_of_them_is_asked_by_name() {
    let installation =
        Installation::start(&["--recorder-minutes", "5", "--instance", "upstairs", "--site-id", "attic"]);
    let _downstairs = Petasosd::start(
        &installation.broker,
        &["--recorder-minutes", "5", "--instance", "downstairs", "--site-id", "cellar"],
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("last.jsonl").display().to_string();
    let asked = Tool::run(&installation.broker, &["record", "--last", "5m", &file]);
    assert_eq!(asked.code, Some(2), "{}", asked.err);
    assert!(
        asked.err.contains("--manager upstairs") && asked.err.contains("--manager downstairs"),
        "{}",
        asked.err
    );
    installation
        .publish("hermes/hotword/default/detected", &json!({"modelId": "default", "siteId": "attic"}));
    let heard = || {
        let asked = Tool::run(
            &installation.broker,
            &["record", "--last", "5m", "--manager", "upstairs", "--force", &file],
        );
        assert_eq!(asked.code, Some(0), "{}", asked.err);
        assert!(asked.out.contains(" messages within "), "{}", asked.out);
        fs::read_to_string(&file).is_ok_and(|text| text.contains(STARTED))
    };
    poll(SOON, || heard().then_some(())).unwrap();
}
