//! A house in which a skill is tested: what it shows, and what fails in it.

use petasos_messages::payload::Termination;
use petasos_skill::{Intent, Session, Skill, SlotValue};
use petasos_testkit::SkillTest;

/// Sets the light in the kitchen.
#[derive(Debug, Intent)]
struct SetLight {
    /// The colour.
    color: Option<Color>,
}

/// A colour.
#[derive(Debug, SlotValue)]
enum Color {
    Red,
    Cyan,
}

async fn set_light(intent: SetLight, _session: Session) -> &'static str {
    match intent.color {
        Some(Color::Red) => "Red it is",
        Some(Color::Cyan) => "Okay",
        None => "Which colour?",
    }
}

const SENTENCES: &str = "
[SetLight]
set the kitchen light [to (red | cyan){color}]
";

fn lights() -> Skill {
    Skill::new("lights").on(set_light)
}

#[tokio::test]
async fn a_skill_answers_in_the_words_of_the_test() {
    let mut t = SkillTest::new(lights()).sentences(SENTENCES);
    t.hear("set the kitchen light to cyan").await.said("Okay").ended();
}

#[tokio::test]
async fn the_house_listens_until_the_manager_has_no_more_patience() {
    let mut t = SkillTest::new(lights()).sentences(SENTENCES);
    t.wake().await.listens();
    t.silence().await.heard_nothing().ended_with(&Termination::Timeout { component: None });
}
