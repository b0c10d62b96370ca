//! What a skill says when it cannot start.

use petasos_bus::{MemoryBroker, Settings};
use petasos_skill::{Error, Hermes, Session, Skill, State, TopicMessage};

use crate::installation::GetTime;

async fn refused(skill: Skill) -> String {
    let (bus, events) = MemoryBroker::new().connect(Settings::default());
    let ended: Result<(), Error> = skill.serve_on(bus, events, std::future::pending()).await;
    ended.unwrap_err().to_string().replace("runtime::errors::", "")
}

async fn time(_: GetTime) {}
async fn time_again(_: GetTime) {}
async fn with_state(_: GetTime, _: State<u8>) {}
async fn topic(_: TopicMessage, _: Session) {}
async fn background(_: Hermes, _: State<u8>) {}

#[tokio::test]
async fn a_skill_that_could_not_work_does_not_start() {
    let mut refusals = Vec::new();
    for skill in [
        Skill::new("kitchen/lights"),
        Skill::new("lights").on(time).on(time_again),
        Skill::new("lights").on(with_state),
        Skill::new("lights").on_topic("a/b", topic),
        Skill::new("lights").on_topic("a/#/b", |_: TopicMessage| async {}),
        Skill::new("lights").background(background),
    ] {
        refusals.push(refused(skill).await);
    }
    insta::assert_snapshot!(refusals.join("\n"));
}
