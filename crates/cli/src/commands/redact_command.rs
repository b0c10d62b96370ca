//! `petasos redact`: removes what people said from a session file, so that it can be shared.

use std::fs;
use std::io::{self, BufRead, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use clap::Args;
use petasos_inspect::terminal_text::counted;
use petasos_manager::config::write_out_phrases;
use petasos_recording::{Error, Header, Reader, Redactor, Removed, Writer, audio_folder};
use serde_json::{Value, json};

use crate::command_output::Output;
use crate::privacy::Privacy;

/// The file name for standard input or output.
const STANDARD: &str = "-";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos redact kitchen.jsonl                    writes kitchen.redacted.jsonl
  petasos redact kitchen.jsonl -o for-the-forum.jsonl --hide sites,intents
  petasos redact kitchen.jsonl --in-place         overwrite the recording; its audio is removed
  petasos redact kitchen.jsonl --keep audio       keep the voices

docs/privacy.md says what is kept, and what is not. Exit codes: 0 success, 1 failure, 2 usage error.")]
pub(crate) struct Arguments {
    /// The session file to redact; `-` is standard input.
    file: PathBuf,
    /// The file to write; `-` is standard output. Default: `NAME.redacted.jsonl` beside the input.
    #[arg(short, long, value_name = "FILE", conflicts_with = "in_place")]
    output: Option<PathBuf>,
    /// Overwrite the input.
    #[arg(long)]
    in_place: bool,
    /// Overwrite an existing file.
    #[arg(long)]
    force: bool,
    /// Print the summary as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    privacy: Privacy,
}

#[derive(Debug, Default)]
struct Done {
    messages: u64,
    /// Unreadable lines, which are omitted.
    damaged: u64,
    removed: Removed,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let output = Output::new(arguments.json);
    let redactor = match arguments.privacy.redactor() {
        Ok(redactor) => redactor,
        Err(why) => return output.wrong_use(why),
    };
    let target = target(arguments);
    if is_standard(&arguments.file) {
        let reader = Reader::new(io::stdin().lock()).context("cannot read standard input")?;
        clean(reader, redactor, &target, arguments)
    } else {
        let name = arguments.file.display();
        let reader = Reader::open(&arguments.file).with_context(|| format!("cannot read {name}"))?;
        clean(reader, redactor, &target, arguments)
    }
}

/// The header of the redacted file.
fn header(reader: &Reader<impl BufRead>, redactor: &Redactor, arguments: &Arguments) -> Header {
    redactor.header(write_out_phrases(reader.header().clone(), arguments.privacy.kept()))
}

fn is_standard(file: &Path) -> bool {
    file == Path::new(STANDARD)
}

fn target(arguments: &Arguments) -> PathBuf {
    match &arguments.output {
        Some(output) => output.clone(),
        None if arguments.in_place || is_standard(&arguments.file) => arguments.file.clone(),
        None => arguments.file.with_extension("redacted.jsonl"),
    }
}

fn clean(
    reader: Reader<impl BufRead>,
    redactor: Redactor,
    target: &Path,
    arguments: &Arguments,
) -> Result<ExitCode> {
    let header = header(&reader, &redactor, arguments);
    if is_standard(target) {
        let writer = Writer::new(BufWriter::new(io::stdout().lock()), &header)?;
        let (done, _) = copy(reader, redactor, writer)?;
        anstream::eprintln!("{}", summary("standard output", &done));
        return Ok(ExitCode::SUCCESS);
    }
    refuse_to_overwrite(target, arguments)?;
    let done = into_file(reader, redactor, &header, target)
        .with_context(|| format!("cannot write {}", target.display()))?;
    let name = target.display().to_string();
    Output::new(arguments.json).line(summary(&name, &done), &in_json(&name, &done))?;
    Ok(ExitCode::SUCCESS)
}

fn refuse_to_overwrite(target: &Path, arguments: &Arguments) -> Result<()> {
    let same = |one: &Path, other: &Path| matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other);
    if !arguments.in_place && same(target, &arguments.file) {
        bail!("{} is the recording itself: name another file, or use --in-place", target.display());
    }
    let targets = [target.to_owned(), audio_folder(target)];
    let there = targets.iter().find(|target| target.exists());
    match there.filter(|_| !arguments.in_place && !arguments.force) {
        Some(there) => bail!("{} exists: name another file, or overwrite it with --force", there.display()),
        None => Ok(()),
    }
}

/// Writes the file and its audio to a temporary folder beside the target, and moves both into place when they are complete, so
/// that there is never half a file.
fn into_file(
    reader: Reader<impl BufRead>,
    redactor: Redactor,
    header: &Header,
    target: &Path,
) -> Result<Done> {
    let name = target.file_name().ok_or_else(|| anyhow!("it has no name"))?;
    let parent = target.parent().filter(|parent| !parent.as_os_str().is_empty());
    let temporary =
        tempfile::Builder::new().prefix(".redact-").tempdir_in(parent.unwrap_or(Path::new(".")))?;
    let unfinished = temporary.path().join(name);
    let (done, file) = copy(reader, redactor, Writer::create(&unfinished, header)?)?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    fs::rename(&unfinished, target)?;
    // Audio of a previous file does not belong to the new one, and may be the very voices to be removed.
    let (old, new) = (audio_folder(target), audio_folder(&unfinished));
    match fs::remove_dir_all(&old) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error)?,
        _ => {}
    }
    if new.exists() {
        fs::rename(new, old)?;
    }
    Ok(done)
}

/// Redacts entry by entry. Unreadable lines are omitted and counted.
fn copy<W: Write>(
    mut reader: Reader<impl BufRead>,
    mut redactor: Redactor,
    mut writer: Writer<W>,
) -> Result<(Done, W)> {
    let mut done = Done::default();
    for entry in &mut reader {
        match entry {
            Ok(entry) => {
                writer.write(&redactor.redact(entry))?;
                done.messages += 1;
            }
            Err(Error::Line { .. }) => done.damaged += 1,
            Err(error) => Err(error)?,
        }
    }
    done.damaged += u64::from(reader.is_torn());
    done.removed = redactor.removed();
    Ok((done, writer.finish()?))
}

fn summary(name: &str, done: &Done) -> String {
    let Removed { replaced, fields, sounds, payloads, .. } = done.removed;
    let parts = [
        (replaced, "text", "replaced"),
        (fields, "unknown field", "removed"),
        (sounds, "sound", "left out"),
        (payloads, "unknown payload", "left out"),
        (done.damaged, "damaged line", "left out"),
    ];
    let parts = parts.into_iter().filter(|(count, ..)| *count > 0);
    let parts = parts.map(|(count, what, done)| format!("; {} {done}", counted(count, what)));
    format!("{name}: {}{}", counted(done.messages, "message"), parts.collect::<String>())
}

fn in_json(name: &str, done: &Done) -> Value {
    let Removed { replaced, fields, sounds, payloads, .. } = done.removed;
    json!({
        "file": name, "messages": done.messages, "replaced": replaced, "fields": fields, "sounds": sounds,
        "payloads": payloads, "damaged": done.damaged,
    })
}
