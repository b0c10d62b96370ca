//! Listens to several topics with one handler. rhasspy-hermes-app has the same as `raw_topic_list_app.py`.

use petasos_skill::prelude::*;

async fn heard(message: TopicMessage) {
    match message.topic.split('/').nth(1) {
        Some("hotword") => println!("{}, hotword: {:?}", message.topic, message.levels),
        Some("audioServer") => println!("{}, site: {:?}", message.topic, message.levels.get(1)),
        _ => println!("{}, payload: {:?}", message.topic, message.payload),
    }
}

fn main() -> Result<(), Error> {
    Skill::new("raw-topics")
        .on_topic("hermes/dialogueManager/sessionStarted", heard)
        .on_topic("hermes/hotword/+/detected", heard)
        .on_topic("hermes/tts/+", heard)
        .on_topic("hermes/+/+/playBytes/#", heard)
        .run()
}
