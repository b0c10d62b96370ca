//! `petasos replay`: session files, played again.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::Args;
use petasos_inspect::broker_replay::{FILTERS, replay_over_broker, survey};
use petasos_messages::Component;
use petasos_recording::Recording;
use petasos_recording::replay::{Comparison, Pace, ReplayOutcome, Roles, Rules};
use petasos_replay::{bless, replay_recording, session_files};

use super::replay_report::Report;
use crate::common_arguments::BrokerArguments;
use crate::flag_values::{Broker, broker, pace, seconds_or_zero};
use crate::interrupted;

/// How session files are played.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos replay kitchen.jsonl                       does the dialogue manager still say the same?
  petasos replay tests/sessions -q                   all files of a folder; only those that differ are named
  petasos replay --bless kitchen.jsonl               from now on expect what it says now
  petasos replay kitchen.jsonl --broker localhost --diff
                                                     play to the manager that is there, whoever made it
  petasos replay kitchen.jsonl --broker --test nlu   play to the NLU at the configured broker

Without --broker the manager runs inside, on a clock of its own: nothing is sent, and it takes no time.

Exit codes: 0 the same, 1 different or failed, 2 wrong use, 3 nobody answered, 130 Ctrl-C.")]
pub(crate) struct Arguments {
    /// Session files, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Write what comes out now into the files, in place of what was expected. Inputs stay as they are.
    #[arg(long, conflicts_with_all = ["broker", "json"])]
    bless: bool,
    /// Show every difference with what happened around it, as it is done anyway.
    #[arg(long, conflicts_with = "quiet")]
    diff: bool,
    /// Only name the files that differ.
    #[arg(long, short)]
    quiet: bool,
    /// For programs: one JSON object a file.
    #[arg(long)]
    json: bool,
    /// A field that is null differs from one that is not there.
    #[arg(long)]
    exact: bool,
    /// Time between an input and what it answers: `recorded`, `none`, or at most so many seconds.
    #[arg(long, value_name = "PACE", default_value = "recorded", value_parser = pace)]
    pace: Pace,
    /// An output may come so many seconds later than it was recorded.
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds_or_zero)]
    deadline: Duration,
    /// Play to a house, through this broker. Without a value: the configured one.
    #[arg(long, value_name = "HOST[:PORT]", num_args = 0..=1, default_missing_value = "", value_parser = broker)]
    broker: Option<Broker>,
    /// The part that is tested: what it says is expected, what all others say is played.
    #[arg(long, value_name = "ROLE", requires = "broker", default_value = "dialogueManager")]
    test: Component,
    /// Play only these parts; the others are there in person.
    #[arg(long, value_name = "ROLE,..", requires = "broker", value_delimiter = ',')]
    play: Vec<Component>,
    /// Play although somebody talks there right now.
    #[arg(long, requires = "broker")]
    force: bool,
    #[command(flatten)]
    connection: BrokerArguments,
}

impl Arguments {
    fn rules(&self) -> Rules {
        Rules { pace: self.pace, deadline: self.deadline, exact: self.exact }
    }

    fn roles(&self) -> Roles {
        let roles = Roles::testing(self.test);
        if self.play.is_empty() { roles } else { roles.playing(self.play.iter().copied()) }
    }

    /// Replays a recording to the component that serves at a broker.
    async fn replay_at(&self, broker: &Broker, recording: &Recording) -> Result<ReplayOutcome> {
        let connection = match broker {
            Broker::At { host, port } => self.connection.at(host, *port),
            Broker::Configured => self.connection.clone(),
        };
        let mut client = connection.connect(None, &FILTERS).await?;
        let (roles, broker) = (self.roles(), client.broker());
        let survey = survey(&mut client, &roles).await?;
        if survey.lacks_manager {
            anstream::eprintln!(
                "petasos: no dialogue manager of Petasos has told that it is at {broker}; playing to whoever is there"
            );
        }
        let open = survey.open_sessions;
        ensure!(
            open == 0 || self.force,
            "somebody talks at {broker} right now (sessions open: {open}): wait, play to a broker of your own, or add --force"
        );
        let outcome = replay_over_broker(&mut client, recording, roles, self.rules()).await?;
        client.close().await?;
        Ok(outcome)
    }
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut report = Report::new(arguments.json, arguments.quiet);
    for file in session_files(&arguments.files)? {
        match played(arguments, &file) {
            Ok(Played::Compared(comparison)) => report.compared(&file, &comparison)?,
            Ok(Played::Blessed(comparison)) => report.blessed(&file, &comparison)?,
            // Ctrl-C ends all of it.
            Err(error) if interrupted(&error).is_some() => return Err(error),
            Err(error) => report.failed(&file, &error)?,
        }
    }
    report.finish()
}

/// What became of a file.
enum Played {
    Compared(Comparison),
    /// What comes out now was written into it, if that differed.
    Blessed(Comparison),
}

fn played(arguments: &Arguments, file: &Path) -> Result<Played> {
    if arguments.bless {
        return Ok(Played::Blessed(bless(file, arguments.rules())?.comparison));
    }
    let recording = Recording::open(file).context("cannot be read")?;
    let outcome = match &arguments.broker {
        None => replay_recording(&recording, arguments.rules())?,
        Some(broker) => crate::wait(arguments.replay_at(broker, &recording))?,
    };
    Ok(Played::Compared(outcome.comparison))
}
