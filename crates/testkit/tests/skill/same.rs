//! The same test gives the same story.

use std::time::Duration;

use crate::skills::home;

async fn story() -> String {
    let mut t = home().sites(["kitchen", "hall"]);
    t.hear("set the kitchen light").await.asked("Which colour?");
    t.at("hall").hear("think for 3 seconds").until_it_thinks().await;
    t.hear("cyan").await.said("Okay").ended();
    t.publish("doorbell/back", "pressed");
    t.after(Duration::from_secs(10)).await.said_at("hall", "Somebody is at the back door.");
    let messages = t.recording().entries.into_iter();
    // What the parts of Petasos tell of themselves is new at each start.
    let messages = messages.filter(|message| !message.topic.starts_with("petasos/"));
    let lines = messages.map(|message| format!("{:?} {} {:?}\n", message.at, message.topic, message.payload));
    lines.collect::<Vec<_>>().concat() + &t.story()
}

#[tokio::test]
async fn the_same_test_gives_the_same_story_100_of_100_times() {
    let first = story().await;
    for _ in 1..100 {
        let again = story().await;
        let differs = again.lines().zip(first.lines()).find(|(again, first)| again != first);
        assert_eq!((differs, again.len()), (None, first.len()));
    }
}
