//! The user always gets an answer.

use std::time::Duration;

use petasos_messages::Message;
use petasos_skill::{Failure, OrSay, Reply, Session, Site, Skill, State};

use crate::installation::{AllOff, GetTime, Installation, kitchen};

fn skill() -> Skill {
    Skill::new("test")
}

#[tokio::test(start_paused = true)]
async fn what_a_handler_gives_back_ends_the_session() {
    async fn time(_: GetTime, site: Site, State(hour): State<u32>, session: Session) -> String {
        assert_eq!(session.input(), "what time is it");
        format!("It is {hour} in the {}.", site.room)
    }
    let mut installation = Installation::with(skill().state(7_u32).on(time)).await;
    installation.intent("GetTime", Some("s"), "what time is it");
    installation.ends_with("s", "It is 7 in the kitchen.").await;
    installation.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn intents_of_others_are_left_to_them() {
    async fn time(_: GetTime) {}
    let mut installation = Installation::with(skill().on(time)).await;
    installation.intent("AllOff", Some("s"), "everything off").says_nothing().await;
}

#[tokio::test(start_paused = true)]
async fn a_handler_with_nothing_to_say_is_done() {
    async fn time(_: GetTime) {}
    let mut installation = Installation::with(skill().on(time)).await;
    assert!(installation.intent("somebody:GetTime", Some("s"), "time").ends("s").await.is_some());
}

#[tokio::test(start_paused = true)]
async fn errors_and_panics_are_apologised_for() {
    async fn time(_: GetTime) -> petasos_skill::Result {
        let _number: u32 = "seven".parse()?;
        Ok(Reply::Silent)
    }
    async fn off(_: AllOff) -> petasos_skill::Result {
        let lamp: Option<u32> = None;
        let lamp = lamp.or_say("There is no lamp.")?;
        panic!("not reached: {lamp}")
    }
    async fn broken(_: GetTime) -> Result<(), Failure> {
        panic!("broken")
    }
    let mut installation = Installation::with(skill().on(time).on(off)).await;
    let apology = installation.intent("GetTime", Some("a"), "time").ends("a").await.unwrap();
    installation.intent("AllOff", Some("b"), "off").ends_with("b", "There is no lamp.").await;

    let mut installation = Installation::with(skill().on(broken)).await;
    assert_eq!(installation.intent("GetTime", Some("c"), "time").ends("c").await, Some(apology));
}

#[tokio::test(start_paused = true)]
async fn a_slow_handler_is_covered_and_one_that_is_too_slow_apologised_for() {
    async fn time(_: GetTime) -> &'static str {
        tokio::time::sleep(Duration::from_secs(3)).await;
        "Late."
    }
    async fn off(_: AllOff) {
        tokio::time::sleep(Duration::from_secs(30)).await;
    }
    let mut installation = Installation::with(skill().on(time).on(off)).await;
    installation.intent("GetTime", Some("a"), "time");
    let filler = installation.next().await;
    assert!(matches!(&filler, Message::Say(say) if say.session_id.is_none()), "{filler:?}");
    installation.ends_with("a", "Late.").await;

    installation.intent("AllOff", Some("b"), "off");
    assert!(matches!(installation.next().await, Message::Say(_)));
    assert!(installation.ends("b").await.is_some());
    installation.says_nothing().await;
}

#[tokio::test(start_paused = true)]
async fn words_typed_without_a_session_are_answered_by_a_notification() {
    let mut installation = Installation::with(skill().on(|_: GetTime| async { "It is late." })).await;
    installation.intent("GetTime", None, "time");
    let answer = installation.next().await;
    assert!(matches!(&answer, Message::StartSession(start) if start.site_id == Some(kitchen())));
}
