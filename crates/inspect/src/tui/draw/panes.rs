//! The lower panes: the waterfall of a session, messages, findings.

use petasos_watch::doctor::Finding;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::frames::{list, nothing};
use super::session_list::outcome;
use crate::terminal_text::{on_one_line, plain};
use crate::tui::Screen;
use crate::tui::message_log::Kept;
use crate::tui::theme::Theme;
use crate::tui::view::Pane;
use crate::watch::session_line::topic_colour;
use crate::watch::{session_line, waterfall};

/// The steps of a session and how long they took.
pub(super) fn waterfall(screen: &Screen, frame: &mut Frame<'_>, area: Rect) {
    let Some(session) = screen.session() else {
        nothing(frame, area, "The steps of a session will appear here.");
        return;
    };
    let (outcome, style) = outcome(screen, session);
    let length = session.length(screen.overview.now()).as_secs_f64();
    let mut lines = vec![
        Line::from(vec![
            Span::styled(on_one_line(session.id.as_str()), Theme::STRONG),
            Span::raw("  "),
            Span::styled(outcome, style),
            Span::raw(format!("  {length:.2} s")),
        ]),
        Line::raw(session_line::conversation(session)),
    ];
    let width = usize::from(area.width);
    let now = screen.overview.now();
    let printed = waterfall::lines(session, now, Some(width)).into_iter().chain(waterfall::problems(session));
    lines.extend(printed.map(|line| screen.theme.painted(&line)));
    let shown = lines.into_iter().skip(screen.view.scrolled);
    for (row, line) in area.rows().zip(shown) {
        frame.render_widget(line, row);
    }
}

/// The messages, one line each.
pub(super) fn messages(screen: &Screen, frame: &mut Frame<'_>, area: Rect) {
    let messages = screen.messages();
    if messages.is_empty() {
        nothing(frame, area, "No message yet. Microphone audio is not listed.");
        return;
    }
    let number = screen.message().map(|message| message.number);
    let current = messages.iter().position(|message| Some(message.number) == number);
    // Without a selection the newest messages are shown.
    let is_chosen = screen.view.focus == Pane::Messages || screen.view.message.is_some();
    let chosen = current.filter(|_| is_chosen);
    let first = if is_chosen { 0 } else { messages.len().saturating_sub(usize::from(area.height)) };
    list(frame, area, messages.len() - first, chosen, |row| {
        messages.get(first + row).map(|kept| message_line(screen, kept, area.width)).unwrap_or_default()
    });
}

fn message_line(screen: &Screen, kept: &Kept, width: u16) -> Line<'static> {
    let time = kept.wall.to_zoned(screen.zone.clone()).strftime("%H:%M:%S%.3f").to_string();
    let topic = plain(&kept.topic);
    let style = screen.theme.printed(topic_colour(&kept.topic));
    let retained = if kept.retain { " (retained)" } else { "" };
    let payload = kept.payload().in_a_line().chars().take(usize::from(width)).collect::<String>();
    Line::from(vec![
        Span::styled(time, Theme::FAINT),
        Span::raw(" "),
        Span::styled(topic, style),
        Span::styled(retained, Theme::FAINT),
        Span::raw(format!(" {payload}")),
    ])
}

/// The findings, one line each.
pub(super) fn problems(screen: &Screen, frame: &mut Frame<'_>, area: Rect) {
    let findings = screen.findings();
    if findings.is_empty() {
        nothing(frame, area, "No problems found.");
        return;
    }
    let chosen = Some(screen.view.finding).filter(|_| screen.view.focus == Pane::Problems);
    list(frame, area, findings.len(), chosen, |number| {
        findings.get(number).map(|finding| finding_line(screen, finding)).unwrap_or_default()
    });
}

fn finding_line(screen: &Screen, finding: &Finding) -> Line<'static> {
    let times = if finding.count > 1 { format!(" ×{}", finding.count) } else { String::new() };
    Line::from(vec![
        Span::styled(
            format!("{:7} ", finding.severity().to_string()),
            screen.theme.severity(finding.severity()),
        ),
        Span::raw(on_one_line(&finding.seen)),
        Span::styled(times, Theme::STRONG),
        Span::styled(format!("  {}", finding.diagnosis), Theme::FAINT),
    ])
}
