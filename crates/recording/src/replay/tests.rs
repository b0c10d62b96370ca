//! Small replays, message by message.

use std::time::Duration;

use bytes::Bytes;
use jiff::Timestamp;
use petasos_messages::{Component, Dialect, wav};

use super::{Pace, Player, Roles, Rules, What};
use crate::{Entry, Header, Payload, Recording};

const WAKE: (&str, &str) = ("hermes/hotword/jarvis/detected", r#"{"siteId":"k"}"#);
const STARTED: (&str, &str) =
    ("hermes/dialogueManager/sessionStarted", r#"{"siteId":"k","sessionId":"old"}"#);
const LISTEN: (&str, &str) = ("hermes/asr/startListening", r#"{"siteId":"k","sessionId":"old"}"#);
const CAPTURED: (&str, &str) =
    ("hermes/asr/textCaptured", r#"{"siteId":"k","sessionId":"old","text":"on","likelihood":1}"#);

fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

fn recording(messages: &[(f64, (&str, &str))]) -> Recording {
    let entry = |(at, (topic, payload)): &(f64, (&str, &str))| {
        Entry::new(seconds(*at), Timestamp::UNIX_EPOCH, *topic, (*payload).to_owned())
    };
    let mut header = Header::new(Timestamp::UNIX_EPOCH);
    header.dialect = Some(Dialect::RHASSPY);
    Recording { header, entries: messages.iter().map(entry).collect() }
}

fn one_turn() -> Recording {
    recording(&[(0.0, WAKE), (0.1, STARTED), (0.2, LISTEN), (2.2, CAPTURED)])
}

fn play(recording: &Recording) -> Player<'_> {
    Player::new(recording, Roles::default(), Rules::default())
}

/// The last level of the topic of the input that is due.
fn next(player: &mut Player<'_>, now: f64) -> Option<String> {
    let input = player.poll_input(seconds(now))?;
    input.topic.rsplit('/').next().map(str::to_owned)
}

/// The manager says this in a session of another name.
fn hear(player: &mut Player<'_>, now: f64, (topic, payload): (&str, &str)) {
    player.heard(seconds(now), topic, &Bytes::from(payload.replace("\"old\"", "\"new\"")));
}

#[test]
fn an_input_waits_for_its_cause_and_then_for_as_long_as_it_took() {
    let recording = one_turn();
    let mut player = play(&recording);
    assert_eq!(next(&mut player, 0.0).as_deref(), Some("detected"));
    hear(&mut player, 1.0, STARTED);
    assert_eq!(next(&mut player, 3.5), None, "it was not listened to yet");
    hear(&mut player, 3.5, LISTEN);
    assert_eq!(player.poll_timeout(), seconds(5.5));
    assert_eq!(next(&mut player, 5.4), None);
    let input = player.poll_input(seconds(5.5)).unwrap();
    assert_eq!(input.payload, CAPTURED.1.replace("old", "new"), "with the id of now");
    assert!(!player.is_over(seconds(6.4)) && player.is_over(seconds(6.5)));
    assert!(player.finish().comparison.is_same());
}

#[test]
fn gaps_can_be_shortened_or_removed() {
    for (pace, due) in [(Pace::AtMost(seconds(0.5)), 1.5), (Pace::Removed, 1.0)] {
        let recording = one_turn();
        let mut player = Player::new(&recording, Roles::default(), Rules { pace, ..Rules::default() });
        next(&mut player, 0.0).unwrap();
        hear(&mut player, 1.0, STARTED);
        hear(&mut player, 1.0, LISTEN);
        assert_eq!(player.poll_timeout(), seconds(due), "{pace:?}");
    }
}

#[test]
fn shortened_gaps_keep_the_order_of_inputs() {
    let say = ("hermes/tts/say", r#"{"text":"a","siteId":"k","id":"s","sessionId":"old"}"#);
    let sound = ("hermes/audioServer/k/playBytes/s", "RIFF");
    let played = ("hermes/audioServer/k/playFinished", r#"{"siteId":"k","id":"s"}"#);
    let spoken = ("hermes/tts/sayFinished", r#"{"siteId":"k","id":"s"}"#);
    let recording = recording(&[(0.0, say), (1.0, sound), (5.0, played), (5.1, spoken)]);
    let rules = Rules { pace: Pace::AtMost(seconds(0.5)), ..Rules::default() };
    let mut player = Player::new(&recording, Roles::default(), rules);
    hear(&mut player, 0.0, say);
    let mut order = Vec::new();
    while !player.is_over(player.poll_timeout()) {
        let now = player.poll_timeout().as_secs_f64();
        order.extend(next(&mut player, now));
    }
    assert_eq!(order, ["s", "playFinished", "sayFinished"]);
}

#[test]
fn what_waits_in_vain_is_left_out_if_it_names_an_id_that_was_never_made() {
    let again = ("hermes/hotword/jarvis/detected", r#"{"siteId":"k"}"#);
    let recording = recording(&[(0.0, WAKE), (0.1, STARTED), (0.2, LISTEN), (2.2, CAPTURED), (9.0, again)]);
    let mut player = play(&recording);
    next(&mut player, 0.0).unwrap();
    assert_eq!(player.poll_timeout(), seconds(5.2), "what was to come at 0.2 s may be 5 s late");
    assert_eq!(next(&mut player, 5.2), None);
    assert_eq!(player.poll_timeout(), seconds(9.0), "the wake word names nothing");
    assert_eq!(next(&mut player, 9.0).as_deref(), Some("detected"));
    let comparison = player.finish().comparison;
    assert_eq!((comparison.played, comparison.not_played), (2, 1));
    assert!(comparison.differences.iter().all(|difference| difference.what == What::Missing));
}

#[test]
fn sound_that_was_left_out_is_played_as_silence() {
    let say = ("hermes/tts/say", r#"{"text":"a","siteId":"k","id":"s","sessionId":"old"}"#);
    let mut recording = recording(&[(0.0, say), (0.5, ("hermes/audioServer/k/playBytes/s", ""))]);
    let sound = recording.entries.last_mut().unwrap();
    sound.payload = Payload::LeftOut { bytes: 12_345, sound: Some(seconds(1.5)) };
    let mut player = play(&recording);
    player.heard(Duration::ZERO, say.0, &Bytes::from(say.1.replace("\"s\"", "\"t\"")));
    let input = player.poll_input(seconds(0.5)).unwrap();
    assert_eq!(input.topic, "hermes/audioServer/k/playBytes/t");
    assert_eq!(wav::inspect(&input.payload).unwrap().duration, seconds(1.5));
}

#[test]
fn what_was_kept_by_the_broker_is_neither_played_nor_expected() {
    let mut recording = one_turn();
    for entry in &mut recording.entries {
        entry.retain = true;
    }
    let mut player = play(&recording);
    assert_eq!(next(&mut player, 100.0), None);
    let comparison = player.finish().comparison;
    assert_eq!((comparison.compared, comparison.played), (0, 0));
}

#[test]
fn other_sites_and_components_are_counted_separately() {
    let recording = one_turn();
    let mut player = play(&recording);
    hear(&mut player, 0.0, ("hermes/asr/startListening", r#"{"siteId":"office","sessionId":"x"}"#));
    hear(&mut player, 0.0, WAKE);
    let comparison = player.finish().comparison;
    assert_eq!(comparison.beside.values().sum::<usize>(), 2);
    assert!(comparison.differences.iter().all(|difference| difference.what == What::Missing));
}

#[test]
fn switches_that_are_said_again_are_not_compared() {
    let off = ("hermes/hotword/toggleOff", r#"{"siteId":"k","reason":"dialogueSession"}"#);
    let recording = recording(&[(0.0, WAKE), (0.1, off), (10.1, off)]);
    let mut player = play(&recording);
    next(&mut player, 0.0).unwrap();
    hear(&mut player, 0.1, off);
    let comparison = player.finish().comparison;
    assert_eq!((comparison.compared, comparison.is_same()), (1, true));
}

#[test]
fn a_switch_that_is_said_twice_at_once_is_compared() {
    let off = ("hermes/hotword/toggleOff", r#"{"siteId":"k","reason":"dialogueSession"}"#);
    let recording = recording(&[(0.0, WAKE), (0.1, off)]);
    let mut player = play(&recording);
    hear(&mut player, 0.1, off);
    hear(&mut player, 0.2, off);
    let differences = player.finish().comparison.differences;
    assert_eq!(differences.iter().map(|difference| difference.what).collect::<Vec<_>>(), [What::Extra]);
}

#[test]
fn another_part_can_be_tested() {
    let query = ("hermes/nlu/query", r#"{"input":"on","siteId":"k","id":"q","sessionId":"old"}"#);
    let intent = (
        "hermes/intent/On",
        r#"{"input":"on","intent":{"intentName":"On","confidenceScore":1},"slots":[],"siteId":"k","id":"q","sessionId":"old"}"#,
    );
    let recording = recording(&[(0.0, WAKE), (0.1, STARTED), (1.0, query), (1.1, intent)]);
    let roles = Roles::testing(Component::Nlu).playing([Component::DialogueManager]);
    let mut player = Player::new(&recording, roles, Rules::default());
    assert_eq!(next(&mut player, 0.1).as_deref(), Some("sessionStarted"), "the wake word is not played");
    assert_eq!(next(&mut player, 1.0).as_deref(), Some("query"));
    let other = intent.1.replace("\"input\":\"on\"", "\"input\":\"off\"");
    player.heard(seconds(1.5), intent.0, &Bytes::from(other));
    let differences = player.finish().comparison.differences;
    let fields = differences.iter().flat_map(|difference| &difference.fields);
    let paths: Vec<&str> = fields.map(|field| field.path.as_str()).collect();
    assert_eq!(paths, ["input"]);
}

#[test]
fn null_and_nothing_differ_only_if_that_is_asked_for() {
    let recording = recording(&[(0.0, STARTED)]);
    let with_null = r#"{"sessionId":"old","lang":null,"siteId":"k"}"#;
    for exact in [false, true] {
        let mut player = Player::new(&recording, Roles::default(), Rules { exact, ..Rules::default() });
        hear(&mut player, 0.0, (STARTED.0, with_null));
        assert_eq!(player.finish().comparison.is_same(), !exact);
    }
}

#[test]
fn an_empty_recording_is_over_at_once() {
    let recording = recording(&[]);
    let mut player = play(&recording);
    assert_eq!(player.poll_input(Duration::ZERO), None);
    assert!(player.is_over(player.poll_timeout()));
    assert!(player.finish().comparison.is_same());
}
