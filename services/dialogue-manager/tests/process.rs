//! The daemon as a process: how it starts, what it says, how it ends.

#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader};
use std::iter::zip;
use std::net::TcpListener;
use std::os::unix::fs::symlink;
use std::process::{Child, ChildStderr, Command, ExitStatus, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use petasos_bus::{Bus, Class, Event, Events, MqttBus, Publish, QoS, Settings, Subscription};
use tokio::time::{Instant, timeout};

const PROGRAM: &str = env!("CARGO_BIN_EXE_petasosd");

/// Nothing that is expected takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running daemon and its log.
struct Daemon {
    process: Child,
    log: Receiver<String>,
}

impl Daemon {
    fn start(arguments: &[&str]) -> Self {
        let mut process = Command::new(PROGRAM).args(arguments).stderr(Stdio::piped()).spawn().unwrap();
        let log = follow(process.stderr.take().unwrap());
        Self { process, log }
    }

    /// Waits for a line of the log.
    fn says(&self, part: &str) -> String {
        let deadline = Instant::now() + PATIENCE;
        let mut said = Vec::new();
        while let Ok(line) = self.log.recv_timeout(deadline.duration_since(Instant::now())) {
            if line.contains(part) {
                return line;
            }
            said.push(line);
        }
        panic!("never said {part:?}, but {said:#?}");
    }

    fn signal(&self, name: &str) {
        let pid = self.process.id().to_string();
        assert!(Command::new("kill").args([name, &pid]).status().unwrap().success());
    }

    fn wait(mut self) -> ExitStatus {
        let (done, ended) = channel();
        std::thread::spawn(move || done.send(self.process.wait().unwrap()));
        ended.recv_timeout(PATIENCE).expect("it ends")
    }
}

fn follow(stderr: ChildStderr) -> Receiver<String> {
    let (line, lines) = channel();
    std::thread::spawn(move || {
        for text in BufReader::new(stderr).lines().map_while(Result::ok) {
            if line.send(text).is_err() {
                return;
            }
        }
    });
    lines
}

fn run(arguments: &[&str]) -> Output {
    Command::new(PROGRAM).args(arguments).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Somebody else on the broker, who hears everything.
struct Listener {
    bus: MqttBus,
    events: Events,
    /// What has happened since it came, in few words, for the one who reads why a test failed.
    story: Vec<String>,
}

impl Listener {
    async fn on(port: u16) -> Self {
        let mut settings = Settings::default();
        settings.port = port;
        let (bus, events) = MqttBus::connect(settings).unwrap();
        bus.subscribe(&[Subscription::new("#", QoS::AtLeastOnce)]).unwrap();
        let mut listener = Self { bus, events, story: Vec::new() };
        listener.until("its subscription", |event| *event == Event::Subscribed).await;
        listener
    }

    /// Waits until something has come on each of these topics, and gives the payloads. In whatever order they come: the
    /// messages are of different quality, and those may overtake each other.
    async fn hears<const N: usize>(&mut self, topics: [&str; N]) -> [String; N] {
        let mut payloads = [const { None }; N];
        let everything = format!("{topics:?}");
        self.until(&everything, |event| {
            if let Event::Received(received) = event
                && let Some((_, payload)) =
                    zip(topics, &mut payloads).find(|(topic, _)| *topic == received.topic)
            {
                *payload = Some(text(&received.payload));
            }
            payloads.iter().all(Option::is_some)
        })
        .await;
        payloads.map(Option::unwrap)
    }

    /// Waits for an event after which it is `enough`.
    async fn until(&mut self, what: &str, mut enough: impl FnMut(&Event) -> bool) {
        let Self { events, story, .. } = self;
        let search = async {
            while let Some(event) = events.next().await {
                story.push(match &event {
                    Event::Received(received) => received.topic.clone(),
                    other => format!("{other:?}"),
                });
                if enough(&event) {
                    return true;
                }
            }
            false
        };
        let found = timeout(PATIENCE, search).await;
        assert_eq!(found, Ok(true), "waited for {what}, and this came: {story:#?}");
    }

    fn wakes_the_house(&self) {
        let hotword = r#"{"siteId": "kitchen", "modelId": "m"}"#;
        self.bus.publish(Publish::new("hermes/hotword/porcupine/detected", hotword, Class::Report)).unwrap();
    }
}

#[tokio::test]
async fn one_command_serves_a_house_and_sigterm_ends_it_politely() {
    let port = free_port();
    let daemon = Daemon::start(&["--embedded-broker", "--port", &port.to_string()]);
    daemon.says(&format!("127.0.0.1:{port}"));
    daemon.says("ready");
    let mut listener = Listener::on(port).await;
    listener.wakes_the_house();
    listener.hears(["hermes/asr/startListening"]).await;
    daemon.signal("-TERM");
    listener.hears(["hermes/dialogueManager/sessionEnded", "hermes/hotword/toggleOn"]).await;
    assert_eq!(daemon.wait().code(), Some(0));
}

#[tokio::test]
async fn after_kill_9_the_next_run_ends_the_session_and_wakes_the_room() {
    let state = tempfile::tempdir().unwrap();
    let broker =
        petasos_broker::EmbeddedBroker::start(petasos_broker::BrokerSettings::any_port()).await.unwrap();
    let port = broker.local_addr().port();
    let arguments = ["--port", &port.to_string(), "--state-directory", state.path().to_str().unwrap()];
    let daemon = Daemon::start(&arguments);
    daemon.says("ready");
    let mut listener = Listener::on(port).await;
    listener.wakes_the_house();
    listener.hears(["hermes/asr/startListening"]).await;
    daemon.signal("-KILL");
    daemon.wait();

    let again = Daemon::start(&arguments);
    let recovered = listener.hears(["hermes/dialogueManager/sessionEnded", "hermes/hotword/toggleOn"]);
    let [ended, _] = timeout(Duration::from_secs(2), recovered).await.expect("within 2 s");
    assert!(ended.contains("\"error\""), "{ended}");
    again.says("ready");
    again.signal("-INT");
    assert_eq!(again.wait().code(), Some(0));
    broker.shutdown().await;
}

#[test]
fn an_absent_broker_is_waited_for_and_told_once() {
    let port = free_port().to_string();
    let daemon = Daemon::start(&["--port", &port]);
    let line = daemon.says("waiting for the broker");
    assert!(line.contains(&port), "{line}");
    daemon.signal("-TERM");
    assert_eq!(daemon.wait().code(), Some(0));
}

#[test]
fn under_rhasspys_name_it_is_the_same_program() {
    let folder = tempfile::tempdir().unwrap();
    let link = folder.path().join("rhasspy-dialogue-hermes");
    symlink(PROGRAM, &link).unwrap();
    let output = Command::new(link).args(["check", "--debug", "--site-id", "kitchen"]).output().unwrap();
    assert!(output.status.success());
    assert!(text(&output.stdout).contains(r#"only_sites = ["kitchen"]"#));
}

#[test]
fn a_port_that_is_taken_is_explained() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let output = run(&["--embedded-broker", "--port", &port]);
    assert_eq!(output.status.code(), Some(1));
    let error = text(&output.stderr);
    assert!(error.contains(&port) && error.contains("Leave out --embedded-broker"), "{error}");
}

#[test]
fn wrong_flags_and_configurations_end_with_2() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("petasosd.toml");
    std::fs::write(&file, "mqtt.hots = 'x'").unwrap();
    let file = file.to_str().unwrap();
    for (arguments, said) in [
        (vec!["--no-such-flag"], "--no-such-flag"),
        (vec!["--config", "/no/such/file"], "/no/such/file"),
        (vec!["--config", file], "did you mean `host`?"),
        (vec!["check", "--volume", "2"], "2 is not between 0 and 1"),
        (vec!["import-rhasspy", "/no/such/profile.json"], "/no/such/profile.json"),
    ] {
        let output = run(&arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(text(&output.stderr).contains(said), "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn check_prints_what_holds_and_hides_the_password() {
    let output = Command::new(PROGRAM)
        .args(["check", "--username", "u", "--dialect", "snips"])
        .env("PETASOS_PASSWORD", "geheim")
        .output()
        .unwrap();
    let shown = text(&output.stdout);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(shown.contains(r#"password = "***""#) && !shown.contains("geheim"), "{shown}");
    assert!(shown.contains("skill_seconds = 5"), "as Snips has it: {shown}");
}

#[test]
fn a_profile_is_imported_into_a_file_that_can_be_used() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("profile.json");
    let config = folder.path().join("petasosd.toml");
    std::fs::write(&profile, r#"{"dialogue": {"system": "rhasspy", "session_timeout": "12"}}"#).unwrap();
    let (profile, config) = (profile.to_str().unwrap(), config.to_str().unwrap());
    assert!(run(&["import-rhasspy", profile, "--output", config]).status.success());
    let shown = text(&run(&["check", "--config", config]).stdout);
    assert!(shown.contains("listening_seconds = 12"), "{shown}");
}

#[test]
fn the_help_shows_examples() {
    let help = text(&run(&["--help"]).stdout);
    assert!(help.contains("petasosd --embedded-broker") && help.contains("Exit codes"), "{help}");
}
