//! The commands that publish, subscribe and check, what ends them, and what they report when something is missing.

use std::fs;
use std::process::{Command, Stdio};

use petasos_tests::topic_names::{CONFIGURE, END, SAY};
use petasos_tests::{Ended, Installation, Mosquitto, Petasosd, Tool};
use serde_json::{Value, json};

#[test]
fn configure_switches_intents() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let arguments = ["configure", "--site", "kitchen", "--enable", "A,B", "--disable", "C"];
    let configured = installation.run(&arguments).expect_code(0);
    assert_eq!(configured.out, "at kitchen: enabled A, B; disabled C\n");
    let configure = messages.expect(CONFIGURE, &json!({"siteId": "kitchen"}));
    let switch = |intent: &str, on: bool| json!({"intentId": intent, "enable": on});
    assert_eq!(configure.json["intents"], json!([switch("A", true), switch("B", true), switch("C", false)]));
    assert_eq!(installation.run(&["configure"]).code, Some(2));

    let everywhere = installation.run(&["configure", "--disable", "D"]);
    assert_eq!((everywhere.code, everywhere.out.as_str()), (Some(0), "at every site: disabled D\n"));
}

#[test]
fn pub_publishes_what_is_valid_and_refuses_what_is_not() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    installation.run(&["pub", "say", r#"{"text": "Hello"}"#]).expect_code(0);
    messages.expect(SAY, &json!({"text": "Hello"}));

    let refused = installation.run(&["pub", "endSession", "{}"]).expect_code(1);
    assert!(refused.err.contains("sessionId") && refused.err.contains("A valid payload"), "{refused:?}");
    installation.run(&["pub", "endSession", r#"{"raw": 1}"#, "--raw"]).expect_code(0);
    messages.expect(END, &json!({"raw": 1}));

    installation.run(&["pub", "say", r#"{"text": "x"}"#, "--retain"]).expect_error(1, "--retain");
    let several = installation.run(&["pub", "toggleOn"]);
    assert!(several.err.contains("hermes/asr/toggleOn"), "{several:?}");
}

#[test]
fn sub_prints_messages_until_it_has_enough() {
    let installation = Installation::start(&[]);
    let start = || installation.tool(&["sub", "say", "-n", "2", "--json"]);
    let sub = installation.broker.subscribed(&[SAY], start);
    installation.publish(SAY, &json!({"text": "one"}));
    installation.publish(SAY, &json!({"siteId": "kitchen"}));
    let sub = sub.finish().expect_code(0);
    let [right, wrong] = &sub.json()[..] else { panic!("{sub:?}") };
    assert_eq!(*right, json!({"topic": SAY, "retained": false, "payload": {"text": "one"}}));
    assert!(wrong["wrong"].as_str().is_some_and(|why| why.contains("text")), "{wrong}");

    installation.run(&["sub", "say", "-n", "1", "--timeout", "0.5"]).expect_code(3);
}

#[test]
fn ctrl_c_ends_a_command_that_waits() {
    let broker = Mosquitto::start();
    let sub = broker.subscribed(&["hermes/#"], || Tool::start(&broker, &["sub"]));
    sub.interrupt();
    sub.finish().expect_code(130);
}

#[test]
fn check_reports_each_check_and_its_result() {
    let installation = Installation::start(&[]);
    let results = |ended: &Ended| {
        let pair = |finding: &Value| format!("{} {}", finding["check"], finding["result"]).replace('"', "");
        ended.json().iter().map(pair).collect::<Vec<_>>()
    };
    let well = installation.run(&["check", "--json"]);
    let all = ["broker ok", "login ok", "version ok", "access ok", "leftovers ok", "manager ok"];
    assert_eq!((well.code, results(&well).as_slice()), (Some(0), all.map(str::to_owned).as_slice()));

    installation.observer.publish_retained(SAY, br#"{"text": "boo"}"#);
    installation.settle();
    let command = "petasos pub 'hermes/tts/say' --clear";
    installation.run(&["check"]).expect_output(command);
    installation.run(&["pub", SAY, "--clear"]).expect_code(0);
    assert!(!installation.run(&["check"]).out.contains(command));

    let _second = Petasosd::start(&installation.broker, &["--instance", "second"]);
    let two = installation.run(&["check", "--json"]).expect_code(1);
    assert!(results(&two).contains(&"manager fail".to_owned()), "{two:?}");
}

#[test]
fn a_broker_that_cannot_be_reached_is_named_with_advice() {
    let broker = Mosquitto::absent();
    let address = format!("127.0.0.1:{}", broker.port());
    for arguments in [
        ["say", "hello"].as_slice(),
        &["sub"],
        &["sites"],
        &["hear", "hello"],
        &["pub", "audioServer/toggleOn"],
    ] {
        let ended = Tool::run(&broker, arguments);
        assert_eq!(ended.code, Some(1), "{arguments:?}: {ended:?}");
        assert!(ended.err.contains(&address) && ended.err.contains("--host"), "{arguments:?}: {ended:?}");
    }
    let check = Tool::run(&broker, &["check"]).expect_code(1);
    assert!(check.out.contains("fail  broker") && check.out.contains(&address), "{check:?}");
}

#[test]
fn a_password_comes_from_the_environment_a_file_or_the_configuration() {
    let broker = Mosquitto::start_with_password("petasos", "geheim");
    assert_eq!(Tool::run(&broker, &["check"]).code, Some(0), "from the environment");

    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password");
    fs::write(&password, "geheim\n").unwrap();
    let (port, password) = (broker.port().to_string(), password.display().to_string());
    let flags = ["check", "--port", &port, "--username", "petasos", "--password-file", &password];
    assert_eq!(Tool::run_alone(&flags).code, Some(0), "from a file");

    let config = folder.path().join("petasosd.toml");
    let text = format!("[mqtt]\nport = {port}\nusername = 'petasos'\npassword_file = '{password}'\n");
    fs::write(&config, text).unwrap();
    let config = config.display().to_string();
    assert_eq!(Tool::run_alone(&["check", "--config", &config]).code, Some(0), "from the configuration");

    let anonymous = Tool::run_alone(&["check", "--port", &port]).expect_code(1);
    assert!(anonymous.out.contains("fail  login") && anonymous.out.contains("--username"), "{anonymous:?}");
    Tool::run_alone(&["sites", "--port", &port, "--username", "petasos", "--password", "wrong"])
        .expect_error(1, "the password");
}

#[test]
fn bash_can_load_the_completions() {
    let script = Tool::run_alone(&["completions", "bash"]).expect_code(0);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("petasos.bash");
    fs::write(&file, &script.out).unwrap();
    let load = format!("source {} && complete -p petasos", file.display());
    let loaded = Command::new("bash").args(["-c", &load]).stdin(Stdio::null()).output().unwrap();
    assert!(loaded.status.success(), "{loaded:?}");
    for (shell, sign) in [("zsh", "#compdef petasos"), ("fish", "complete -c petasos")] {
        assert!(Tool::run_alone(&["completions", shell]).out.contains(sign), "{shell}");
    }
}
