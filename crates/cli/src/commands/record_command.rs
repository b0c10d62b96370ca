//! `petasos record`: records messages into a session file.

use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use clap::{Args, ValueEnum};
use petasos_inspect::entry_source::{EVERYTHING, LiveSource};
use petasos_inspect::record::{
    Destination, LastMinutes, LastMinutesError, MAX_SESSIONS, RecordCounts, RecordOptions, Recorded,
    Recorder, RecorderEvent, RecordingFolder, Rotation, Split, create_file, last_minutes, remove_file,
};
use petasos_inspect::terminal_text::plain;
use petasos_messages::{SiteId, filter};
use petasos_program::WallClock;
use petasos_recording::Entry;
use serde_json::json;

use super::progress_line::{ProgressLine, size};
use crate::command_output::Output;
use crate::common_arguments::{BrokerArguments, connection_lost, options};
use crate::flag_values::{rotation, size as size_in_bytes, time};
use crate::privacy::{self, Keep};

/// The file name for standard output.
const STANDARD_OUTPUT: &str = "-";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos record                           everything until Ctrl-C, into a file named after the time
  petasos record kitchen.jsonl --site kitchen --duration 10m
  petasos record --keep text,audio --topic 'zigbee2mqtt/#'
  petasos record --per session --only-bad --dir ~/recordings --max-disk 2G
  petasos record --dir ~/recordings --rotate 1h --max-disk 2G
  petasos record --last 5m                 the last five minutes, if petasosd keeps them
  petasos record - | jq -r .topic          process messages as they arrive

Words are replaced by pseudonyms and sound by its length unless --keep says otherwise; without --keep audio, microphone audio is\nnot recorded at all.
Exit codes: 0 success, also after Ctrl-C; 1 failure, 2 usage error, 3 no answer to --last.")]
pub(crate) struct Arguments {
    /// The file to write; `-` is standard output. Default: a file in the current folder, named after the time.
    #[arg(conflicts_with_all = ["dir", "per", "rotate", "max_disk"])]
    file: Option<PathBuf>,
    /// Fetch the last minutes from the dialogue manager, such as 5m, instead of recording. Its recorder must be enabled:
    /// `recorder.minutes` in its configuration.
    #[arg(long, value_name = "TIME", value_parser = time, conflicts_with_all = ["keep", "site", "topics", "duration", "dir", "per", "rotate", "max_disk"])]
    last: Option<Duration>,
    /// The dialogue manager to ask for --last, by its `instance`, if several are running.
    #[arg(long, value_name = "NAME", requires = "last")]
    manager: Option<String>,
    /// Overwrite an existing file.
    #[arg(long, requires = "file")]
    force: bool,
    /// Spoken text or audio to keep. Default: neither.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    keep: Vec<Keep>,
    /// Record only this site, and messages without a site.
    #[arg(long, short, value_name = "SITE")]
    site: Option<SiteId>,
    /// Also record topics that match this filter; may be repeated.
    #[arg(long = "topic", value_name = "FILTER")]
    topics: Vec<String>,
    /// Stop after this time, such as 90s, 10m or 1h. Default: at Ctrl-C.
    #[arg(long, value_name = "TIME", value_parser = time)]
    duration: Option<Duration>,
    /// Write one file per session or site.
    #[arg(long, value_name = "WHAT")]
    per: Option<Per>,
    /// Keep only files of sessions that ended with a timeout or an error.
    #[arg(long, requires = "per")]
    only_bad: bool,
    /// Folder for automatically named files. Default: the current folder.
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// Start a new file after this time, or at this size: 1h, 100M.
    #[arg(long, value_name = "TIME or SIZE", value_parser = rotation)]
    rotate: Option<Rotation>,
    /// Limit for all recordings in the folder; the oldest are deleted first. No other files are ever deleted.
    #[arg(long, value_name = "SIZE", value_parser = size_in_bytes)]
    max_disk: Option<u64>,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    broker: BrokerArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Per {
    /// One file per session, with everything that happened at its site meanwhile.
    Session,
    /// One file per site.
    Site,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    if let Some(time) = arguments.last {
        return fetch(arguments, time).await;
    }
    let filters: Vec<&str> =
        EVERYTHING.into_iter().chain(arguments.topics.iter().map(String::as_str)).collect();
    let live = LiveSource::connect(arguments.broker.config()?, options(arguments.duration), &filters).await?;
    let broker = live.client().broker();
    let (target, destination) = arguments.destination()?;
    let mut options = RecordOptions::new(destination);
    options.kept = privacy::kept(&arguments.keep);
    options.site.clone_from(&arguments.site);
    let recorder = Recorder::start(live, options).map_err(with_advice)?;
    anstream::eprintln!("recording {broker} into {target}; press Ctrl-C to stop");

    let mut line = ProgressLine::new(io::stderr().is_terminal());
    let recorded = recorder.run(|event| match event {
        RecorderEvent::Progress { length, counts } => line.show(length, counts),
        RecorderEvent::Disconnected(reason) => {
            line.end();
            connection_lost(reason);
        }
        _ => {}
    });
    let recorded = recorded.await;
    line.end();
    arguments.summarise(&target, recorded?)?;
    Ok(ExitCode::SUCCESS)
}

impl Arguments {
    /// The destination, as shown to the user and for the recorder.
    fn destination(&self) -> Result<(String, Destination)> {
        let in_folder =
            self.dir.is_some() || self.per.is_some() || self.rotate.is_some() || self.max_disk.is_some();
        if in_folder {
            let folder = self.folder()?;
            return Ok((folder.path.display().to_string(), Destination::Folder(folder)));
        }
        let Some(path) = self.path() else {
            return Ok(("standard output".to_owned(), Destination::StandardOutput));
        };
        if self.force {
            remove_file(&path)?;
        }
        Ok((path.display().to_string(), Destination::File(path)))
    }

    fn folder(&self) -> Result<RecordingFolder> {
        let per_session = self.per == Some(Per::Session);
        ensure!(per_session || !self.only_bad, "--only-bad requires --per session");
        ensure!(
            !per_session || self.rotate.is_none(),
            "--rotate cannot be combined with --per session: each session has its own file"
        );
        let mut folder = RecordingFolder::new(self.dir.clone().unwrap_or_else(|| PathBuf::from(".")));
        folder.split = match self.per {
            None => Split::None,
            Some(Per::Site) => Split::PerSite,
            Some(Per::Session) => Split::PerSession { only_bad: self.only_bad },
        };
        folder.rotation = self.rotate.unwrap_or(Rotation::Never);
        folder.max_bytes = self.max_disk;
        Ok(folder)
    }

    /// The file to write; `None` for standard output.
    fn path(&self) -> Option<PathBuf> {
        let file = self.file.clone().unwrap_or_else(named_after_the_time);
        (file != Path::new(STANDARD_OUTPUT)).then_some(file)
    }

    /// Prints the summary, to standard error if the recording itself goes to standard output.
    fn summarise(&self, target: &str, recorded: Recorded) -> Result<()> {
        let RecordCounts { messages, sessions, lost, frames, unrecorded, bytes, files, .. } = recorded.counts;
        let seconds = recorded.length.as_secs_f64();
        let size = size(bytes);
        let mut text = format!("{target}: {messages} messages, {sessions} sessions, {seconds:.1} s, {size}");
        if files != 1 {
            let _ = write!(text, " in {files} files");
        }
        if frames > 0 {
            let _ = write!(text, "; {frames} microphone frames omitted");
        }
        if unrecorded > 0 {
            let _ = write!(
                text,
                "; {unrecorded} SESSIONS NOT RECORDED: at most {MAX_SESSIONS} can be written at once"
            );
        }
        if lost > 0 {
            let _ = write!(text, "; {lost} MESSAGES LOST: they came faster than the disk could write");
        }
        if self.file.as_deref() == Some(Path::new(STANDARD_OUTPUT)) {
            anstream::eprintln!("{text}");
            return Ok(());
        }
        let json = json!({
            "target": target, "messages": messages, "sessions": sessions, "seconds": seconds, "bytes": bytes, "files": files,
            "lost": lost, "microphoneFrames": frames, "unrecordedSessions": unrecorded,
        });
        Output::new(self.json).line(text, &json)
    }
}

fn named_after_the_time() -> PathBuf {
    let now = WallClock::of_machine().local();
    now.strftime("%Y-%m-%dT%H-%M-%S.jsonl").to_string().into()
}

/// Adds how to overwrite an existing file.
fn with_advice(error: petasos_inspect::Error) -> anyhow::Error {
    match error {
        petasos_inspect::Error::Exists { .. } => {
            anyhow!("{error}: name another file, or overwrite it with --force")
        }
        error => error.into(),
    }
}

/// `--last`: fetches the last minutes from the dialogue manager, and writes them once complete.
async fn fetch(arguments: &Arguments, time: Duration) -> Result<ExitCode> {
    let output = Output::new(arguments.json);
    let mut client = arguments.broker.connect(arguments.duration, &[filter::STATUS]).await?;
    let fetched = last_minutes(&mut client, time, arguments.manager.as_deref()).await;
    let LastMinutes { text, entries, .. } = match fetched {
        Ok(fetched) => fetched,
        Err(error @ LastMinutesError::NoAnswer(_)) => return output.no_answer(error),
        Err(LastMinutesError::Several(names)) => {
            let names: Vec<_> = names.iter().map(|name| plain(name.as_str())).collect();
            let names = names.join(" or --manager ");
            return output.wrong_use(format!(
                "several dialogue managers are running: choose one with --manager {names}"
            ));
        }
        Err(error @ LastMinutesError::Refused { .. }) => return output.failed(error),
        Err(error) => return Err(error.into()),
    };
    let path = arguments.path();
    write(path.as_deref(), arguments.force, &text)?;
    if let Some(path) = path {
        report(output, &path, &entries)?;
    }
    client.close().await?;
    Ok(ExitCode::SUCCESS)
}

fn write(path: Option<&Path>, force: bool, text: &str) -> Result<()> {
    let mut out: Box<dyn Write> = match path {
        None => Box::new(io::stdout()),
        Some(path) => {
            if force {
                remove_file(path)?;
            }
            Box::new(create_file(path).map_err(with_advice)?)
        }
    };
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot write the recording")
}

/// Prints what was fetched. It may reach back less far than requested.
fn report(output: Output, file: &Path, entries: &[Entry]) -> Result<()> {
    let file = file.display().to_string();
    let time = |entry: Option<&Entry>| entry.map(|entry| entry.at).unwrap_or_default();
    let seconds = time(entries.last()).saturating_sub(time(entries.first())).as_secs_f64();
    let messages = entries.len();
    output.line(
        format!("{file}: {messages} messages within {seconds:.1} s"),
        &json!({ "target": file, "messages": messages, "seconds": seconds }),
    )
}
