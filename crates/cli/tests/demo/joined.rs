//! The demonstration on a broker where others are: their rooms, their parts, their managers.

use std::process::Command;

use petasos_broker::{BrokerSettings, EmbeddedBroker};
use petasos_messages::payload::{PlayBytes, Presence, Say, SayFinished, Status};
use petasos_messages::{Level, Message};

use crate::neighbour::Neighbour;
use crate::running::{Demo, SOON, piped};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_happens_in_the_rooms_of_others_is_shown() {
    let neighbour = Neighbour::new(&["petasos/+/status"]).await;
    let mut demo = Demo::start(&["--broker", &neighbour.place()]);
    demo.type_line("sites");
    demo.expect("bedroom  at rest");
    let mut say = Say::new("Dinner is ready.");
    say.site_id = Some("attic".parse().unwrap());
    neighbour.publish(&Message::Say(Box::new(say)), false);
    demo.expect("attic    house: Dinner is ready.");
    assert!(demo.end(SOON).0.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_manager_that_is_there_already_keeps_its_place() {
    let neighbour = Neighbour::new(&["petasos/+/status"]).await;
    let status = Status::new(Level::new("living").unwrap(), Presence::Online);
    neighbour.publish(&Message::Status(status), true);
    let mut demo = Demo::start(&["--broker", &neighbour.place()]);
    demo.expect("A manager (living) is there already, so ours stays out.");
    let now = |state| Message::Status(Status::new(Level::new("living").unwrap(), state));
    neighbour.publish(&now(Presence::Offline), true);
    demo.expect("The manager (living) is gone: nobody leads conversations. Waiting for it.");
    neighbour.publish(&now(Presence::Online), true);
    demo.expect("The manager (living) is back.");
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
    demo.expect("kitchen  house: The light in the kitchen is on.");
    assert!(matches!(neighbour.message().await, Message::PlayFinished(_)));
    let mut finished = SayFinished::default();
    (finished.id, finished.site_id, finished.session_id) = (say.id, Some(site), say.session_id);
    neighbour.publish(&Message::SayFinished(finished), false);
    let (status, screen, _) = demo.end(SOON);
    assert!(status.success() && !screen.contains('\u{2717}'), "{screen}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn two_that_play_one_part_are_noticed() {
    let mut neighbour = Neighbour::new(&["hermes/tts/say"]).await;
    let mut demo = Demo::start(&["--broker", &neighbour.place()]);
    demo.type_line("what time is it");
    let Message::Say(say) = neighbour.message().await else { panic!("another message") };
    let mut finished = SayFinished::default();
    (finished.id, finished.site_id, finished.session_id) = (say.id, say.site_id, say.session_id);
    neighbour.publish(&Message::SayFinished(finished), false);
    demo.expect("Two parts play the tts, and both answer: leave ours out with --without tts.");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn who_is_told_to_stop_takes_leave() {
    let mut neighbour = Neighbour::new(&["petasos/+/status"]).await;
    let mut demo = Demo::start(&["--broker", &neighbour.place()]);
    demo.type_line("sites");
    demo.expect("bedroom  at rest");
    let pid = demo.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let is_offline =
        |message: &Message| matches!(message, Message::Status(status) if status.state == Presence::Offline);
    while !is_offline(&neighbour.message().await) {}
    assert!(demo.end(SOON).0.success());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_broker_with_a_password_lets_in_who_knows_it() {
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
    assert!(screen.contains("kitchen  house: The light in the kitchen is on."), "{screen}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_broker_that_goes_is_waited_for() {
    let broker = EmbeddedBroker::start(BrokerSettings::any_port()).await.unwrap();
    let address = broker.local_addr();
    let mut demo = Demo::start(&["--broker", &address.to_string()]);
    demo.type_line("sites");
    demo.expect("bedroom  at rest");
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
