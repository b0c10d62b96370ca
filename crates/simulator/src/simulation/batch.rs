//! Many houses at once, on all cores.

use std::collections::BTreeMap;
use std::fmt;
use std::num::NonZero;
use std::ops::Range;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use petasos_messages::Dialect;

use crate::{House, Outcome, Profile, Violation};

/// Which houses to run.
#[derive(Debug, Clone)]
pub struct Fleet {
    /// Their seeds.
    pub seeds: Range<u64>,
    /// What goes wrong in them.
    pub profile: Profile,
    /// Their dialect; `None`: drawn from the seed.
    pub dialect: Option<Dialect>,
}

/// What came of many seeds.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// The seeds that failed, and the first violation of each, in order.
    pub failures: Vec<(u64, Violation)>,
    /// How many sessions each seed had, in order of size.
    sessions: Vec<u32>,
}

impl Report {
    /// How many sessions half of the seeds had at least.
    pub fn median_sessions(&self) -> u32 {
        self.sessions.get(self.sessions.len() / 2).copied().unwrap_or_default()
    }

    /// The failures by invariant: how many seeds, the first of them, and what was wrong there.
    pub fn kinds(&self) -> Vec<(usize, u64, &Violation)> {
        let mut kinds: BTreeMap<&str, (usize, u64, &Violation)> = BTreeMap::new();
        for (seed, violation) in &self.failures {
            kinds.entry(violation.invariant).or_insert((0, *seed, violation)).0 += 1;
        }
        kinds.into_values().collect()
    }
}

/// Seeds are handed out in portions of this many.
const PORTION: u64 = 16;

/// Runs many houses on all cores.
pub fn run_many(fleet: &Fleet) -> Report {
    let next = AtomicU64::new(fleet.seeds.start);
    let report = Mutex::new(Report::default());
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let first = next.fetch_add(PORTION, Ordering::Relaxed);
                    let last = first.saturating_add(PORTION).min(fleet.seeds.end);
                    if first >= last {
                        break;
                    }
                    let outcomes: Vec<_> = (first..last).map(|seed| (seed, fleet.run(seed))).collect();
                    let mut report = report.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                    for (seed, outcome) in outcomes {
                        report.sessions.push(outcome.sessions);
                        report
                            .failures
                            .extend(outcome.violations.into_iter().next().map(|first| (seed, first)));
                    }
                }
            });
        }
    });
    let mut report = report.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    report.sessions.sort_unstable();
    report.failures.sort_by_key(|(seed, _)| *seed);
    report
}

impl Fleet {
    fn run(&self, seed: u64) -> Outcome {
        House::new(seed, self.profile, self.dialect).run()
    }

    /// The one command that repeats a seed.
    pub fn command(&self, seed: u64) -> String {
        let dialect = self.dialect.map(|dialect| format!(" --dialect {dialect}")).unwrap_or_default();
        format!("cargo run -p petasos-simulator -- --seed {seed} --profile {}{dialect} --trace", self.profile)
    }

    /// What a person needs to know about a seed that failed: the command, the violation, and what led to it.
    pub fn explain(&self, seed: u64) -> String {
        let outcome = House::new(seed, self.profile, self.dialect).recorded().run();
        format!("{}\n{}", self.command(seed), Explanation(&outcome))
    }
}

/// So many entries before the first violation are shown.
const BEFORE: usize = 40;

/// The first violation of an outcome, and what led to it.
struct Explanation<'a>(&'a Outcome);

impl fmt::Display for Explanation<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(violation) = self.0.violations.first() else {
            return formatter.write_str("nothing is wrong");
        };
        let until = self.0.trace.partition_point(|entry| entry.time <= violation.time);
        let from = until.saturating_sub(BEFORE);
        for entry in self.0.trace.get(from..until).unwrap_or_default() {
            writeln!(formatter, "{entry}")?;
        }
        write!(formatter, "{violation}")
    }
}
