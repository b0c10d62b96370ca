//! docs/skills/first-skill.md

use petasos_skill::prelude::*;
use petasos_testkit::SkillTest;

/// How long something has to cook.
#[derive(Intent)]
#[intent(samples(en = ["how long do i cook [the] [{dish}]", "how long does [the] {dish} take"]))]
struct CookingTime {
    /// What is cooked.
    #[slot(ask(en = "What do you want to cook?"))]
    dish: Dish,
}

#[derive(SlotValue)]
enum Dish {
    #[say("pasta", "noodles", "spaghetti")]
    Pasta,
    Rice,
    #[say("egg", "eggs")]
    Egg,
}

async fn cooking_time(wanted: CookingTime) -> &'static str {
    match wanted.dish {
        Dish::Pasta => "Ten minutes.",
        Dish::Rice => "A quarter of an hour.",
        Dish::Egg => "Six minutes, if you like it soft.",
    }
}

fn skill() -> Skill {
    Skill::new("kitchen").on(cooking_time)
}

#[tokio::test(start_paused = true)]
async fn noodles_take_ten_minutes() {
    let mut t = SkillTest::new(skill());
    t.hear("how long do i cook noodles").await.said("Ten minutes.").ended();
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_is_asked_for() {
    let mut t = SkillTest::new(skill());
    t.hear("how long do i cook").await.asked("What do you want to cook?");
    t.hear("an egg").await.said("Six minutes, if you like it soft.").ended();
}
