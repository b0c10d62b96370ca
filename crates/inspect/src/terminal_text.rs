//! What the commands print: a line for people, or a JSON object a line for programs.

use std::fmt::Display;
use std::io::Write;
use std::process::ExitCode;

use anstyle::{AnsiColor, Style};
use anyhow::Result;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr;

/// The command was used wrongly.
pub const WRONG_USE: u8 = 2;
/// No answer came, or nobody understood.
pub const NO_ANSWER: u8 = 3;

/// What matters in a line: an intent, a name.
pub const STRONG: Style = Style::new().bold();
/// What only helps to find one's way.
pub const FAINT: Style = Style::new().dimmed();
/// As it should be.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// Worth a look.
pub const ODD: Style = AnsiColor::Yellow.on_default();
/// Broken.
pub const BAD: Style = AnsiColor::Red.on_default().bold();

/// Where a command prints to. Colours are left out where nobody sees them.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    json: bool,
}

impl Output {
    /// For programs or for people.
    pub fn new(json: bool) -> Self {
        Self { json }
    }

    /// One thing that happened.
    pub fn line(self, human: impl Display, json: &Value) -> Result<()> {
        let mut out = anstream::stdout().lock();
        if self.json {
            writeln!(out, "{json}")?;
        } else {
            writeln!(out, "{human}")?;
        }
        Ok(out.flush()?)
    }

    /// What nobody answered, or understood, and what to do about it.
    pub fn no_answer(self, why: impl Display) -> Result<ExitCode> {
        self.bad_news("noAnswer", why)?;
        Ok(ExitCode::from(NO_ANSWER))
    }

    /// What did not work.
    pub fn failed(self, why: impl Display) -> Result<ExitCode> {
        self.bad_news("failed", why)?;
        Ok(ExitCode::FAILURE)
    }

    /// What does not go together in what was asked for.
    pub fn wrong_use(self, why: impl Display) -> Result<ExitCode> {
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

/// What did not work, and why. Many errors tell their cause themselves: nothing is told twice.
pub fn with_causes(error: &anyhow::Error) -> String {
    let mut told = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !told.contains(&cause) {
            told.push_str(": ");
            told.push_str(&cause);
        }
    }
    told
}

/// A text from outside, fit for a terminal: what could steer it is written as an escape.
pub fn plain(text: &str) -> String {
    let visible = |letter: char| match letter {
        '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            letter.escape_unicode().to_string()
        }
        letter if letter.is_control() => letter.escape_default().to_string(),
        letter => letter.to_string(),
    };
    text.chars().map(visible).collect()
}

/// A text from outside on one line, fit for a terminal.
pub fn on_one_line(text: &str) -> String {
    let line = text.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter });
    plain(&line.collect::<String>())
}

/// How many columns of a terminal a text takes: many letters of East Asia, and emoji, take two.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// A text in so many columns at most, the last of which is an ellipsis if something was left out.
pub fn cut(text: &str, most: usize) -> String {
    // A letter takes no more columns than bytes.
    if text.len() <= most || columns(text) <= most {
        return text.to_owned();
    }
    // Of a long text only the beginning is measured, letter by letter.
    let mut width = 0;
    let fits = |letter: &char| {
        width += columns(letter.encode_utf8(&mut [0; 4]));
        width < most
    };
    let mut short: String = text.chars().take_while(fits).collect();
    if most > 0 {
        short.push('…');
    }
    short
}

/// A text with blanks after it, so that it takes so many columns.
pub fn padded(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(self::columns(text));
    format!("{text}{:blanks$}", "")
}

/// How many of something: `1 message`, `2 messages`.
pub fn counted(count: u64, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

/// Rows under each other, each column as wide as its widest cell.
pub fn table(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = |column: usize| {
        rows.iter().filter_map(|row| row.get(column)).map(|cell| columns(cell)).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let line = |row: &Vec<String>| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| padded(cell, *width));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    rows.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_steer_a_terminal_is_written_as_an_escape() {
        assert_eq!(plain("a\u{1b}[2Jb\u{9b}c\nd"), "a\\u{1b}[2Jb\\u{9b}c\\nd");
        assert_eq!(plain("\u{202e}gnissap"), "\\u{202e}gnissap");
        assert_eq!(plain("Küche 🌞"), "Küche 🌞");
    }

    #[test]
    fn a_cause_is_told_once() {
        use petasos_recording::Recording;
        let error = Recording::open(std::path::Path::new("/nowhere/x.jsonl")).unwrap_err();
        let error = anyhow::Error::from(error).context("cannot read x.jsonl");
        let told = with_causes(&error);
        assert!(told.starts_with("cannot read x.jsonl: cannot open the session file: "), "{told}");
        assert_eq!(told.matches("os error").count(), 1, "{told}");
    }

    #[test]
    fn texts_are_cut_by_the_columns_they_take() {
        for (text, most, fitting) in [
            ("abc", 3, "abc"),
            ("abcd", 3, "ab…"),
            ("abcd", 1, "…"),
            ("abcd", 0, ""),
            ("台所の明かり", 12, "台所の明かり"),
            ("台所の明かり", 11, "台所の明か…"),
            ("台所の明かり", 10, "台所の明…"),
            ("🌞🌞", 3, "🌞…"),
            ("Küche", 5, "Küche"),
        ] {
            assert_eq!(cut(text, most), fitting, "{text} in {most}");
        }
        assert_eq!(padded("台所", 6), "台所  ");
    }

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let row = |cells: &[&str]| cells.iter().map(ToString::to_string).collect::<Vec<_>>();
        let rows = [row(&["site", "state"]), row(&["Küche", "at rest"]), row(&["a"])];
        assert_eq!(table(&rows), "site   state\nKüche  at rest\na");
        let rows = [row(&["台所の明かり", "on"]), row(&["hall", "off"])];
        assert_eq!(table(&rows), "台所の明かり  on\nhall          off");
    }
}
