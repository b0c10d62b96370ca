//! What the doctor has found, a line each.

use petasos_watch::doctor::Finding;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::pane::{list, nothing};
use crate::output::on_one_line;
use crate::watch::screen::Screen;
use crate::watch::screen::theme::Theme;
use crate::watch::screen::view::Pane;

pub(super) fn render(screen: &Screen, frame: &mut Frame<'_>, area: Rect) {
    let findings = screen.findings();
    if findings.is_empty() {
        nothing(frame, area, "Nothing is wrong, as far as can be heard.");
        return;
    }
    let chosen = Some(screen.view.finding).filter(|_| screen.view.focus == Pane::Problems);
    list(frame, area, findings.len(), chosen, |number| {
        findings.get(number).map(|finding| line(screen, finding)).unwrap_or_default()
    });
}

fn line(screen: &Screen, finding: &Finding) -> Line<'static> {
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
