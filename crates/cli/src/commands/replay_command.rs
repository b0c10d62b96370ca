//! `petasos replay`: replays session files as tests.

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

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos replay kitchen.jsonl                       does the dialogue manager still do the same?
  petasos replay tests/sessions -q                   all files in a folder; name only those that differ
  petasos replay --bless kitchen.jsonl               accept the present output as the expected one
  petasos replay kitchen.jsonl --broker localhost --diff
                                                     replay to the manager on that broker, whichever it is
  petasos replay kitchen.jsonl --broker --test nlu   replay to the NLU on the configured broker

Without --broker, the manager runs in this process on virtual time: nothing is published, and pauses take no time.

Exit codes: 0 same, 1 different or failed, 2 usage error, 3 no answer at all, 130 Ctrl-C.")]
pub(crate) struct Arguments {
    /// Session files, or folders of them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Replace the expected output in the files with the present one. Inputs are kept.
    #[arg(long, conflicts_with_all = ["broker", "json"])]
    bless: bool,
    /// Show every difference in context (the default).
    #[arg(long, conflicts_with = "quiet")]
    diff: bool,
    /// Only name the files that differ.
    #[arg(long, short)]
    quiet: bool,
    /// Print JSON: one object per file.
    #[arg(long)]
    json: bool,
    /// Treat a null field and a missing one as different.
    #[arg(long)]
    exact: bool,
    /// Pause before an input: `recorded`, `none`, or at most this many seconds.
    #[arg(long, value_name = "PACE", default_value = "recorded", value_parser = pace)]
    pace: Pace,
    /// How much later than recorded an output may come, in seconds.
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds_or_zero)]
    deadline: Duration,
    /// Replay over this broker. Without a value: the configured one.
    #[arg(long, value_name = "HOST[:PORT]", num_args = 0..=1, default_missing_value = "", value_parser = broker)]
    broker: Option<Broker>,
    /// The component under test: its messages are compared, everybody else's are replayed.
    #[arg(long, value_name = "COMPONENT", requires = "broker", default_value = "dialogueManager")]
    test: Component,
    /// Replay only these components; the others are running.
    #[arg(long, value_name = "COMPONENT,..", requires = "broker", value_delimiter = ',')]
    play: Vec<Component>,
    /// Replay even while sessions are open there.
    #[arg(long, requires = "broker")]
    force: bool,
    #[command(flatten)]
    connection: BrokerArguments,
}

impl Arguments {
    fn rules(&self) -> Rules {
        let mut rules = Rules::default();
        (rules.pace, rules.deadline, rules.exact) = (self.pace, self.deadline, self.exact);
        rules
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
                "petasos: petasosd has not announced itself at {broker}; replaying to whichever manager is running there"
            );
        }
        let open = survey.open_sessions;
        ensure!(
            open == 0 || self.force,
            "a conversation is going on at {broker} (open sessions: {open}): wait, use another broker, or add --force"
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
            // Ctrl-C ends the whole command, not just this file.
            Err(error) if interrupted(&error).is_some() => return Err(error),
            Err(error) => report.failed(&file, &error)?,
        }
    }
    report.finish()
}

enum Played {
    Compared(Comparison),
    /// The file now expects the present output.
    Blessed(Comparison),
}

fn played(arguments: &Arguments, file: &Path) -> Result<Played> {
    if arguments.bless {
        return Ok(Played::Blessed(bless(file, arguments.rules())?.comparison));
    }
    let recording = Recording::open(file).context("cannot read the recording")?;
    let outcome = match &arguments.broker {
        None => replay_recording(&recording, arguments.rules())?,
        Some(broker) => crate::wait(arguments.replay_at(broker, &recording))?,
    };
    Ok(Played::Compared(outcome.comparison))
}
