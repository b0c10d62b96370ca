//! How things look: with colours, or without.

use petasos_watch::doctor::Severity;
use petasos_watch::overview::{Activity, Condition};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::BorderType;

/// How things look. Whatever a colour tells is told by a letter, a word or a frame too.
#[derive(Debug, Clone, Copy)]
pub(super) struct Theme {
    colours: bool,
}

impl Theme {
    /// With colours, or without.
    pub(super) fn new(colours: bool) -> Self {
        Self { colours }
    }

    /// What matters less.
    pub(super) const FAINT: Style = Style::new().add_modifier(Modifier::DIM);
    /// What matters more.
    pub(super) const STRONG: Style = Style::new().add_modifier(Modifier::BOLD).remove_modifier(Modifier::DIM);
    /// What was chosen.
    pub(super) const CHOSEN: Style = Style::new().add_modifier(Modifier::REVERSED);

    fn colour(self, colour: Color) -> Style {
        if self.colours { Style::new().fg(colour) } else { Style::new() }
    }

    /// As it should be.
    pub(super) fn good(self) -> Style {
        self.colour(Color::Green)
    }

    /// Worth a look.
    pub(super) fn odd(self) -> Style {
        self.colour(Color::Yellow)
    }

    /// Broken.
    pub(super) fn bad(self) -> Style {
        self.colour(Color::Red).add_modifier(Modifier::BOLD)
    }

    /// The frame of a pane, and its lines.
    pub(super) fn frame(self, is_chosen: bool) -> (BorderType, Style) {
        if is_chosen {
            (BorderType::Thick, self.colour(Color::Cyan))
        } else {
            (BorderType::Plain, Self::FAINT)
        }
    }

    /// A part of a site, as one letter.
    pub(super) fn condition(self, condition: Condition) -> Span<'static> {
        match condition {
            Condition::Well => Span::styled("●", self.good()),
            Condition::Working => Span::styled("◐", self.colour(Color::Cyan)),
            Condition::Late => Span::styled("!", self.odd()),
            Condition::Failed => Span::styled("✖", self.bad()),
            _ => Span::styled("·", Self::FAINT),
        }
    }

    /// What goes on at a site.
    pub(super) fn activity(self, activity: Activity) -> Style {
        match activity {
            Activity::Listening => self.colour(Color::Cyan).add_modifier(Modifier::BOLD),
            Activity::Thinking => self.colour(Color::Blue).add_modifier(Modifier::BOLD),
            Activity::Speaking => self.colour(Color::Magenta).add_modifier(Modifier::BOLD),
            Activity::Muted => self.odd(),
            _ => Self::FAINT,
        }
    }

    /// How bad something is.
    pub(super) fn severity(self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.bad(),
            Severity::Warning => self.odd(),
            _ => Self::FAINT,
        }
    }

    /// A style as the commands that print lines have it.
    pub(super) fn printed(self, style: anstyle::Style) -> Style {
        self.painted(&format!("{style}x")).spans.first().map(|span| span.style).unwrap_or_default()
    }

    /// A line as the commands print it: of its escapes for colours styles are made.
    pub(super) fn painted(self, printed: &str) -> Line<'static> {
        let mut style = Style::new();
        let mut spans = Vec::new();
        for (number, part) in printed.split("\u{1b}[").enumerate() {
            // Before the first escape stands only text.
            let escape = part.split_once('m').filter(|_| number > 0);
            let text = escape.map_or(part, |(codes, text)| {
                style = codes.split(';').fold(style, |style, code| self.altered(style, code));
                text
            });
            if !text.is_empty() {
                spans.push(Span::styled(text.to_owned(), style));
            }
        }
        Line::from(spans)
    }

    /// A style after a code of ECMA-48 (SGR), as far as our own commands write them.
    fn altered(self, style: Style, code: &str) -> Style {
        let foreground = match code {
            "" | "0" => return Style::new(),
            "1" => return style.add_modifier(Modifier::BOLD),
            "2" => return style.add_modifier(Modifier::DIM),
            "31" => Color::Red,
            "32" => Color::Green,
            "33" => Color::Yellow,
            "34" => Color::Blue,
            "35" => Color::Magenta,
            "36" => Color::Cyan,
            _ => return style,
        };
        style.patch(self.colour(foreground))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal_text::{BAD, FAINT};

    #[test]
    fn printed_lines_keep_their_styles() {
        let printed = format!("a {FAINT}b{FAINT:#} {BAD}c{BAD:#}");
        let styles = |colours| -> Vec<_> {
            let line = Theme::new(colours).painted(&printed);
            line.spans.iter().map(|span| (span.content.to_string(), span.style)).collect()
        };
        let part = |text: &str, style| (text.to_owned(), style);
        let (plain, red) = (Style::new(), Style::new().fg(Color::Red).bold());
        let expected = [part("a ", plain), part("b", Theme::FAINT), part(" ", plain), part("c", red)];
        assert_eq!(styles(true), expected);
        assert_eq!(styles(false)[3], part("c", plain.bold()));
    }
}
