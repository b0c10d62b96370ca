//! Frames, and lists within them.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph, Wrap};

use crate::output::{cut, padded};
use crate::watch::screen::Screen;
use crate::watch::screen::theme::Theme;
use crate::watch::screen::view::Pane;

/// Draws the frame of a pane. Returns what is within.
pub(super) fn framed(screen: &Screen, frame: &mut Frame<'_>, area: Rect, pane: Pane) -> Rect {
    let is_chosen = screen.view.focus == pane;
    let mut title = title(screen, pane, is_chosen);
    title.spans.insert(0, " ".into());
    title.spans.push(" ".into());
    block(screen, frame, area, title, is_chosen)
}

/// Draws the frame of the lower panes, of which one is shown. Returns what is within.
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

/// Says why nothing is listed.
pub(super) fn nothing(frame: &mut Frame<'_>, area: Rect, why: &str) {
    frame.render_widget(Paragraph::new(why).style(Theme::FAINT).wrap(Wrap { trim: true }), area);
}

/// Draws lines, so many of them that the chosen one is among them, with as much above as below.
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

/// The lower rows, without the first so many.
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

/// A text in exactly so many columns, and a blank after it.
pub(super) fn cell<'a>(text: &str, columns: usize, style: Style) -> [Span<'a>; 2] {
    [Span::styled(fit(text, columns), style), Span::raw(" ")]
}

/// A text in exactly so many columns: cut, or with blanks after it.
fn fit(text: &str, columns: usize) -> String {
    padded(&cut(text, columns), columns)
}

/// The middle of an area, so many columns and rows large at most.
pub(super) fn middle(area: Rect, columns: u16, rows: u16) -> Rect {
    let (width, height) = (columns.min(area.width), rows.min(area.height));
    let corner = Position::new(area.x + (area.width - width) / 2, area.y + (area.height - height) / 2);
    Rect { x: corner.x, y: corner.y, width, height }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_fit_their_columns() {
        for (text, fitting) in [("", "     "), ("abc", "abc  "), ("abcde", "abcde"), ("abcdef", "abcd…")] {
            assert_eq!(fit(text, 5), fitting);
        }
        assert_eq!(fit("台所の明かり", 6), "台所… ");
    }
}
