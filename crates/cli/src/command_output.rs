//! The output of commands: text for people, or one JSON object per line for programs.

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use serde_json::{Value, json};

/// Exit code for a usage error.
pub(crate) const WRONG_USE: u8 = 2;
/// Exit code if no answer came, or the words were not understood.
pub(crate) const NO_ANSWER: u8 = 3;

/// Standard output. Colours are omitted if the terminal cannot show them.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Output {
    json: bool,
}

impl Output {
    /// Prints JSON for programs, or text for people.
    pub(crate) fn new(json: bool) -> Self {
        Self { json }
    }

    /// Prints one event.
    pub(crate) fn line(self, human: impl Display, json: &Value) -> Result<()> {
        let mut out = anstream::stdout().lock();
        if self.json {
            writeln!(out, "{json}")?;
        } else {
            writeln!(out, "{human}")?;
        }
        Ok(out.flush()?)
    }

    /// Reports that there was no answer, and what to do about it.
    pub(crate) fn no_answer(self, why: impl Display) -> Result<ExitCode> {
        self.bad_news("noAnswer", why)?;
        Ok(ExitCode::from(NO_ANSWER))
    }

    /// Reports a failure.
    pub(crate) fn failed(self, why: impl Display) -> Result<ExitCode> {
        self.bad_news("failed", why)?;
        Ok(ExitCode::FAILURE)
    }

    /// Reports flags that cannot be combined.
    pub(crate) fn wrong_use(self, why: impl Display) -> Result<ExitCode> {
        self.bad_news("wrongUse", why)?;
        Ok(ExitCode::from(WRONG_USE))
    }

    fn bad_news(self, event: &str, why: impl Display) -> Result<()> {
        if self.json {
            return self.line("", &json!({"event": event, "message": why.to_string()}));
        }
        anstream::eprintln!("petasos: {why}");
        Ok(())
    }
}

/// Reports on standard error what is missing in a recording.
pub(crate) fn print_damage(damage: &[String]) {
    for line in damage {
        anstream::eprintln!("petasos: {line}");
    }
}

/// An error with its causes. Many errors already contain their cause, which is then not repeated.
pub(crate) fn with_causes(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text.push_str(": ");
            text.push_str(&cause);
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        use petasos_recording::Recording;
        let error = Recording::open(std::path::Path::new("/nowhere/x.jsonl")).unwrap_err();
        let error = anyhow::Error::from(error).context("cannot read x.jsonl");
        let text = with_causes(&error);
        assert!(text.starts_with("cannot read x.jsonl: cannot open the session file: "), "{text}");
        assert_eq!(text.matches("os error").count(), 1, "{text}");
    }
}
