//! Bounds on what is read, compiled and searched.

use std::time::Duration;

/// How much is read, compiled and searched before it is refused with an error: generous for a home, finite for an attacker.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Brackets, rules and lists within each other. Default 64.
    pub nesting: usize,
    /// Templates of all intents together. Default 200,000.
    pub templates: usize,
    /// Characters of one line, whether a template, a rule or a value of a list. Default 20,000.
    pub line: usize,
    /// Numbers of one range. Default 100,000.
    pub numbers: usize,
    /// Values of one slot list. Default 200,000.
    pub values: usize,
    /// Bytes of one file or of what one slot program prints. Default 16 MiB.
    pub bytes: usize,
    /// Numbers of all different ranges and values of all slot lists together. Default 1,000,000.
    pub all_values: usize,
    /// Runs of slot programs in reading one file. Default 100.
    pub program_runs: usize,
    /// How long a slot program may run. Default 5 s.
    pub program_time: Duration,
    /// Problems of a file that are reported; more are only counted. Default 100.
    pub problems: usize,
    /// States of a compiled grammar, each of some 40 bytes. Default 4,000,000.
    pub states: usize,
    /// Words of a text to recognise. Default 250.
    pub words: usize,
    /// Steps of the search for one text, each of some 10 ns and 20 bytes. Default 2,000,000.
    pub steps: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            nesting: 64,
            templates: 200_000,
            line: 20_000,
            numbers: 100_000,
            values: 200_000,
            bytes: 16 << 20,
            all_values: 1_000_000,
            program_runs: 100,
            program_time: Duration::from_secs(5),
            problems: 100,
            states: 4_000_000,
            words: 250,
            steps: 2_000_000,
        }
    }
}
