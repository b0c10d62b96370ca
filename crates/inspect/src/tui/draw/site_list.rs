//! The sites: what goes on there, what waits, and how their parts are.

use petasos_watch::house::Part;
use petasos_watch::sessions::Site;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::frames::{below, cell, first_row, list, nothing};
use crate::terminal_text::on_one_line;
use crate::tui::Screen;
use crate::tui::theme::Theme;

/// The columns of what goes on, of what waits, and of the level of the microphone.
const ACTIVITY: usize = 9;
const QUEUE: usize = 3;
const LEVEL: usize = 9;
/// From so many columns on there is room for the names of the parts.
const WIDE: usize = 60;

/// What stands in which columns.
#[derive(Clone, Copy)]
struct Columns {
    name: usize,
    is_wide: bool,
}

pub(super) fn render(screen: &Screen, frame: &mut Frame<'_>, area: Rect) {
    let columns = Columns::of(usize::from(area.width));
    first_row(frame, area, columns.header());
    let sites: Vec<_> = screen.sites().collect();
    if sites.is_empty() {
        nothing(frame, below(area, 1), "None was heard of yet.");
        return;
    }
    // The first line stands for all of them.
    let is_chosen = |site: &&Site| Some(&site.id) == screen.view.site.as_ref();
    let chosen = sites.iter().position(is_chosen).map_or(0, |place| place + 1);
    list(frame, below(area, 1), sites.len() + 1, Some(chosen), |number| {
        match number.checked_sub(1).and_then(|number| sites.get(number)) {
            Some(site) => columns.line(screen, site),
            None => Line::styled("all", Theme::STRONG),
        }
    });
}

impl Columns {
    fn of(width: usize) -> Self {
        let is_wide = width >= WIDE;
        let parts: usize = Part::ALL.iter().map(|part| part_columns(*part, is_wide)).sum();
        let level = if is_wide { LEVEL + 1 } else { 0 };
        Self { name: width.saturating_sub(ACTIVITY + 1 + QUEUE + 1 + level + parts + 1), is_wide }
    }

    fn header(self) -> Line<'static> {
        let mut spans = Vec::new();
        spans.extend(cell("site", self.name, Theme::FAINT));
        spans.extend(cell("doing", ACTIVITY, Theme::FAINT));
        spans.extend(cell("", QUEUE, Theme::FAINT));
        if self.is_wide {
            spans.extend(cell("sound", LEVEL, Theme::FAINT));
        }
        for part in Part::ALL {
            let columns = part_columns(part, self.is_wide);
            let name = short(part, self.is_wide);
            spans.push(Span::styled(format!("{name:columns$}"), Theme::FAINT));
        }
        Line::from(spans)
    }

    fn line(self, screen: &Screen, site: &Site) -> Line<'static> {
        let activity = screen.house.activity(site);
        let queue = if site.queued > 0 { format!("+{}", site.queued) } else { String::new() };
        let mut spans = Vec::new();
        spans.extend(cell(&on_one_line(site.id.as_str()), self.name, Theme::STRONG));
        spans.extend(cell(activity.as_str(), ACTIVITY, screen.theme.activity(activity)));
        spans.extend(cell(&queue, QUEUE, screen.theme.odd()));
        if self.is_wide {
            let level = site.level.map(|(_, level)| level.to_string()).unwrap_or_default();
            spans.extend(cell(&level, LEVEL, Theme::FAINT));
        }
        for part in Part::ALL {
            spans.push(screen.theme.condition(screen.house.condition(site, part)));
            spans.push(Span::raw(" ".repeat(part_columns(part, self.is_wide) - 1)));
        }
        Line::from(spans)
    }
}

/// The columns of a part.
fn part_columns(part: Part, is_wide: bool) -> usize {
    let name = short(part, is_wide).len();
    if is_wide { name + 1 } else { name }
}

/// The name of a part, where there is little room.
pub(super) fn short(part: Part, is_wide: bool) -> &'static str {
    let (letter, word) = match part {
        Part::Microphone => ("m", "mic"),
        Part::WakeWord => ("w", "wake"),
        Part::Asr => ("a", "asr"),
        Part::Nlu => ("n", "nlu"),
        Part::Skill => ("s", "skill"),
        Part::Tts => ("t", "tts"),
        Part::Speaker => ("l", "loud"),
        _ => ("?", "?"),
    };
    if is_wide { word } else { letter }
}
