//! The demonstration on a broker where others are: their sites, their components, their managers.

use std::collections::BTreeSet;
use std::process::Command;

use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_messages::payload::{
    NluIntentNotRecognized, PlayBytes, Presence, Say, SayFinished, SkillStatus, Status,
};
use petasos_messages::{Level, Message};

use crate::neighbour::Neighbour;
use crate::running::{Demo, SOON, piped};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_happens_at_the_sites_of_others_is_shown() {
    let neighbour = Neighbour::new(&["petasos/+/status"]).await;
    let mut demo = Demo::start(&["--broker", &neighbour.place()]);
    demo.type_line("sites");
    demo.expect("bedroom  idle");
    let mut say = Say::new("Dinner is ready.");
    say.site_id = Some("attic".parse().unwrap());
    neighbour.publish(&Message::Say(Box::new(say)), false);
    demo.expect("attic    assistant: Dinner is ready.");
    assert!(demo.end(SOON).0.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_manager_that_is_there_already_keeps_its_place() {
    let neighbour = Neighbour::new(&["petasos/+/status"]).await;
    let status = Status::new(Level::new("living").unwrap(), Presence::Online);
    neighbour.publish(&Message::Status(status), true);
    let mut demo = Demo::start(&["--broker", &neighbour.place()]);
    demo.expect("A dialogue manager (living) is already running, so ours stays out.");
    let now = |state| Message::Status(Status::new(Level::new("living").unwrap(), state));
    neighbour.publish(&now(Presence::Offline), true);
    demo.expect("The dialogue manager (living) is gone. Waiting for it.");
    neighbour.publish(&now(Presence::Online), true);
    demo.expect("The dialogue manager (living) is back.");
    assert!(demo.end(SOON).0.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn another_tts_takes_the_place_of_ours() {
    let mut neighbour = Neighbour::new(&["hermes/tts/say", "hermes/audioServer/+/playFinished"]).await;
    let mut demo = Demo::start(&["--broker", &neighbour.place(), "--without", "tts"]);
    demo.type_line("turn on the light");
    let Message::Say(say) = neighbour.message().await else { panic!("another message") };
    let site = say.site_id.clone().unwrap();
    let wav = silent_wav();
    neighbour.publish(&Message::PlayBytes(PlayBytes::new(site.clone(), say.id.clone().unwrap(), wav)), false);
    demo.expect("kitchen  assistant: Okay.");
    assert!(matches!(neighbour.message().await, Message::PlayFinished(_)));
    let mut finished = SayFinished::default();
    (finished.id, finished.site_id, finished.session_id) = (say.id, Some(site), say.session_id);
    neighbour.publish(&Message::SayFinished(finished), false);
    let (status, screen, _) = demo.end(SOON);
    assert!(status.success() && !screen.contains('\u{2717}'), "{screen}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_components_of_a_kind_are_noticed() {
    let mut neighbour = Neighbour::new(&["hermes/nlu/query"]).await;
    let mut demo = Demo::start(&["--broker", &neighbour.place()]);
    demo.type_line("what time is it");
    let Message::NluQuery(query) = neighbour.message().await else { panic!("another message") };
    let mut answer = NluIntentNotRecognized::new(query.input);
    (answer.id, answer.site_id, answer.session_id) = (query.id, query.site_id, query.session_id);
    neighbour.publish(&Message::NluIntentNotRecognized(Box::new(answer)), false);
    demo.expect("One NLU query gets two answers. Leave ours out with --without nlu.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_ttss_are_noticed() {
    let mut neighbour = Neighbour::new(&["hermes/tts/say"]).await;
    let mut demo = Demo::start(&["--broker", &neighbour.place()]);
    demo.type_line("what time is it");
    let Message::Say(say) = neighbour.message().await else { panic!("another message") };
    let mut finished = SayFinished::default();
    (finished.id, finished.site_id, finished.session_id) = (say.id, say.site_id, say.session_id);
    neighbour.publish(&Message::SayFinished(finished), false);
    demo.expect("Two TTSs report the end of the same speech. Leave ours out with --without tts.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_skill_that_is_running_already_is_used_instead_of_ours() {
    let neighbour = Neighbour::new(&["petasos/+/status"]).await;
    let status = SkillStatus::new(Level::new("lights").unwrap(), Presence::Online);
    neighbour.publish(&Message::SkillStatus(Box::new(status)), true);
    let mut demo = Demo::start(&["--fast", "--broker", &neighbour.place()]);
    demo.expect("A skill (lights) is already running, so ours stays out.");
    demo.type_line("sites");
    demo.type_line("set a timer for ten minutes");
    demo.expect("assistant: The timer is set for 10 minutes.");
    let (status, screen, _) = demo.end(SOON);
    assert!(status.success() && !screen.contains("light off"), "{screen}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn skills_leave_nothing_on_the_broker() {
    let mut neighbour = Neighbour::new(&["petasos/skills/+/status"]).await;
    let mut demo = Demo::start(&["--broker", &neighbour.place()]);
    demo.type_line("sites");
    demo.expect("bedroom  idle, light off");
    assert!(demo.end(SOON).0.success());
    let mut withdrawn = BTreeSet::new();
    while withdrawn.len() < 5 {
        if let Message::SkillStatus(status) = neighbour.message().await
            && status.uid.is_none()
        {
            withdrawn.extend(status.skill);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_signal_ends_the_demonstration_properly() {
    let mut neighbour = Neighbour::new(&["petasos/+/status"]).await;
    let mut demo = Demo::start(&["--broker", &neighbour.place()]);
    demo.type_line("sites");
    demo.expect("bedroom  idle");
    let pid = demo.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let is_offline =
        |message: &Message| matches!(message, Message::Status(status) if status.state == Presence::Offline);
    while !is_offline(&neighbour.message().await) {}
    assert!(demo.end(SOON).0.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_broker_with_a_password_is_joined_with_it() {
    let settings = BrokerSettings::any_port().credentials("house", "sesame");
    let broker = EmbeddedBroker::start(settings).await.unwrap();
    let place = broker.local_addr().to_string();
    let (status, _, complaints) = piped(&["--broker", &place], "sites\n");
    assert_eq!(status.code(), Some(1));
    assert!(complaints.contains("refused the connection"), "{complaints}");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("password");
    std::fs::write(&file, "sesame\n").unwrap();
    let password = file.to_str().unwrap();
    let arguments = ["--fast", "--broker", &place, "--username", "house", "--password-file", password];
    let (status, screen, complaints) = piped(&arguments, "turn on the light\n");
    assert!(status.success(), "{complaints}");
    assert!(screen.contains("kitchen  assistant: Okay."), "{screen}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_broker_that_goes_is_waited_for() {
    let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
    let address = broker.local_addr();
    let mut demo = Demo::start(&["--broker", &address.to_string()]);
    demo.type_line("sites");
    demo.expect("bedroom  idle");
    broker.shutdown().await;
    demo.expect("The broker is gone");
    let again = EmbeddedBroker::start(BrokerSettings::any_port().listen(address)).await.unwrap();
    demo.expect("The broker is back.");
    assert!(demo.end(SOON).0.success());
    again.shutdown().await;
}

/// A tenth of a second of silence.
fn silent_wav() -> bytes::Bytes {
    let samples = vec![0; 3200];
    let length = u32::try_from(samples.len()).unwrap();
    let mut wav = Vec::new();
    wav.extend_from_slice(b"RIFF");
    wav.extend_from_slice(&(36 + length).to_le_bytes());
    wav.extend_from_slice(b"WAVEfmt ");
    for field in [16, 0x0001_0001, 16_000, 32_000, 0x0010_0002] {
        wav.extend_from_slice(&u32::to_le_bytes(field));
    }
    wav.extend_from_slice(b"data");
    wav.extend_from_slice(&length.to_le_bytes());
    wav.extend_from_slice(&samples);
    wav.into()
}
