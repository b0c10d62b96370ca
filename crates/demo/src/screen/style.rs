//! The few styles of the screen.

use anstyle::{AnsiColor, Style};
use petasos_inspect::terminal_text::on_one_line;

/// What matters less.
pub(crate) const DIM: Style = Style::new().dimmed();
/// What matters more.
pub(crate) const BOLD: Style = Style::new().bold();
/// What the assistant says.
pub(crate) const ASSISTANT: Style = AnsiColor::Cyan.on_default();
/// What the user says.
pub(crate) const USER: Style = AnsiColor::Green.on_default();
/// What went wrong.
pub(crate) const TROUBLE: Style = AnsiColor::Yellow.on_default();

/// A text in a style. Where there is no colour, the style is stripped on its way out.
pub(crate) fn painted(style: Style, text: &str) -> String {
    let text = on_one_line(text);
    if text.is_empty() { text } else { format!("{style}{text}{style:#}") }
}
