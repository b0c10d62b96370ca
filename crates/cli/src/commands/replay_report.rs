//! The report of `petasos replay`.

use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;

use anstyle::Style;
use anyhow::Result;
use petasos_inspect::terminal_text::{BAD, FAINT, GOOD, ODD, STRONG, plain};
use petasos_recording::replay::{Comparison, What};
use serde_json::{Value, json};

use crate::command_output::{NO_ANSWER, Output};

/// Prints each file's result, and the totals at the end.
pub(super) struct Report {
    output: Output,
    quiet: bool,
    json: bool,
    same: usize,
    different: usize,
    blessed: usize,
    failed: usize,
    /// Files that got no answer at all.
    unanswered: usize,
}

impl Report {
    pub(super) fn new(json: bool, quiet: bool) -> Self {
        Self {
            output: Output::new(json),
            quiet,
            json,
            same: 0,
            different: 0,
            blessed: 0,
            failed: 0,
            unanswered: 0,
        }
    }

    pub(super) fn compared(&mut self, file: &Path, comparison: &Comparison) -> Result<()> {
        let same = comparison.is_same();
        *(if same { &mut self.same } else { &mut self.different }) += 1;
        if is_unanswered(comparison) {
            self.unanswered += 1;
        }
        if self.json {
            return self.output.line("", &as_json(file, comparison));
        }
        match (self.quiet, same) {
            (true, true) => Ok(()),
            (true, false) => self.line(&name(file)),
            (false, _) => self.line(&format!("{}: {}", name(file), coloured(comparison))),
        }
    }

    pub(super) fn blessed(&mut self, file: &Path, comparison: &Comparison) -> Result<()> {
        if comparison.is_same() {
            return self.compared(file, comparison);
        }
        self.blessed += 1;
        if self.quiet {
            return self.line(&name(file));
        }
        self.line(&format!("{}: updated; before: {}", name(file), coloured(comparison)))
    }

    pub(super) fn failed(&mut self, file: &Path, error: &anyhow::Error) -> Result<()> {
        self.failed += 1;
        if self.json {
            let error = format!("{error:#}");
            return self.output.line("", &json!({"event": "failed", "file": file, "message": error}));
        }
        anstream::eprintln!("petasos: {}: {}", name(file), plain(&format!("{error:#}")));
        Ok(())
    }

    /// Prints the totals, and returns the exit code.
    pub(super) fn finish(self) -> Result<ExitCode> {
        let Self { same, different, blessed, failed, unanswered, .. } = self;
        let files = same + different + blessed + failed;
        if files > 1 && !self.quiet && !self.json {
            let mut sum = format!("{STRONG}{files} files{STRONG:#}: {same} the same");
            for (count, what) in [(different, "different"), (blessed, "updated"), (failed, "failed")] {
                if count > 0 {
                    write!(sum, ", {count} {what}")?;
                }
            }
            self.line(&sum)?;
        }
        Ok(match (different, failed) {
            (0, 0) => ExitCode::SUCCESS,
            (different, 0) if different == unanswered => ExitCode::from(NO_ANSWER),
            _ => ExitCode::FAILURE,
        })
    }

    fn line(&self, text: &str) -> Result<()> {
        self.output.line(text, &Value::Null)
    }
}

/// Whether none of the expected messages came, nor any other.
fn is_unanswered(comparison: &Comparison) -> bool {
    let Comparison { compared, differences, .. } = comparison;
    *compared > 0
        && differences.len() == *compared
        && differences.iter().all(|difference| difference.what == What::Missing)
}

fn as_json(file: &Path, comparison: &Comparison) -> Value {
    let mut line = json!({"event": "replayed", "file": file, "same": comparison.is_same()});
    if let (Value::Object(line), Ok(Value::Object(fields))) = (&mut line, serde_json::to_value(comparison)) {
        line.extend(fields);
    }
    line
}

fn name(file: &Path) -> String {
    plain(&file.display().to_string())
}

/// The comparison in colour, with control characters escaped. The third character of a line is its sign.
fn coloured(comparison: &Comparison) -> String {
    let text = comparison.to_string();
    let lines = text.lines().enumerate().map(|(number, line)| {
        let style = match (number, line.chars().nth(2)) {
            (0, _) if comparison.is_same() => GOOD,
            (0, _) | (_, Some('-')) => BAD,
            (_, Some('+')) => GOOD,
            (_, Some('~' | '!')) => ODD,
            (_, Some('>')) => Style::new(),
            _ => FAINT,
        };
        format!("{style}{}{style:#}", plain(line))
    });
    lines.collect::<Vec<_>>().join("\n")
}
