//! `petasos import`: converts the output of `mosquitto_sub` into a session file.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write, stdin, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use petasos_messages::Dialect;
use petasos_program::WallClock;
use petasos_recording::{Error, Import, Losses, Writer};

/// How many invalid lines are shown; the rest are only counted.
const MAX_SHOWN: u64 = 5;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mosquitto_sub -h broker -t 'hermes/#' -F %J > kitchen.txt
  petasos import kitchen.txt --dialect snips --output kitchen.jsonl
  mosquitto_sub -h broker -t 'hermes/#' -v | petasos import > kitchen.jsonl

Words and sound are kept; petasos redact removes them. The output of mosquitto_sub is incomplete, and what is known to be missing
is reported; petasos record misses nothing. Exit codes: 0 success, 1 failure.")]
pub(crate) struct Arguments {
    /// Output of `mosquitto_sub -F %J`, `-F %j` or `-v`. Default: standard input.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// The session file to write, with a folder for its audio. Default: standard output, audio included.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// The dialect: rhasspy, snips or alice. It tells which component sent what.
    #[arg(long)]
    dialect: Option<Dialect>,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let from: Box<dyn BufRead> = match &arguments.file {
        Some(file) => Box::new(BufReader::new(
            File::open(file).with_context(|| format!("cannot read {}", file.display()))?,
        )),
        None => Box::new(BufReader::new(stdin())),
    };
    let import = Import::new(from, arguments.dialect, WallClock::of_machine().now())?;
    let Some(file) = &arguments.output else {
        let writer = Writer::new(BufWriter::new(stdout()), import.header())?;
        return copy(import, writer);
    };
    let writer = Writer::create(file, import.header()).with_context(|| cannot_write(file))?;
    copy(import, writer).with_context(|| cannot_write(file))
}

fn copy(mut import: Import<impl BufRead>, mut writer: Writer<impl Write>) -> Result<ExitCode> {
    let (mut messages, mut bad) = (0_u64, 0_u64);
    for entry in &mut import {
        match entry {
            Ok(entry) => {
                writer.write(&entry)?;
                messages += 1;
            }
            Err(error @ Error::Line { .. }) => {
                bad += 1;
                if bad <= MAX_SHOWN {
                    anstream::eprintln!("{error}");
                }
            }
            Err(error) => return Err(error.into()),
        }
    }
    writer.finish()?;
    anstream::eprintln!("{}", summary(messages, bad, import.losses()));
    Ok(ExitCode::SUCCESS)
}

fn cannot_write(file: &Path) -> String {
    format!("cannot write {}", file.display())
}

/// What was imported, and what is missing.
fn summary(messages: u64, bad: u64, losses: Losses) -> String {
    let mut lines = vec![format!("messages: {messages}")];
    let mut note = |count: u64, what: &str, why: &str| {
        if count > 0 {
            lines.push(format!("{what}: {count}; {why}"));
        }
    };
    note(bad, "lines skipped", "they are not messages");
    note(
        losses.messages,
        "messages missing",
        "mosquitto_sub -F %J omits everything that is not JSON, above all audio",
    );
    note(losses.payloads, "payloads missing", "mosquitto_sub could not print them");
    note(losses.rewritten, "payloads that differ from what was sent", "mosquitto_sub -F %J reformats JSON");
    if losses.times {
        lines.push(
            "times: unknown, 10 ms assumed between messages; mosquitto_sub -v prints no times".to_owned(),
        );
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn import(text: &str) -> (String, String) {
        let mut import = Import::new(text.as_bytes(), None, Timestamp::UNIX_EPOCH).unwrap();
        let entries = import.by_ref().flatten().count();
        let summary = summary(entries.try_into().unwrap(), 0, import.losses());
        let mut out = Vec::new();
        let import = Import::new(text.as_bytes(), None, Timestamp::UNIX_EPOCH).unwrap();
        let writer = Writer::new(&mut out, import.header()).unwrap();
        copy(import, writer).unwrap();
        (String::from_utf8(out).unwrap(), summary)
    }

    #[test]
    fn what_is_missing_is_told() {
        let (file, summary) = import("hermes/tts/say {\"text\":\"a\"}\nhermes/asr/toggleOn (null)\n");
        insta::assert_snapshot!(format!("{file}\n{summary}"));
    }

    #[test]
    fn what_is_bad_is_passed_over() {
        let (file, summary) =
            import("{\"topic\":\"a/b\",\"payloadlen\":2,\"payload\":7}\n{\"x\"\n\n{\"topic\":\"c\"}\n");
        assert_eq!(file.lines().count(), 3, "{file}");
        assert!(
            summary.contains("messages missing: 1;") && summary.contains("what was sent: 1;"),
            "{summary}"
        );
    }
}
