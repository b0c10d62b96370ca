//! What others can know of a skill.

use petasos_bus::{Bus, Event, MemoryBroker, QoS, Settings, Subscription};
use petasos_messages::Message;
use petasos_messages::payload::{Presence, SkillStatus};
use petasos_skill::{Intent, NotRecognized, Skill, SlotValue};

use crate::installation::{AllOff, GetTime, Installation};

async fn time(_: GetTime) {}
async fn off(_: AllOff) {}
async fn what(_: NotRecognized) {}

fn skill() -> Skill {
    Skill::new("clock").on(time).on(off).not_recognized(what)
}

/// The status that the broker keeps.
async fn kept(broker: &MemoryBroker) -> SkillStatus {
    let (bus, mut events) = broker.connect(Settings::default());
    bus.subscribe(&[Subscription::new("petasos/skills/+/status", QoS::AtLeastOnce)]).unwrap();
    loop {
        if let Some(Event::Received(received)) = events.next().await {
            match Message::decode(&received.topic, received.payload).unwrap() {
                Message::SkillStatus(status) => return *status,
                other => panic!("{other:?}"),
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_skill_tells_that_it_lives_and_what_it_handles() {
    let installation = Installation::with(skill()).await;
    let broker = installation.broker.clone();
    let status = kept(&broker).await;
    assert_eq!(status.state, Presence::Online);
    assert!(status.not_recognized && status.uid.is_some());
    let intents: Vec<_> = status.intents.iter().map(|intent| intent.name.as_str()).collect();
    assert_eq!(intents, ["GetTime", "AllOff"]);

    installation.stop().await.unwrap();
    let after = kept(&broker).await;
    assert_eq!((after.state, after.intents.len()), (Presence::Offline, 2));
}

/// Never mind.
#[derive(Debug, Intent)]
struct NeverMind;

/// Starts all over.
#[derive(Debug, Intent)]
struct Restart;

/// A colour.
#[derive(Debug, SlotValue)]
enum Color {
    Red,
}

#[tokio::test(start_paused = true)]
async fn a_skill_tells_which_intents_only_answer_its_questions() {
    let asking = skill().asks::<NeverMind>().asks::<Color>().asks::<Restart>().on(|_: Restart| async {});
    let installation = Installation::with(asking).await;
    let status = kept(&installation.broker).await;
    let intents: Vec<_> = status.intents.iter().map(|intent| intent.name.as_str()).collect();
    assert_eq!(intents, ["GetTime", "AllOff", "Restart"], "an intent with a handler is not only an answer");
    assert_eq!(status.answers, ["NeverMind", "PetasosNo", "PetasosYes", "color"]);
}

#[tokio::test(start_paused = true)]
async fn a_skill_that_breaks_off_is_known_to_be_gone_with_its_intents() {
    let installation = Installation::with(skill()).await;
    installation.broker.cut("skill");
    let status = kept(&installation.broker).await;
    assert_eq!((status.state, status.intents.len()), (Presence::Offline, 2));
    installation.broker.restore("skill");
    assert_eq!(kept(&installation.broker).await.state, Presence::Online);
}

#[tokio::test(start_paused = true)]
async fn a_skill_says_again_that_it_lives_when_another_of_its_name_has_gone() {
    let installation = Installation::with(skill()).await;
    let earlier = skill().settings(Settings::default()).unwrap().will.unwrap();
    installation.says(&earlier.topic, &earlier.payload);
    tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    assert_eq!(kept(&installation.broker).await.state, Presence::Online);
}
