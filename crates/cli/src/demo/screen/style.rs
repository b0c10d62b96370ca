//! The few styles of the screen.

use anstyle::{AnsiColor, Style};

/// What matters less.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What matters more.
pub(crate) const BOLD: Style = Style::new().bold();
/// What the house says.
pub(crate) const HOUSE: Style = AnsiColor::Cyan.on_default();
/// What a person says.
pub(crate) const PERSON: Style = AnsiColor::Green.on_default();
/// What went wrong.
pub(crate) const TROUBLE: Style = AnsiColor::Yellow.on_default();

/// A text in a style. Where there is no colour, the style is stripped on its way out.
pub(crate) fn painted(style: Style, text: &str) -> String {
    let text = clean(text);
    if text.is_empty() { text } else { format!("{style}{text}{style:#}") }
}

/// A text without control characters: what comes over the network must not steer the terminal.
pub(crate) fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
