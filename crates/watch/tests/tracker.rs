//! Tracks sessions in all three dialects.
//!
//! A script has one message per line: its time in seconds, its topic, its payload.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a helper of a test fails by panicking")]

use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use petasos_recording::{DecodedEntry, Entry, Payload, Recording};
use petasos_watch::tracker::{Cause, Change, Evidence, Latency, Outcome, Session, Step, StepKind, Tracker};
use proptest::prelude::*;

fn entries(script: &str) -> impl Iterator<Item = Entry> {
    script.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//")).map(|line| {
        let mut words = line.splitn(3, ' ');
        let at = Duration::from_secs_f64(words.next().unwrap().parse().unwrap());
        let topic = words.next().unwrap();
        let payload = words.next().unwrap_or_default().to_owned();
        let wall = Timestamp::UNIX_EPOCH.checked_add(at).unwrap();
        Entry::new(at, wall, topic, payload)
    })
}

/// All sessions of a script, in the order they ended.
fn sessions(script: &str) -> Vec<Arc<Session>> {
    seen(entries(script))
}

fn seen(entries: impl Iterator<Item = Entry>) -> Vec<Arc<Session>> {
    let mut tracker = Tracker::new();
    let mut changes: Vec<Change> =
        entries.flat_map(|entry| tracker.handle(&DecodedEntry::new(&entry))).collect();
    changes.extend(tracker.finish());
    let ended = changes.into_iter().filter_map(|change| match change {
        Change::Ended(session) => Some(session),
        _ => None,
    });
    ended.collect()
}

fn session(script: &str) -> Arc<Session> {
    let sessions = sessions(script);
    assert_eq!(sessions.len(), 1, "{sessions:#?}");
    Arc::clone(&sessions[0])
}

/// What a session shows, times in ms since the recording began.
fn shown(session: &Session) -> String {
    let ms = |time: Duration| (time + Duration::from_micros(500)).as_millis();
    let latency = |latency: Option<Latency>| match latency {
        Some(Latency { time, at_least: true }) => format!("at least {}", ms(time)),
        Some(Latency { time, .. }) => ms(time).to_string(),
        None => "unknown".to_owned(),
    };
    let mut text = String::new();
    let site = session.site.as_ref().map_or("?", |site| site.as_str());
    let _ = writeln!(text, "{} at {site} from {:?}, began {}", session.id, session.cause, ms(session.began));
    for step in &session.steps {
        let end = step.end.map_or("...".to_owned(), |end| ms(end).to_string());
        let _ = write!(text, "  {:6} {} to {end}", step.kind.as_str(), ms(step.begin));
        let _ = writeln!(text, "{}", step.sound.map_or(String::new(), |sound| format!(" {sound:?}")));
    }
    for (number, turn) in session.turns.iter().enumerate() {
        let _ = writeln!(text, "  turn {number}: {:?}", turn.heard);
        let _ = writeln!(text, "    {:?}", turn.understood);
        let _ = writeln!(text, "    end of speech: {:?}", turn.end_of_speech);
        let to = (latency(turn.to_action()), latency(turn.to_sound()));
        let _ = writeln!(text, "    to action {}, to first sound {}", to.0, to.1);
    }
    for said in &session.said {
        let _ = writeln!(text, "  said at {} in turn {:?}: {}", ms(said.at), said.turn, said.text);
    }
    for problem in &session.problems {
        let _ = writeln!(text, "  problem at {}: {}", ms(problem.at), problem.what);
    }
    if let Some(ended) = &session.ended {
        let _ =
            writeln!(text, "  {} at {}, {} messages", ended.outcome.as_str(), ms(ended.at), session.messages);
    }
    text
}

fn recorded(name: &str) -> Vec<Entry> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sessions").join(name);
    Recording::open(&file).unwrap().entries
}

fn all_shown(name: &str) -> String {
    seen(recorded(name).into_iter()).iter().map(|session| shown(session)).collect::<Vec<_>>().join("\n")
}

#[test]
fn a_command_in_rhasspys_dialect() {
    insta::assert_snapshot!(all_shown("rhasspy.jsonl"));
}

#[test]
fn a_question_and_its_answer_in_snipss_dialect() {
    insta::assert_snapshot!(all_shown("snips.jsonl"));
}

#[test]
fn a_command_that_is_not_understood_in_alices_dialect() {
    insta::assert_snapshot!(all_shown("alice.jsonl"));
}

#[test]
fn a_notification_waits_until_its_site_is_free() {
    let sessions = sessions(
        r#"
1.0 hermes/hotword/snowboy/detected {"modelId":"snowboy","siteId":"hall"}
1.1 hermes/dialogueManager/sessionStarted {"sessionId":"a","siteId":"hall","customData":"snowboy"}
1.5 hermes/dialogueManager/startSession {"init":{"type":"notification","text":"Dinner!"},"siteId":"hall"}
1.6 hermes/dialogueManager/sessionQueued {"sessionId":"b","siteId":"hall"}
3.0 hermes/dialogueManager/sessionEnded {"sessionId":"a","siteId":"hall","termination":{"reason":"nominal"}}
3.1 hermes/dialogueManager/sessionStarted {"sessionId":"b","siteId":"hall"}
3.2 hermes/tts/say {"text":"Dinner!","siteId":"hall","id":"t","sessionId":"b"}
4.2 hermes/tts/sayFinished {"id":"t","siteId":"hall","sessionId":"b"}
4.3 hermes/dialogueManager/sessionEnded {"sessionId":"b","siteId":"hall","termination":{"reason":"nominal"}}"#,
    );
    assert_eq!(sessions[0].cause, Cause::WakeWord { model: "snowboy".to_owned() });
    let waited = &sessions[1];
    assert_eq!(waited.cause, Cause::Notification);
    assert_eq!(waited.began, Duration::from_millis(1_500));
    let steps: Vec<_> = waited.steps.iter().map(|step| (step.kind, step.length(Duration::ZERO))).collect();
    let (wait, say) = (Duration::from_millis(1_500), Duration::from_secs(1));
    assert_eq!(steps, [(StepKind::Wait, wait), (StepKind::Say, say)]);
    assert!(waited.is_well());
}

#[test]
fn a_session_that_began_before_the_recording_is_shown_as_far_as_it_was_seen() {
    let session = session(
        r#"
0.1 hermes/nlu/query {"input":"what time is it","siteId":"hall","sessionId":"a"}
0.2 hermes/intent/GetTime {"input":"what time is it","intent":{"intentName":"GetTime","confidenceScore":1.0},"siteId":"hall","sessionId":"a","slots":[]}
0.3 hermes/dialogueManager/endSession {"sessionId":"a","text":"Noon."}
0.4 hermes/tts/say {"text":"Noon.","siteId":"hall","id":"t","sessionId":"a"}
5.0 hermes/tts/sayFinished {"id":"t","siteId":"hall","sessionId":"a"}
5.1 hermes/dialogueManager/sessionEnded {"sessionId":"a","siteId":"hall","termination":{"reason":"nominal"}}"#,
    );
    assert_eq!((session.cause.clone(), session.is_well()), (Cause::Unseen, true));
    assert_eq!(session.turns[0].to_action(), None, "the end of speech was not seen");
}

#[test]
fn an_nlu_query_without_a_session_is_tracked() {
    let session = session(
        r#"
100.0 hermes/nlu/query {"input":"light on","siteId":"hall","sessionId":"fhem.textCommand"}
100.1 hermes/intent/On {"input":"light on","intent":{"intentName":"On","confidenceScore":1.0},"sessionId":"fhem.textCommand","slots":[]}
100.2 hermes/dialogueManager/endSession {"sessionId":"fhem.textCommand","text":"Okay."}
109.0 hermes/hotword/toggleOn {"siteId":"hall"}"#,
    );
    assert_eq!(session.cause, Cause::Text);
    assert_eq!(session.ended.as_ref().unwrap().outcome, Outcome::Answered);
    assert_eq!(session.length(Duration::ZERO), Duration::from_millis(200));
}

#[test]
fn a_session_whose_end_was_lost_is_given_up() {
    let mut tracker = Tracker::new();
    let script = r#"1 hermes/dialogueManager/sessionStarted {"sessionId":"a","siteId":"hall"}"#;
    for entry in entries(script) {
        assert_eq!(tracker.handle(&DecodedEntry::new(&entry)).len(), 1);
    }
    assert_eq!(tracker.sites().next().unwrap().session.as_ref().unwrap().as_str(), "a");
    assert_eq!(tracker.handle_time(Duration::from_secs(60)), []);
    let given_up = tracker.handle_time(Duration::from_secs(200));
    let [Change::Ended(session)] = given_up.as_slice() else { panic!("{given_up:?}") };
    assert_eq!(session.ended.as_ref().unwrap().outcome, Outcome::Unseen);
    assert_eq!(session.problems[0].what, "No end was seen.");
    assert_eq!(tracker.sites().next().unwrap().session, None);
}

#[test]
fn the_component_that_did_not_answer_is_named() {
    let session = session(
        r#"
1.0 hermes/dialogueManager/sessionStarted {"sessionId":"a","siteId":"hall"}
2.0 hermes/intent/GetTime {"input":"time","intent":{"intentName":"GetTime","confidenceScore":1.0},"siteId":"hall","sessionId":"a","slots":[]}
9.0 hermes/dialogueManager/sessionEnded {"sessionId":"a","siteId":"hall","termination":{"reason":"timeout"}}"#,
    );
    assert_eq!(session.problems[0].what, "The skill did not answer in time.");
    assert!(!session.is_well());
}

#[test]
fn a_manager_that_closes_the_microphone_before_it_gives_up_waited_for_the_asr() {
    let session = session(
        r#"
1.0 hermes/dialogueManager/sessionStarted {"sessionId":"a","siteId":"hall"}
1.1 hermes/asr/startListening {"siteId":"hall","sessionId":"a"}
9.0 hermes/asr/stopListening {"siteId":"hall","sessionId":"a"}
9.1 hermes/dialogueManager/sessionEnded {"sessionId":"a","siteId":"hall","termination":{"reason":"timeout"}}"#,
    );
    assert_eq!(session.problems[0].what, "The ASR did not answer in time.");
}

#[test]
fn duplicates_are_shown_once() {
    let once: Vec<Entry> = recorded("rhasspy.jsonl");
    let twice = once.iter().flat_map(|entry| [entry.clone(), entry.clone()]);
    let (once, twice) = (seen(once.iter().cloned()), seen(twice));
    assert_eq!(twice.len(), 1);
    assert_eq!((&twice[0].turns, &twice[0].said), (&once[0].turns, &once[0].said));
    assert_eq!(twice[0].steps.len(), once[0].steps.len());
}

#[test]
fn sites_are_shown_as_far_as_they_were_seen() {
    let mut tracker = Tracker::new();
    let mut sites = Vec::new();
    for entry in recorded("rhasspy.jsonl") {
        tracker.handle(&DecodedEntry::new(&entry));
        let site = tracker.sites().next().unwrap();
        let state = (site.session.is_some(), site.hotword, site.microphone, site.playing);
        if sites.last() != Some(&state) {
            sites.push(state);
        }
    }
    let (on, off) = (Some(true), Some(false));
    assert_eq!(
        sites,
        [
            (false, None, false, false),
            (true, None, false, false),
            (true, off, false, false),
            (true, off, false, true),
            (true, off, false, false),
            (true, off, true, false),
            (true, off, false, false),
            (true, off, false, true),
            (true, off, false, false),
            (true, off, false, true),
            (true, off, false, false),
            (false, off, false, false),
            (false, on, false, false),
        ]
    );
}

/// A frame of a microphone: 16 ms, all samples at this height, up and down.
fn frame(at: Duration, height: i16) -> Entry {
    let mut wav = b"RIFF\0\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
    wav.extend([16_000_u32.to_le_bytes(), 32_000_u32.to_le_bytes()].concat());
    wav.extend(b"\x02\0\x10\0data\0\x02\0\0");
    wav.extend((0..256).flat_map(|sample| if sample % 2 == 0 { height } else { -height }.to_le_bytes()));
    let mut entry = entries("0 hermes/audioServer/hall/audioFrame").next().unwrap();
    (entry.at, entry.payload) = (at, Payload::Bytes(wav.into()));
    entry
}

#[test]
fn speech_ends_with_the_last_loud_frame() {
    let start = r#"
1.0 hermes/dialogueManager/sessionStarted {"sessionId":"a","siteId":"hall"}
1.1 hermes/asr/startListening {"siteId":"hall","sessionId":"a"}"#;
    let end = r#"
2.9 hermes/asr/textCaptured {"text":"hello","likelihood":1.0,"seconds":1.5,"siteId":"hall","sessionId":"a"}
3.0 hermes/dialogueManager/sessionEnded {"sessionId":"a","siteId":"hall","termination":{"reason":"nominal"}}"#;
    let frames = (0..100_u64).map(|number| {
        let is_speech = (20..60).contains(&number);
        frame(Duration::from_millis(1_200 + number * 16), if is_speech { 8_000 } else { 40 })
    });
    let seen = seen(entries(start).chain(frames).chain(entries(end)));
    let last_loud = Duration::from_millis(1_200 + 59 * 16);
    let end = seen[0].turns[0].end_of_speech.unwrap();
    assert_eq!((end.at, end.by), (last_loud, Evidence::Frames));
    let listen = seen[0].steps_of(StepKind::Listen).next().unwrap();
    assert_eq!(listen.end, Some(last_loud));
    assert_eq!(seen[0].messages, 4, "frames are not counted");
}

#[test]
fn speech_that_comes_as_a_stream_sounds_from_its_first_piece_until_the_stream_is_over() {
    let session = session(
        r#"
1.0 hermes/dialogueManager/sessionStarted {"sessionId":"a","siteId":"hall"}
1.1 hermes/tts/say {"text":"A long story.","siteId":"hall","id":"t","sessionId":"a"}
1.4 hermes/audioServer/hall/playBytesStreaming/s1/0/0 x
1.9 hermes/audioServer/hall/playBytesStreaming/s1/1/1 x
4.0 hermes/audioServer/hall/streamFinished {"id":"s1","siteId":"hall"}
4.1 hermes/tts/sayFinished {"id":"t","sessionId":"a"}
4.2 hermes/dialogueManager/sessionEnded {"sessionId":"a","siteId":"hall","termination":{"reason":"nominal"}}"#,
    );
    let steps: Vec<_> =
        session.steps.iter().map(|step| (step.kind, step.begin.as_millis(), step.end)).collect();
    let at = |millis| Some(Duration::from_millis(millis));
    assert_eq!(steps, [(StepKind::Tts, 1_100, at(1_400)), (StepKind::Play, 1_400, at(4_000))]);
}

proptest! {
    /// Messages that are lost, doubled, late or in a wrong order.
    #[test]
    fn whatever_comes_each_session_that_began_ends_once_and_time_runs_forward(
        order in proptest::collection::vec((0_usize..90, 0_u64..5_000), 0..200)
    ) {
        let all: Vec<Entry> = ["rhasspy.jsonl", "snips.jsonl", "alice.jsonl"].into_iter().flat_map(recorded).collect();
        let mut tracker = Tracker::new();
        let (mut changes, mut now) = (Vec::new(), Duration::ZERO);
        for (which, wait) in order {
            let Some(entry) = all.get(which) else { continue };
            now += Duration::from_millis(wait);
            let entry = Entry { at: now, ..entry.clone() };
            changes.extend(tracker.handle(&DecodedEntry::new(&entry)));
        }
        changes.extend(tracker.finish());
        let (mut began, mut ended) = (Vec::new(), Vec::new());
        for change in changes {
            match change {
                Change::Began(id) => began.push(id),
                Change::Ended(session) => {
                    let end = session.ended.as_ref().unwrap().at;
                    let in_order = |step: &Step| step.begin <= step.end.unwrap() && step.end.unwrap() <= end;
                    prop_assert!(session.steps.iter().all(in_order), "{session:#?}");
                    prop_assert!(session.steps.is_sorted_by_key(|step| step.begin), "{session:#?}");
                    ended.push(session.id.clone());
                }
                _ => {}
            }
        }
        began.sort();
        ended.sort();
        prop_assert_eq!(began, ended);
        prop_assert_eq!(tracker.open().len(), 0);
    }
}

#[test]
fn late_messages_do_not_open_a_session_again() {
    let sessions = sessions(
        r#"
1.0 hermes/dialogueManager/sessionStarted {"sessionId":"a","siteId":"hall"}
2.0 hermes/dialogueManager/sessionEnded {"sessionId":"a","siteId":"hall","termination":{"reason":"nominal"}}
2.1 hermes/dialogueManager/endSession {"sessionId":"a"}
2.2 hermes/asr/textCaptured {"text":"","likelihood":0.0,"seconds":1.0,"siteId":"hall","sessionId":"a"}"#,
    );
    assert_eq!(sessions.len(), 1);
}

#[test]
fn what_is_remembered_is_bounded() {
    let mut tracker = Tracker::new();
    for number in 0..1_300 {
        let script = format!(
            r#"{number}e-3 hermes/dialogueManager/sessionStarted {{"sessionId":"{number}","siteId":"{number}"}}"#
        );
        entries(&script).for_each(|entry| drop(tracker.handle(&DecodedEntry::new(&entry))));
    }
    assert_eq!(tracker.open().len(), 1_000);
    assert_eq!(tracker.recent().len(), 200);
    let again = r#"4 hermes/tts/say {"text":"x","siteId":"1299","sessionId":"1299"}"#;
    for _ in 0..1_000 {
        entries(again).for_each(|entry| drop(tracker.handle(&DecodedEntry::new(&entry))));
    }
    assert!(tracker.open().all(|session| session.said.len() <= 128 && session.steps.len() <= 512));
}
