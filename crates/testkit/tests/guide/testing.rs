//! docs/skills/testing.md

use std::time::Duration;

use petasos_skill::prelude::*;
use petasos_testkit::SkillTest;
use serde_json::json;

/// Switch a lamp on.
#[derive(Intent)]
#[intent(samples(en = ["switch on the lamp"]))]
struct LampOn;

async fn lamp_on(_: LampOn, site: Site, hermes: Hermes) -> Result<&'static str> {
    let topic = format!("zigbee2mqtt/{}_lamp/set", site.room);
    hermes.publish_json(topic, &json!({"state": "ON"}))?;
    Ok("Okay")
}

/// Think for a long time.
#[derive(Intent)]
#[intent(samples(en = ["think"]))]
struct Think;

async fn think(_: Think) -> &'static str {
    tokio::time::sleep(Duration::from_secs(30)).await;
    "Forty-two."
}

fn skill() -> Skill {
    Skill::new("lamp").on(lamp_on).on(think)
}

#[tokio::test]
async fn the_lamp_is_told() {
    let mut t = SkillTest::new(skill()).site("kitchen");
    t.hear("switch on the lamp").await.said("Okay").ended();
    t.mqtt("zigbee2mqtt/kitchen_lamp/set").await.json_eq(r#"{"state":"ON"}"#);
}

#[tokio::test]
async fn rooms_do_not_disturb_each_other() {
    let mut t = SkillTest::new(skill()).sites(["kitchen", "bedroom"]);
    t.at("kitchen").hear("switch on the lamp").await.said("Okay").ended();
    t.at("bedroom").hear("switch on the lamp").await.said("Okay").ended();
    t.mqtt("zigbee2mqtt/bedroom_lamp/set").await.json_eq(r#"{"state":"ON"}"#);
}
