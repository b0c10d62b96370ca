//! Styles, with or without colours.

use petasos_watch::doctor::Severity;
use petasos_watch::overview::{Activity, Condition};
use ratatui::style::{Color, Modifier, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::BorderType;

/// The styles. Colours never carry information that letters, words or frames do not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Theme {
    colours: bool,
}

impl Theme {
    pub(super) fn new(colours: bool) -> Self {
        Self { colours }
    }

    /// Less important text.
    pub(super) const FAINT: Style = Style::new().add_modifier(Modifier::DIM);
    /// More important text.
    pub(super) const STRONG: Style = Style::new().add_modifier(Modifier::BOLD).remove_modifier(Modifier::DIM);
    /// The selected line.
    pub(super) const CHOSEN: Style = Style::new().add_modifier(Modifier::REVERSED);

    fn colour(self, colour: Color) -> Style {
        if self.colours { Style::new().fg(colour) } else { Style::new() }
    }

    pub(super) fn good(self) -> Style {
        self.colour(Color::Green)
    }

    pub(super) fn odd(self) -> Style {
        self.colour(Color::Yellow)
    }

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

    /// The condition of a component, as one letter.
    pub(super) fn condition(self, condition: Condition) -> Span<'static> {
        match condition {
            Condition::Well => Span::styled("●", self.good()),
            Condition::Working => Span::styled("◐", self.colour(Color::Cyan)),
            Condition::Late => Span::styled("!", self.odd()),
            Condition::Failed => Span::styled("✖", self.bad()),
            _ => Span::styled("·", Self::FAINT),
        }
    }

    pub(super) fn activity(self, activity: Activity) -> Style {
        match activity {
            Activity::Listening => self.colour(Color::Cyan).add_modifier(Modifier::BOLD),
            Activity::Thinking => self.colour(Color::Blue).add_modifier(Modifier::BOLD),
            Activity::Speaking => self.colour(Color::Magenta).add_modifier(Modifier::BOLD),
            Activity::Muted => self.odd(),
            _ => Self::FAINT,
        }
    }

    pub(super) fn severity(self, severity: Severity) -> Style {
        match severity {
            Severity::Error => self.bad(),
            Severity::Warning => self.odd(),
            _ => Self::FAINT,
        }
    }

    /// The equivalent of a style of printed lines.
    pub(super) fn printed(self, style: anstyle::Style) -> Style {
        self.painted(&format!("{style}x")).spans.first().map(|span| span.style).unwrap_or_default()
    }

    /// A printed line, with its escape sequences turned into styles.
    pub(super) fn painted(self, printed: &str) -> Line<'static> {
        let mut style = Style::new();
        let mut spans = Vec::new();
        for (number, piece) in printed.split("\u{1b}[").enumerate() {
            // There is no escape before the first piece.
            let escape = piece.split_once('m').filter(|_| number > 0);
            let text = escape.map_or(piece, |(codes, text)| {
                style = codes.split(';').fold(style, |style, code| self.altered(style, code));
                text
            });
            if !text.is_empty() {
                spans.push(Span::styled(text.to_owned(), style));
            }
        }
        Line::from(spans)
    }

    /// Applies a code of ECMA-48 (SGR) to a style. Only those that printed lines use are known.
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
