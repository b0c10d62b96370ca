//! `petasos doctor`: what is wrong with a house, in words.

mod invariants;
mod shown;

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_messages::Message;
use petasos_messages::payload::GetHotwords;
use petasos_watch::doctor::Doctor;

use self::shown::Report;
use crate::client::{Common, Interrupted, seconds};
use crate::connection;
use crate::output::{FAINT, Output};
use crate::source::{self, EVERYTHING, Live, Next, Source};

/// So often a quiet house is looked at.
const LOOK: Duration = Duration::from_millis(500);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos doctor                           listen for a minute; hold a conversation meanwhile
  petasos doctor --duration 3600 --json | jq -r 'select(.severity == \"error\") | .seen'
  petasos doctor kitchen.jsonl             what went wrong when this was recorded?
  petasos doctor kitchen.jsonl --invariants

All that can be found is listed in docs/doctor.md. Whether a house can live on a broker at all: petasos check.
Exit codes: 0 nothing wrong (there may be hints), 1 something is or the command failed, 2 wrong use, 130 Ctrl-C.")]
pub struct Arguments {
    /// A session file to examine. Default: listen to the house.
    file: Option<PathBuf>,
    /// Listen for so long.
    #[arg(long, value_name = "SECONDS", value_parser = seconds, default_value = "60", conflicts_with = "file")]
    duration: Duration,
    /// Only listen. Otherwise the doctor asks once which wake words there are, where Rhasspy's dialect is spoken.
    #[arg(long, conflicts_with = "file")]
    quiet: bool,
    /// Check too that the manager did nothing that must never happen. It must be recorded from its start.
    #[arg(long, requires = "file")]
    invariants: bool,
    /// For programs: one JSON object a line.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: connection::Arguments,
}

pub async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let output = Output::new(arguments.json);
    let mut report = examine(arguments, output).await?;
    if let Some(file) = arguments.file.as_ref().filter(|_| arguments.invariants) {
        report.violations = invariants::check(file, output)?;
    }
    report.print(output)?;
    report.verdict()
}

/// Listens to a house, or reads a recording.
async fn examine(arguments: &Arguments, output: Output) -> Result<Report> {
    let Arguments { json, duration, .. } = *arguments;
    let common = Common { json, timeout: Some(duration), connection: arguments.connection.clone() };
    let file = arguments.file.clone();
    let mut source = Source::open(&source::Arguments { file, common }, &EVERYTHING).await?;
    if let Source::Live(live) = &source {
        begin(arguments, live)?;
    }
    let mut doctor = Doctor::new(source.header().dialect);
    let interrupted = loop {
        let new = match source.next(LOOK).await {
            Ok(Next::Entry(entry)) => doctor.handle(&entry),
            Ok(Next::Nothing(now)) => doctor.handle_time(now),
            Ok(Next::End) => break None,
            // What was found until then is told as well.
            Err(error) => break Some(error.downcast::<Interrupted>()?),
        };
        shown::print(output, &new)?;
    };
    shown::print(output, &doctor.finish())?;
    source.tell_damage();
    if let (Source::Live(live), None) = (source, &interrupted) {
        live.close().await?;
    }
    Ok(Report::of(&doctor, interrupted))
}

/// Says that we listen, and asks the house who is there.
fn begin(arguments: &Arguments, live: &Live) -> Result<()> {
    if !arguments.json {
        let broker = live.header().broker.as_deref().unwrap_or_default();
        let seconds = arguments.duration.as_secs_f64();
        anstream::eprintln!(
            "listening at {broker} for {seconds} s; Ctrl-C ends\n{FAINT}Say the wake word and a command meanwhile: most can only \
             be found in conversations{FAINT:#}"
        );
    }
    if !arguments.quiet && live.header().dialect.is_some_and(|dialect| dialect.hotwords_can_be_listed) {
        let mut question = GetHotwords::default();
        question.id = Some(live.name().to_owned());
        live.tell(&Message::GetHotwords(question))?;
    }
    Ok(())
}
