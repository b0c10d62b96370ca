//! Text for a terminal: styles, text from outside made harmless, widths in columns.

use anstyle::{AnsiColor, Style};
use unicode_width::UnicodeWidthStr;

/// For the words that matter in a line: an intent, a name.
pub const STRONG: Style = Style::new().bold();
/// For what only guides the eye.
pub const FAINT: Style = Style::new().dimmed();
/// For success.
pub const GOOD: Style = AnsiColor::Green.on_default();
/// For warnings.
pub const ODD: Style = AnsiColor::Yellow.on_default();
/// For errors.
pub const BAD: Style = AnsiColor::Red.on_default().bold();

/// Escapes everything in a text from outside that could control the terminal: control characters and the marks that reverse the
/// direction of writing.
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

/// As [`plain`], on one line.
pub fn on_one_line(text: &str) -> String {
    let line = text.chars().map(|letter| if letter.is_whitespace() { ' ' } else { letter });
    plain(&line.collect::<String>())
}

/// The width of a text in terminal columns: emoji and many East Asian letters take two.
pub fn columns(text: &str) -> usize {
    text.width()
}

/// Shortens a text to at most this many columns; the last one is an ellipsis if something was left out.
pub fn cut(text: &str, most: usize) -> String {
    // No letter takes more columns than bytes.
    if text.len() <= most || columns(text) <= most {
        return text.to_owned();
    }
    // Measures letter by letter, so that a text of megabytes costs no more than what is shown.
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

/// Pads a text with blanks to this many columns.
pub fn padded(text: &str, columns: usize) -> String {
    let blanks = columns.saturating_sub(self::columns(text));
    format!("{text}{:blanks$}", "")
}

/// A count with its noun: `1 message`, `2 messages`.
pub fn counted(count: u64, what: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {what}{ending}")
}

/// Formats rows as a table; each column is as wide as its widest cell.
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
