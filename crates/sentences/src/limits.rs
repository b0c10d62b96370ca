//! Limits on reading, compiling and searching.

use std::time::Duration;

/// How much is read, compiled and searched before it is an error: more than a home needs, but finite for an attacker.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// The nesting of brackets, rules and lists. Default 64.
    pub nesting: usize,
    /// Templates of all intents in total. Default 200,000.
    pub templates: usize,
    /// Characters per line: a template, a rule or a value of a list. Default 20,000.
    pub line: usize,
    /// Numbers per range. Default 100,000.
    pub numbers: usize,
    /// Values per slot list. Default 200,000.
    pub values: usize,
    /// Bytes per file or output of a slot program. Default 16 MiB.
    pub bytes: usize,
    /// Numbers of all different ranges and values of all slot lists in total. Default 1,000,000.
    pub all_values: usize,
    /// Runs of slot programs per file. Default 100.
    pub program_runs: usize,
    /// How long a slot program may run. Default 5 s.
    pub program_time: Duration,
    /// Reported problems per file; further ones are only counted. Default 100.
    pub problems: usize,
    /// States of a compiled grammar, of about 40 bytes each. Default 4,000,000.
    pub states: usize,
    /// Words per text to recognise. Default 250.
    pub words: usize,
    /// Steps of the search for one text, of about 10 ns and 20 bytes each. Default 2,000,000.
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
