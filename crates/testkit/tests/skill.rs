//! A house in which a skill is tested: what it shows, and what fails in it.

use petasos_messages::payload::Termination;
use petasos_skill::{Intent, Session, Skill, SlotValue};
use petasos_testkit::SkillTest;

/// Sets the light in the kitchen.
#[derive(Debug, Intent)]
#[intent(samples(en = ["set the kitchen light [to {color}]"]))]
struct SetLight {
    /// The colour.
    #[slot(ask(en = "Which colour?"))]
    color: Color,
}

/// A colour.
#[derive(Debug, SlotValue)]
enum Color {
    Red,
    Cyan,
}

async fn set_light(intent: SetLight, _session: Session) -> &'static str {
    match intent.color {
        Color::Red => "Red it is",
        Color::Cyan => "Okay",
    }
}

fn lights() -> Skill {
    Skill::new("lights").on(set_light)
}

#[tokio::test]
async fn a_skill_answers_in_the_words_of_the_test() {
    let mut t = SkillTest::new(lights());
    t.hear("set the kitchen light").await.asked("Which colour?");
    t.hear("cyan").await.said("Okay").ended();
}

#[tokio::test]
async fn the_house_listens_until_the_manager_has_no_more_patience() {
    let mut t = SkillTest::new(lights());
    t.wake().await.listens();
    t.silence().await.heard_nothing().ended_with(&Termination::Timeout { component: None });
}
