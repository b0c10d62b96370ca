//! How fast session files are played on virtual time, and compared.

use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use divan::counter::ItemsCount;
use divan::{Bencher, Divan};
use petasos_recording::replay::Rules;
use petasos_recording::{Entry, Payload, Recording};
use petasos_replay::replay_recording;

/// A session of three turns: 27 messages of the manager, 11 of everybody else.
const KITCHEN: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sessions/kitchen.jsonl");

fn main() {
    Divan::from_args().main();
}

#[divan::bench]
fn a_thousand_sessions(bencher: Bencher<'_, '_>) {
    bencher.counter(ItemsCount::new(1_000_usize)).bench(|| {
        for _ in 0..1_000 {
            black_box(play());
        }
    });
}

/// A day in which something else comes out each time: half of what the manager says has another field. The time for each message
/// must not grow with the length of the day.
#[divan::bench(args = [5_000, 20_000, 60_000])]
fn a_long_recording_that_differs(bencher: Bencher<'_, '_>, messages: usize) {
    let Ok(recording) = Recording::open(Path::new(KITCHEN)) else { return };
    let long = repeated(&recording, messages);
    bencher.counter(ItemsCount::new(long.entries.len())).bench_local(|| {
        replay_recording(&long, Rules::default()).map(|outcome| outcome.comparison.differences.len())
    });
}

/// The same session again and again, until there are so many messages. Each time its ids are others, and the microphone is opened
/// for another reason.
fn repeated(recording: &Recording, messages: usize) -> Recording {
    let length = recording.entries.last().map(|entry| entry.at).unwrap_or_default() + Duration::from_secs(3);
    let mut long = Recording { header: recording.header.clone(), entries: Vec::new() };
    for round in 0_u32.. {
        if long.entries.len() >= messages {
            break;
        }
        long.entries.extend(recording.entries.iter().map(|entry| {
            let mut entry = Entry { at: entry.at + length * round, ..entry.clone() };
            if let Payload::Bytes(bytes) = &entry.payload {
                let text = String::from_utf8_lossy(bytes)
                    .replace("kitchen-jarvis-", &format!("{round}-"))
                    .replace("\"wakewordId\":\"", &format!("\"wakewordId\":\"{round}"));
                entry.payload = Payload::Bytes(text.into_bytes().into());
            }
            entry
        }));
    }
    long
}

/// Reads the file, plays it, and says whether the same came out.
fn play() -> bool {
    let recording = Recording::open(Path::new(KITCHEN));
    let same = |recording| {
        replay_recording(&recording, Rules::default()).map(|outcome| outcome.comparison.is_same())
    };
    recording.is_ok_and(|recording| same(recording).is_ok_and(|same| same))
}
