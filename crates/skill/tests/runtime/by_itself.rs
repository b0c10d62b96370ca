//! What skills do without being asked.

use std::time::Duration;

use petasos_bus::{Bus, Class, Publish, Settings};
use petasos_messages::Message;
use petasos_messages::payload::{
    SessionEnded, SessionInit, SessionQueued, SessionStarted, StartSession, Termination,
};
use petasos_skill::{Error, Hermes, Result, Skill, State, TopicMessage, Unanswered, YesNo};
use tokio::sync::mpsc;

use crate::installation::{Installation, id, kitchen};

type Seen = mpsc::UnboundedSender<String>;

#[tokio::test(start_paused = true)]
async fn messages_of_topics_come_in_order_with_what_was_kept() {
    async fn lamp(message: TopicMessage, State(seen): State<Seen>) {
        tokio::time::sleep(Duration::from_millis(u64::from(message.levels == ["a"]))).await;
        let state: u32 = message.json().unwrap();
        seen.send(format!("{} {state} {}", message.levels.join(" "), message.retained)).unwrap();
    }
    let (seen, mut all) = mpsc::unbounded_channel::<String>();
    let skill = Skill::new("test").state(seen).on_topic("lamps/+", lamp);
    let broker = petasos_bus::MemoryBroker::new();
    let (bus, _events) = broker.connect(Settings::default());
    bus.publish(Publish::new("lamps/kept", "1", Class::Report).retained()).unwrap();
    let (of_skill, events) = broker.connect(Settings::default());
    let serving = tokio::spawn(skill.serve_on(of_skill, events, std::future::pending()));
    assert_eq!(all.recv().await.unwrap(), "kept 1 true");
    for (lamp, state) in [("a", "2"), ("b", "3"), ("a", "4")] {
        bus.publish(Publish::new(format!("lamps/{lamp}"), state, Class::Report)).unwrap();
    }
    for expected in ["a 2 false", "b 3 false", "a 4 false"] {
        assert_eq!(all.recv().await.unwrap(), expected);
    }
    serving.abort();
}

#[tokio::test(start_paused = true)]
async fn a_handler_of_a_topic_survives_its_errors_and_panics() {
    async fn lamp(message: TopicMessage, State(seen): State<Seen>) -> Result<()> {
        let number: u32 = message.json()?;
        assert!(number > 0, "zero");
        seen.send(number.to_string())?;
        Ok(())
    }
    let (seen, mut all) = mpsc::unbounded_channel::<String>();
    let installation = Installation::with(Skill::new("test").state(seen).on_topic("lamps/#", lamp)).await;
    for payload in ["none", "0", "7"] {
        installation.says("lamps/a", payload);
    }
    assert_eq!(all.recv().await.unwrap(), "7");
}

#[tokio::test(start_paused = true)]
async fn a_background_task_may_speak_and_publish() {
    async fn ring(hermes: Hermes, State(seen): State<Seen>) -> Result<()> {
        hermes.notify(&kitchen(), "Ring.")?;
        hermes.publish_json("timers/state", &[1, 2])?;
        hermes.publish_retained("timers/kept", "yes")?;
        seen.send("rung".to_owned())?;
        Ok(())
    }
    let (seen, mut all) = mpsc::unbounded_channel::<String>();
    let mut installation = Installation::with(Skill::new("test").state(seen).background(ring)).await;
    assert_eq!(all.recv().await.unwrap(), "rung");
    installation.says("somewhere/else", "x");
    installation.hears("somewhere/else").await;
    installation.stop().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_background_task_that_fails_ends_the_skill() {
    async fn fails(_: Hermes) -> Result<()> {
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok("nan".parse::<u32>().map(drop)?)
    }
    async fn panics(_: Hermes) {
        panic!("no idea");
    }
    let ended = |skill: Skill| async {
        let installation = Installation::with(skill).await;
        match installation.skill.await.unwrap() {
            Err(Error::Background { why, .. }) => why,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(ended(Skill::new("test").background(fails)).await, "invalid digit found in string");
    assert_eq!(ended(Skill::new("test").background(panics)).await, "panicked: no idea");
}

/// Begins after a second, so that the test already listens.
async fn laundry(hermes: Hermes, State(seen): State<Seen>) -> Result<()> {
    tokio::time::sleep(Duration::from_secs(1)).await;
    let talk = hermes.start_session(kitchen());
    let answer = talk.ask::<YesNo>("The laundry is done. Shall I remind you?").await;
    seen.send(format!("{answer:?}"))?;
    match answer {
        Ok(YesNo::Yes) => talk.end("I shall."),
        Ok(YesNo::No) | Err(_) => drop(talk),
    }
    Ok(())
}

async fn started(installation: &mut Installation) -> StartSession {
    match installation.next().await {
        Message::StartSession(start) => start,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn a_skill_can_begin_a_conversation() {
    let (seen, mut all) = mpsc::unbounded_channel::<String>();
    let mut installation = Installation::with(Skill::new("test").state(seen).background(laundry)).await;
    installation.says("laundry/done", "");
    let start = started(&mut installation).await;
    assert_eq!(start.site_id, Some(kitchen()));
    let SessionInit::Action(action) = &start.init else { panic!("{start:?}") };
    assert!(action.can_be_enqueued && action.send_intent_not_recognized);
    let mut queued = SessionQueued::new(id("s"), kitchen());
    queued.custom_data.clone_from(&start.custom_data);
    installation.publish(&Message::SessionQueued(queued));
    let mut begun = SessionStarted::new(id("s"), kitchen());
    begun.custom_data = start.custom_data;
    installation.publish(&Message::SessionStarted(begun));
    installation.not_understood("s", "yes please", None);
    assert_eq!(all.recv().await.unwrap(), "Ok(Yes)");
    installation.ends_with("s", "I shall.").await;
}

#[tokio::test(start_paused = true)]
async fn a_conversation_that_is_refused_or_never_begins_is_told() {
    let (seen, mut all) = mpsc::unbounded_channel::<String>();
    let mut installation =
        Installation::with(Skill::new("test").state(seen.clone()).background(laundry)).await;
    started(&mut installation).await;
    assert_eq!(all.recv().await.unwrap(), "Err(Interrupted(Timeout { component: None }))");

    let mut installation = Installation::with(Skill::new("test").state(seen).background(laundry)).await;
    let start = started(&mut installation).await;
    let mut ended = SessionEnded::new(id("s"), kitchen(), Termination::AbortedByUser);
    ended.custom_data = start.custom_data;
    installation.publish(&Message::SessionEnded(ended));
    assert_eq!(all.recv().await.unwrap(), format!("Err({:?})", Unanswered::Cancelled));
}
