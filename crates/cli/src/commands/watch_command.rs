//! `petasos watch`: the sessions of an installation or a recording, with the time that people waited.

use std::io::{IsTerminal, Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anstream::{AutoStream, ColorChoice};
use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use petasos_inspect::client::ClientError;
use petasos_inspect::entry_source::Incoming;
use petasos_inspect::tui::{self, Feed};
use petasos_inspect::watch::{self, SessionFilter, Watch, WatchOptions};
use petasos_messages::SiteId;
use ratatui::crossterm::terminal;

use crate::command_output::print_damage;
use crate::common_arguments::{Common, Input, connection_lost};

/// How long to wait for a message before time is reported: sessions that nobody speaks of any more are given up.
const PATIENCE: Duration = Duration::from_millis(500);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos watch                            a line per session, until Ctrl-C; then how long people waited
  petasos watch kitchen.jsonl -v           what was recorded, each session as a waterfall
  petasos watch --site kitchen --problems  only what went wrong there
  petasos watch --tui                      the house on the whole screen, with keys; ? helps
  petasos watch --format snips             the lines that snips-watch printed
  petasos watch --json | jq 'select(.toSound.ms > 1500) | .turns[].text'

Exit codes: 0 the file or the time is over, 1 failed, 2 wrong use, 130 Ctrl-C.")]
pub(crate) struct Arguments {
    /// Each session as a waterfall; twice: every message too, but for the sound of microphones.
    #[arg(long, short, action = clap::ArgAction::Count)]
    verbose: u8,
    /// How to print.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// On the whole screen: sites, sessions, waterfall, messages and problems, with keys. ? helps.
    #[arg(long, conflicts_with_all = ["verbose", "format", "json"])]
    tui: bool,
    #[command(flatten)]
    filter: Filter,
    /// A session file to read. Default: listen to the house.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// Which sessions are shown: those to which all of this applies.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
struct Filter {
    /// Only what happens at this site. May be given several times.
    #[arg(long, value_name = "SITE")]
    site: Vec<SiteId>,
    /// Only sessions with this intent: its name, or what follows the colon in it. May be given several times.
    #[arg(long, value_name = "NAME")]
    intent: Vec<String>,
    /// Only sessions that ended so: nominal, abortedByUser, intentNotRecognized, timeout, error, unseen ... May be given several times.
    #[arg(long, value_name = "REASON")]
    outcome: Vec<String>,
    /// Only sessions in which something went wrong.
    #[arg(long)]
    problems: bool,
}

/// How to print.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people.
    #[default]
    Text,
    /// For programs: one JSON object a line, as with --json.
    Json,
    /// The lines that snips-watch printed, one per message.
    Snips,
}

impl Filter {
    fn sessions(&self) -> SessionFilter {
        let mut filter = SessionFilter::default();
        filter.sites.clone_from(&self.site);
        filter.intents.clone_from(&self.intent);
        filter.outcomes.clone_from(&self.outcome);
        filter.only_problems = self.problems;
        filter
    }
}

impl Arguments {
    fn options(&self) -> WatchOptions {
        let mut options = WatchOptions::default();
        options.format = match self.format {
            _ if self.common.json => watch::Format::Json,
            Format::Text => watch::Format::Text,
            Format::Json => watch::Format::Json,
            Format::Snips => watch::Format::Snips,
        };
        options.verbosity = self.verbose;
        options.filter = self.filter.sessions();
        let columns = || terminal::size().ok().map(|(columns, _)| usize::from(columns));
        options.width = stdout().is_terminal().then(columns).flatten();
        options
    }

    fn input(&self) -> Input<'_> {
        Input { file: self.file.as_deref(), broker: &self.common.broker, timeout: self.common.timeout }
    }
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.tui {
        return show_tui(arguments).await;
    }
    let mut source = arguments.input().open().await?;
    let options = arguments.options();
    let format = options.format;
    let mut watch = Watch::new(source.header().dialect, options);
    if let Some(live) = source.live() {
        if format == watch::Format::Text {
            anstream::eprintln!("watching {}; Ctrl-C ends", live.client().broker());
        }
        print(watch.begin(live.header()))?;
    }
    let interrupted = loop {
        match source.next(PATIENCE).await {
            Ok(Incoming::Entry(entry)) => print(watch.handle(&entry))?,
            Ok(Incoming::Time(now)) => print(watch.handle_time(now))?,
            Ok(Incoming::Disconnected(reason)) => connection_lost(&reason),
            Ok(Incoming::Reconnected) => {}
            Ok(Incoming::End) => {
                print(watch.finish())?;
                break None;
            }
            Err(error @ petasos_inspect::Error::Client(ClientError::Interrupted { .. })) => {
                break Some(error);
            }
            Err(error) => return Err(error.into()),
        }
    };
    print(watch.summary())?;
    if let Some(interrupted) = interrupted {
        return Err(interrupted.into());
    }
    print_damage(&source.damage());
    source.close().await?;
    Ok(ExitCode::SUCCESS)
}

async fn show_tui(arguments: &Arguments) -> Result<ExitCode> {
    let feed = match &arguments.file {
        Some(file) => Feed::file(file)?,
        None => Feed::Live(Box::new(arguments.input().connect().await?)),
    };
    ensure!(
        stdout().is_terminal(),
        "--tui needs a terminal to draw on; without one, leave it out, or add --format json"
    );
    let colours = AutoStream::choice(&stdout()) != ColorChoice::Never;
    print_damage(&tui::run(feed, arguments.filter.sessions(), colours).await?);
    Ok(ExitCode::SUCCESS)
}

fn print(lines: impl IntoIterator<Item = String>) -> Result<()> {
    let mut out = anstream::stdout().lock();
    for line in lines {
        writeln!(out, "{line}")?;
        out.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[test]
    fn the_command_line_takes_filters_too() {
        #[derive(Parser)]
        struct Line {
            #[command(flatten)]
            filter: Filter,
        }
        let flags = "watch --site hall --site 0f7c --intent SetTimer --outcome timeout --problems";
        let filter = Line::parse_from(flags.split_whitespace()).filter.sessions();
        assert_eq!(filter.sites, ["hall", "0f7c"]);
        assert_eq!(filter.intents, ["SetTimer"]);
        assert_eq!(filter.outcomes, ["timeout"]);
        assert!(filter.only_problems);
    }
}
