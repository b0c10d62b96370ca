//! The lights skill on a real broker, with Rhasspy's real NLU and TTS, `petasosd`, and lamps that behave as those of
//! Zigbee2MQTT and of Home Assistant do.

#![expect(clippy::expect_used, reason = "a helper of a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

use petasos_tests::child_process::Process;
use petasos_tests::lamps::{Bulb, JsonLamp, Zigbee2Mqtt};
use petasos_tests::peers::{Lessons, RhasspyDialogue, profile};
use petasos_tests::skill_installation::SkillInstallation;
use petasos_tests::topic_names::START;
use petasos_tests::{Mosquitto, Observer, Petasosd, SOON, built_programs};
use serde_json::json;
use tempfile::TempDir;

const FILTERS: [&str; 3] = ["hermes/intent/#", "zigbee2mqtt/#", "homeassistant/light/#"];

const SETTINGS: &str = "
[skill.rooms]
sat1 = \"kitchen\"
[lights]
answer_seconds = 1
[lights.rooms.kitchen]
[lights.rooms.hallway]
[lights.rooms.study]
[lights.lamps.\"kitchen/ceiling lamp\"]
names = [\"ceiling lamp\"]
[lights.lamps.\"kitchen/floor lamp\"]
names = [\"floor lamp\"]
";

struct Home<Manager> {
    installation: SkillInstallation<Manager>,
    zigbee: Zigbee2Mqtt,
    _skill: Process,
    _folder: TempDir,
}

impl Home<Petasosd> {
    fn new() -> Self {
        Self::under(|broker| Petasosd::start(broker, &[]))
    }
}

impl<Manager> Home<Manager> {
    fn under(manager: impl FnOnce(&Mosquitto) -> Manager) -> Self {
        let folder = TempDir::new().expect("a folder for temporary files");
        let settings = folder.path().join("lights.toml");
        std::fs::write(&settings, SETTINGS).expect("a file in a fresh folder");
        let sentences = &export(&settings, folder.path());
        let lessons = Lessons { sentences, language: "en", folders: &[folder.path(), &profile()] };
        let installation = SkillInstallation::start("sat1", manager, &lessons);
        let bulbs = [
            Bulb::coloured("kitchen/ceiling lamp"),
            Bulb::coloured("kitchen/floor lamp"),
            Bulb::white("study/lamp"),
        ];
        let kitchen: &[&str] = &["kitchen/ceiling lamp", "kitchen/floor lamp"];
        let zigbee = Zigbee2Mqtt::start(&installation.broker, &bulbs, &[("kitchen_lamps", kitchen)]);
        let skill = start(&installation.broker, &["--config", &settings.display().to_string()]);
        Self { installation, zigbee, _skill: skill, _folder: folder }
    }

    /// The wake word and this text are answered with that, and the session ends.
    fn expect_turn(&mut self, text: &str, answer: &str) {
        assert_eq!(self.installation.turn(text), answer);
        self.installation.expect_nominal_end();
    }

    /// The wake word and this text are answered with that question.
    fn expect_question(&mut self, text: &str, question: &str) {
        assert_eq!(self.installation.turn(text), question);
    }
}

/// Starts the skill with these arguments; returns when it is subscribed and knows the lamps.
fn start(broker: &Mosquitto, arguments: &[&str]) -> Process {
    let mut command = Command::new(built_programs::service("petasos-lights"));
    command.args(["--host", "127.0.0.1", "--port", &broker.port().to_string()]).args(arguments);
    let skill = broker.subscribed(&FILTERS, || Process::start("petasos-lights", &mut command));
    for list in ["bridge/devices", "bridge/groups"] {
        skill.wait_for_line(list);
    }
    skill
}

/// Exports the skill's sentences and slots.
fn export(settings: &Path, folder: &Path) -> PathBuf {
    let status = Command::new(built_programs::service("petasos-lights"))
        .args(["export", "rhasspy", "--config"])
        .arg(settings)
        .arg("--output")
        .arg(folder)
        .status();
    assert!(status.is_ok_and(|status| status.success()), "the sentences cannot be exported");
    folder.join("intents/lights.ini")
}

#[test]
fn a_spoken_colour_is_set_on_the_lamps() {
    let mut home = Home::new();
    home.expect_turn("set the kitchen light to cyan", "Okay.");
    let command = json!({"state": "ON", "color": {"r": 0, "g": 255, "b": 255}});
    assert_eq!(home.zigbee.told(), [("kitchen_lamps".to_owned(), command)]);
    for lamp in ["kitchen/ceiling lamp", "kitchen/floor lamp"] {
        let state = home.zigbee.state(lamp);
        assert_eq!((&state["state"], &state["color_mode"]), (&json!("ON"), &json!("xy")), "{lamp}");
    }
}

#[test]
fn the_skill_works_with_rhasspys_own_manager() {
    let mut home = Home::under(RhasspyDialogue::start);
    home.expect_turn("set the kitchen light to cyan", "Okay.");
    assert_eq!(home.zigbee.state("kitchen/floor lamp")["state"], "ON");
    home.zigbee.unplug("kitchen/floor lamp");
    home.expect_turn("turn off the floor lamp", "The floor lamp does not answer.");
    home.expect_question("turn everything off", "Really everything?");
    assert_eq!(home.installation.answer("no"), "Then not.");
    assert_eq!(home.zigbee.state("kitchen/ceiling lamp")["state"], "ON");
}

#[test]
fn a_lamp_without_power_is_named_and_one_that_is_reported_offline_at_once() {
    let mut home = Home::new();
    home.zigbee.unplug("kitchen/floor lamp");
    home.expect_turn("turn on the floor lamp", "The floor lamp does not answer.");
    assert_eq!(home.zigbee.told().len(), 1);
    home.zigbee.notice("kitchen/floor lamp");
    home.expect_turn("turn on the light", "The floor lamp does not answer.");
    let told = home.zigbee.told();
    assert_eq!(told.last(), Some(&("kitchen/ceiling lamp".to_owned(), json!({"state": "ON"}))), "{told:?}");
    assert_eq!(home.zigbee.state("kitchen/ceiling lamp")["state"], "ON");
}

#[test]
fn everything_goes_off_after_confirmation() {
    let mut home = Home::new();
    home.expect_turn("turn on the light", "Okay.");
    home.expect_question("turn everything off", "Really everything?");
    assert_eq!(home.installation.answer("yes"), "Okay.");
    home.installation.expect_nominal_end();
    for lamp in ["kitchen/ceiling lamp", "kitchen/floor lamp", "study/lamp"] {
        assert_eq!(home.zigbee.state(lamp)["state"], "OFF", "{lamp}");
    }
}

#[test]
fn a_lamp_of_home_assistant_is_discovered_later() {
    let mut home = Home::new();
    let described = home.installation.broker.subscribed(&["esp/hall/state"], || {
        JsonLamp::start(&home.installation.broker, "hall", "Hallway", Bulb::coloured("Hall Lamp"))
    });
    home.expect_turn("set the hallway light to cyan", "Okay.");
    assert_eq!(described.told(), [json!({"state": "ON", "color": {"h": 180.0, "s": 100.0}})]);
    assert_eq!(described.state()["color"], json!({"h": 180.0, "s": 100.0}));
    described.hang();
    home.expect_turn("turn off the hallway light", "The hall lamp does not answer.");
}

#[test]
fn a_lamp_that_was_switched_by_hand_is_known() {
    let mut home = Home::new();
    home.zigbee.by_hand("study/lamp", &json!({"state": "ON", "brightness": 102}));
    home.expect_turn("is the study light on", "Yes. The lamp is on at 40 percent.");
}

#[test]
fn the_skill_logs_in_with_a_password_and_ends_with_sigterm() {
    let broker = Mosquitto::start_with_password("lights", "secret");
    let observer = Observer::start(&broker);
    let zigbee = Zigbee2Mqtt::start(&broker, &[Bulb::white("lamp")], &[("lamps", &["lamp"])]);
    let arguments = ["--username", "lights", "--password", "secret"];
    let mut skill = start(&broker, &arguments);
    let intent = json!({"intentName": "LightSwitch", "confidenceScore": 1.0});
    let state = json!({"slotName": "state", "entity": "LightPower", "rawValue": "on", "value": {"kind": "Unknown", "value": "on"}});
    let mut messages = observer.messages();
    let without_session =
        json!({"input": "light on", "intent": intent, "slots": [state], "siteId": "kitchen"});
    observer.publish("hermes/intent/LightSwitch", &without_session);
    let reply = messages.expect(START, &json!({"siteId": "kitchen"}));
    assert_eq!(reply.json.pointer("/init/text"), Some(&json!("Okay.")), "{reply}");
    assert_eq!(zigbee.state("lamp")["state"], "ON");
    assert!(skill.terminate(SOON).success());
}
