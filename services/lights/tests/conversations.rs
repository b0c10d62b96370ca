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

/// The house with its lamps.
struct House {
    test: SkillTest,
    lamps: Rc<RefCell<Zigbee>>,
}

/// What the lamps do.
#[derive(Default)]
struct Zigbee {
    states: BTreeMap<String, Value>,
    dead: Vec<&'static str>,
}

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

impl House {
    fn new() -> Self {
        let sites = ["kitchen", "lounge", "study", "attic"];
        Self::in_test(SkillTest::new(skill(&Config::<LightsConfig>::default())).sites(sites))
    }

    fn in_test(mut test: SkillTest) -> Self {
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
        Self { test, lamps }
    }

    fn kill(&self, lamp: &'static str) {
        self.lamps.borrow_mut().dead.push(lamp);
    }
}

#[tokio::test(start_paused = true)]
async fn a_colour_goes_out_as_both_kinds_of_lamps_take_it() {
    let mut house = House::new();
    house.test.hear("set the kitchen light to cyan").await.said("Okay.").ended();
    let set = house.test.mqtt("zigbee2mqtt/kitchen_lamps/set").await;
    set.json_eq(r#"{"state": "ON", "color": {"r": 0, "g": 255, "b": 255}}"#);
}

#[tokio::test(start_paused = true)]
async fn a_colour_that_is_missing_is_asked_for() {
    let mut house = House::new();
    house.test.hear("change the colour of the light").await.asked("Which colour?");
    house.test.hear("cyan").await.said("Okay.").ended();
}

#[tokio::test(start_paused = true)]
async fn the_room_is_that_of_the_site() {
    let mut house = House::new();
    house.test.at("study").hear("turn on the light").await.said("Okay.").ended();
    house.test.mqtt("zigbee2mqtt/study/desk lamp/set").await.json_eq(r#"{"state": "ON"}"#);
}

#[tokio::test(start_paused = true)]
async fn a_room_may_be_named_before_or_behind_its_light() {
    let mut house = House::new();
    let topic = "zigbee2mqtt/study/desk lamp/set";
    for said in
        ["turn on the study light", "turn on the light in the study", "turn the lights in the study on"]
    {
        house.test.hear(said).await.said("Okay.").ended();
        house.test.mqtt(topic).await.json_eq(r#"{"state": "ON"}"#);
    }
    house.test.hear("set the light in the study to ten percent").await.said("Okay.").ended();
    house.test.mqtt(topic).await.json_eq(r#"{"state": "ON", "brightness": 25}"#);
    house
        .test
        .hear("is the light in the study on")
        .await
        .said("Yes. The desk lamp is on at 10 percent.")
        .ended();
}

#[tokio::test(start_paused = true)]
async fn a_room_without_lamps_has_to_be_named() {
    let mut house = House::new();
    house.test.at("attic").hear("turn on the light").await.asked("In which room?");
    house.test.at("attic").hear("in the study").await.said("Okay.").ended();
    house.test.mqtt("zigbee2mqtt/study/desk lamp/set").await.json_eq(r#"{"state": "ON"}"#);
}

#[tokio::test(start_paused = true)]
async fn several_lamps_of_a_name_are_asked_back() {
    let mut house = House::new();
    let question = "Which lamp: floor lamp left or floor lamp right?";
    house.test.at("lounge").hear("turn on the floor lamp in the lounge").await.asked(question);
    house.test.at("lounge").hear("the left one").await.said("Okay.").ended();
    house.test.mqtt("zigbee2mqtt/lounge/floor lamp left/set").await.json_eq(r#"{"state": "ON"}"#);
}

#[tokio::test(start_paused = true)]
async fn a_lamp_that_does_not_answer_is_named() {
    let mut house = House::new();
    house.kill("study/desk lamp");
    house.test.at("study").hear("turn on the light").await.said("The desk lamp does not answer.").ended();
}

#[tokio::test(start_paused = true)]
async fn a_lamp_that_is_known_to_be_gone_gets_no_command() {
    let mut house = House::new();
    house.test.publish_retained("zigbee2mqtt/study/desk lamp/availability", r#"{"state":"offline"}"#);
    let turn = house.test.at("study").hear("turn on the light").await;
    turn.said("The desk lamp does not answer.").ended().no_mqtt("zigbee2mqtt/study/desk lamp/set");
}

#[tokio::test(start_paused = true)]
async fn what_a_lamp_cannot_do_is_refused() {
    let mut house = House::new();
    let turn = house.test.at("study").hear("make the light warm white").await;
    turn.said("The desk lamp has only one white.").ended().no_mqtt("zigbee2mqtt/study/desk lamp/set");
    house.test.at("study").hear("make the light red").await.said("The desk lamp has no colours.").ended();
}

#[tokio::test(start_paused = true)]
async fn brightness_is_absolute_or_a_step() {
    let mut house = House::new();
    house.test.at("study").hear("set the light to forty percent").await.said("Okay.").ended();
    let topic = "zigbee2mqtt/study/desk lamp/set";
    house.test.mqtt(topic).await.json_eq(r#"{"state": "ON", "brightness": 102}"#);
    house.test.at("study").hear("make the light brighter").await.said("Okay.").ended();
    house.test.mqtt(topic).await.json_eq(r#"{"state": "ON", "brightness": 165}"#);
    house.test.at("study").hear("dim the light").await.asked("How bright, in percent?");
    house.test.at("study").hear("ten").await.said("Okay.").ended();
    house.test.mqtt(topic).await.json_eq(r#"{"state": "ON", "brightness": 25}"#);
}

#[tokio::test(start_paused = true)]
async fn a_lamp_is_asked_how_bright_it_is_before_it_gets_brighter() {
    let mut house = House::new();
    let bright = json!({"state": "ON", "brightness": 127});
    house.lamps.borrow_mut().states.insert("study/desk lamp".to_owned(), bright);
    house.test.at("study").hear("make the light brighter").await.said("Okay.").ended();
    let topic = "zigbee2mqtt/study/desk lamp/set";
    house.test.mqtt(topic).await.json_eq(r#"{"state": "ON", "brightness": 191}"#);
}

#[tokio::test(start_paused = true)]
async fn white_is_warm_or_so_many_kelvin() {
    let mut house = House::new();
    house.test.at("lounge").hear("set the light to 5000 kelvin").await.said("Okay.").ended();
    let topic = "zigbee2mqtt/lounge/floor lamp left/set";
    house.test.mqtt(topic).await.json_eq(r#"{"state": "ON", "color_temp": 200}"#);
    house.test.at("lounge").hear("make the light warm white").await.said("Okay.").ended();
    house.test.mqtt(topic).await.json_eq(r#"{"state": "ON", "color_temp": 370}"#);
}

#[tokio::test(start_paused = true)]
async fn everything_goes_off_only_if_it_is_really_wanted() {
    let mut house = House::new();
    house.test.hear("turn everything off").await.asked("Really everything?");
    house.test.hear("no").await.said("Then not.").ended().no_mqtt("zigbee2mqtt/#");
    house.test.hear("turn everything off").await.asked("Really everything?");
    house.test.hear("yes").await.said("Okay.").ended();
    for lamp in ["kitchen_lamps", "lounge/floor lamp left", "lounge/floor lamp right", "study/desk lamp"] {
        let set = house.test.mqtt(&format!("zigbee2mqtt/{lamp}/set")).await;
        set.json_eq(r#"{"state": "OFF"}"#);
    }
}

#[tokio::test(start_paused = true)]
async fn where_no_lamp_is_known_nothing_is_switched_off() {
    let mut test = SkillTest::new(skill(&Config::<LightsConfig>::default()));
    test.hear("turn everything off").await.said("I know no lamps.").ended();
}

#[tokio::test(start_paused = true)]
async fn silence_is_no_yes() {
    let mut house = House::new();
    house.test.hear("turn everything off").await.asked("Really everything?");
    house.test.silence().await.said("Then not.").no_mqtt("zigbee2mqtt/#");
}

#[tokio::test(start_paused = true)]
async fn another_wish_is_an_answer_too() {
    let mut house = House::new();
    house.test.hear("turn everything off").await.asked("Really everything?");
    house.test.hear("turn the study light off").await.said("Okay.").ended();
    house.test.mqtt("zigbee2mqtt/study/desk lamp/set").await.json_eq(r#"{"state": "OFF"}"#);
}

#[tokio::test(start_paused = true)]
async fn whether_a_light_is_on_can_be_asked() {
    let mut house = House::new();
    house.test.hear("is the study light on").await.said("No. The desk lamp is off.").ended();
    house.test.mqtt("zigbee2mqtt/study/desk lamp/get").await.json_eq(r#"{"state": ""}"#);
    house.test.hear("set the study light to forty percent").await.said("Okay.").ended();
    let turn = house.test.hear("is the study light on").await;
    turn.said("Yes. The desk lamp is on at 40 percent.").ended().no_mqtt("zigbee2mqtt/#");
}

#[tokio::test(start_paused = true)]
async fn german_is_spoken_to_germans() {
    let text = "[skill]\nlang = \"de\"\n[lights.rooms.kitchen]\nnames = [\"Küche\"]";
    let config = Config::<LightsConfig>::from_toml("lights.toml", text).unwrap();
    let test = SkillTest::new(skill(&config)).lang("de").sites(["study", "kitchen"]);
    let mut house = House::in_test(test);
    house.test.hear("mach das licht rot").await.said("„desk lamp“ hat keine Farben.").ended();
    house.test.hear("mach das licht in der küche türkis").await.said("Okay.").ended();
    house
        .test
        .mqtt("zigbee2mqtt/kitchen_lamps/set")
        .await
        .json_eq(r#"{"state": "ON", "color": {"r": 64, "g": 224, "b": 208}}"#);
    house.test.hear("alles aus").await.asked("Wirklich alles?");
    house.test.hear("ja").await.said("Okay.").ended();
}

#[tokio::test(start_paused = true)]
async fn a_lamp_of_home_assistant_is_found_heard_and_told() {
    let mut house = House::new();
    let described = json!({
        "~": "esp/hall", "name": null, "schema": "json", "cmd_t": "~/set", "stat_t": "~/state", "sup_clrm": ["hs"],
        "dev": {"name": "Hall Lamp", "sa": "Hallway"},
    });
    house.test.publish_retained("homeassistant/light/hall/config", described.to_string());
    house.test.stand_in("esp/hall/set", |_| {
        vec![("esp/hall/state", r#"{"state":"ON","color_mode":"hs","color":{"h":180,"s":100}}"#)]
    });
    house.test.hear("set the hallway light to cyan").await.said("Okay.").ended();
    house.test.mqtt("esp/hall/set").await.json_eq(r#"{"state": "ON", "color": {"h": 180.0, "s": 100.0}}"#);
}
