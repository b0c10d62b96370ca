//! README.md

use petasos_skill::prelude::*;
use petasos_testkit::SkillTest;
use serde_json::json;

/// Change the colour of a lamp.
#[derive(Intent)]
#[intent(samples(en = ["set [the] [{room}] light [to {color}]"]))]
struct SetColor {
    #[slot(default_site)]
    room: Room,
    #[slot(ask(en = "Which colour?"))]
    color: Color,
}

#[derive(Debug, SlotValue)]
enum Color {
    #[say("red", "crimson")]
    Red,
    #[say("cyan", "turquoise")]
    Cyan,
}

impl Color {
    fn hex(&self) -> &'static str {
        match self {
            Self::Red => "#ff0000",
            Self::Cyan => "#00ffff",
        }
    }
}

async fn set_color(wanted: SetColor, hermes: Hermes) -> Result<&'static str> {
    let topic = format!("zigbee2mqtt/{} lamp/set", wanted.room);
    hermes.publish_json(topic, &json!({"color": {"hex": wanted.color.hex()}}))?;
    Ok("Okay")
}

fn skill() -> Skill {
    Skill::new("colours").on(set_color).values("room", ["kitchen", "bedroom"])
}

#[tokio::test]
async fn what_is_missing_is_asked_for() {
    let mut t = SkillTest::new(skill()).site("kitchen");
    t.hear("set the light").await.asked("Which colour?");
    t.hear("turquoise").await.said("Okay").ended();
    t.mqtt("zigbee2mqtt/kitchen lamp/set").await.json_eq(r##"{"color": {"hex": "#00ffff"}}"##);
}
