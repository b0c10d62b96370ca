//! `petasos record` on a real broker. The test plays all components.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by panicking")]

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt;
use std::process::{Command, Stdio};

use petasos_tests::test_clock::poll;
use petasos_tests::tool::Ended;
use petasos_tests::topic_names::{CAPTURED, END, ENDED, LISTEN, QUERY, SAY, STARTED};
use petasos_tests::{Installation, Mosquitto, Observer, Petasosd, SOON, Tool};
use serde_json::{Value, json};
use tempfile::TempDir;

const DETECTED: &str = "hermes/hotword/porcupine/detected";
const FRAME: &str = "hermes/audioServer/kitchen/audioFrame";

struct Recording {
    broker: Mosquitto,
    observer: Observer,
    files: SessionFiles,
    record: Tool,
}

struct SessionFiles(TempDir);

impl SessionFiles {
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.0.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.contains(".jsonl")).collect()
    }

    fn text(&self, name: &str) -> String {
        fs::read_to_string(self.0.path().join(name)).unwrap_or_default()
    }
}

impl Recording {
    /// Records with these arguments into a folder, which replaces `FOLDER` in them.
    fn start(arguments: &[&str]) -> Self {
        let folder = TempDir::with_prefix("petasos-record-").unwrap();
        let broker = Mosquitto::start();
        let observer = Observer::start(&broker);
        let path = folder.path().to_str().unwrap();
        let arguments: Vec<String> =
            ["record"].iter().chain(arguments).map(|word| word.replace("FOLDER", path)).collect();
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        let record = broker.subscribed(&["petasos/#"], || Tool::start(&broker, &arguments));
        Self { broker, observer, files: SessionFiles(folder), record }
    }

    fn to_file(arguments: &[&str]) -> Self {
        Self::start(&[&["FOLDER/all.jsonl"], arguments].concat())
    }

    /// Publishes a session from wake word to end.
    fn session(&self, id: &str, site: &str, reason: &str) {
        let with_ids = |mut message: Value| {
            message["sessionId"] = id.into();
            message["siteId"] = site.into();
            message
        };
        self.observer.publish(DETECTED, &json!({"siteId": site, "modelId": "porcupine"}));
        self.observer.publish(STARTED, &with_ids(json!({})));
        self.observer.publish(CAPTURED, &with_ids(json!({"text": "open the secret door", "likelihood": 1})));
        self.observer.publish(ENDED, &with_ids(json!({"termination": {"reason": reason}})));
    }

    fn wait_for(&self, part: &str) {
        poll(SOON, || self.files.text("all.jsonl").contains(part).then_some(())).unwrap();
    }

    fn interrupt(self) -> (SessionFiles, Ended) {
        self.record.interrupt();
        (self.files, self.record.finish().expect_code(0))
    }

    /// Ends the recording when the file contains this.
    fn finish_after(self, part: &str) -> (SessionFiles, Ended) {
        self.wait_for(part);
        self.interrupt()
    }
}

fn read(text: &str) -> (Value, Vec<Value>) {
    let mut lines = text.lines().map(|line| serde_json::from_str(line).unwrap());
    (lines.next().unwrap(), lines.collect())
}

fn topics(messages: &[Value]) -> Vec<&str> {
    messages.iter().map(|message| message["topic"].as_str().unwrap()).collect()
}

#[test]
fn messages_are_recorded_in_order_without_what_people_said() {
    let recording = Recording::to_file(&[]);
    recording.session("s1", "kitchen", "nominal");
    let (files, ended) = recording.finish_after("sessionEnded");
    ended.expect_output("4 messages, 1 sessions");
    let text = files.text("all.jsonl");
    let (header, messages) = read(&text);
    assert_eq!(header["kept"], json!({"text": false, "audio": false}));
    assert_eq!(topics(&messages), [DETECTED, STARTED, CAPTURED, ENDED]);
    assert!(!text.contains("secret"), "{text}");
    let mode = fs::metadata(files.0.path().join("all.jsonl")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600, "only its owner may read it");
}

#[test]
fn texts_and_audio_are_kept_on_request() {
    let recording = Recording::to_file(&["--keep", "text,audio"]);
    recording.observer.publish_bytes(FRAME, &audio_frame());
    recording.session("s1", "kitchen", "nominal");
    let (files, _) = recording.finish_after("sessionEnded");
    assert!(files.text("all.jsonl").contains("open the secret door"));
    assert_eq!(fs::read_dir(files.0.path().join("all.audio")).unwrap().count(), 1);
}

/// A frame of 256 samples.
fn audio_frame() -> Vec<u8> {
    let mut wav =
        b"RIFF\x24\x02\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\0\x02\0\0"
            .to_vec();
    wav.resize(44 + 512, 0);
    wav
}

#[test]
fn audio_frames_are_counted_where_audio_is_not_kept() {
    let recording = Recording::to_file(&["--json"]);
    for _ in 0..20 {
        recording.observer.publish_bytes(FRAME, &audio_frame());
    }
    recording.session("s1", "kitchen", "nominal");
    let (files, ended) = recording.finish_after("sessionEnded");
    let (_, messages) = read(&files.text("all.jsonl"));
    assert_eq!(topics(&messages), [DETECTED, STARTED, CAPTURED, ENDED]);
    let summary = &ended.json()[0];
    assert_eq!((&summary["messages"], &summary["microphoneFrames"]), (&json!(4), &json!(20)));
}

#[test]
fn messages_just_before_the_end_are_recorded() {
    let recording = Recording::to_file(&[]);
    let port = recording.broker.port().to_string();
    let arguments = ["-h", "127.0.0.1", "-p", &port, "-q", "1", "-t", SAY, "-l"];
    let publisher = Command::new("mosquitto_pub").args(arguments).stdin(Stdio::piped()).spawn();
    let mut publisher = publisher.expect("mosquitto_pub; run `cargo xtask setup`");
    let line = json!({"text": "x".repeat(2_000), "siteId": "kitchen"}).to_string() + "\n";
    publisher.stdin.take().unwrap().write_all(line.repeat(1_000).as_bytes()).unwrap();
    // It ends when the broker has acknowledged everything.
    assert!(publisher.wait().unwrap().success());
    let (files, ended) = recording.interrupt();
    assert_eq!(read(&files.text("all.jsonl")).1.len(), 1_000, "{}", ended.out);
}

#[test]
fn a_recording_that_ends_without_a_broker_ends_with_a_gap() {
    let mut recording = Recording::to_file(&[]);
    recording.session("s1", "kitchen", "nominal");
    recording.wait_for("sessionEnded");
    recording.broker.kill();
    let (files, _) = recording.interrupt();
    let (_, messages) = read(&files.text("all.jsonl"));
    assert_eq!(topics(&messages), [DETECTED, STARTED, CAPTURED, ENDED, "$petasos/gap"]);
}

#[test]
fn a_full_disk_is_reported_and_what_was_written_can_be_read() {
    let folder = TempDir::with_prefix("petasos-record-").unwrap();
    let broker = Mosquitto::start();
    let observer = Observer::start(&broker);
    let file = folder.path().join("all.jsonl");
    let path = file.to_str().unwrap();
    let record =
        broker.subscribed(&["petasos/#"], || Tool::start_with_file_limit(&broker, 20, &["record", path]));
    let text = "word ".repeat(100);
    for number in 0..200 {
        let say = json!({"text": text, "siteId": "kitchen", "id": number.to_string()});
        observer.publish(SAY, &say);
    }
    record.finish().expect_error(1, "what was written until now is there");
    Tool::run_alone(&["watch", path, "--json"]).expect_code(0);
    assert!(fs::metadata(&file).unwrap().len() > 10_000);
}

#[test]
fn sessions_beyond_those_that_are_written_at_once_are_counted() {
    let recording = Recording::start(&["--per", "session", "--dir", "FOLDER"]);
    let mut messages = recording.observer.messages();
    for number in 0..70 {
        let ids = json!({"sessionId": format!("s{number}"), "siteId": format!("site{number}")});
        recording.observer.publish(STARTED, &ids);
    }
    messages.expect(STARTED, &json!({"sessionId": "s69"}));
    let (files, ended) = recording.interrupt();
    assert_eq!(files.names().len(), 64, "{}", ended.err);
    ended.expect_output("6 SESSIONS NOT RECORDED: at most 64 can be written at once");
}

#[test]
fn an_existing_file_is_only_overwritten_on_request() {
    let folder = TempDir::with_prefix("petasos-record-").unwrap();
    let broker = Mosquitto::start();
    let file = folder.path().join("mine.jsonl");
    fs::write(&file, "mine").unwrap();
    let path = file.to_str().unwrap();
    Tool::run(&broker, &["record", path]).expect_error(1, "--force");
    assert_eq!(fs::read_to_string(&file).unwrap(), "mine");

    Tool::run(&broker, &["record", path, "--force", "--duration", "0.1s"]).expect_code(0);
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
fn the_time_without_a_broker_is_recorded_as_a_gap() {
    let mut recording = Recording::to_file(&[]);
    // A broker that is lost before the recording has begun ends it.
    recording.observer.publish(DETECTED, &json!({"siteId": "kitchen", "modelId": "porcupine"}));
    recording.wait_for(DETECTED);
    recording.broker.kill();
    recording.broker.restart();
    let (files, ended) = recording.finish_after("disconnected");
    let (_, messages) = read(&files.text("all.jsonl"));
    assert_eq!(topics(&messages), [DETECTED, "$petasos/gap"]);
    assert_eq!(messages[1]["json"]["why"], "disconnected");
    assert!(ended.err.contains("connection lost"), "{}", ended.err);
}

#[test]
fn one_site_can_be_recorded_alone() {
    let recording = Recording::to_file(&["--site", "kitchen"]);
    recording.session("s1", "kitchen", "nominal");
    recording.session("s2", "bedroom", "nominal");
    recording.observer.publish(END, &json!({"sessionId": "s2"}));
    recording.observer.publish("rhasspy/asr/end/train", &json!({}));
    let (files, _) = recording.finish_after("rhasspy/asr/end/train");
    let (_, messages) = read(&files.text("all.jsonl"));
    assert_eq!(topics(&messages), [DETECTED, STARTED, CAPTURED, ENDED, "rhasspy/asr/end/train"]);
}

#[test]
fn only_the_sessions_that_ended_badly_are_kept_with_the_messages_before_them() {
    let arguments =
        ["--per", "session", "--only-bad", "--dir", "FOLDER", "--topic", "zigbee2mqtt/#", "--keep", "text"];
    let recording = Recording::start(&arguments);
    recording.observer.publish("zigbee2mqtt/lamp", &json!({"state": "OFF"}));
    recording.session("good", "kitchen", "nominal");
    recording.session("bad", "bedroom", "timeout");
    let complete =
        |name: &String| name.contains("bedroom-bad") && recording.files.text(name).contains("sessionEnded");
    poll(SOON, || recording.files.names().iter().any(complete).then_some(())).unwrap();
    let (files, _) = recording.interrupt();
    let names = files.names();
    assert_eq!(names.len(), 1, "{names:?}");
    let (_, messages) = read(&files.text(&names[0]));
    assert_eq!(topics(&messages), ["zigbee2mqtt/lamp", DETECTED, STARTED, CAPTURED, ENDED]);
    assert_eq!(messages[0]["at"], 0.0, "times count from the beginning of the file");
}

#[test]
fn the_oldest_files_are_deleted_when_the_disk_quota_is_used_up() {
    let arguments = ["--dir", "FOLDER", "--rotate", "5k", "--max-disk", "20k", "--keep", "text"];
    let recording = Recording::start(&arguments);
    let text = "x".repeat(500);
    for number in 0..200 {
        let say = json!({"text": text, "siteId": "kitchen", "id": number.to_string()});
        recording.observer.publish(SAY, &say);
    }
    let is_newest = |name: &String| recording.files.text(name).contains("\"199\"");
    poll(SOON, || recording.files.names().iter().any(is_newest).then_some(())).unwrap();
    let (files, ended) = recording.interrupt();
    assert!(ended.out.contains("200 messages") && ended.out.contains("files"), "{}", ended.out);
    let names = files.names();
    let size = |name: &String| fs::metadata(files.0.path().join(name)).unwrap().len();
    assert!(names.iter().map(size).sum::<u64>() <= 20_000, "{names:?}");
}

#[test]
fn the_manager_sends_its_last_messages_without_what_people_said() {
    let installation = Installation::start(&["--recorder-minutes", "5"]);
    let mut messages = installation.messages();
    let listening = installation.wake_and_listen("kitchen");
    installation.capture("kitchen", listening.session(), "open the secret door");
    messages.expect(QUERY, &json!({}));
    let asked = installation.run(&["record", "--last", "5m", "-"]).expect_code(0);
    let (header, messages) = read(&asked.out);
    assert_eq!(header["kept"]["text"], false);
    let topics = topics(&messages);
    for topic in ["hermes/hotword/default/detected", STARTED, LISTEN, CAPTURED, QUERY] {
        assert_eq!(topics.iter().filter(|recorded| **recorded == topic).count(), 1, "{topic} in {topics:?}");
    }
    assert!(!asked.out.contains("secret"), "{}", asked.out);
}

#[test]
fn without_the_manager_s_recorder_its_setting_is_named() {
    let installation = Installation::start(&[]);
    let asked = installation.run(&["record", "--last", "5m", "-"]);
    assert_eq!((asked.code, asked.out.as_str()), (Some(1), ""));
    assert!(asked.err.contains("[recorder]"), "{}", asked.err);
}

#[test]
fn one_of_two_managers_is_chosen_by_name() {
    let installation =
        Installation::start(&["--recorder-minutes", "5", "--instance", "upstairs", "--site-id", "attic"]);
    let _downstairs = Petasosd::start(
        &installation.broker,
        &["--recorder-minutes", "5", "--instance", "downstairs", "--site-id", "cellar"],
    );
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("last.jsonl").display().to_string();
    let ambiguous = installation.run(&["record", "--last", "5m", &file]).expect_code(2).err;
    assert!(
        ambiguous.contains("--manager upstairs") && ambiguous.contains("--manager downstairs"),
        "{ambiguous}"
    );
    installation.wake("attic");
    let is_recorded = || {
        let arguments = ["record", "--last", "5m", "--manager", "upstairs", "--force", &file];
        installation.run(&arguments).expect_output(" messages within ");
        fs::read_to_string(&file).is_ok_and(|text| text.contains(STARTED))
    };
    poll(SOON, || is_recorded().then_some(())).unwrap();
}
