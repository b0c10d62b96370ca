//! Foreign clients: paho-mqtt, and Mosquitto's own command line tools.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use petasos_bus::QoS;
use tokio::io::{AsyncBufReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};
use tokio::time::timeout;

use crate::client::PATIENCE;
use crate::test_broker::TestBroker;

/// A Python with paho-mqtt 2: what `PETASOS_TEST_PYTHON` names, or what `cargo xtask setup` made.
fn python() -> PathBuf {
    let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    std::env::var_os("PETASOS_TEST_PYTHON")
        .map_or_else(|| workspace.join(".cache/venv-test/bin/python"), PathBuf::from)
}

struct Foreign {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Foreign {
    fn start(program: &Path, arguments: &[&str]) -> Self {
        let mut process = Command::new(program)
            .args(arguments)
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("cannot start {} ({error}): run `cargo xtask setup`", program.display())
            });
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, lines }
    }

    fn paho(broker: &TestBroker, arguments: &[&str]) -> Self {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/bus/foreign.py");
        let port = broker.settings().port.to_string();
        let all: Vec<&str> = [script, &port].into_iter().chain(arguments.iter().copied()).collect();
        Self::start(&python(), &all)
    }

    fn mosquitto(program: &str, broker: &TestBroker, arguments: &[&str]) -> Self {
        let port = broker.settings().port.to_string();
        let all: Vec<&str> = ["-p", &port].into_iter().chain(arguments.iter().copied()).collect();
        Self::start(Path::new(program), &all)
    }

    async fn line(&mut self) -> String {
        let line = timeout(PATIENCE, self.lines.next_line()).await.expect("the foreign client says nothing");
        line.unwrap().expect("the foreign client ended: run `cargo xtask setup` if something is missing")
    }

    async fn ends_well(mut self) {
        let status = timeout(PATIENCE, self.process.wait()).await.expect("the foreign client does not end");
        assert!(status.unwrap().success(), "run `cargo xtask setup` if something is missing");
    }
}

async fn paho_messages_arrive_in_all_qualities(broker: TestBroker) {
    let mut reader = broker.connect().await;
    reader.subscribe("from/paho", QoS::ExactlyOnce).await;
    for qos in [QoS::AtMostOnce, QoS::AtLeastOnce, QoS::ExactlyOnce] {
        let quality = u8::from(qos).to_string();
        let paho = Foreign::paho(&broker, &["publish", "from/paho", &quality, "100"]);
        for number in 0..100 {
            let received = reader.received().await;
            assert_eq!((received.payload, received.qos), (number.to_string().into(), qos));
        }
        paho.ends_well().await;
    }
}

async fn messages_arrive_at_paho(broker: TestBroker) {
    let writer = broker.connect().await;
    writer.retain("to/paho/kept", "kept");
    writer.until("the retained message", |now| now.sent == 1 && now.in_flight == 0).await;
    let mut paho = Foreign::paho(&broker, &["listen", "to/paho/#", "2", "3"]);
    // The retained message may overtake the answer to the subscription.
    let mut first = [paho.line().await, paho.line().await];
    first.sort();
    assert_eq!(first, [r#"["to/paho/kept", "kept", 1, true]"#, "ready"]);
    for (qos, text) in [(QoS::AtMostOnce, "null"), (QoS::AtLeastOnce, "eins")] {
        writer.publish("to/paho/x", text, qos);
        let line = paho.line().await;
        assert_eq!(line, format!(r#"["to/paho/x", "{text}", {}, false]"#, u8::from(qos)));
    }
    paho.ends_well().await;
}

async fn mosquitto_pub_and_sub_exchange_messages_with_us(broker: TestBroker) {
    let mut client = broker.connect().await;
    client.subscribe("tool/#", QoS::ExactlyOnce).await;
    for qos in ["0", "1", "2"] {
        let publish = ["-t", "tool/pub", "-m", qos, "-q", qos, "-V", "mqttv311"];
        Foreign::mosquitto("mosquitto_pub", &broker, &publish).ends_well().await;
        let received = client.received().await;
        assert_eq!((received.payload, u8::from(received.qos).to_string()), (qos.into(), qos.into()));
    }
    client.retain("tool/kept", "ünïcode ☂");
    client.received().await;
    let listen = ["-t", "tool/kept", "-C", "1", "-q", "1", "-F", "%r %q %p", "-V", "mqttv311"];
    let mut listener = Foreign::mosquitto("mosquitto_sub", &broker, &listen);
    assert_eq!(listener.line().await, "1 1 ünïcode ☂");
    listener.ends_well().await;
}

over_network_brokers! {
    paho_messages_arrive_in_all_qualities
    messages_arrive_at_paho
    mosquitto_pub_and_sub_exchange_messages_with_us
}
