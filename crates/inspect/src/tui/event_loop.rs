//! Draws the screen and handles keys until the user quits.

use std::time::Duration;

use petasos_program::Clock;
use petasos_program::StopSignals;
use petasos_sans_io::Time;

use super::Screen;
use super::feed::Feed;
use super::keys::KeyAction;
use super::terminal_guard::{Input, TerminalGuard, pending_input};
use super::theme::Theme;
use crate::Error;
use crate::client::ClientError;
use crate::entry_source::Incoming;
use crate::watch::SessionFilter;

/// The numbers of the signals, as POSIX has them.
const SIGINT: u8 = 2;
const SIGTERM: u8 = 15;
/// The time between two frames.
const FRAME: Duration = Duration::from_millis(50);
/// A frame is drawn at least this often, because ages and clocks change without a message.
const IDLE_FRAME: Duration = Duration::from_millis(250);

/// Shows an installation or a recording on the whole terminal until the user quits, and returns what was missing in the recording.
/// Ctrl-C and SIGTERM end it with [`ClientError::Interrupted`].
pub async fn run(mut feed: Feed, filter: SessionFilter, colours: bool) -> Result<Vec<String>, Error> {
    let is_file = matches!(feed, Feed::File(_));
    let mut screen = Screen::new(feed.origin(), is_file, feed.header().dialect, filter);
    screen.paused = is_file;
    screen.theme = Theme::new(colours);
    let mut signals = StopSignals::listen().map_err(ClientError::Signals)?;
    let mut terminal = TerminalGuard::take()?;
    tokio::select! {
        shown = show(&mut terminal, &mut screen, &mut feed) => shown,
        () = signals.asked() => Err(ClientError::Interrupted { signal: SIGTERM }.into()),
    }?;
    drop(terminal);
    feed.close().await
}

async fn show(terminal: &mut TerminalGuard, screen: &mut Screen, feed: &mut Feed) -> Result<(), Error> {
    let clock = Clock::start();
    let mut changed = true;
    let mut drawn = clock.now();
    loop {
        if changed || clock.now().since(drawn) >= IDLE_FRAME {
            terminal.draw(screen)?;
            drawn = clock.now();
        }
        // Lets signals through while a long recording is read.
        tokio::task::yield_now().await;
        let next_frame = clock.now() + FRAME;
        changed = follow(screen, feed, clock, next_frame).await?;
        for input in pending_input()? {
            changed = true;
            let Input::Key(key) = input else { continue };
            match screen.handle(key) {
                KeyAction::None => {}
                KeyAction::Quit => return Ok(()),
                KeyAction::Interrupt => return Err(ClientError::Interrupted { signal: SIGINT }.into()),
                KeyAction::Seek(to) => seek(screen, feed, to)?,
            }
        }
    }
}

/// Handles events until the next frame is due. Returns whether there is something new to draw.
async fn follow(screen: &mut Screen, feed: &mut Feed, clock: Clock, next_frame: Time) -> Result<bool, Error> {
    let mut changed = false;
    if let (true, Feed::File(playback)) = (screen.plays(), &mut *feed) {
        playback.read_until(screen.overview.now().saturating_add(FRAME));
    }
    loop {
        let left = next_frame.since(clock.now());
        if left.is_zero() {
            return Ok(changed);
        }
        match feed.next(left).await? {
            Incoming::Entry(entry) => screen.see(*entry),
            Incoming::Time(now) => {
                screen.see_time(now);
                continue;
            }
            Incoming::Disconnected(reason) => screen.see_connection(Some(reason.to_string())),
            Incoming::Reconnected => screen.see_connection(None),
            Incoming::End => screen.see_end(),
        }
        changed = true;
    }
}

/// Shows a recording as it was at this time.
fn seek(screen: &mut Screen, feed: &mut Feed, to: Duration) -> Result<(), Error> {
    let Feed::File(playback) = feed else { return Ok(()) };
    if to < screen.overview.now() {
        screen.restart();
        playback.restart(to)
    } else {
        playback.read_until(to);
        Ok(())
    }
}
