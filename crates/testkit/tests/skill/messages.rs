//! Devices on the broker that do not speak Hermes.

use std::time::Duration;

use petasos_testkit::SkillTest;

use crate::skills::{bell, home};

#[tokio::test]
async fn each_message_is_found_once_and_in_order() {
    let mut t = home();
    for color in ["red", "cyan"] {
        t.hear(format!("set the kitchen light to {color}")).await.said("Okay");
    }
    t.mqtt("lamp/set").await.json_eq(r#"{"state": "ON", "color": "red"}"#);
    t.mqtt("lamp/set").await.json_eq(r#"{"state": "ON", "color": "cyan"}"#);
}

#[tokio::test]
async fn what_the_test_publishes_itself_is_not_found() {
    let mut t = home();
    t.publish("lamp/set", "mine");
    t.after(Duration::ZERO).await.no_mqtt("lamp/#");
    t.hear("set the kitchen light to red").await.said("Okay");
    t.mqtt("lamp/#").await.json_eq(r#"{"state": "ON", "color": "red"}"#);
}

#[tokio::test]
async fn a_stand_in_answers_within_the_turn() {
    let mut t = home();
    t.stand_in("lamp/set", |set| vec![("lamp", set.payload.clone())]);
    t.hear("set the kitchen light to red").await.said("Okay").no_mqtt("lamp");
    insta::assert_snapshot!(t.story());
}

#[tokio::test]
async fn what_the_broker_keeps_is_there_for_the_skill() {
    let mut t = home().sites(["kitchen", "hall"]);
    t.publish_retained("doorbell/front", "pressed");
    t.after(Duration::ZERO).await.said_at("hall", "Somebody is at the front door.");
}

#[tokio::test]
async fn a_skill_begins_a_conversation_by_itself() {
    let mut t = home().sites(["kitchen", "hall"]);
    t.publish("laundry", "done");
    t.after(Duration::ZERO).await.said("The laundry is done. Shall I remind you?");
    t.at("hall").hear("yes").await.said("I will.").ended();
}

#[tokio::test]
async fn a_skill_that_nobody_speaks_to_is_tested_as_others() {
    let mut t = SkillTest::new(bell()).site("hall");
    t.publish("doorbell/front", "pressed");
    t.after(Duration::ZERO).await.said("Somebody is at the front door.");
    t.hear("where am I").await.heard_nothing();
}
