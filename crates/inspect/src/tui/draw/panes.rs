//! The messages, a line each.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::pane::{list, nothing};
use crate::output::plain;
use crate::payload;
use crate::watch::screen::Screen;
use crate::watch::screen::messages::Kept;
use crate::watch::screen::theme::Theme;
use crate::watch::screen::view::Pane;

pub(super) fn render(screen: &Screen, frame: &mut Frame<'_>, area: Rect) {
    let messages = screen.messages();
    if messages.is_empty() {
        nothing(frame, area, "No message yet. What microphones hear is not listed.");
        return;
    }
    let number = screen.message().map(|message| message.number);
    let looked_at = messages.iter().position(|message| Some(message.number) == number);
    // Elsewhere nothing needs to be chosen to see the newest.
    let is_chosen = screen.view.focus == Pane::Messages || screen.view.message.is_some();
    let chosen = looked_at.filter(|_| is_chosen);
    let first = if is_chosen { 0 } else { messages.len().saturating_sub(usize::from(area.height)) };
    list(frame, area, messages.len() - first, chosen, |row| {
        messages.get(first + row).map(|kept| line(screen, kept, area.width)).unwrap_or_default()
    });
}

fn line(screen: &Screen, kept: &Kept, width: u16) -> Line<'static> {
    let time = kept.wall.to_zoned(screen.zone.clone()).strftime("%H:%M:%S%.3f").to_string();
    let topic = plain(&kept.topic);
    let style = screen.theme.printed(payload::colour(&kept.topic));
    let retained = if kept.retain { " (kept)" } else { "" };
    let payload = kept.payload().in_a_line().chars().take(usize::from(width)).collect::<String>();
    Line::from(vec![
        Span::styled(time, Theme::FAINT),
        Span::raw(" "),
        Span::styled(topic, style),
        Span::styled(retained, Theme::FAINT),
        Span::raw(format!(" {payload}")),
    ])
}
