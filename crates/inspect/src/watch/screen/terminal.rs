//! The terminal, borrowed as a whole, and given back however we end.

use std::io::{IsTerminal, stdout};
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anyhow::{Context, Result, ensure};
use ratatui::DefaultTerminal;
use ratatui::crossterm::event::{self, Event, KeyEvent};

use super::Screen;

/// The terminal, borrowed as a whole. It is given back when this is dropped, and when the program panics.
#[derive(Debug)]
pub(super) struct Borrowed {
    terminal: DefaultTerminal,
}

impl Borrowed {
    /// Takes the terminal.
    pub(super) fn take() -> Result<Self> {
        ensure!(
            stdout().is_terminal(),
            "--tui needs a terminal to draw on; without one, leave it out, or add --format json"
        );
        let terminal = ratatui::try_init().context("cannot draw on this terminal")?;
        Ok(Self { terminal })
    }

    /// Draws the screen.
    pub(super) fn draw(&mut self, screen: &Screen) -> Result<()> {
        self.terminal.draw(|frame| screen.render(frame)).context("cannot draw on the terminal")?;
        Ok(())
    }
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        ratatui::restore();
    }
}

/// What somebody does at the terminal.
#[derive(Debug, Clone, Copy)]
pub(super) enum Typed {
    /// Presses a key.
    Key(KeyEvent),
    /// Makes the window larger or smaller.
    Resized,
}

/// What somebody has typed, or done to the window, until now.
pub(super) fn typed() -> Result<Vec<Typed>> {
    let mut typed = Vec::new();
    while event::poll(Duration::ZERO).context("cannot read from the terminal")? {
        match event::read().context("cannot read from the terminal")? {
            Event::Key(key) => typed.push(Typed::Key(key)),
            Event::Resize(..) => typed.push(Typed::Resized),
            _ => {}
        }
    }
    Ok(typed)
}

/// Whether colours are wanted: `NO_COLOR`, `CLICOLOR` and `TERM` are heeded, as everywhere.
pub(super) fn has_colours() -> bool {
    AutoStream::choice(&stdout()) != ColorChoice::Never
}
