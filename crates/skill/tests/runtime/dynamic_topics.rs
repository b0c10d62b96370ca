//! Topics that are known only while the skill runs.

use petasos_bus::{Bus, Class, Publish};
use petasos_skill::{Hermes, Skill, State, TopicMessage};
use tokio::sync::mpsc;

use crate::installation::Installation;

type Heard = mpsc::UnboundedSender<(String, String)>;

/// A lamp says where it reports.
async fn described(lamp: TopicMessage, hermes: Hermes) -> petasos_skill::Result<()> {
    Ok(hermes.follow(&lamp.text())?)
}

async fn reported(message: TopicMessage, State(heard): State<Heard>) {
    heard.send((message.topic.clone(), message.text())).unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_topic_is_heard_from_when_it_is_followed() {
    let (heard, mut reports): (Heard, _) = mpsc::unbounded_channel();
    let skill = Skill::new("lamps").state(heard).on_topic("lamps/+", described).on_followed(reported);
    let installation = Installation::with(skill).await;
    let say = |topic: &str, words: &str| {
        installation.bus.publish(Publish::new(topic, words.to_owned(), Class::Report).retained()).unwrap();
    };
    say("kitchen/state", "kept from earlier");
    say("attic/state", "of no interest");
    say("lamps/kitchen", "kitchen/state");
    let kept = reports.recv().await.unwrap();
    assert_eq!(kept, ("kitchen/state".to_owned(), "kept from earlier".to_owned()));
    say("kitchen/state", "on");
    assert_eq!(reports.recv().await.unwrap().1, "on");
    installation.stop().await.unwrap();
}
