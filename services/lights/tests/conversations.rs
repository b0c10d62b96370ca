//! Whole conversations about lamps, on virtual time.

#![expect(clippy::unwrap_used, reason = "a helper of a test fails by panicking")]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use petasos_lights::{LightsConfig, skill};
use petasos_skill::program::Config;
use petasos_testkit::SkillTest;
use serde_json::{Value, json};

/// Lamps behind Zigbee2MQTT. Those of the kitchen are a group; the one on the desk has only one white.
const LAMPS: [(&str, &[&str]); 5] = [
    ("kitchen/ceiling lamp", &["brightness", "color_xy", "color_temp"]),
    ("kitchen/floor lamp", &["brightness", "color_xy", "color_temp"]),
    ("lounge/floor lamp left", &["brightness", "color_xy", "color_temp"]),
    ("lounge/floor lamp right", &["brightness", "color_xy", "color_temp"]),
    ("study/desk lamp", &["brightness"]),
];

const DESK_LAMP: &str = "zigbee2mqtt/study/desk lamp/set";

#[derive(Default)]
struct Zigbee {
    states: BTreeMap<String, Value>,
    /// The lamps that do not answer.
    dead: Vec<&'static str>,
}

type Lamps = Rc<RefCell<Zigbee>>;

impl Zigbee {
    /// What Zigbee2MQTT answers to a command, or to an empty one: the state, with every colour shown as cyan's x and y.
    fn set(&mut self, name: &str, command: &Value) -> Vec<(String, String)> {
        if self.dead.contains(&name) {
            return Vec::new();
        }
        let state = self.states.entry(name.to_owned()).or_insert_with(|| json!({"state": "OFF"}));
        for (field, value) in command.as_object().unwrap() {
            state[field] = value.clone();
        }
        if command.get("color").is_some() {
            state["color"] = json!({"x": 0.1512, "y": 0.3427});
            state["color_mode"] = json!("xy");
        }
        if command.get("color_temp").is_some() {
            state["color_mode"] = json!("color_temp");
        }
        vec![(format!("zigbee2mqtt/{name}"), state.to_string())]
    }
}

/// The skill with its lamps.
fn lights() -> (SkillTest, Lamps) {
    let sites = ["kitchen", "lounge", "study", "attic"];
    with_lamps(SkillTest::new(skill(&Config::<LightsConfig>::default())).sites(sites))
}

fn with_lamps(mut test: SkillTest) -> (SkillTest, Lamps) {
    let address = |name: &str| format!("0x{}", name.replace([' ', '/'], ""));
    let device = |(name, features): &(&str, &[&str])| {
        let features: Vec<Value> = features.iter().map(|name| json!({"name": name})).collect();
        let light = json!({"type": "light", "features": features});
        json!({"ieee_address": address(name), "friendly_name": name, "definition": {"exposes": [light]}})
    };
    let devices: Vec<Value> = LAMPS.iter().map(device).collect();
    test.publish_retained("zigbee2mqtt/bridge/devices", Value::Array(devices).to_string());
    let member = |(name, _): &(&str, &[&str])| json!({"ieee_address": address(name)});
    let kitchen: Vec<Value> = LAMPS.iter().take(2).map(member).collect();
    let groups = json!([{"id": 1, "friendly_name": "kitchen_lamps", "members": kitchen}]);
    test.publish_retained("zigbee2mqtt/bridge/groups", groups.to_string());

    let lamps = Rc::new(RefCell::new(Zigbee::default()));
    let zigbee = Rc::clone(&lamps);
    test.stand_in("zigbee2mqtt/#", move |message| {
        let Some((name, verb)) =
            message.topic.strip_prefix("zigbee2mqtt/").and_then(|topic| topic.rsplit_once('/'))
        else {
            return Vec::new();
        };
        let command = serde_json::from_slice(&message.payload).unwrap_or_default();
        match verb {
            "set" => zigbee.borrow_mut().set(name, &command),
            "get" => zigbee.borrow_mut().set(name, &json!({})),
            _ => Vec::new(),
        }
    });
    (test, lamps)
}

#[tokio::test(start_paused = true)]
async fn a_colour_is_published_for_both_kinds_of_lamps() {
    let (mut test, _) = lights();
    test.hear("set the kitchen light to cyan").await.said("Okay.").ended();
    let set = test.mqtt("zigbee2mqtt/kitchen_lamps/set").await;
    set.json_eq(r#"{"state": "ON", "color": {"r": 0, "g": 255, "b": 255}}"#);
}

#[tokio::test(start_paused = true)]
async fn a_colour_that_is_missing_is_asked_for() {
    let (mut test, _) = lights();
    test.hear("change the colour of the light").await.asked("Which colour?");
    test.hear("cyan").await.said("Okay.").ended();
}

#[tokio::test(start_paused = true)]
async fn the_room_is_that_of_the_site() {
    let (mut test, _) = lights();
    test.at("study").hear("turn on the light").await.said("Okay.").ended();
    test.mqtt(DESK_LAMP).await.json_eq(r#"{"state": "ON"}"#);
}

#[tokio::test(start_paused = true)]
async fn a_room_may_be_named_before_or_behind_its_light() {
    let (mut test, _) = lights();
    for said in
        ["turn on the study light", "turn on the light in the study", "turn the lights in the study on"]
    {
        test.hear(said).await.said("Okay.").ended();
        test.mqtt(DESK_LAMP).await.json_eq(r#"{"state": "ON"}"#);
    }
    test.hear("set the light in the study to ten percent").await.said("Okay.").ended();
    test.mqtt(DESK_LAMP).await.json_eq(r#"{"state": "ON", "brightness": 25}"#);
    test.hear("is the light in the study on").await.said("Yes. The desk lamp is on at 10 percent.").ended();
}

#[tokio::test(start_paused = true)]
async fn a_room_without_lamps_has_to_be_named() {
    let (mut test, _) = lights();
    test.at("attic").hear("turn on the light").await.asked("In which room?");
    test.at("attic").hear("in the study").await.said("Okay.").ended();
    test.mqtt(DESK_LAMP).await.json_eq(r#"{"state": "ON"}"#);
}

#[tokio::test(start_paused = true)]
async fn of_several_lamps_with_one_name_the_skill_asks_which() {
    let (mut test, _) = lights();
    let question = "Which lamp: floor lamp left or floor lamp right?";
    test.at("lounge").hear("turn on the floor lamp in the lounge").await.asked(question);
    test.at("lounge").hear("the left one").await.said("Okay.").ended();
    test.mqtt("zigbee2mqtt/lounge/floor lamp left/set").await.json_eq(r#"{"state": "ON"}"#);
}

#[tokio::test(start_paused = true)]
async fn a_lamp_that_does_not_answer_is_named() {
    let (mut test, lamps) = lights();
    lamps.borrow_mut().dead.push("study/desk lamp");
    test.at("study").hear("turn on the light").await.said("The desk lamp does not answer.").ended();
}

#[tokio::test(start_paused = true)]
async fn a_lamp_that_is_reported_offline_gets_no_command() {
    let (mut test, _) = lights();
    test.publish_retained("zigbee2mqtt/study/desk lamp/availability", r#"{"state":"offline"}"#);
    let turn = test.at("study").hear("turn on the light").await;
    turn.said("The desk lamp does not answer.").ended().no_mqtt(DESK_LAMP);
}

#[tokio::test(start_paused = true)]
async fn what_a_lamp_cannot_do_is_refused() {
    let (mut test, _) = lights();
    let turn = test.at("study").hear("make the light warm white").await;
    turn.said("The desk lamp has only one white.").ended().no_mqtt(DESK_LAMP);
    test.at("study").hear("make the light red").await.said("The desk lamp has no colours.").ended();
}

#[tokio::test(start_paused = true)]
async fn brightness_is_absolute_or_a_step() {
    let (mut test, _) = lights();
    test.at("study").hear("set the light to forty percent").await.said("Okay.").ended();
    test.mqtt(DESK_LAMP).await.json_eq(r#"{"state": "ON", "brightness": 102}"#);
    test.at("study").hear("make the light brighter").await.said("Okay.").ended();
    test.mqtt(DESK_LAMP).await.json_eq(r#"{"state": "ON", "brightness": 165}"#);
    test.at("study").hear("dim the light").await.asked("How bright, in percent?");
    test.at("study").hear("ten").await.said("Okay.").ended();
    test.mqtt(DESK_LAMP).await.json_eq(r#"{"state": "ON", "brightness": 25}"#);
}

#[tokio::test(start_paused = true)]
async fn a_lamp_is_asked_how_bright_it_is_before_it_gets_brighter() {
    let (mut test, lamps) = lights();
    let bright = json!({"state": "ON", "brightness": 127});
    lamps.borrow_mut().states.insert("study/desk lamp".to_owned(), bright);
    test.at("study").hear("make the light brighter").await.said("Okay.").ended();
    test.mqtt(DESK_LAMP).await.json_eq(r#"{"state": "ON", "brightness": 191}"#);
}

#[tokio::test(start_paused = true)]
async fn white_is_warm_or_in_kelvin() {
    let (mut test, _) = lights();
    test.at("lounge").hear("set the light to 5000 kelvin").await.said("Okay.").ended();
    let topic = "zigbee2mqtt/lounge/floor lamp left/set";
    test.mqtt(topic).await.json_eq(r#"{"state": "ON", "color_temp": 200}"#);
    test.at("lounge").hear("make the light warm white").await.said("Okay.").ended();
    test.mqtt(topic).await.json_eq(r#"{"state": "ON", "color_temp": 370}"#);
}

#[tokio::test(start_paused = true)]
async fn everything_goes_off_only_after_confirmation() {
    let (mut test, _) = lights();
    test.hear("turn everything off").await.asked("Really everything?");
    test.hear("no").await.said("Then not.").ended().no_mqtt("zigbee2mqtt/#");
    test.hear("turn everything off").await.asked("Really everything?");
    test.hear("yes").await.said("Okay.").ended();
    for lamp in ["kitchen_lamps", "lounge/floor lamp left", "lounge/floor lamp right", "study/desk lamp"] {
        let set = test.mqtt(&format!("zigbee2mqtt/{lamp}/set")).await;
        set.json_eq(r#"{"state": "OFF"}"#);
    }
}

#[tokio::test(start_paused = true)]
async fn without_lamps_nothing_is_switched_off() {
    let mut test = SkillTest::new(skill(&Config::<LightsConfig>::default()));
    test.hear("turn everything off").await.said("I know no lamps.").ended();
}

#[tokio::test(start_paused = true)]
async fn silence_is_not_a_confirmation() {
    let (mut test, _) = lights();
    test.hear("turn everything off").await.asked("Really everything?");
    test.silence().await.said("Then not.").no_mqtt("zigbee2mqtt/#");
}

#[tokio::test(start_paused = true)]
async fn another_intent_answers_the_question_too() {
    let (mut test, _) = lights();
    test.hear("turn everything off").await.asked("Really everything?");
    test.hear("turn the study light off").await.said("Okay.").ended();
    test.mqtt(DESK_LAMP).await.json_eq(r#"{"state": "OFF"}"#);
}

#[tokio::test(start_paused = true)]
async fn whether_a_light_is_on_can_be_asked() {
    let (mut test, _) = lights();
    test.hear("is the study light on").await.said("No. The desk lamp is off.").ended();
    test.mqtt("zigbee2mqtt/study/desk lamp/get").await.json_eq(r#"{"state": ""}"#);
    test.hear("set the study light to forty percent").await.said("Okay.").ended();
    let turn = test.hear("is the study light on").await;
    turn.said("Yes. The desk lamp is on at 40 percent.").ended().no_mqtt("zigbee2mqtt/#");
}

#[tokio::test(start_paused = true)]
async fn the_skill_speaks_german() {
    let text = "[skill]\nlang = \"de\"\n[lights.rooms.kitchen]\nnames = [\"Küche\"]";
    let config = Config::<LightsConfig>::from_toml("lights.toml", text).unwrap();
    let test = SkillTest::new(skill(&config)).lang("de").sites(["study", "kitchen"]);
    let (mut test, _) = with_lamps(test);
    test.hear("mach das licht rot").await.said("„desk lamp“ hat keine Farben.").ended();
    test.hear("mach das licht in der küche türkis").await.said("Okay.").ended();
    let set = test.mqtt("zigbee2mqtt/kitchen_lamps/set").await;
    set.json_eq(r#"{"state": "ON", "color": {"r": 64, "g": 224, "b": 208}}"#);
    test.hear("alles aus").await.asked("Wirklich alles?");
    test.hear("ja").await.said("Okay.").ended();
}

#[tokio::test(start_paused = true)]
async fn a_lamp_of_home_assistant_is_discovered_and_controlled() {
    let (mut test, _) = lights();
    let described = json!({
        "~": "esp/hall", "name": null, "schema": "json", "cmd_t": "~/set", "stat_t": "~/state", "sup_clrm": ["hs"],
        "dev": {"name": "Hall Lamp", "sa": "Hallway"},
    });
    test.publish_retained("homeassistant/light/hall/config", described.to_string());
    test.stand_in("esp/hall/set", |_| {
        vec![("esp/hall/state", r#"{"state":"ON","color_mode":"hs","color":{"h":180,"s":100}}"#)]
    });
    test.hear("set the hallway light to cyan").await.said("Okay.").ended();
    test.mqtt("esp/hall/set").await.json_eq(r#"{"state": "ON", "color": {"h": 180.0, "s": 100.0}}"#);
}
