//! The keys and what they do.

use std::time::Duration;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use super::Screen;
use super::view::{Overlay, Pane};

/// The lines of a page.
const PAGE: isize = 10;
/// The longest text to search for, in letters.
const LONGEST_SEARCH: usize = 100;
/// The steps through a recording.
const SECOND: Duration = Duration::from_secs(1);
const MINUTE: Duration = Duration::from_secs(60);

/// The part of a key press that the screen cannot handle itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyAction {
    /// Nothing is left to do.
    None,
    /// Quit.
    Quit,
    /// Quit because of Ctrl-C.
    Interrupt,
    /// Show the recording as it was at this time.
    Seek(Duration),
}

impl Screen {
    /// Handles a key press.
    pub(super) fn handle(&mut self, key: KeyEvent) -> KeyAction {
        if key.kind == KeyEventKind::Release {
            return KeyAction::None;
        }
        if key.modifiers.contains(KeyModifiers::CONTROL) {
            return if key.code == KeyCode::Char('c') { KeyAction::Interrupt } else { KeyAction::None };
        }
        if self.view.typing {
            self.type_search(key.code);
            return KeyAction::None;
        }
        if self.view.overlay.is_some() {
            self.overlay_key(key.code);
            return KeyAction::None;
        }
        match key.code {
            KeyCode::Char('q') => return KeyAction::Quit,
            KeyCode::Char(time @ (',' | '.' | '<' | '>')) => return self.seek(time),
            KeyCode::Char('p' | ' ') => self.toggle_pause(),
            KeyCode::Char('?') | KeyCode::F(1) => self.view.show(Overlay::Help),
            KeyCode::Char('/') => self.view.typing = true,
            KeyCode::Tab | KeyCode::Right | KeyCode::Char('l') => self.view.next_pane(),
            KeyCode::BackTab | KeyCode::Left | KeyCode::Char('h') => self.view.pane_before(),
            KeyCode::Enter => self.open(),
            KeyCode::Esc => self.step_back(),
            code => {
                if let Some(lines) = lines(code) {
                    self.scroll(lines);
                }
            }
        }
        KeyAction::None
    }

    /// Moves through time, which is possible only in recordings.
    fn seek(&mut self, key: char) -> KeyAction {
        if !self.status.is_file {
            return KeyAction::None;
        }
        // If keys are pressed faster than the recording is read, the steps add up.
        let from = self.status.sought.unwrap_or(self.overview.now());
        let to = match key {
            ',' => from.saturating_sub(SECOND),
            '<' => from.saturating_sub(MINUTE),
            '.' => from.saturating_add(SECOND),
            _ => from.saturating_add(MINUTE),
        };
        let to = to.min(self.status.last);
        self.status.sought = Some(to);
        KeyAction::Seek(to)
    }

    fn type_search(&mut self, code: KeyCode) {
        let search = &mut self.view.search;
        match code {
            KeyCode::Enter => self.view.typing = false,
            KeyCode::Esc => {
                search.clear();
                self.view.typing = false;
            }
            KeyCode::Backspace => drop(search.pop()),
            KeyCode::Char(letter) if search.chars().count() < LONGEST_SEARCH => search.push(letter),
            _ => {}
        }
    }

    /// Handles keys for the window over the panes.
    fn overlay_key(&mut self, code: KeyCode) {
        if matches!(code, KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q' | '?')) {
            self.view.overlay = None;
        } else if let (Some(lines), Some((_, scrolled))) = (lines(code), &mut self.view.overlay) {
            *scrolled = scrolled.saturating_add_signed(lines);
        }
    }

    /// Opens what is selected.
    fn open(&mut self) {
        match self.view.focus {
            Pane::Sites => match self.view.site.clone() {
                Some(site) => self.view.show(Overlay::Site(site)),
                None => self.view.turn_to(Pane::Sessions),
            },
            Pane::Sessions => {
                let chosen = self.session().map(|session| session.id.clone());
                self.view.session = chosen;
                self.view.turn_to(Pane::Waterfall);
            }
            Pane::Waterfall => self.view.turn_to(Pane::Messages),
            Pane::Messages => {
                if let Some(message) = self.message().cloned() {
                    self.view.message = Some(message.number);
                    self.view.show(Overlay::Message(Box::new(message)));
                }
            }
            Pane::Problems => {
                let finding = self.findings().get(self.view.finding).map(|finding| (*finding).clone());
                if let Some(finding) = finding {
                    self.view.show(Overlay::Finding(Box::new(finding)));
                }
            }
        }
    }

    /// Undoes the last choice: the message, the session, the search, the site.
    fn step_back(&mut self) {
        let view = &mut self.view;
        if view.message.is_some() {
            view.message = None;
        } else if view.session.is_some() {
            view.choose_session(None);
        } else if !view.search.is_empty() {
            view.search.clear();
        } else {
            view.choose_site(None);
        }
    }

    /// Scrolls in the focused pane.
    fn scroll(&mut self, lines: isize) {
        match self.view.focus {
            Pane::Sites => {
                let mut sites = vec![None];
                sites.extend(self.sites().map(|site| Some(site.id.clone())));
                let place = sites.iter().position(|site| *site == self.view.site).unwrap_or_default();
                self.view.choose_site(moved(&sites, place, lines).flatten());
            }
            Pane::Sessions => {
                let sessions: Vec<_> = self.sessions().iter().map(|session| session.id.clone()).collect();
                let chosen = self.view.session.as_ref();
                let place = sessions.iter().position(|id| Some(id) == chosen).unwrap_or_default();
                // At the top, the selection follows the newest session.
                let follows = place.saturating_add_signed(lines) == 0;
                self.view.choose_session(moved(&sessions, place, lines).filter(|_| !follows));
            }
            Pane::Waterfall => {
                let last = self.session().map_or(0, |session| session.steps.len());
                self.view.scrolled = self.view.scrolled.saturating_add_signed(lines).min(last);
            }
            Pane::Messages => {
                let numbers: Vec<_> = self.messages().iter().map(|kept| kept.number).collect();
                let last = numbers.len().saturating_sub(1);
                let chosen = self.view.message;
                let place = numbers.iter().position(|number| Some(*number) == chosen).unwrap_or(last);
                let follows = place.saturating_add_signed(lines) > last;
                self.view.message = moved(&numbers, place, lines).filter(|_| !follows);
            }
            Pane::Problems => {
                let last = self.findings().len().saturating_sub(1);
                self.view.finding = self.view.finding.saturating_add_signed(lines).min(last);
            }
        }
    }
}

/// How many lines a key moves down.
fn lines(code: KeyCode) -> Option<isize> {
    Some(match code {
        KeyCode::Up | KeyCode::Char('k') => -1,
        KeyCode::Down | KeyCode::Char('j') => 1,
        KeyCode::PageUp => -PAGE,
        KeyCode::PageDown => PAGE,
        KeyCode::Home | KeyCode::Char('g') => isize::MIN,
        KeyCode::End | KeyCode::Char('G') => isize::MAX,
        _ => return None,
    })
}

/// The element that many lines below a position in a list.
fn moved<T: Clone>(list: &[T], place: usize, lines: isize) -> Option<T> {
    let last = list.len().checked_sub(1)?;
    list.get(place.saturating_add_signed(lines).min(last)).cloned()
}
