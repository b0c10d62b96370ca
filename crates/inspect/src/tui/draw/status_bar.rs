//! The first and the last line: the source of the messages, and the keys.

use std::time::Duration;

use ratatui::Frame;
use ratatui::layout::{Alignment, Rect};
use ratatui::text::{Line, Span};

use crate::terminal_text::{counted, cut, on_one_line};
use crate::tui::Screen;
use crate::tui::theme::Theme;

/// The keys while nothing is being typed.
const KEYS: &str = "Tab pane  ↑↓ choose  Enter open  Esc back  / search  p pause  ? help  q quit";
/// The same in a recording.
const KEYS_OF_RECORDINGS: &str =
    "Tab pane  ↑↓ choose  Enter open  / search  , . < > time  p play  ? help  q quit";

pub(super) fn header(screen: &Screen, frame: &mut Frame<'_>, area: Rect) {
    let status = &screen.status;
    let mut spans = vec![Span::styled("petasos watch", Theme::STRONG)];
    spans.push(Span::raw(format!("  {}", on_one_line(&status.origin))));
    if let Some(dialect) = status.dialect {
        spans.push(Span::styled(format!("  {dialect}"), Theme::FAINT));
    }
    let sessions = screen.overview.tracker();
    let clock = clock(screen);
    if let Some(reason) = &status.away {
        let news = format!("  connection lost, trying again: {}", on_one_line(reason));
        let taken = spans.iter().map(Span::width).sum::<usize>() + clock.width();
        let news = cut(&news, usize::from(area.width).saturating_sub(taken));
        spans.push(Span::styled(news, screen.theme.bad()));
    } else {
        let sites = counted(sessions.sites().len() as u64, "site");
        spans.push(Span::raw(format!("  {sites}  {} live", sessions.open().len())));
        let rate = if status.is_file { String::new() } else { format!("  {}/s", status.rate.before) };
        spans.push(Span::styled(rate, Theme::FAINT));
    }
    frame.render_widget(Line::from(spans), area);
    frame.render_widget(clock.alignment(Alignment::Right), area);
}

/// The time that is shown.
fn clock(screen: &Screen) -> Line<'static> {
    let now = screen.overview.now();
    if screen.status.is_file {
        let state = if screen.paused { "" } else { "▶ " };
        return Line::from(format!(" {state}{} / {}", time(now), time(screen.status.last)));
    }
    if screen.paused {
        let waiting = format!(" PAUSED, {} waiting ", screen.held.len());
        return Line::from(Span::styled(waiting, Theme::CHOSEN));
    }
    Line::from(Span::styled(format!(" {}", time(now)), Theme::FAINT))
}

/// A time in minutes and seconds, and hours if there are any.
fn time(time: Duration) -> String {
    let (seconds, tenths) = (time.as_secs(), time.subsec_millis() / 100);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}.{tenths}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}.{tenths}"),
    }
}

pub(super) fn footer(screen: &Screen, frame: &mut Frame<'_>, area: Rect) {
    let view = &screen.view;
    let line = if view.typing {
        Line::from(vec![
            Span::styled(format!("/{}", on_one_line(&view.search)), Theme::STRONG),
            Span::raw("▏"),
        ])
    } else if !view.search.is_empty() {
        Line::styled(format!("matching {:?}; Esc shows all", view.search), screen.theme.odd())
    } else if let Some(site) = &view.site {
        Line::styled(format!("only {}; Esc shows all", on_one_line(site.as_str())), screen.theme.odd())
    } else if screen.status.is_file {
        Line::styled(KEYS_OF_RECORDINGS, Theme::FAINT)
    } else {
        Line::styled(KEYS, Theme::FAINT)
    };
    frame.render_widget(line, area);
}
