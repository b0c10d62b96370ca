//! The open sessions, and those that ended last.

use petasos_watch::Session;
use petasos_watch::tracker::Latency;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::frames::{below, cell, first_row, list, nothing};
use crate::terminal_text::on_one_line;
use crate::tui::Screen;
use crate::tui::theme::Theme;
use crate::watch::session_line;

/// The width from which all numbers fit.
const WIDE: usize = 90;
/// The columns of the time, and of each number.
const TIME: usize = 8;
const NUMBER: usize = 8;

#[derive(Clone, Copy)]
struct Columns {
    site: usize,
    outcome: usize,
    conversation: usize,
    is_wide: bool,
}

pub(super) fn render(screen: &Screen, frame: &mut Frame<'_>, area: Rect) {
    let sessions = screen.sessions();
    if sessions.is_empty() {
        nothing(frame, area, &why_nothing(screen));
        return;
    }
    let columns = Columns::of(usize::from(area.width));
    first_row(frame, area, columns.header());
    let current = screen.session().map(|session| &session.id);
    let chosen = sessions.iter().position(|session| Some(&session.id) == current);
    list(frame, below(area, 1), sessions.len(), chosen, |number| {
        sessions.get(number).map(|session| columns.line(screen, session)).unwrap_or_default()
    });
}

/// Why no session is listed.
fn why_nothing(screen: &Screen) -> String {
    let sessions = screen.overview.tracker();
    if sessions.open().len() + sessions.recent().len() > 0 {
        "No matching session. Esc shows all.".to_owned()
    } else if screen.status.is_file {
        "No session yet. The keys . and > go forward in time.".to_owned()
    } else {
        format!(
            "No session yet at {}. Say the wake word, or run: petasos hear turn on the light",
            screen.status.origin
        )
    }
}

impl Columns {
    fn of(width: usize) -> Self {
        let is_wide = width >= WIDE;
        let (site, outcome, numbers) = if is_wide { (14, 19, 3 * (NUMBER + 1)) } else { (8, 9, 0) };
        let rest = 2 + TIME + 1 + site + 1 + outcome + 1 + numbers;
        Self { site, outcome, conversation: width.saturating_sub(rest + 1), is_wide }
    }

    fn header(self) -> Line<'static> {
        let mut spans = cell("", 1, Theme::FAINT).to_vec();
        let mut put = |name, columns| spans.extend(cell(name, columns, Theme::FAINT));
        put("began", TIME);
        put("site", self.site);
        put("heard and said", self.conversation);
        put("outcome", self.outcome);
        if self.is_wide {
            put("length", NUMBER);
            put("action", NUMBER);
            put("sound", NUMBER);
        }
        Line::from(spans)
    }

    fn line(self, screen: &Screen, session: &Session) -> Line<'static> {
        let mark = if session.problems.is_empty() { "" } else { "!" };
        let began = session.wall.to_zoned(screen.zone.clone()).strftime("%H:%M:%S").to_string();
        let site = session.site.as_ref().map_or_else(|| "?".to_owned(), |site| on_one_line(site.as_str()));
        let (outcome, style) = outcome(screen, session);
        let mut spans = cell(mark, 1, screen.theme.odd()).to_vec();
        spans.extend(cell(&began, TIME, Theme::FAINT));
        spans.extend(cell(&site, self.site, Theme::STRONG));
        spans.extend(cell(&session_line::conversation(session), self.conversation, Style::new()));
        spans.extend(cell(&outcome, self.outcome, style));
        if self.is_wide {
            let length = session.length(screen.overview.now()).as_secs_f64();
            spans.extend(cell(&format!("{length:.2} s"), NUMBER, Style::new()));
            spans.extend(cell(&ms(session.to_action()), NUMBER, Style::new()));
            spans.extend(cell(&ms(session.to_sound()), NUMBER, Style::new()));
        }
        Line::from(spans)
    }
}

/// The outcome of a session, or its current step.
pub(super) fn outcome(screen: &Screen, session: &Session) -> (String, Style) {
    if let Some(ended) = &session.ended {
        let style = screen.theme.printed(session_line::outcome_colour(session));
        return (on_one_line(ended.outcome.as_str()), style);
    }
    let step = session.current_step().map_or("…", |step| step.kind.as_str());
    (format!("▶ {step}"), Theme::STRONG)
}

fn ms(latency: Option<Latency>) -> String {
    latency.map(|latency| format!("{} ms", session_line::ms(latency))).unwrap_or_default()
}
