//! Where the time of a session went.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::pane::nothing;
use super::sessions::outcome;
use crate::output::on_one_line;
use crate::watch::screen::Screen;
use crate::watch::screen::theme::Theme;
use crate::watch::{line, waterfall};

pub(super) fn render(screen: &Screen, frame: &mut Frame<'_>, area: Rect) {
    let Some(session) = screen.session() else {
        nothing(frame, area, "Here a session is shown step by step, as soon as there is one.");
        return;
    };
    let (outcome, style) = outcome(screen, session);
    let length = session.length(screen.house.now()).as_secs_f64();
    let mut lines = vec![
        Line::from(vec![
            Span::styled(on_one_line(session.id.as_str()), Theme::STRONG),
            Span::raw("  "),
            Span::styled(outcome, style),
            Span::raw(format!("  {length:.2} s")),
        ]),
        Line::raw(line::story(session)),
    ];
    let width = usize::from(area.width);
    let now = screen.house.now();
    let printed = waterfall::lines(session, now, Some(width)).into_iter().chain(waterfall::problems(session));
    lines.extend(printed.map(|line| screen.theme.painted(&line)));
    let shown = lines.into_iter().skip(screen.view.scrolled);
    for (row, line) in area.rows().zip(shown) {
        frame.render_widget(line, row);
    }
}
