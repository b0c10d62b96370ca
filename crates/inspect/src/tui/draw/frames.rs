//! Frames, lists, and text that fits into them.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph, Wrap};

use crate::terminal_text::{cut, padded};
use crate::tui::Screen;
use crate::tui::theme::Theme;
use crate::tui::view::Pane;

/// Draws the frame of a pane and returns the area within.
pub(super) fn framed(screen: &Screen, frame: &mut Frame<'_>, area: Rect, pane: Pane) -> Rect {
    let is_chosen = screen.view.focus == pane;
    let mut title = title(screen, pane, is_chosen);
    title.spans.insert(0, " ".into());
    title.spans.push(" ".into());
    block(screen, frame, area, title, is_chosen)
}

/// Draws the frame of the lower panes, of which one is shown, and returns the area within.
pub(super) fn tabs(screen: &Screen, frame: &mut Frame<'_>, area: Rect) -> Rect {
    let mut spans = vec![Span::raw(" ")];
    for pane in [Pane::Waterfall, Pane::Messages, Pane::Problems] {
        if spans.len() > 1 {
            spans.push(Span::styled(" | ", Theme::FAINT));
        }
        spans.extend(title(screen, pane, screen.view.lower == pane).spans);
    }
    spans.push(" ".into());
    let is_chosen = screen.view.focus == screen.view.lower;
    block(screen, frame, area, Line::from(spans), is_chosen)
}

/// The name of a pane, and how many problems there are.
fn title(screen: &Screen, pane: Pane, is_chosen: bool) -> Line<'static> {
    let style = if is_chosen { Theme::STRONG } else { Theme::FAINT };
    let mut line = Line::from(Span::styled(pane.title(), style));
    let count = screen.findings().len();
    if pane == Pane::Problems && count > 0 {
        line.push_span(Span::styled(format!(" {count}"), screen.theme.bad()));
    }
    line
}

fn block(screen: &Screen, frame: &mut Frame<'_>, area: Rect, title: Line<'static>, is_chosen: bool) -> Rect {
    let (lines, style) = screen.theme.frame(is_chosen);
    let block = Block::bordered().border_type(lines).border_style(style).title(title);
    let within = block.inner(area);
    frame.render_widget(block, area);
    within
}

/// Explains why nothing is listed.
pub(super) fn nothing(frame: &mut Frame<'_>, area: Rect, why: &str) {
    frame.render_widget(Paragraph::new(why).style(Theme::FAINT).wrap(Wrap { trim: true }), area);
}

/// Draws the lines around the selected one, which is in the middle if possible.
pub(super) fn list<'a>(
    frame: &mut Frame<'_>,
    area: Rect,
    count: usize,
    chosen: Option<usize>,
    line: impl Fn(usize) -> Line<'a>,
) {
    let rows = usize::from(area.height);
    let middle = chosen.unwrap_or_default().saturating_sub(rows / 2);
    let first = middle.min(count.saturating_sub(rows));
    for (row, number) in area.rows().zip(first..count) {
        frame.render_widget(line(number), row);
        if chosen == Some(number) {
            frame.buffer_mut().set_style(row, Theme::CHOSEN);
        }
    }
}

/// The area without its first rows.
pub(super) fn below(area: Rect, rows: u16) -> Rect {
    let rows = rows.min(area.height);
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// Draws a line in the first row.
pub(super) fn first_row(frame: &mut Frame<'_>, area: Rect, line: Line<'_>) {
    if let Some(row) = area.rows().next() {
        frame.render_widget(line, row);
    }
}

/// A text in exactly this many columns, followed by a blank.
pub(super) fn cell<'a>(text: &str, columns: usize, style: Style) -> [Span<'a>; 2] {
    [Span::styled(fit(text, columns), style), Span::raw(" ")]
}

/// A text in exactly this many columns: cut, or padded with blanks.
fn fit(text: &str, columns: usize) -> String {
    padded(&cut(text, columns), columns)
}

/// The middle of an area, with at most this many columns and rows.
pub(super) fn middle(area: Rect, columns: u16, rows: u16) -> Rect {
    let (width, height) = (columns.min(area.width), rows.min(area.height));
    let corner = Position::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2);
    Rect { x: corner.x, y: corner.y, width, height }
}

/// Wraps a line, at blanks if there are any. Letters keep their styles.
pub(super) fn wrap(line: &Line<'_>, columns: usize) -> Vec<Line<'static>> {
    let styled = line.spans.iter().flat_map(|span| {
        let style = line.style.patch(span.style);
        span.content.chars().map(move |letter| (letter, style))
    });
    let mut rows = Vec::new();
    let mut row: Vec<(char, Style)> = Vec::new();
    let mut width = 0;
    for (letter, style) in styled {
        let columns_of_letter = columns_of(letter);
        if width + columns_of_letter > columns && !row.is_empty() {
            let rest = rest_of(&mut row);
            rows.push(spans(&row));
            width = rest.iter().map(|(letter, _)| columns_of(*letter)).sum();
            row = rest;
        }
        row.push((letter, style));
        width += columns_of_letter;
    }
    rows.push(spans(&row));
    rows
}

/// Splits off the text after the last blank of a row, unless that is more than half of it.
fn rest_of(row: &mut Vec<(char, Style)>) -> Vec<(char, Style)> {
    let blank = row.iter().rposition(|(letter, _)| *letter == ' ').filter(|place| *place >= row.len() / 2);
    blank.map(|place| row.split_off(place + 1)).unwrap_or_default()
}

fn columns_of(letter: char) -> usize {
    Span::raw(letter.to_string()).width()
}

fn spans(row: &[(char, Style)]) -> Line<'static> {
    let runs = row.chunk_by(|(_, one), (_, other)| one == other);
    let span = |run: &[(char, Style)]| {
        let style = run.first().map(|(_, style)| *style).unwrap_or_default();
        Span::styled(run.iter().map(|(letter, _)| *letter).collect::<String>(), style)
    };
    Line::from(runs.map(span).collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, columns: usize) -> Vec<String> {
        wrap(&Line::raw(text.to_owned()), columns).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn lines_break_at_blanks_where_there_are_any() {
        assert_eq!(wrapped("", 5), [""]);
        assert_eq!(wrapped("abcde", 5), ["abcde"]);
        assert_eq!(wrapped("abcd efg hi", 6), ["abcd ", "efg hi"]);
        assert_eq!(wrapped("a bcdefgh", 5), ["a bcd", "efgh"], "a blank far back does not count");
        assert_eq!(wrapped("abcdefghijk", 5), ["abcde", "fghij", "k"]);
        assert_eq!(wrapped("台所の明かり", 5), ["台所", "の明", "かり"]);
    }

    #[test]
    fn letters_keep_their_styles() {
        let line = Line::from(vec![Span::raw("ab"), Span::styled("cd", Style::new().bold())]);
        let rows = wrap(&line, 3);
        assert_eq!(rows[0].spans[1], Span::styled("c", Style::new().bold()));
        assert_eq!(rows[1].spans, [Span::styled("d", Style::new().bold())]);
    }

    #[test]
    fn texts_fit_their_columns() {
        for (text, fitting) in [("", "     "), ("abc", "abc  "), ("abcde", "abcde"), ("abcdef", "abcd…")] {
            assert_eq!(fit(text, 5), fitting);
        }
        assert_eq!(fit("台所の明かり", 6), "台所… ");
    }
}
