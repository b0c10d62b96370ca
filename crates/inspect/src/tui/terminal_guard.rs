//! The terminal: taken over as a whole, and restored in every case.

use std::io;
use std::time::Duration;

use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyEvent};

use super::Screen;
use crate::Error;

/// The terminal, taken over as a whole. It is restored when this is dropped, and when the program panics.
#[derive(Debug)]
pub(super) struct TerminalGuard {
    terminal: DefaultTerminal,
}

impl TerminalGuard {
    pub(super) fn take() -> Result<Self, Error> {
        let terminal = ratatui::try_init().map_err(terminal_error("cannot draw on this terminal"))?;
        Ok(Self { terminal })
    }

    pub(super) fn draw(&mut self, screen: &Screen) -> Result<(), Error> {
        let drawn = self.terminal.draw(|frame| screen.render(frame));
        drawn.map(|_| ()).map_err(terminal_error("cannot draw on the terminal"))
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        ratatui::restore();
    }
}

/// Something done at the terminal.
#[derive(Debug, Clone, Copy)]
pub(super) enum Input {
    /// A key was pressed.
    Key(KeyEvent),
    /// The window was resized.
    Resized,
}

/// Everything that was done at the terminal since the last call.
pub(super) fn pending_input() -> Result<Vec<Input>, Error> {
    let failed = terminal_error("cannot read from the terminal");
    let mut inputs = Vec::new();
    while event::poll(Duration::ZERO).map_err(failed)? {
        match event::read().map_err(failed)? {
            Event::Key(key) => inputs.push(Input::Key(key)),
            Event::Resize(..) => inputs.push(Input::Resized),
            _ => {}
        }
    }
    Ok(inputs)
}

fn terminal_error(what: &'static str) -> impl Fn(io::Error) -> Error + Copy {
    move |error| Error::Terminal { what, error }
}
