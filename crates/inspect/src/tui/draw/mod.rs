//! Draws the screen.

mod frames;
mod overlay;
mod panes;
mod session_list;
mod site_list;
mod status_bar;

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::widgets::{Paragraph, Wrap};

use super::Screen;
use super::view::Pane;

/// The minimum size of the window.
const LEAST_COLUMNS: u16 = 60;
const LEAST_ROWS: u16 = 16;
/// From this size on, all panes are shown.
const COLUMNS_FOR_ALL: u16 = 140;
const ROWS_FOR_ALL: u16 = 36;
/// The columns of the sites, with one column per component.
const SITES: u16 = 32;
/// The same with the names of the components.
const WIDE_SITES: u16 = 72;

impl Screen {
    /// Draws the whole screen.
    pub(super) fn render(&self, frame: &mut Frame<'_>) {
        let area = frame.area();
        if area.width < LEAST_COLUMNS || area.height < LEAST_ROWS {
            let advice = format!("Make this window larger: {LEAST_COLUMNS} x {LEAST_ROWS} at least. q quits");
            frame.render_widget(Paragraph::new(advice).wrap(Wrap { trim: true }), area);
            return;
        }
        let [header, panes, footer] =
            Layout::vertical([Constraint::Length(1), Constraint::Fill(1), Constraint::Length(1)]).areas(area);
        status_bar::header(self, frame, header);
        if area.width >= COLUMNS_FOR_ALL && area.height >= ROWS_FOR_ALL {
            self.render_all(frame, panes);
        } else {
            self.render_some(frame, panes);
        }
        status_bar::footer(self, frame, footer);
        if let Some((overlay, scrolled)) = &self.view.overlay {
            overlay::render(self, frame, panes, overlay, *scrolled);
        }
    }

    /// All panes at once.
    fn render_all(&self, frame: &mut Frame<'_>, area: Rect) {
        let [upper, middle, lower] =
            Layout::vertical([Constraint::Fill(2), Constraint::Fill(3), Constraint::Fill(1)]).areas(area);
        self.render_upper(frame, upper, WIDE_SITES);
        let halves = Layout::horizontal([Constraint::Fill(1), Constraint::Fill(1)]);
        let [left, right] = halves.areas(middle);
        self.render_pane(frame, left, Pane::Waterfall);
        self.render_pane(frame, right, Pane::Messages);
        self.render_pane(frame, lower, Pane::Problems);
    }

    /// Sites and sessions, and one of the other panes.
    fn render_some(&self, frame: &mut Frame<'_>, area: Rect) {
        let [upper, lower] = Layout::vertical([Constraint::Fill(2), Constraint::Fill(3)]).areas(area);
        self.render_upper(frame, upper, SITES);
        let within = frames::tabs(self, frame, lower);
        self.render_within(frame, within, self.view.lower);
    }

    fn render_upper(&self, frame: &mut Frame<'_>, area: Rect, sites: u16) {
        let [left, right] = Layout::horizontal([Constraint::Length(sites), Constraint::Fill(1)]).areas(area);
        self.render_pane(frame, left, Pane::Sites);
        self.render_pane(frame, right, Pane::Sessions);
    }

    fn render_pane(&self, frame: &mut Frame<'_>, area: Rect, pane: Pane) {
        let within = frames::framed(self, frame, area, pane);
        self.render_within(frame, within, pane);
    }

    fn render_within(&self, frame: &mut Frame<'_>, area: Rect, pane: Pane) {
        match pane {
            Pane::Sites => site_list::render(self, frame, area),
            Pane::Sessions => session_list::render(self, frame, area),
            Pane::Waterfall => panes::waterfall(self, frame, area),
            Pane::Messages => panes::messages(self, frame, area),
            Pane::Problems => panes::problems(self, frame, area),
        }
    }
}
