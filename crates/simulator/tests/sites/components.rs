//! The components of a site by themselves.

use std::time::Duration;

use petasos_messages::payload::{
    AtSite, PlayBytes, PlayFinished, Say, SessionEnded, SessionStarted, StartListening, StopListening,
    Termination,
};
use petasos_messages::{Component, Dialect, Message, RequestId, SessionId, SiteId};
use petasos_sans_io::{SansIo, Time};
use petasos_simulator::sites::{Output, SimulatedSites, SiteEvent, UserAction};

use crate::installation::{line, site};

fn at(millis: u64) -> Time {
    Time::START + Duration::from_millis(millis)
}

fn kitchen(dialect: Dialect) -> SimulatedSites {
    SimulatedSites::new(dialect, [site("kitchen")])
}

/// All outputs, each as the kind of a message or as a line of the transcript.
fn outputs(sites: &mut SimulatedSites) -> Vec<String> {
    sites
        .outputs()
        .map(|output| match output {
            Output::Publish(message) => message.kind().to_owned(),
            Output::Event(_, event) => line(&event),
            other => format!("{other:?}"),
        })
        .collect()
}

/// The published messages.
fn messages(sites: &mut SimulatedSites) -> Vec<Message> {
    sites
        .outputs()
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

/// The WAV that a TTS makes of a text.
fn wav(text: &str, id: &str) -> PlayBytes {
    let mut sites = kitchen(Dialect::RHASSPY);
    sites.handle(Time::START, &say(text, id));
    let Some(Message::PlayBytes(sound)) = messages(&mut sites).into_iter().next() else {
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
fn no_user_acts_at_an_unknown_site() {
    let mut sites = kitchen(Dialect::RHASSPY);
    assert!(!sites.act(Time::START, &site("cellar"), UserAction::Wake));
    assert_eq!(sites.poll_output(), None);
}

#[test]
fn messages_for_other_sites_are_ignored() {
    let mut sites = kitchen(Dialect::RHASSPY);
    let mut elsewhere = wav("hello", "id");
    elsewhere.site_id = site("cellar");
    sites.handle(at(0), &Message::PlayBytes(elsewhere));
    sites.handle(at(0), &Message::StartListening(Box::new(StartListening::new(site("cellar")))));
    sites.handle(at(0), &session_at(site("cellar")));
    assert_eq!((sites.poll_output(), sites.poll_timeout()), (None, None));
}

#[test]
fn words_are_given_up_if_no_session_starts() {
    let mut sites = kitchen(Dialect::RHASSPY);
    sites.act(at(0), &site("kitchen"), UserAction::Say("turn on the light".to_owned()));
    assert_eq!(outputs(&mut sites), ["you: petasos!", "HotwordDetected"]);
    assert_eq!(sites.poll_timeout(), Some(at(10_000)));
    sites.handle_timeout(at(10_000));
    assert_eq!(outputs(&mut sites), ["you: (turn on the light)"]);
    assert_eq!(sites.poll_timeout(), None);
}

#[test]
fn the_wake_word_is_not_said_for_ever_at_a_site_that_never_listens() {
    let mut sites = kitchen(Dialect::RHASSPY);
    sites.act(at(0), &site("kitchen"), UserAction::Say("lights".to_owned()));
    sites.handle(at(100), &session_at(site("kitchen")));
    sites.handle(at(200), &end_of("session"));
    assert_eq!(outputs(&mut sites), ["you: petasos!", "HotwordDetected"]);
    sites.handle_timeout(at(500));
    sites.handle(at(600), &session_at(site("kitchen")));
    sites.handle(at(700), &end_of("session"));
    assert_eq!(outputs(&mut sites), ["you: petasos!", "HotwordDetected", "you: (lights)"]);
    assert_eq!(sites.poll_timeout(), None);
}

#[test]
fn the_end_of_another_session_is_not_the_end_of_this_one() {
    let mut sites = kitchen(Dialect::RHASSPY);
    sites.handle(at(0), &session_at(site("kitchen")));
    sites.act(at(0), &site("kitchen"), UserAction::Say("lights".to_owned()));
    sites.handle(at(100), &end_of("another"));
    assert_eq!((sites.poll_output(), sites.poll_timeout()), (None, None));
    sites.handle(at(200), &end_of("session"));
    assert_eq!(sites.poll_timeout(), Some(at(500)));
}

#[test]
fn a_noise_has_a_low_likelihood() {
    let mut sites = kitchen(Dialect::RHASSPY);
    sites.handle(at(0), &Message::StartListening(Box::new(StartListening::new(site("kitchen")))));
    sites.act(at(0), &site("kitchen"), UserAction::Noise);
    sites.handle_timeout(at(400));
    let Some(Message::TextCaptured(heard)) = messages(&mut sites).pop() else {
        unreachable!("the ASR heard something");
    };
    assert_eq!((heard.text.as_str(), heard.likelihood), ("", Some(0.1)));
}

#[test]
fn an_interrupted_user_says_it_again() {
    let mut sites = kitchen(Dialect::RHASSPY);
    let start = Message::StartListening(Box::new(StartListening::new(site("kitchen"))));
    sites.handle(at(0), &session_at(site("kitchen")));
    sites.handle(at(0), &start);
    sites.act(at(0), &site("kitchen"), UserAction::Say("lights".to_owned()));
    sites.handle(at(100), &Message::StopListening(StopListening::new(site("kitchen"))));
    assert_eq!(outputs(&mut sites), ["listens", "listens no longer"]);
    sites.handle(at(200), &start);
    sites.handle_timeout(at(750));
    assert_eq!(outputs(&mut sites), ["listens", "you: lights", "TextCaptured"]);
}

#[test]
fn the_captured_text_repeats_the_ids_of_start_listening() {
    let mut sites = kitchen(Dialect::RHASSPY);
    let mut start = StartListening::new(site("kitchen"));
    start.session_id = SessionId::new("session").ok();
    start.wakeword_id = Some("porcupine".to_owned());
    start.lang = Some("de".to_owned());
    sites.handle(at(0), &Message::StartListening(Box::new(start)));
    sites.act(at(0), &site("kitchen"), UserAction::Say("licht an".to_owned()));
    sites.handle_timeout(at(600));
    let Some(Message::TextCaptured(heard)) = messages(&mut sites).pop() else {
        unreachable!("the ASR heard something");
    };
    assert_eq!((heard.text.as_str(), heard.likelihood, heard.seconds), ("licht an", Some(1.0), Some(0.6)));
    assert_eq!((heard.site_id, heard.session_id), (Some(site("kitchen")), SessionId::new("session").ok()));
    assert_eq!((heard.wakeword_id.as_deref(), heard.lang.as_deref()), (Some("porcupine"), Some("de")));
}

#[test]
fn the_id_of_a_wav_depends_on_the_dialect() {
    for (dialect, id) in [(Dialect::RHASSPY, "id"), (Dialect::ALICE, "session"), (Dialect::SNIPS, "speech-1")]
    {
        let mut sites = kitchen(dialect);
        sites.handle(at(0), &say("hello", "id"));
        let Some(Message::PlayBytes(sound)) = messages(&mut sites).pop() else {
            unreachable!("a TTS makes a WAV");
        };
        assert_eq!(sound.request_id, RequestId::new(id).expect("an id"), "{dialect:?}");
    }
}

#[test]
fn speech_is_over_when_its_wav_was_played() {
    let mut sites = kitchen(Dialect::RHASSPY);
    sites.handle(at(0), &say("hello", "id"));
    sites.handle(at(0), &Message::PlayBytes(wav("hello", "id")));
    assert_eq!(outputs(&mut sites), ["PlayBytes", "house: hello"]);
    sites.handle_timeout(at(600));
    assert_eq!(outputs(&mut sites), ["house is done", "PlayFinished"]);
    let mut played = PlayFinished::new(site("kitchen"));
    played.id = RequestId::new("id").ok();
    sites.handle(at(600), &Message::PlayFinished(played));
    assert_eq!(outputs(&mut sites), ["SayFinished"]);
    assert_eq!(sites.poll_timeout(), None);
}

#[test]
fn the_tts_does_not_wait_for_a_silent_loudspeaker_for_ever() {
    let mut sites = kitchen(Dialect::RHASSPY);
    sites.handle(at(0), &say("hello", "id"));
    assert_eq!(outputs(&mut sites), ["PlayBytes"]);
    assert_eq!(sites.poll_timeout(), Some(at(850)));
    sites.handle_timeout(at(850));
    assert_eq!(outputs(&mut sites), ["SayFinished"]);
}

#[test]
fn two_speeches_are_played_one_after_the_other() {
    let mut sites = kitchen(Dialect::RHASSPY);
    for id in ["one", "two"] {
        sites.handle(at(0), &say(id, id));
        sites.handle(at(0), &Message::PlayBytes(wav(id, id)));
    }
    assert_eq!(outputs(&mut sites), ["PlayBytes", "house: one", "PlayBytes"]);
    sites.handle_timeout(at(500));
    assert_eq!(outputs(&mut sites), ["house is done", "PlayFinished", "house: two"]);
    sites.handle_timeout(at(1_000));
    assert_eq!(outputs(&mut sites), ["house is done", "PlayFinished", "SayFinished"]);
    sites.handle_timeout(at(1_250));
    assert_eq!(outputs(&mut sites), ["SayFinished"]);
}

#[test]
fn bytes_that_are_no_wav_are_refused() {
    let mut sites = kitchen(Dialect::RHASSPY);
    let request = RequestId::new("id").expect("an id");
    let sound = PlayBytes::new(site("kitchen"), request, b"not a wav".as_slice().into());
    sites.handle(at(0), &Message::PlayBytes(sound));
    assert_eq!(outputs(&mut sites), ["AudioPlayError"]);
}

#[test]
fn a_very_long_sound_is_cut_off() {
    let request = RequestId::new("id").expect("an id");
    // Mono, 1 sample of 8 bits a second, 2,000 s long.
    let header =
        b"RIFF\xf4\x07\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x01\0\0\0\x01\0\0\0\x01\0\x08\0data\xd0\x07\0\0";
    let wav = [header.as_slice(), &[128; 2_000]].concat();
    let mut sites = kitchen(Dialect::RHASSPY);
    sites.handle(at(0), &Message::PlayBytes(PlayBytes::new(site("kitchen"), request, wav.into())));
    assert_eq!(sites.poll_timeout(), Some(at(600_000)));
}

#[test]
fn a_loudspeaker_that_is_switched_off_reports_sounds_as_played() {
    let mut sites = kitchen(Dialect::RHASSPY);
    sites.handle(at(0), &Message::AudioToggleOff(AtSite::default()));
    sites.handle(at(0), &Message::PlayBytes(wav("hello", "id")));
    assert_eq!(outputs(&mut sites), ["PlayFinished"]);
    sites.handle(at(0), &Message::AudioToggleOn(AtSite::default()));
    sites.handle(at(0), &Message::PlayBytes(wav("hello", "id")));
    sites.handle_timeout(at(600));
    assert_eq!(outputs(&mut sites), ["PlayFinished"]);
}

#[test]
fn the_words_of_another_clients_tts_are_known() {
    let mut sites = kitchen(Dialect::RHASSPY).without(Component::Tts);
    sites.handle(at(0), &say("hello", "id"));
    assert_eq!(sites.poll_output(), None);
    sites.handle(at(90), &Message::PlayBytes(wav("a longer voice", "id")));
    sites.handle_timeout(at(2_000));
    assert_eq!(outputs(&mut sites), ["house: hello", "house is done", "PlayFinished"]);
}

#[test]
fn another_clients_loudspeaker_is_followed_and_not_reported_for() {
    let mut sites = kitchen(Dialect::RHASSPY).without(Component::AudioServer);
    sites.handle(at(0), &say("hello", "id"));
    sites.handle(at(0), &Message::PlayBytes(wav("hello", "id")));
    sites.handle_timeout(at(600));
    assert_eq!(outputs(&mut sites), ["PlayBytes", "house: hello", "house is done"]);
}

#[test]
fn words_wait_for_another_clients_hotword_service() {
    let mut sites = kitchen(Dialect::RHASSPY).without(Component::Hotword);
    sites.act(at(0), &site("kitchen"), UserAction::Say("lights".to_owned()));
    assert_eq!(sites.poll_output(), None);
    sites.handle(at(5_000), &session_at(site("kitchen")));
    sites.handle(at(5_000), &Message::StartListening(Box::new(StartListening::new(site("kitchen")))));
    sites.handle_timeout(at(5_550));
    assert_eq!(outputs(&mut sites), ["listens", "you: lights", "TextCaptured"]);
}

#[test]
fn nothing_is_said_into_another_clients_microphone() {
    let mut sites = kitchen(Dialect::RHASSPY).without(Component::Asr);
    sites.handle(at(0), &Message::StartListening(Box::new(StartListening::new(site("kitchen")))));
    sites.act(at(0), &site("kitchen"), UserAction::Say("lights".to_owned()));
    assert_eq!(outputs(&mut sites), ["you: (lights)"]);
}

#[test]
fn queues_are_bounded_whatever_arrives() {
    let mut sites = kitchen(Dialect::RHASSPY);
    let count = |outputs: &[String], kind: &str| outputs.iter().filter(|output| *output == kind).count();
    for _ in 0..1_000 {
        sites.handle(at(0), &say("hello", "id"));
    }
    let seen = outputs(&mut sites);
    assert_eq!((count(&seen, "PlayBytes"), count(&seen, "TtsError")), (32, 968));
    for _ in 0..1_000 {
        sites.handle(at(0), &Message::PlayBytes(wav("hello", "id")));
    }
    assert_eq!(count(&outputs(&mut sites), "AudioPlayError"), 968);
    sites.handle(at(0), &session_at(site("kitchen")));
    for _ in 0..1_000 {
        sites.act(at(0), &site("kitchen"), UserAction::Say("lights".to_owned()));
    }
    assert_eq!(count(&outputs(&mut sites), "you: (lights)"), 984);
}

#[test]
fn long_words_are_cut_off() {
    let mut sites = kitchen(Dialect::RHASSPY);
    sites.handle(at(0), &Message::StartListening(Box::new(StartListening::new(site("kitchen")))));
    sites.act(at(0), &site("kitchen"), UserAction::Say("ü".repeat(10_000)));
    let end = sites.poll_timeout().expect("the words take a while");
    sites.handle_timeout(end);
    let heard = sites.outputs().find_map(|output| match output {
        Output::Event(_, SiteEvent::Heard(words)) => Some(words),
        _ => None,
    });
    assert_eq!(heard.map(|words| words.chars().count()), Some(4_096));
}
