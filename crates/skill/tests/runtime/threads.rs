//! A handler that blocks its thread stalls nobody else.

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_bus::{Bus, Class, Event, Events, MqttBus, Publish, QoS, Settings, Subscription};
use petasos_messages::Message;
use petasos_skill::{Error, Hermes, Limits, Skill, State, run_with};

use crate::installation::{AllOff, GetTime};

type Gate = Arc<Mutex<mpsc::Receiver<()>>>;

/// Blocks its thread until it is let go.
async fn blocks(_: AllOff, State(gate): State<Gate>) -> &'static str {
    gate.lock().unwrap().recv().unwrap();
    "At last."
}

async fn time(_: GetTime) -> &'static str {
    tokio::time::sleep(Duration::from_millis(1)).await;
    "Noon."
}

/// The next end of a session.
async fn next_end(events: &mut Events) -> (String, String) {
    let next = async {
        loop {
            let Event::Received(received) = events.next().await.unwrap() else { continue };
            if let Ok(Message::EndSession(end)) = Message::decode(&received.topic, received.payload) {
                return (end.session_id.to_string(), end.text.unwrap_or_default());
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(60), next).await.expect("a session ends")
}

fn say(bus: &MqttBus, intent: &str, session: &str) {
    let payload = format!(r#"{{"input":"x","intent":{{"intentName":"{intent}"}},"sessionId":"{session}"}}"#);
    bus.publish(Publish::new(format!("hermes/intent/{intent}"), payload, Class::Query)).unwrap();
}

async fn until(events: &mut Events, wanted: fn(&Event) -> bool) {
    let seen = async { while !wanted(&events.next().await.unwrap()) {} };
    tokio::time::timeout(Duration::from_secs(60), seen).await.expect("it happens on the bus");
}

#[tokio::test]
async fn others_are_answered_while_one_handler_blocks_its_thread() {
    let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
    let settings = Settings::new("127.0.0.1", broker.local_addr().port());
    let (bus, mut events) = MqttBus::connect(settings.clone()).unwrap();
    let wanted = ["hermes/dialogueManager/endSession", "petasos/skills/test/status"];
    bus.subscribe(&wanted.map(|filter| Subscription::new(filter, QoS::AtLeastOnce))).unwrap();
    until(&mut events, |event| *event == Event::Subscribed).await;

    let (release, gate) = mpsc::channel();
    let patient = Limits::default().deadline(Duration::from_secs(600)).think_after(None);
    let skill = Skill::new("test").state(Arc::new(Mutex::new(gate))).on_with(patient, blocks).on(time);
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let serving = tokio::spawn(skill.serve(settings, async {
        let _stop = stopped.await;
    }));
    // It is subscribed when it answers.
    until(&mut events, |event| matches!(event, Event::Received(_))).await;
    let mut asked = 0;
    loop {
        asked += 1;
        say(&bus, "GetTime", &format!("early-{asked}"));
        if tokio::time::timeout(Duration::from_millis(200), next_end(&mut events)).await.is_ok() {
            break;
        }
    }

    say(&bus, "AllOff", "blocked");
    say(&bus, "GetTime", "other");
    loop {
        let (session, words) = next_end(&mut events).await;
        assert_ne!(session, "blocked");
        if session == "other" {
            assert_eq!(words, "Noon.");
            break;
        }
    }
    release.send(()).unwrap();
    assert_eq!(next_end(&mut events).await, ("blocked".to_owned(), "At last.".to_owned()));
    drop(stop);
    serving.await.unwrap().unwrap();
    bus.close(Duration::from_secs(1)).await;
    broker.shutdown().await;
}

#[tokio::test]
async fn several_skills_are_one_program_and_end_together() {
    async fn fails(hermes: Hermes) -> petasos_skill::Result<()> {
        tokio::spawn(async move { hermes.publish("from/a/task", "spawned by a handler") }).await??;
        Err("no use".parse::<u8>().map(drop).unwrap_err())?
    }
    let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
    let settings = Settings::new("127.0.0.1", broker.local_addr().port());
    let skills = [Skill::new("clock").on(time), Skill::new("broken").background(fails)];
    let program = tokio::task::spawn_blocking(move || run_with(skills, &settings));
    let end = tokio::time::timeout(Duration::from_secs(60), program).await.expect("it ends").unwrap();
    assert!(matches!(&end, Err(Error::Background { skill, .. }) if skill == "broken"), "{end:?}");
    broker.shutdown().await;
}
