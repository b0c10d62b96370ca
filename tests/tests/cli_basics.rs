//! The commands that publish, listen and check, what ends them, and what they say when something is missing.

use std::fs;
use std::process::{Command, Stdio};

use petasos_tests::{Installation, Mosquitto, Petasosd, Tool};
use serde_json::{Value, json};

const SAY: &str = "hermes/tts/say";

#[test]
fn configure_switches_intents() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let arguments = ["configure", "--site", "kitchen", "--enable", "A,B", "--disable", "C"];
    let configured = Tool::run(&installation.broker, &arguments);
    assert_eq!((configured.code, configured.out.as_str()), (Some(0), "told in kitchen: on: A, B; off: C\n"));
    let heard = messages.expect("hermes/dialogueManager/configure", &json!({"siteId": "kitchen"}));
    let switch = |intent: &str, on: bool| json!({"intentId": intent, "enable": on});
    assert_eq!(heard.json["intents"], json!([switch("A", true), switch("B", true), switch("C", false)]));
    assert_eq!(Tool::run(&installation.broker, &["configure"]).code, Some(2));

    let everywhere = Tool::run(&installation.broker, &["configure", "--disable", "D"]);
    assert_eq!((everywhere.code, everywhere.out.as_str()), (Some(0), "told everywhere: off: D\n"));
}

#[test]
fn pub_sends_what_is_right_and_refuses_what_is_wrong() {
    let installation = Installation::start(&[]);
    let mut messages = installation.messages();
    let sent = Tool::run(&installation.broker, &["pub", "say", r#"{"text": "Hello"}"#]);
    assert_eq!(sent.code, Some(0), "{sent:?}");
    messages.expect(SAY, &json!({"text": "Hello"}));

    let refused = Tool::run(&installation.broker, &["pub", "endSession", "{}"]);
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("sessionId") && refused.err.contains("This would be right"), "{refused:?}");
    let raw = Tool::run(&installation.broker, &["pub", "endSession", r#"{"raw": 1}"#, "--raw"]);
    assert_eq!(raw.code, Some(0));
    messages.expect("hermes/dialogueManager/endSession", &json!({"raw": 1}));

    let kept = Tool::run(&installation.broker, &["pub", "say", r#"{"text": "x"}"#, "--retain"]);
    assert_eq!(kept.code, Some(1));
    assert!(kept.err.contains("--retain"), "{kept:?}");
    let several = Tool::run(&installation.broker, &["pub", "toggleOn"]);
    assert!(several.err.contains("hermes/asr/toggleOn"), "{several:?}");
}

#[test]
fn sub_prints_what_passes_until_enough_has() {
    let installation = Installation::start(&[]);
    let start = || Tool::start(&installation.broker, &["sub", "say", "-n", "2", "--json"]);
    let sub = installation.broker.subscribed(&[SAY], start);
    installation.publish(SAY, &json!({"text": "one"}));
    installation.publish(SAY, &json!({"siteId": "kitchen"}));
    let sub = sub.finish();
    assert_eq!(sub.code, Some(0), "{sub:?}");
    let [right, wrong] = &sub.json()[..] else { panic!("{sub:?}") };
    assert_eq!(*right, json!({"topic": SAY, "retained": false, "payload": {"text": "one"}}));
    assert!(wrong["wrong"].as_str().is_some_and(|why| why.contains("text")), "{wrong}");

    let few = Tool::run(&installation.broker, &["sub", "say", "-n", "1", "--timeout", "0.5"]);
    assert_eq!(few.code, Some(3));
}

#[test]
fn ctrl_c_ends_a_command_that_waits() {
    let broker = Mosquitto::start();
    let sub = broker.subscribed(&["hermes/#"], || Tool::start(&broker, &["sub"]));
    sub.interrupt();
    assert_eq!(sub.finish().code, Some(130));
}

#[test]
fn check_says_what_is_well_and_what_is_not() {
    let installation = Installation::start(&[]);
    let results = |ended: &petasos_tests::tool::Ended| {
        let pair = |finding: &Value| format!("{} {}", finding["check"], finding["result"]).replace('"', "");
        ended.json().iter().map(pair).collect::<Vec<_>>()
    };
    let well = Tool::run(&installation.broker, &["check", "--json"]);
    let all = ["broker ok", "login ok", "version ok", "access ok", "leftovers ok", "manager ok"];
    assert_eq!((well.code, results(&well).as_slice()), (Some(0), all.map(str::to_owned).as_slice()));

    installation.observer.publish_retained(SAY, br#"{"text": "boo"}"#);
    installation.settle();
    let haunted = Tool::run(&installation.broker, &["check"]);
    assert_eq!(haunted.code, Some(0));
    let command = "petasos pub 'hermes/tts/say' --clear";
    assert!(haunted.out.contains(command), "{haunted:?}");
    assert_eq!(Tool::run(&installation.broker, &["pub", SAY, "--clear"]).code, Some(0));
    assert!(!Tool::run(&installation.broker, &["check"]).out.contains(command));

    let _second = Petasosd::start(&installation.broker, &["--instance", "second"]);
    let two = Tool::run(&installation.broker, &["check", "--json"]);
    assert_eq!(two.code, Some(1), "{two:?}");
    assert!(results(&two).contains(&"manager fail".to_owned()), "{two:?}");
}

#[test]
fn a_broker_that_is_not_there_is_named_with_advice() {
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
    let check = Tool::run(&broker, &["check"]);
    assert_eq!(check.code, Some(1));
    assert!(check.out.contains("fail  broker") && check.out.contains(&address), "{check:?}");
}

#[test]
fn a_password_comes_from_the_environment_a_file_or_the_configuration() {
    let broker = Mosquitto::start_with_password("house", "geheim");
    assert_eq!(Tool::run(&broker, &["check"]).code, Some(0), "from the environment");

    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password");
    fs::write(&password, "geheim\n").unwrap();
    let (port, password) = (broker.port().to_string(), password.display().to_string());
    let flags = ["check", "--port", &port, "--username", "house", "--password-file", &password];
    assert_eq!(Tool::run_alone(&flags).code, Some(0), "from a file");

    let config = folder.path().join("petasosd.toml");
    let text = format!("[mqtt]\nport = {port}\nusername = 'house'\npassword_file = '{password}'\n");
    fs::write(&config, text).unwrap();
    let config = config.display().to_string();
    assert_eq!(Tool::run_alone(&["check", "--config", &config]).code, Some(0), "from the configuration");

    let stranger = Tool::run_alone(&["check", "--port", &port]);
    assert_eq!(stranger.code, Some(1));
    assert!(stranger.out.contains("fail  login") && stranger.out.contains("--username"), "{stranger:?}");
    let wrong = Tool::run_alone(&["sites", "--port", &port, "--username", "house", "--password", "wrong"]);
    assert_eq!(wrong.code, Some(1));
    assert!(wrong.err.contains("the password"), "{wrong:?}");
}

#[test]
fn bash_can_load_the_completions() {
    let script = Tool::run_alone(&["completions", "bash"]);
    assert_eq!(script.code, Some(0));
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
