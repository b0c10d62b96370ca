//! `petasos doctor`: finds out what is wrong, and how to fix it.

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_inspect::client::ClientError;
use petasos_inspect::doctor::{Summary, check_invariants, finding_json, finding_text};
use petasos_inspect::entry_source::{Incoming, LiveSource};
use petasos_inspect::terminal_text::FAINT;
use petasos_messages::Message;
use petasos_messages::payload::GetHotwords;
use petasos_recording::DecodedEntry;
use petasos_watch::doctor::{Doctor, Finding};

use crate::command_output::{Output, print_damage};
use crate::common_arguments::{BrokerArguments, Input, connection_lost};
use crate::flag_values::seconds;

/// How long to wait for a message before passing the time on to the doctor.
const TICK: Duration = Duration::from_millis(500);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos doctor                           listen for a minute; have a conversation meanwhile
  petasos doctor --duration 3600 --json | jq -r 'select(.severity == \"error\") | .seen'
  petasos doctor kitchen.jsonl             examine a recording
  petasos doctor kitchen.jsonl --invariants

docs/doctor.md lists every diagnosis. To check the broker itself, use petasos check.
Exit codes: 0 nothing wrong (hints are possible), 1 something is wrong or the command failed, 2 usage error, 130 Ctrl-C.")]
pub(crate) struct Arguments {
    /// A session file to examine. Default: listen on the broker.
    file: Option<PathBuf>,
    /// How long to listen, in seconds.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60", conflicts_with = "file")]
    duration: Duration,
    /// Only listen. Otherwise, in Rhasspy's dialect, the doctor asks once which wake words there are.
    #[arg(long, conflicts_with = "file")]
    quiet: bool,
    /// Also check the manager's invariants. The recording must begin with the start of the manager.
    #[arg(long, requires = "file")]
    invariants: bool,
    /// Print JSON: one object per line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    broker: BrokerArguments,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let output = Output::new(arguments.json);
    let (doctor, interrupted) = examine(arguments, output).await?;
    let mut violations = None;
    if let Some(file) = arguments.file.as_ref().filter(|_| arguments.invariants) {
        let report = check_invariants(file)?;
        for (text, json) in report.text().iter().zip(report.json()) {
            output.line(text, &json)?;
        }
        violations = Some(report.violations.len());
    }
    let summary = Summary::new(&doctor, violations);
    output.line(summary.text(), &summary.json())?;
    if let Some(interrupted) = interrupted {
        return Err(interrupted.into());
    }
    Ok(if summary.is_well() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Listens, or reads a recording, and prints findings as they come. If a signal interrupts it, the findings so far are returned.
async fn examine(arguments: &Arguments, output: Output) -> Result<(Doctor, Option<petasos_inspect::Error>)> {
    let timeout = Some(arguments.duration);
    let input = Input { file: arguments.file.as_deref(), broker: &arguments.broker, timeout };
    let mut source = input.open().await?;
    if let Some(live) = source.live() {
        begin(arguments, live)?;
    }
    let mut doctor = Doctor::new(source.header().dialect);
    let interrupted = loop {
        match source.next(TICK).await {
            Ok(Incoming::Entry(entry)) => print(output, &doctor.handle(&DecodedEntry::new(&entry)))?,
            Ok(Incoming::Time(now)) => print(output, &doctor.handle_time(now))?,
            Ok(Incoming::Disconnected(reason)) => connection_lost(&reason),
            Ok(Incoming::Reconnected) => {}
            Ok(Incoming::End) => break None,
            Err(error @ petasos_inspect::Error::Client(ClientError::Interrupted { .. })) => {
                break Some(error);
            }
            Err(error) => return Err(error.into()),
        }
    };
    print(output, &doctor.finish())?;
    print_damage(&source.damage());
    if interrupted.is_none() {
        source.close().await?;
    }
    Ok((doctor, interrupted))
}

/// Announces the start, and asks for the wake words.
fn begin(arguments: &Arguments, live: &LiveSource) -> Result<()> {
    if !arguments.json {
        let broker = live.client().broker();
        let seconds = arguments.duration.as_secs_f64();
        anstream::eprintln!(
            "listening on {broker} for {seconds} s; press Ctrl-C to stop\n{FAINT}Say the wake word and a command meanwhile: most \
                         problems only show in conversations{FAINT:#}"
        );
    }
    // In Snips' dialect, hotword components can only be asked one by one, by names that are not published anywhere.
    if !arguments.quiet && live.header().dialect.is_some_and(|dialect| dialect.hotwords_can_be_listed) {
        let mut question = GetHotwords::default();
        question.id = Some(live.client().name().to_owned());
        live.client().send(&Message::GetHotwords(question))?;
    }
    Ok(())
}

fn print(output: Output, findings: &[Finding]) -> Result<()> {
    findings.iter().try_for_each(|finding| output.line(finding_text(finding), &finding_json(finding)))
}
