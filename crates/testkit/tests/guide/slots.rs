//! docs/skills/slots.md

use std::time::Duration;

use petasos_skill::prelude::*;
use petasos_testkit::SkillTest;

/// Change the colour of a lamp.
#[derive(Intent)]
#[intent(name = "SetColor", alias = "ChangeLightColor", samples(
    en = ["set [the] [{room}] light [to {color}]", "make it {color}"],
    de = ["mach das licht [in der {room}] [{color}]"],
))]
struct SetColor {
    /// Where the lamp hangs; where you are, if nobody says.
    #[slot(default_site)]
    room: Room,
    #[slot(ask(en = "Which colour?", de = "Welche Farbe?"))]
    color: Color,
    /// How bright it shall be.
    brightness: Option<Percentage>,
}

#[derive(Debug, SlotValue)]
enum Color {
    #[say("red", "crimson", de("rot"))]
    Red,
    #[say("cyan", "turquoise", de("türkis"))]
    Cyan,
    /// Any other word.
    #[other]
    Other(String),
}

async fn set_color(wanted: SetColor) -> Result {
    let color = match wanted.color {
        Color::Red => "red",
        Color::Cyan => "cyan",
        Color::Other(name) => return Err(Failure::say(format!("I do not know the colour {name}."))),
    };
    let how = wanted.brightness.map_or(String::new(), |Percentage(share)| format!(" at {share} percent"));
    Ok(Reply::say(format!("The light in the {} is {color}{how}.", wanted.room)))
}

/// Remind somebody later.
#[derive(Intent)]
#[intent(samples(en = ["remind me [in {delay}]"]))]
struct Remind {
    #[slot(ask(en = "In how many minutes?"), check = not_too_long, retries = 1, give_up(en = "Then I will not."))]
    delay: Duration,
}

fn not_too_long(delay: &Duration) -> Result<(), InvalidValue> {
    if *delay <= Duration::from_secs(24 * 3600) {
        Ok(())
    } else {
        Err(InvalidValue::new("That is more than a day."))
    }
}

async fn remind(wanted: Remind) -> String {
    format!("In {} seconds.", wanted.delay.as_secs())
}

fn skill() -> Skill {
    Skill::new("slots").on(set_color).on(remind).values("room", ["kitchen", "bedroom", "living room"])
}

#[tokio::test]
async fn what_is_missing_is_asked_for_and_what_can_be_missing_is_not() {
    let mut t = SkillTest::new(skill()).site("kitchen");
    t.hear("set the light").await.asked("Which colour?");
    t.hear("turquoise").await.said("The light in the kitchen is cyan.").ended();
}

#[tokio::test]
async fn what_makes_no_sense_is_asked_for_again_and_then_given_up() {
    let mut t = SkillTest::new(skill());
    t.hear("remind me").await.asked("In how many minutes?");
    t.hear("in 3 days").await.asked("That is more than a day. In how many minutes?");
    t.hear("bananas").await.said("Then I will not.").ended();
}
