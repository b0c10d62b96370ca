//! The skill for lamps in a whole house: a real broker, Rhasspy's real NLU and speech, `petasosd`, and lamps that behave as those of
//! Zigbee2MQTT and of Home Assistant do.

#![expect(clippy::expect_used, reason = "a helper of a test fails by panicking")]

use std::path::Path;
use std::process::Command;

use petasos_tests::child_process::Process;
use petasos_tests::lamps::{Bulb, JsonLamp, Zigbee2Mqtt};
use petasos_tests::peers::{Lessons, Nlu, RhasspyDialogue, Tts};
use petasos_tests::{
    MessageCursor, Mosquitto, Observer, Petasosd, Player, SOON, ScriptedAsr, built_programs,
};
use serde_json::json;
use tempfile::TempDir;

const SAY: &str = "hermes/tts/say";
const ENDED: &str = "hermes/dialogueManager/sessionEnded";
/// What the skill has subscribed when it hears everything.
const HEARS: [&str; 3] = ["hermes/intent/#", "zigbee2mqtt/#", "homeassistant/light/#"];

/// What the owner says of his house.
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

/// A house with the skill in it, and with everything it takes to talk.
struct Home<Manager> {
    broker: Mosquitto,
    observer: Observer,
    messages: MessageCursor,
    asr: ScriptedAsr,
    zigbee: Zigbee2Mqtt,
    _parts: (Manager, Player, Nlu, Tts, Process),
    _folder: TempDir,
}

impl Home<Petasosd> {
    fn new() -> Self {
        Self::under(|broker| Petasosd::start(broker, &[]))
    }
}

impl<Manager> Home<Manager> {
    /// A house with this dialogue manager.
    fn under(manager: impl FnOnce(&Mosquitto) -> Manager) -> Self {
        let broker = Mosquitto::start();
        let folder = TempDir::new().expect("a folder for temporary files");
        let settings = folder.path().join("lights.toml");
        std::fs::write(&settings, SETTINGS).expect("a file in a fresh folder");
        let observer = Observer::start(&broker);
        let manager = manager(&broker);
        let bulbs = [
            Bulb::coloured("kitchen/ceiling lamp"),
            Bulb::coloured("kitchen/floor lamp"),
            Bulb::white("study/lamp"),
        ];
        let kitchen: &[&str] = &["kitchen/ceiling lamp", "kitchen/floor lamp"];
        let zigbee = Zigbee2Mqtt::start(&broker, &bulbs, &[("kitchen_lamps", kitchen)]);
        let sentences = export(&settings, folder.path());
        // What Rhasspy's profiles bring along.
        let of_profiles = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/rhasspy");
        let lessons =
            Lessons { sentences: &sentences, language: "en", folders: &[folder.path(), &of_profiles] };
        let nlu = Nlu::taught(&broker, &lessons, &["--no-fuzzy"]);
        let skill = start(&broker, &["--config", &settings.display().to_string()]);
        let parts = (manager, Player::start(&broker), nlu, Tts::start(&broker), skill);
        let asr = ScriptedAsr::start(&broker);
        let messages = observer.messages();
        Self { broker, observer, messages, asr, zigbee, _parts: parts, _folder: folder }
    }

    /// Somebody in the kitchen says this; the house answers that, and the session ends.
    fn says(&mut self, words: &str, answer: &str) {
        self.asks(words, answer);
        let ended = self.messages.expect(ENDED, &json!({"siteId": "sat1"}));
        assert_eq!(ended.json.pointer("/termination/reason"), Some(&json!("nominal")), "{ended}");
    }

    /// Somebody in the kitchen says this, and the house says that.
    fn asks(&mut self, words: &str, answer: &str) {
        let wake_word = json!({
            "modelId": "default", "modelVersion": "", "modelType": "personal", "currentSensitivity": 1.0,
            "siteId": "sat1",
        });
        self.observer.publish("hermes/hotword/default/detected", &wake_word);
        self.answers(words, answer);
    }

    /// The house listens, somebody in the kitchen says this, and the house says that.
    fn answers(&mut self, words: &str, answer: &str) {
        self.asr.transcribe("sat1", words);
        self.messages.expect("hermes/nlu/query", &json!({"input": words}));
        let said = self.messages.expect(SAY, &json!({"siteId": "sat1"}));
        assert_eq!(said.text("text"), answer);
    }
}

/// Starts the skill with these arguments; returns when it hears people and knows the lamps.
fn start(broker: &Mosquitto, arguments: &[&str]) -> Process {
    let mut command = Command::new(built_programs::service("petasos-lights"));
    command.args(["--host", "127.0.0.1", "--port", &broker.port().to_string()]).args(arguments);
    let skill = broker.subscribed(&HEARS, || Process::start("petasos-lights", &mut command));
    for list in ["bridge/devices", "bridge/groups"] {
        skill.wait_for_line(list);
    }
    skill
}

/// Has the skill write its sentences and slots.
fn export(settings: &Path, folder: &Path) -> std::path::PathBuf {
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
fn a_colour_that_is_spoken_is_what_the_lamps_show() {
    let mut home = Home::new();
    home.says("set the kitchen light to cyan", "Okay.");
    let command = json!({"state": "ON", "color": {"r": 0, "g": 255, "b": 255}});
    assert_eq!(home.zigbee.told(), [("kitchen_lamps".to_owned(), command)]);
    for lamp in ["kitchen/ceiling lamp", "kitchen/floor lamp"] {
        let state = home.zigbee.state(lamp);
        assert_eq!((&state["state"], &state["color_mode"]), (&json!("ON"), &json!("xy")), "{lamp}");
    }
}

#[test]
fn under_rhasspys_own_manager_it_is_the_same() {
    let mut home = Home::under(RhasspyDialogue::start);
    home.says("set the kitchen light to cyan", "Okay.");
    assert_eq!(home.zigbee.state("kitchen/floor lamp")["state"], "ON");
    home.zigbee.unplug("kitchen/floor lamp");
    home.says("turn off the floor lamp", "The floor lamp does not answer.");
    home.asks("turn everything off", "Really everything?");
    home.answers("no", "Then not.");
    assert_eq!(home.zigbee.state("kitchen/ceiling lamp")["state"], "ON");
}

#[test]
fn a_lamp_without_power_is_named_and_one_that_is_known_to_be_gone_at_once() {
    let mut home = Home::new();
    home.zigbee.unplug("kitchen/floor lamp");
    home.says("turn on the floor lamp", "The floor lamp does not answer.");
    assert_eq!(home.zigbee.told().len(), 1);
    home.zigbee.notice("kitchen/floor lamp");
    home.says("turn on the light", "The floor lamp does not answer.");
    let told = home.zigbee.told();
    assert_eq!(told.last(), Some(&("kitchen/ceiling lamp".to_owned(), json!({"state": "ON"}))), "{told:?}");
    assert_eq!(home.zigbee.state("kitchen/ceiling lamp")["state"], "ON");
}

#[test]
fn everything_goes_off_when_it_is_really_wanted() {
    let mut home = Home::new();
    home.says("turn on the light", "Okay.");
    home.asks("turn everything off", "Really everything?");
    home.answers("yes", "Okay.");
    home.messages.expect(ENDED, &json!({"siteId": "sat1", "termination": {"reason": "nominal"}}));
    for lamp in ["kitchen/ceiling lamp", "kitchen/floor lamp", "study/lamp"] {
        assert_eq!(home.zigbee.state(lamp)["state"], "OFF", "{lamp}");
    }
}

#[test]
fn a_lamp_of_home_assistant_is_found_when_it_comes() {
    let mut home = Home::new();
    let described = home.broker.subscribed(&["esp/hall/state"], || {
        JsonLamp::start(&home.broker, "hall", "Hallway", Bulb::coloured("Hall Lamp"))
    });
    home.says("set the hallway light to cyan", "Okay.");
    assert_eq!(described.told(), [json!({"state": "ON", "color": {"h": 180.0, "s": 100.0}})]);
    assert_eq!(described.state()["color"], json!({"h": 180.0, "s": 100.0}));
    described.hang();
    home.says("turn off the hallway light", "The hall lamp does not answer.");
}

#[test]
fn what_somebody_did_by_hand_is_known() {
    let mut home = Home::new();
    home.zigbee.by_hand("study/lamp", &json!({"state": "ON", "brightness": 102}));
    home.says("is the study light on", "Yes. The lamp is on at 40 percent.");
}

#[test]
fn a_broker_with_a_password_is_no_hindrance_and_the_skill_ends_when_asked() {
    let broker = Mosquitto::start_with_password("house", "secret");
    let observer = Observer::start(&broker);
    let zigbee = Zigbee2Mqtt::start(&broker, &[Bulb::white("lamp")], &[("lamps", &["lamp"])]);
    let arguments = ["--username", "house", "--password", "secret"];
    let mut skill = start(&broker, &arguments);
    let intent = json!({"intentName": "LightSwitch", "confidenceScore": 1.0});
    let state = json!({"slotName": "state", "entity": "LightPower", "rawValue": "on", "value": {"kind": "Unknown", "value": "on"}});
    let mut messages = observer.messages();
    let typed = json!({"input": "light on", "intent": intent, "slots": [state], "siteId": "kitchen"});
    observer.publish("hermes/intent/LightSwitch", &typed);
    let reply = messages.expect("hermes/dialogueManager/startSession", &json!({"siteId": "kitchen"}));
    assert_eq!(reply.json.pointer("/init/text"), Some(&json!("Okay.")), "{reply}");
    assert_eq!(zigbee.state("lamp")["state"], "ON");
    assert!(skill.terminate(SOON).success());
}
