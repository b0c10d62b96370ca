//! `petasos record`: what is said in a house, written down as a session file.

mod folder;
mod last;
mod listening;
mod live;
mod output;
mod place;
mod progress;
mod queue;
mod split;
mod units;
mod whole;
mod writing;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow, ensure};
use clap::{Args, ValueEnum};
use petasos_manager::config::write_out_phrases;
use petasos_messages::SiteId;
use petasos_program::{Clock, WallClock, random_bits};
use petasos_recording::{Header, Kept, Redactor};
use serde_json::json;

use self::folder::Folder;
use self::listening::Listener;
use self::progress::{Counts, Progress};
use self::split::{AtSite, MOST_SESSIONS, PerSession, PerSite};
use self::units::Rotation;
use self::whole::{OneFile, Rotating};
use self::writing::{Sink, Writing};
use crate::client::{Client, Common};
use crate::connection;
use crate::privacy::{self, Keep};
use crate::source::{self, EVERYTHING};

/// The file that is standard output.
const STANDARD_OUTPUT: &str = "-";

/// Where room is limited, no file takes more than this part of it: so there is always an old one that can go.
const PARTS: u64 = 10;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos record                           everything, until Ctrl-C, into a file named after the time
  petasos record kitchen.jsonl --site kitchen --duration 10m
  petasos record --keep text,audio --topic 'zigbee2mqtt/#'
  petasos record --per session --only-bad --dir ~/recordings --max-disk 2G
  petasos record --dir ~/recordings --rotate 1h --max-disk 2G
  petasos record --last 5m                 what has just gone wrong, if petasosd remembers it
  petasos record - | jq -r .topic          while it happens

What people said is replaced by pseudonyms, and sound by its length, unless --keep says otherwise; the sound of microphones is\nnot there at all without --keep audio.
Exit codes: 0 done, also when ended by Ctrl-C; 1 failed, 2 wrong use, 3 no answer to --last.")]
pub struct Arguments {
    /// The file to write; `-` is standard output. Default: one in this folder, named after the time.
    #[arg(conflicts_with_all = ["dir", "per", "rotate", "max_disk"])]
    file: Option<PathBuf>,
    /// Not what is said from now on, but what the dialogue manager remembers of the last so long, such as 5m. Its recorder must
    /// be on: `recorder.minutes` in its configuration.
    #[arg(long, value_name = "TIME", value_parser = units::time, conflicts_with_all = ["keep", "site", "topics", "duration", "dir", "per", "rotate", "max_disk"])]
    last: Option<Duration>,
    /// The dialogue manager to ask for --last, where several serve: its `instance`.
    #[arg(long, value_name = "NAME", requires = "last")]
    manager: Option<String>,
    /// Overwrite a file that exists.
    #[arg(long, requires = "file")]
    force: bool,
    /// What of people's words and voices to keep as it is. Default: nothing.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    keep: Vec<Keep>,
    /// Only what belongs to this site, and what belongs to none.
    #[arg(long, short, value_name = "SITE")]
    site: Option<SiteId>,
    /// Record these topics too, besides those of the house: a topic filter.
    #[arg(long = "topic", value_name = "FILTER")]
    topics: Vec<String>,
    /// End after so long, such as 90s, 10m or 1h. Default: at Ctrl-C.
    #[arg(long, value_name = "TIME", value_parser = units::time)]
    duration: Option<Duration>,
    /// Make a file for each.
    #[arg(long, value_name = "WHAT")]
    per: Option<Per>,
    /// Keep only the files of sessions that ended by a time limit or an error.
    #[arg(long, requires = "per")]
    only_bad: bool,
    /// The folder for files that are named by themselves. Default: this one.
    #[arg(long, value_name = "FOLDER")]
    dir: Option<PathBuf>,
    /// Begin a new file after so long, or when one is so large: 1h, 100M.
    #[arg(long, value_name = "TIME or SIZE", value_parser = units::rotation)]
    rotate: Option<Rotation>,
    /// All recordings of the folder take at most so much; the oldest go first. Nothing else is ever removed.
    #[arg(long, value_name = "SIZE", value_parser = units::size)]
    max_disk: Option<u64>,
    /// For programs: the summary as a JSON object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    connection: connection::Arguments,
}

/// What gets a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Per {
    /// Each session, with what was at its site meanwhile.
    Session,
    /// Each site.
    Site,
}

pub async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let common = Common {
        json: arguments.json,
        timeout: arguments.duration,
        connection: arguments.connection.clone(),
    };
    if let Some(time) = arguments.last {
        let (manager, file) = (arguments.manager.as_deref(), arguments.path());
        let wanted = last::Wanted { time, manager, file: file.as_deref(), force: arguments.force };
        return last::run(&common, &wanted).await;
    }
    let filters: Vec<&str> =
        EVERYTHING.into_iter().chain(arguments.topics.iter().map(String::as_str)).collect();
    let mut client = Client::connect(&common, None, &filters).await?;
    let clock = Clock::start();

    let redactor = Redactor::new(random_bits(), arguments.kept());
    let header = redactor.header(write_out_phrases(source::header(&client), arguments.kept()));
    let dialect = header.dialect;
    let progress = Arc::new(Progress::default());
    let (target, sink) = arguments.target(header, &progress)?;
    let writing = Writing::new(redactor, sink, dialect, progress.clone());
    let (queue, waiting) = queue::queue();
    let writer = thread::spawn(move || writing.run(&waiting));
    anstream::eprintln!("recording what is said at {} into {target}; Ctrl-C ends", client.broker());

    let listener = Listener::new(&mut client, queue, &progress, clock, arguments.kept());
    let listened = listener.listen(|| writer.is_finished()).await;
    writer.join().map_err(|_| anyhow!("the writing thread panicked"))??;
    arguments.summarise(&target, listened?, progress.counts())?;
    client.leave().await;
    Ok(ExitCode::SUCCESS)
}

impl Arguments {
    fn kept(&self) -> Kept {
        privacy::kept(&self.keep)
    }

    /// Where it goes, in words, and the sink that brings it there.
    fn target(&self, header: Header, progress: &Arc<Progress>) -> Result<(String, Box<dyn Sink>)> {
        let in_folder =
            self.dir.is_some() || self.per.is_some() || self.rotate.is_some() || self.max_disk.is_some();
        let (target, sink) =
            if in_folder { self.files(header, progress)? } else { self.one_file(&header, progress)? };
        let sink = match &self.site {
            Some(site) => Box::new(AtSite::new(site.clone(), sink)),
            None => sink,
        };
        Ok((target, sink))
    }

    fn one_file(&self, header: &Header, progress: &Arc<Progress>) -> Result<(String, Box<dyn Sink>)> {
        let Some(path) = self.path() else {
            let output = output::Output::standard(header, progress)?;
            return Ok(("standard output".to_owned(), Box::new(OneFile(output))));
        };
        if self.force {
            output::clear(&path)?;
        }
        let target = path.display().to_string();
        let output = output::Output::create(path, Duration::ZERO, header, progress)?;
        Ok((target, Box::new(OneFile(output))))
    }

    fn files(&self, header: Header, progress: &Arc<Progress>) -> Result<(String, Box<dyn Sink>)> {
        let per_session = self.per == Some(Per::Session);
        ensure!(per_session || !self.only_bad, "--only-bad goes with --per session");
        ensure!(
            !per_session || self.rotate.is_none(),
            "--rotate does not go with --per session: each has its own file"
        );
        let path = self.dir.clone().unwrap_or_else(|| PathBuf::from("."));
        let target = path.display().to_string();
        let folder = Folder::open(&path, header, self.max_disk, progress.clone())?;
        let largest = self.max_disk.map_or(Rotation::Never, |most| Rotation::At((most / PARTS).max(1)));
        let rotation = self.rotate.unwrap_or(largest);
        let sink: Box<dyn Sink> = match self.per {
            None => Box::new(Rotating::new(folder, rotation)),
            Some(Per::Site) => Box::new(PerSite::new(folder, rotation)),
            Some(Per::Session) => Box::new(PerSession::new(folder, self.only_bad, progress.clone())),
        };
        Ok((target, sink))
    }

    /// The one file to write; `None` for standard output.
    fn path(&self) -> Option<PathBuf> {
        let file = self.file.clone().unwrap_or_else(named_after_the_time);
        (file != Path::new(STANDARD_OUTPUT)).then_some(file)
    }

    /// Says what it has come to: on standard error if the recording itself is on standard output.
    fn summarise(&self, target: &str, time: Duration, counts: Counts) -> Result<()> {
        let Counts { messages, sessions, lost, frames, unrecorded, bytes, files } = counts;
        let seconds = time.as_secs_f64();
        let size = live::size(bytes);
        let mut text = format!("{target}: {messages} messages, {sessions} sessions, {seconds:.1} s, {size}");
        if files != 1 {
            let _ = write!(text, " in {files} files");
        }
        if frames > 0 {
            let _ = write!(text, "; {frames} frames of microphones left out");
        }
        if unrecorded > 0 {
            let _ =
                write!(text, "; {unrecorded} SESSIONS WITHOUT A FILE: {MOST_SESSIONS} are written at once");
        }
        if lost > 0 {
            let _ = write!(text, "; {lost} MESSAGES LOST: they came faster than the disk takes them");
        }
        if self.file.as_deref() == Some(Path::new(STANDARD_OUTPUT)) {
            anstream::eprintln!("{text}");
            return Ok(());
        }
        let json = json!({
            "target": target, "messages": messages, "sessions": sessions, "seconds": seconds, "bytes": bytes, "files": files,
            "lost": lost, "microphoneFrames": frames, "unrecordedSessions": unrecorded,
        });
        crate::output::Output::new(self.json).line(text, &json)
    }
}

fn named_after_the_time() -> PathBuf {
    WallClock::of_machine().local().strftime("%Y-%m-%dT%H-%M-%S.jsonl").to_string().into()
}
