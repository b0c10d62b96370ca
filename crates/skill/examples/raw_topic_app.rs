//! Listens to raw MQTT messages. rhasspy-hermes-app has the same as `raw_topic_app.py`; there the handler of the wake word is never
//! called.

use petasos_skill::prelude::*;

async fn wake_word(message: TopicMessage) {
    println!("{}, hotword: {:?}, payload: {:?}", message.topic, message.levels, message.payload);
}

async fn started(message: TopicMessage) {
    println!("{}, payload: {:?}", message.topic, message.payload);
}

async fn speech(message: TopicMessage) {
    println!("{}, payload: {:?}", message.topic, message.payload);
}

async fn sound(message: TopicMessage) {
    println!("{}, site: {:?}", message.topic, message.levels.get(1));
}

fn main() -> Result<(), Error> {
    Skill::new("raw-topics")
        .on_topic("hermes/hotword/+/detected", wake_word)
        .on_topic("hermes/dialogueManager/sessionStarted", started)
        .on_topic("hermes/tts/+", speech)
        .on_topic("hermes/+/+/playBytes/#", sound)
        .run()
}
