//! How fast session files are played on virtual time, and compared.

use std::hint::black_box;
use std::path::Path;

use divan::counter::ItemsCount;
use divan::{Bencher, Divan};
use petasos_recording::Recording;
use petasos_recording::replay::Rules;
use petasos_testkit::replay_recording;

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

/// Reads the file, plays it, and says whether the same came out.
fn play() -> bool {
    let recording = Recording::open(Path::new(KITCHEN));
    let same = |recording| {
        replay_recording(&recording, Rules::default()).map(|outcome| outcome.comparison.is_same())
    };
    recording.is_ok_and(|recording| same(recording).is_ok_and(|same| same))
}
