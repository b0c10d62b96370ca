//! Ten thousand houses for each profile, and nothing in any of them that must not be.

use petasos_simulator::{Fleet, Profile, run_many};

const SEEDS: u64 = 10_000;

fn nothing_is_wrong_in(profile: Profile) {
    let fleet = Fleet { seeds: 0..SEEDS, profile, dialect: None };
    let report = run_many(&fleet);
    let first = report.failures.first().map(|(seed, _)| fleet.explain(*seed)).unwrap_or_default();
    assert!(
        report.failures.is_empty(),
        "{} of {SEEDS} seeds failed, the first is\n{first}",
        report.failures.len()
    );
    let median = report.median_sessions();
    assert!(median >= 30, "a house has {median} sessions in the median, too few to prove much");
}

#[test]
fn nothing_is_wrong_where_every_part_does_its_work() {
    nothing_is_wrong_in(Profile::Ideal);
}

#[test]
fn nothing_is_wrong_where_messages_arrive_twice() {
    nothing_is_wrong_in(Profile::Duplicates);
}

#[test]
fn nothing_is_wrong_where_messages_get_lost() {
    nothing_is_wrong_in(Profile::Loss);
}

#[test]
fn nothing_is_wrong_where_parts_fall_silent() {
    nothing_is_wrong_in(Profile::SilentParts);
}

#[test]
fn nothing_is_wrong_in_chaos() {
    nothing_is_wrong_in(Profile::Chaos);
}
