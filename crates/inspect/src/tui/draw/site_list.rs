//! The sites: their activity, their queue, and the condition of their components.

use std::time::Duration;

use petasos_messages::Component;
use petasos_watch::Overview;
use petasos_watch::overview::Condition;
use petasos_watch::tracker::Site;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::frames::{below, cell, first_row, list, nothing};
use crate::terminal_text::on_one_line;
use crate::tui::Screen;
use crate::tui::theme::Theme;

/// The columns of the activity, the queue, and the level of the microphone.
const ACTIVITY: usize = 9;
const QUEUE: usize = 3;
const LEVEL: usize = 9;
/// The width from which the names of the components fit.
const WIDE: usize = 60;

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
        nothing(frame, below(area, 1), "No site yet.");
        return;
    }
    // The first line selects all of them.
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
        let components: usize = NAMES.iter().map(|name| name_columns(*name, is_wide)).sum();
        let level = if is_wide { LEVEL + 1 } else { 0 };
        Self { name: width.saturating_sub(ACTIVITY + 1 + QUEUE + 1 + level + components + 1), is_wide }
    }

    fn header(self) -> Line<'static> {
        let mut spans = Vec::new();
        spans.extend(cell("site", self.name, Theme::FAINT));
        spans.extend(cell("doing", ACTIVITY, Theme::FAINT));
        spans.extend(cell("", QUEUE, Theme::FAINT));
        if self.is_wide {
            spans.extend(cell("sound", LEVEL, Theme::FAINT));
        }
        for name in NAMES {
            let columns = name_columns(name, self.is_wide);
            let text = if self.is_wide { name.word } else { name.letter };
            spans.push(Span::styled(format!("{text:columns$}"), Theme::FAINT));
        }
        Line::from(spans)
    }

    fn line(self, screen: &Screen, site: &Site) -> Line<'static> {
        let activity = screen.overview.activity(site);
        let queue = if site.queued > 0 { format!("+{}", site.queued) } else { String::new() };
        let mut spans = Vec::new();
        spans.extend(cell(&on_one_line(site.id.as_str()), self.name, Theme::STRONG));
        spans.extend(cell(activity.as_str(), ACTIVITY, screen.theme.activity(activity)));
        spans.extend(cell(&queue, QUEUE, screen.theme.odd()));
        if self.is_wide {
            let level = site.loudness.map(|(_, level)| level.to_string()).unwrap_or_default();
            spans.extend(cell(&level, LEVEL, Theme::FAINT));
        }
        for name in NAMES {
            spans.push(screen.theme.condition(name.condition(&screen.overview, site)));
            spans.push(Span::raw(" ".repeat(name_columns(name, self.is_wide) - 1)));
        }
        Line::from(spans)
    }
}

/// The columns of a component.
fn name_columns(name: ShortName, is_wide: bool) -> usize {
    if is_wide { name.word.len() + 1 } else { name.letter.len() }
}

/// The names of a component, or of the microphone, of a site.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShortName {
    /// `None`: the microphone.
    component: Option<Component>,
    pub(super) letter: &'static str,
    word: &'static str,
    pub(super) name: &'static str,
}

/// The microphone and all components, in the order of a session.
pub(super) const NAMES: [ShortName; 7] = [
    ShortName { component: None, letter: "m", word: "mic", name: "microphone" },
    ShortName { component: Some(Component::Hotword), letter: "w", word: "wake", name: "wake word" },
    ShortName { component: Some(Component::Asr), letter: "a", word: "asr", name: "asr" },
    ShortName { component: Some(Component::Nlu), letter: "n", word: "nlu", name: "nlu" },
    ShortName { component: Some(Component::Skill), letter: "s", word: "skill", name: "skill" },
    ShortName { component: Some(Component::Tts), letter: "t", word: "tts", name: "tts" },
    ShortName { component: Some(Component::AudioServer), letter: "l", word: "loud", name: "speaker" },
];

impl ShortName {
    /// Its condition at a site.
    pub(super) fn condition(self, overview: &Overview, site: &Site) -> Condition {
        match self.component {
            Some(component) => overview.condition(site, component),
            None => overview.microphone(site),
        }
    }

    /// When it last answered at a site.
    pub(super) fn last_answer(self, overview: &Overview, site: &Site) -> Option<Duration> {
        match self.component {
            Some(component) => overview.last_answer(site, component),
            None => site.loudness.map(|(at, _)| at),
        }
    }
}
