//! docs/skills/first-skill.md

use petasos_testkit::SkillTest;

use kitchen::skill;

#[expect(dead_code, unreachable_pub, reason = "it is a program of its own")]
#[path = "../../../skill/examples/kitchen.rs"]
mod kitchen;

#[tokio::test]
async fn noodles_take_ten_minutes() {
    let mut t = SkillTest::new(skill());
    t.hear("how long do i cook noodles").await.said("Ten minutes.").ended();
}

#[tokio::test]
async fn what_is_missing_is_asked_for() {
    let mut t = SkillTest::new(skill());
    t.hear("how long do i cook").await.asked("What do you want to cook?");
    t.hear("an egg").await.said("Six minutes, if you like it soft.").ended();
}
