//! The parts of a room by themselves: what they answer to a message.

use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{
    AtSite, PlayBytes, PlayFinished, Say, SessionEnded, SessionStarted, StartListening, StopListening,
    Termination,
};
use petasos_messages::{Dialect, Message, RequestId, SessionId, SiteId};
use petasos_simulator::rooms::{Act, Output, Part, Rooms, Scene};

use crate::flat::{line, site};

fn at(millis: u64) -> Time {
    Time::START + Duration::from_millis(millis)
}

fn kitchen(dialect: Dialect) -> Rooms {
    Rooms::new(dialect, [site("kitchen")])
}

/// All that the rooms want, a word or a line each.
fn outputs(rooms: &mut Rooms) -> Vec<String> {
    std::iter::from_fn(|| rooms.poll_output())
        .map(|output| match output {
            Output::Publish(message) => message.kind().to_owned(),
            Output::Scene(_, scene) => line(&scene),
            other => format!("{other:?}"),
        })
        .collect()
}

/// The messages among what the rooms want.
fn messages(rooms: &mut Rooms) -> Vec<Message> {
    std::iter::from_fn(|| rooms.poll_output())
        .filter_map(|output| match output {
            Output::Publish(message) => Some(message),
            _ => None,
        })
        .collect()
}

fn say(text: &str, id: &str) -> Message {
    let mut say = Say::new(text);
    say.id = RequestId::new(id).ok();
    say.session_id = SessionId::new("session").ok();
    say.site_id = Some(site("kitchen"));
    Message::Say(Box::new(say))
}

/// The WAV the TTS of some other rooms makes of a text.
fn wav(text: &str, id: &str) -> PlayBytes {
    let mut rooms = kitchen(Dialect::RHASSPY);
    rooms.handle(Time::START, &say(text, id));
    let Some(Message::PlayBytes(sound)) = messages(&mut rooms).into_iter().next() else {
        unreachable!("a TTS makes a WAV");
    };
    sound
}

fn session_at(site: SiteId) -> Message {
    Message::SessionStarted(SessionStarted::new(SessionId::new("session").expect("an id"), site))
}

fn end_of(session: &str) -> Message {
    let session = SessionId::new(session).expect("an id");
    Message::SessionEnded(SessionEnded::new(session, site("kitchen"), Termination::Nominal))
}

#[test]
fn there_is_no_act_in_a_room_that_is_not_there() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    assert!(!rooms.act(Time::START, &site("cellar"), Act::Wake));
    assert_eq!(rooms.poll_output(), None);
}

#[test]
fn what_concerns_other_rooms_is_ignored() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    let mut elsewhere = wav("hello", "id");
    elsewhere.site_id = site("cellar");
    rooms.handle(at(0), &Message::PlayBytes(elsewhere));
    rooms.handle(at(0), &Message::StartListening(Box::new(StartListening::new(site("cellar")))));
    rooms.handle(at(0), &session_at(site("cellar")));
    assert_eq!((rooms.poll_output(), rooms.poll_timeout()), (None, None));
}

#[test]
fn words_nobody_comes_for_are_given_up() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    rooms.act(at(0), &site("kitchen"), Act::Say("turn on the light".to_owned()));
    assert_eq!(outputs(&mut rooms), ["you: petasos!", "HotwordDetected"]);
    assert_eq!(rooms.poll_timeout(), Some(at(10_000)));
    rooms.handle_timeout(at(10_000));
    assert_eq!(outputs(&mut rooms), ["you: (turn on the light)"]);
    assert_eq!(rooms.poll_timeout(), None);
}

#[test]
fn nobody_calls_a_room_for_ever_that_never_listens() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    rooms.act(at(0), &site("kitchen"), Act::Say("lights".to_owned()));
    rooms.handle(at(100), &session_at(site("kitchen")));
    rooms.handle(at(200), &end_of("session"));
    assert_eq!(outputs(&mut rooms), ["you: petasos!", "HotwordDetected"]);
    rooms.handle_timeout(at(500));
    rooms.handle(at(600), &session_at(site("kitchen")));
    rooms.handle(at(700), &end_of("session"));
    assert_eq!(outputs(&mut rooms), ["you: petasos!", "HotwordDetected", "you: (lights)"]);
    assert_eq!(rooms.poll_timeout(), None);
}

#[test]
fn the_end_of_another_session_is_not_the_end_of_this_one() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    rooms.handle(at(0), &session_at(site("kitchen")));
    rooms.act(at(0), &site("kitchen"), Act::Say("lights".to_owned()));
    rooms.handle(at(100), &end_of("another"));
    assert_eq!((rooms.poll_output(), rooms.poll_timeout()), (None, None));
    rooms.handle(at(200), &end_of("session"));
    assert_eq!(rooms.poll_timeout(), Some(at(500)));
}

#[test]
fn of_a_noise_the_asr_is_not_sure() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    rooms.handle(at(0), &Message::StartListening(Box::new(StartListening::new(site("kitchen")))));
    rooms.act(at(0), &site("kitchen"), Act::Noise);
    rooms.handle_timeout(at(400));
    let Some(Message::TextCaptured(heard)) = messages(&mut rooms).pop() else {
        unreachable!("the ASR heard something");
    };
    assert_eq!((heard.text.as_str(), heard.likelihood), ("", Some(0.1)));
}

#[test]
fn an_interrupted_person_says_it_again() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    let start = Message::StartListening(Box::new(StartListening::new(site("kitchen"))));
    rooms.handle(at(0), &session_at(site("kitchen")));
    rooms.handle(at(0), &start);
    rooms.act(at(0), &site("kitchen"), Act::Say("lights".to_owned()));
    rooms.handle(at(100), &Message::StopListening(StopListening::new(site("kitchen"))));
    assert_eq!(outputs(&mut rooms), ["listens", "listens no longer"]);
    rooms.handle(at(200), &start);
    rooms.handle_timeout(at(750));
    assert_eq!(outputs(&mut rooms), ["listens", "you: lights", "TextCaptured"]);
}

#[test]
fn the_asr_says_what_it_was_asked_for() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    let mut start = StartListening::new(site("kitchen"));
    start.session_id = SessionId::new("session").ok();
    start.wakeword_id = Some("porcupine".to_owned());
    start.lang = Some("de".to_owned());
    rooms.handle(at(0), &Message::StartListening(Box::new(start)));
    rooms.act(at(0), &site("kitchen"), Act::Say("licht an".to_owned()));
    rooms.handle_timeout(at(600));
    let Some(Message::TextCaptured(heard)) = messages(&mut rooms).pop() else {
        unreachable!("the ASR heard something");
    };
    assert_eq!((heard.text.as_str(), heard.likelihood, heard.seconds), ("licht an", Some(1.0), Some(0.6)));
    assert_eq!((heard.site_id, heard.session_id), (Some(site("kitchen")), SessionId::new("session").ok()));
    assert_eq!((heard.wakeword_id.as_deref(), heard.lang.as_deref()), (Some("porcupine"), Some("de")));
}

#[test]
fn the_wav_of_a_speech_has_the_id_its_dialect_gives_it() {
    for (dialect, id) in [(Dialect::RHASSPY, "id"), (Dialect::ALICE, "session"), (Dialect::SNIPS, "speech-1")]
    {
        let mut rooms = kitchen(dialect);
        rooms.handle(at(0), &say("hello", "id"));
        let Some(Message::PlayBytes(sound)) = messages(&mut rooms).pop() else {
            unreachable!("a TTS makes a WAV");
        };
        assert_eq!(sound.request_id, RequestId::new(id).expect("an id"), "{dialect:?}");
    }
}

#[test]
fn speech_is_over_when_its_wav_was_heard() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    rooms.handle(at(0), &say("hello", "id"));
    rooms.handle(at(0), &Message::PlayBytes(wav("hello", "id")));
    assert_eq!(outputs(&mut rooms), ["PlayBytes", "house: hello"]);
    rooms.handle_timeout(at(600));
    assert_eq!(outputs(&mut rooms), ["house is done", "PlayFinished"]);
    let mut played = PlayFinished::new(site("kitchen"));
    played.id = RequestId::new("id").ok();
    rooms.handle(at(600), &Message::PlayFinished(played));
    assert_eq!(outputs(&mut rooms), ["SayFinished"]);
    assert_eq!(rooms.poll_timeout(), None);
}

#[test]
fn the_tts_does_not_wait_for_ever_for_a_loudspeaker_that_says_nothing() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    rooms.handle(at(0), &say("hello", "id"));
    assert_eq!(outputs(&mut rooms), ["PlayBytes"]);
    assert_eq!(rooms.poll_timeout(), Some(at(850)));
    rooms.handle_timeout(at(850));
    assert_eq!(outputs(&mut rooms), ["SayFinished"]);
}

#[test]
fn two_speeches_at_once_are_said_one_after_the_other() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    for id in ["one", "two"] {
        rooms.handle(at(0), &say(id, id));
        rooms.handle(at(0), &Message::PlayBytes(wav(id, id)));
    }
    assert_eq!(outputs(&mut rooms), ["PlayBytes", "house: one", "PlayBytes"]);
    rooms.handle_timeout(at(500));
    assert_eq!(outputs(&mut rooms), ["house is done", "PlayFinished", "house: two"]);
    rooms.handle_timeout(at(1_000));
    assert_eq!(outputs(&mut rooms), ["house is done", "PlayFinished", "SayFinished"]);
    rooms.handle_timeout(at(1_250));
    assert_eq!(outputs(&mut rooms), ["SayFinished"]);
}

#[test]
fn what_is_no_wav_is_refused() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    let request = RequestId::new("id").expect("an id");
    let sound = PlayBytes::new(site("kitchen"), request, b"not a wav".as_slice().into());
    rooms.handle(at(0), &Message::PlayBytes(sound));
    assert_eq!(outputs(&mut rooms), ["AudioPlayError"]);
}

#[test]
fn a_sound_that_would_never_end_is_cut() {
    let request = RequestId::new("id").expect("an id");
    // Mono, 1 sample of 8 bits a second, 2,000 s long.
    let header =
        b"RIFF\xf4\x07\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x01\0\0\0\x01\0\0\0\x01\0\x08\0data\xd0\x07\0\0";
    let wav = [header.as_slice(), &[128; 2_000]].concat();
    let mut rooms = kitchen(Dialect::RHASSPY);
    rooms.handle(at(0), &Message::PlayBytes(PlayBytes::new(site("kitchen"), request, wav.into())));
    assert_eq!(rooms.poll_timeout(), Some(at(600_000)));
}

#[test]
fn a_loudspeaker_that_is_switched_off_reports_what_nobody_hears() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    rooms.handle(at(0), &Message::AudioToggleOff(AtSite::default()));
    rooms.handle(at(0), &Message::PlayBytes(wav("hello", "id")));
    assert_eq!(outputs(&mut rooms), ["PlayFinished"]);
    rooms.handle(at(0), &Message::AudioToggleOn(AtSite::default()));
    rooms.handle(at(0), &Message::PlayBytes(wav("hello", "id")));
    rooms.handle_timeout(at(600));
    assert_eq!(outputs(&mut rooms), ["PlayFinished"]);
}

#[test]
fn the_words_of_somebody_elses_tts_are_known() {
    let mut rooms = kitchen(Dialect::RHASSPY).without(Part::Tts);
    rooms.handle(at(0), &say("hello", "id"));
    assert_eq!(rooms.poll_output(), None);
    rooms.handle(at(90), &Message::PlayBytes(wav("a longer voice", "id")));
    rooms.handle_timeout(at(2_000));
    assert_eq!(outputs(&mut rooms), ["house: hello", "house is done", "PlayFinished"]);
}

#[test]
fn somebody_elses_loudspeaker_is_followed_and_not_spoken_for() {
    let mut rooms = kitchen(Dialect::RHASSPY).without(Part::Speaker);
    rooms.handle(at(0), &say("hello", "id"));
    rooms.handle(at(0), &Message::PlayBytes(wav("hello", "id")));
    rooms.handle_timeout(at(600));
    assert_eq!(outputs(&mut rooms), ["PlayBytes", "house: hello", "house is done"]);
}

#[test]
fn words_wait_for_somebody_elses_wake_word() {
    let mut rooms = kitchen(Dialect::RHASSPY).without(Part::Hotword);
    rooms.act(at(0), &site("kitchen"), Act::Say("lights".to_owned()));
    assert_eq!(rooms.poll_output(), None);
    rooms.handle(at(5_000), &session_at(site("kitchen")));
    rooms.handle(at(5_000), &Message::StartListening(Box::new(StartListening::new(site("kitchen")))));
    rooms.handle_timeout(at(5_550));
    assert_eq!(outputs(&mut rooms), ["listens", "you: lights", "TextCaptured"]);
}

#[test]
fn nobody_talks_to_somebody_elses_microphone() {
    let mut rooms = kitchen(Dialect::RHASSPY).without(Part::Asr);
    rooms.handle(at(0), &Message::StartListening(Box::new(StartListening::new(site("kitchen")))));
    rooms.act(at(0), &site("kitchen"), Act::Say("lights".to_owned()));
    assert_eq!(outputs(&mut rooms), ["you: (lights)"]);
}

#[test]
fn nothing_from_outside_fills_the_memory() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    let count = |outputs: &[String], kind: &str| outputs.iter().filter(|output| *output == kind).count();
    for _ in 0..1_000 {
        rooms.handle(at(0), &say("hello", "id"));
    }
    let seen = outputs(&mut rooms);
    assert_eq!((count(&seen, "PlayBytes"), count(&seen, "TtsError")), (32, 968));
    for _ in 0..1_000 {
        rooms.handle(at(0), &Message::PlayBytes(wav("hello", "id")));
    }
    assert_eq!(count(&outputs(&mut rooms), "AudioPlayError"), 968);
    rooms.handle(at(0), &session_at(site("kitchen")));
    for _ in 0..1_000 {
        rooms.act(at(0), &site("kitchen"), Act::Say("lights".to_owned()));
    }
    assert_eq!(count(&outputs(&mut rooms), "you: (lights)"), 984);
}

#[test]
fn long_words_are_cut() {
    let mut rooms = kitchen(Dialect::RHASSPY);
    rooms.handle(at(0), &Message::StartListening(Box::new(StartListening::new(site("kitchen")))));
    rooms.act(at(0), &site("kitchen"), Act::Say("ü".repeat(10_000)));
    let end = rooms.poll_timeout().expect("the words take a while");
    rooms.handle_timeout(end);
    let heard = std::iter::from_fn(|| rooms.poll_output()).find_map(|output| match output {
        Output::Scene(_, Scene::Heard(words)) => Some(words),
        _ => None,
    });
    assert_eq!(heard.map(|words| words.chars().count()), Some(4_096));
}
