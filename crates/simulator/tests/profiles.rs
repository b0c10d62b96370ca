//! Ten thousand seeds of each profile, without a violation.

use petasos_simulator::Profile;
use petasos_simulator::batch::Batch;

const SEEDS: u64 = 10_000;

fn no_violation_in(profile: Profile) {
    let batch = Batch { seeds: 0..SEEDS, profile, dialect: None };
    let report = batch.run();
    let first = report.failures.first().map(|(seed, _)| batch.explain(*seed)).unwrap_or_default();
    assert!(
        report.failures.is_empty(),
        "{} of {SEEDS} seeds failed, the first is\n{first}",
        report.failures.len()
    );
    let median = report.median_sessions();
    assert!(median >= 30, "the median of {median} sessions for each seed is too low to prove much");
}

#[test]
fn no_violation_without_faults() {
    no_violation_in(Profile::Ideal);
}

#[test]
fn no_violation_if_messages_arrive_twice() {
    no_violation_in(Profile::Duplicates);
}

#[test]
fn no_violation_if_messages_are_lost() {
    no_violation_in(Profile::Loss);
}

#[test]
fn no_violation_if_components_do_not_answer() {
    no_violation_in(Profile::SilentComponents);
}

#[test]
fn no_violation_in_chaos() {
    no_violation_in(Profile::Chaos);
}
