//! The skills of these tests.

use std::time::Duration;

use petasos_skill::{FreeText, Hermes, Intent, Result, Session, Site, Skill, SlotValue, TopicMessage};
use petasos_testkit::SkillTest;
use serde_json::json;

/// Sets the light in the kitchen.
#[derive(Debug, Intent)]
#[intent(samples(
    en = ["set the kitchen light [to {color}]"],
    de = ["stelle das Licht in der Küche [auf {color}]"],
))]
struct SetLight {
    /// The colour.
    #[slot(ask(en = "Which colour?", de = "Welche Farbe?"))]
    color: Color,
}

/// A colour.
#[derive(Debug, SlotValue)]
enum Color {
    #[say("red", de("rot"))]
    Red,
    #[say("cyan", de("cyan"))]
    Cyan,
}

async fn set_light(intent: SetLight, hermes: Hermes) -> Result<&'static str> {
    let color = format!("{:?}", intent.color).to_lowercase();
    hermes.publish_json("lamp/set", &json!({"state": "ON", "color": color}))?;
    Ok("Okay")
}

/// Switches everything off.
#[derive(Debug, Intent)]
#[intent(samples(en = ["everything off"]))]
struct AllOff;

async fn all_off(_: AllOff, session: Session) -> Result<&'static str> {
    let sure = session.confirm("Really everything?").await?;
    Ok(if sure { "Good night." } else { "Then not." })
}

/// Thinks for a while.
#[derive(Debug, Intent)]
#[intent(samples(en = ["think for {seconds} seconds"]))]
struct Think {
    /// How long.
    seconds: u64,
}

async fn think(intent: Think) -> &'static str {
    tokio::time::sleep(Duration::from_secs(intent.seconds)).await;
    "I have thought."
}

/// Writes something down.
#[derive(Debug, Intent)]
#[intent(samples(en = ["write this down"]))]
struct WriteDown;

async fn write_down(_: WriteDown, session: Session, hermes: Hermes) -> Result<String> {
    let FreeText(text) = session.ask::<FreeText>("What?").await?;
    hermes.publish("notes/new", text.clone())?;
    Ok(format!("I wrote: {text}"))
}

/// Says where it was spoken to.
#[derive(Debug, Intent)]
#[intent(samples(en = ["where am I"]))]
struct WhereAmI;

async fn where_am_i(_: WhereAmI, site: Site) -> String {
    format!("In the {}", site.room)
}

/// Fails.
#[derive(Debug, Intent)]
#[intent(samples(en = ["fall over"]))]
struct FallOver;

#[expect(clippy::panic, reason = "that is what it is for")]
async fn fall_over(_: FallOver) {
    panic!("on purpose")
}

async fn doorbell(pressed: TopicMessage, hermes: Hermes) -> Result<()> {
    let hall = "hall".parse()?;
    Ok(hermes.notify(&hall, format!("Somebody is at the {} door.", pressed.levels.join(" ")))?)
}

async fn laundry(_: TopicMessage, hermes: Hermes) -> Result<()> {
    let talk = hermes.start_session("hall".parse()?);
    let remind = talk.confirm("The laundry is done. Shall I remind you?").await?;
    talk.end(if remind { "I will." } else { "Fine." });
    Ok(())
}

/// A skill that speaks German too.
pub(crate) fn lights() -> Skill {
    Skill::new("lights").on(set_light)
}

/// A skill that nobody speaks to.
pub(crate) fn bell() -> Skill {
    Skill::new("bell").on_topic("doorbell/+", doorbell)
}

/// The skill of most tests.
pub(crate) fn butler() -> Skill {
    Skill::new("butler")
        .on(set_light)
        .on(all_off)
        .on(think)
        .on(write_down)
        .on(where_am_i)
        .on(fall_over)
        .on_topic("doorbell/+", doorbell)
        .on_topic("laundry", laundry)
}

/// A test of the butler.
pub(crate) fn home() -> SkillTest {
    SkillTest::new(butler())
}
