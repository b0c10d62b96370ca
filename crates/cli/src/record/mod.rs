//! `petasos record`: what is said in a house, written down as a session file.

mod listening;
mod live;
mod progress;
mod queue;
mod writing;

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result, anyhow};
use clap::Args;
use jiff::Zoned;
use petasos_manager::Clock;
use serde_json::json;

use self::listening::Listener;
use self::progress::{Counts, Progress};
use self::writing::Writing;
use crate::client::{Client, Common};
use crate::connection;
use crate::output::Output;
use crate::source::{self, EVERYTHING};

/// The file that is standard output.
const STANDARD_OUTPUT: &str = "-";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos record                           everything, until Ctrl-C, into a file named after the time
  petasos record kitchen.jsonl --topic 'zigbee2mqtt/#'
  petasos record - | jq -r .topic          while it happens

Exit codes: 0 done, also when ended by Ctrl-C; 1 failed, 2 wrong use.")]
pub(crate) struct Arguments {
    /// The file to write; `-` is standard output. Default: one in this folder, named after the time.
    file: Option<PathBuf>,
    /// Overwrite a file that exists.
    #[arg(long)]
    force: bool,
    /// Record these topics too, besides those of the house: a topic filter.
    #[arg(long = "topic", value_name = "FILTER")]
    topics: Vec<String>,
    /// For programs: the summary as a JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: connection::Arguments,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let file = arguments.file.clone().unwrap_or_else(named_after_the_time);
    let common = Common { json: arguments.json, timeout: None, connection: arguments.connection.clone() };
    let filters = EVERYTHING.into_iter().chain(arguments.topics.iter().map(String::as_str));
    let filters: Vec<_> = filters.collect();
    let mut client = Client::connect(&common, None, &filters).await?;
    let clock = Clock::start();
    let header = source::header(&client);

    let progress = Arc::new(Progress::default());
    let out = if is_standard_output(&file) {
        Box::new(io::stdout())
    } else {
        writing::create(&file, arguments.force)?
    };
    let writing = Writing::new(out, &header, progress.clone())?;
    let (queue, waiting) = queue::queue();
    let writer = thread::spawn(move || writing.run(&waiting));
    anstream::eprintln!("recording what is said at {} into {}; Ctrl-C ends", client.broker(), shown(&file));

    let listened = Listener::new(&mut client, queue, &progress, clock).listen().await;
    writer
        .join()
        .map_err(|_| anyhow!("the writing thread panicked"))?
        .with_context(|| format!("cannot record into {}; what was written is there", shown(&file)))?;
    let time = listened?;
    summarise(arguments, &file, time, progress.counts())?;
    client.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn named_after_the_time() -> PathBuf {
    Zoned::now().strftime("%Y-%m-%dT%H-%M-%S.jsonl").to_string().into()
}

fn is_standard_output(file: &Path) -> bool {
    file == Path::new(STANDARD_OUTPUT)
}

fn shown(file: &Path) -> String {
    if is_standard_output(file) { "standard output".to_owned() } else { file.display().to_string() }
}

/// Says what it has come to: on standard error if the recording itself is on standard output.
fn summarise(arguments: &Arguments, file: &Path, time: Duration, counts: Counts) -> Result<()> {
    let Counts { messages, sessions, lost, bytes, files } = counts;
    let seconds = time.as_secs_f64();
    let mut text = format!(
        "{}: {messages} messages, {sessions} sessions, {seconds:.1} s, {}",
        shown(file),
        live::size(bytes)
    );
    if lost > 0 {
        let _ = write!(text, "; {lost} MESSAGES LOST: they came faster than the disk takes them");
    }
    if is_standard_output(file) {
        anstream::eprintln!("{text}");
        return Ok(());
    }
    let json = json!({
        "file": file.display().to_string(), "messages": messages, "sessions": sessions, "seconds": seconds, "bytes": bytes,
        "files": files, "lost": lost,
    });
    Output::new(arguments.json).line(text, &json)
}
