//! `petasos watch`: sessions, live or from a recording, with how long the user waited.

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

/// How long to wait for a message before passing the time on, so that sessions without messages are closed eventually.
const TICK: Duration = Duration::from_millis(500);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos watch                            one line per session, until Ctrl-C; then how long users waited
  petasos watch kitchen.jsonl -v           a recording, each session as a waterfall
  petasos watch --site kitchen --problems  only sessions with problems at this site
  petasos watch --tui                      full-screen; press ? for help
  petasos watch --format snips             the format of snips-watch
  petasos watch --json | jq 'select(.toSound.ms > 1500) | .turns[].text'

Exit codes: 0 end of the file or of --timeout, 1 failure, 2 usage error, 130 Ctrl-C.")]
pub(crate) struct Arguments {
    /// Show each session as a waterfall; twice: every message, too, except microphone audio.
    #[arg(long, short, action = clap::ArgAction::Count)]
    verbose: u8,
    /// Output format.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Full-screen view of sites, sessions, messages and problems. Press ? for help.
    #[arg(long, conflicts_with_all = ["verbose", "format", "json"])]
    tui: bool,
    #[command(flatten)]
    filter: Filter,
    /// A session file to read. Default: listen on the broker.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    #[command(flatten)]
    common: Common,
}

/// Filters; a session must match all of them.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
struct Filter {
    /// Only this site; may be repeated.
    #[arg(long, value_name = "SITE")]
    site: Vec<SiteId>,
    /// Only sessions with this intent, with or without its user prefix (USER:NAME); may be repeated.
    #[arg(long, value_name = "NAME")]
    intent: Vec<String>,
    /// Only sessions with this outcome: nominal, abortedByUser, intentNotRecognized, timeout, error, unseen ...; may be repeated.
    #[arg(long, value_name = "REASON")]
    outcome: Vec<String>,
    /// Only sessions with problems.
    #[arg(long)]
    problems: bool,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Human-readable.
    #[default]
    Text,
    /// One JSON object per line, as with --json.
    Json,
    /// The format of snips-watch, one line per message.
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
            anstream::eprintln!("watching {}; press Ctrl-C to stop", live.client().broker());
        }
        print(watch.begin(live.header()))?;
    }
    let interrupted = loop {
        match source.next(TICK).await {
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
    ensure!(stdout().is_terminal(), "--tui needs a terminal; otherwise use --format text or --format json");
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
