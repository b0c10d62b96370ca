//! Shows the house until somebody has seen enough.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use petasos_program::{Clock, StopSignals};
use petasos_sans_io::Time;

use super::Screen;
use super::feed::{Coming, Feed};
use super::keys::Wish;
use super::terminal::{Borrowed, Typed, has_colours, typed};
use super::theme::Theme;
use crate::client::Interrupted;
use crate::source;
use crate::watch::filter::Filter;

/// The numbers of the signals, as POSIX has them.
const SIGINT: u8 = 2;
const SIGTERM: u8 = 15;
/// Between two pictures: 20 in a second are enough for eyes.
const PICTURE: Duration = Duration::from_millis(50);
/// So often a picture is due though nothing came: time goes on.
const TIME_GOES_ON: Duration = Duration::from_millis(250);

/// Shows the house until somebody has seen enough.
pub(in crate::watch) async fn run(arguments: &source::Arguments, filter: &Filter) -> Result<ExitCode> {
    let mut feed = Feed::open(arguments).await?;
    let is_file = matches!(feed, Feed::File(_));
    let mut screen = Screen::new(feed.origin(), is_file, feed.header().dialect, filter.clone());
    screen.paused = is_file;
    screen.theme = Theme::new(has_colours());
    let mut signals = StopSignals::listen().context("cannot wait for signals")?;
    let mut terminal = Borrowed::take()?;
    tokio::select! {
        shown = show(&mut terminal, &mut screen, &mut feed) => shown,
        () = signals.asked() => Err(Interrupted { signal: SIGTERM }.into()),
    }?;
    drop(terminal);
    feed.close().await?;
    Ok(ExitCode::SUCCESS)
}

/// Draws, and does what keys say, until somebody leaves.
async fn show(terminal: &mut Borrowed, screen: &mut Screen, feed: &mut Feed) -> Result<()> {
    let clock = Clock::start();
    let mut changed = true;
    let mut drawn = clock.now();
    loop {
        if changed || clock.now().since(drawn) >= TIME_GOES_ON {
            terminal.draw(screen)?;
            drawn = clock.now();
        }
        // Whoever wants to end us gets a turn, also while a long recording is read.
        tokio::task::yield_now().await;
        let picture = clock.now() + PICTURE;
        changed = follow(screen, feed, clock, picture).await?;
        for typed in typed()? {
            changed = true;
            let Typed::Key(key) = typed else { continue };
            match screen.handle(key) {
                Wish::Nothing => {}
                Wish::Quit => return Ok(()),
                Wish::Interrupt => return Err(Interrupted { signal: SIGINT }.into()),
                Wish::Seek(to) => seek(screen, feed, to).await?,
            }
        }
    }
}

/// Takes what comes until the next picture is due. Tells whether anything was to be seen.
async fn follow(screen: &mut Screen, feed: &mut Feed, clock: Clock, picture: Time) -> Result<bool> {
    let mut changed = false;
    if let (true, Feed::File(reading)) = (screen.plays(), &mut *feed) {
        reading.read_until(screen.house.now().saturating_add(PICTURE));
    }
    loop {
        let left = picture.since(clock.now());
        if left.is_zero() {
            return Ok(changed);
        }
        match feed.next(left).await? {
            Coming::Entry(entry) => screen.see(*entry),
            Coming::Time(now) => {
                screen.see_time(now);
                continue;
            }
            Coming::Connection(away) => screen.see_connection(away),
            Coming::End => screen.see_end(),
        }
        changed = true;
    }
}

/// Shows a recording as it was at this time.
async fn seek(screen: &mut Screen, feed: &mut Feed, to: Duration) -> Result<()> {
    let Feed::File(reading) = feed else { return Ok(()) };
    if to < screen.house.now() {
        screen.begin_again();
        reading.begin_again(to).await
    } else {
        reading.read_until(to);
        Ok(())
    }
}
