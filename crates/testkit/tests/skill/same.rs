//! The same test gives the same story.

use std::time::Duration;

use crate::skills::house;

async fn story() -> String {
    let mut t = house().sites(["kitchen", "hall"]);
    t.hear("set the kitchen light").await.asked("Which colour?");
    t.at("hall").hear("think for 3 seconds").until_it_thinks().await;
    t.hear("cyan").await.said("Okay").ended();
    t.publish("doorbell/back", "pressed");
    t.after(Duration::from_secs(10)).await.said_at("hall", "Somebody is at the back door.");
    let session = t.mqtt("hermes/dialogueManager/sessionStarted").await.json();
    format!("{}{session}", t.story())
}

#[tokio::test]
async fn the_same_test_gives_the_same_story_100_of_100_times() {
    let first = story().await;
    for _ in 1..100 {
        assert_eq!(story().await, first);
    }
}
