//! Converters that are programs: Rhasspy's `converters` folder.
//!
//! A program gets the arguments of the converter as its own, and the values as JSON on its standard input: one value as it
//! is, several as a list. Each line it prints is a value.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use petasos_sentences::Convert;
use serde_json::Value;

/// A conversation waits for it.
const PATIENCE: Duration = Duration::from_secs(2);
/// More than this is no value of a slot.
const MOST_BYTES: u64 = 1 << 20;
/// Folders within each other; links could go round in circles.
const NESTING: usize = 8;

/// A program that converts.
#[derive(Debug)]
struct Program(PathBuf);

/// The programs in a folder, each under its name without the extension; those in folders within it as `folder/name`.
pub(super) fn programs_in(folder: &Path) -> Result<Vec<(String, Arc<dyn Convert>)>> {
    let mut programs = Vec::new();
    collect(folder, "", NESTING, &mut programs)
        .with_context(|| format!("cannot read the folder of converters {}", folder.display()))?;
    Ok(programs)
}

fn collect(
    folder: &Path,
    prefix: &str,
    nesting: usize,
    programs: &mut Vec<(String, Arc<dyn Convert>)>,
) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(stem) = path.file_stem().and_then(|stem| stem.to_str()) else { continue };
        let name = format!("{prefix}{stem}");
        if path.is_file() {
            programs.push((name, Arc::new(Program(path))));
        } else if path.is_dir() && nesting > 0 {
            collect(&path, &format!("{name}/"), nesting - 1, programs)?;
        }
    }
    Ok(())
}

impl Convert for Program {
    fn convert(&self, arguments: &[Arc<str>], mut values: Vec<Value>) -> Result<Vec<Value>, String> {
        let input = if values.len() == 1 { values.swap_remove(0) } else { Value::from(values) };
        let output = self.run(arguments, input.to_string().into_bytes())?;
        let lines = output.lines().filter(|line| !line.trim().is_empty());
        lines
            .map(|line| {
                serde_json::from_str(line)
                    .map_err(|error| format!("{self} printed {line:?}, which is no JSON ({error})"))
            })
            .collect()
    }
}

impl Program {
    fn run(&self, arguments: &[Arc<str>], input: Vec<u8>) -> Result<String, String> {
        let mut child = Command::new(&self.0)
            .args(arguments.iter().map(|argument| &**argument))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("cannot start {self}: {error}; is it executable?"))?;
        let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
        // A program need not read what it is given.
        thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
        let (finished, output) = channel();
        thread::spawn(move || {
            let mut text = String::new();
            let read = stdout.map(|stdout| stdout.take(MOST_BYTES).read_to_string(&mut text));
            let _ = finished.send((text, read.transpose()));
        });
        let outcome = output.recv_timeout(PATIENCE);
        // It has said all it will, or it is stuck.
        let _ = child.kill();
        let status = child.wait().map_err(|error| format!("cannot wait for {self}: {error}"))?;
        match outcome {
            Ok((text, Ok(_))) if status.code() == Some(0) || status.code().is_none() => Ok(text),
            Ok((_, Ok(_))) => Err(format!("{self} failed ({status})")),
            Ok((_, Err(error))) => Err(format!("cannot read what {self} prints: {error}")),
            Err(_) => Err(format!("{self} has not answered within {} s", PATIENCE.as_secs())),
        }
    }
}

impl std::fmt::Display for Program {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "the converter {}", self.0.display())
    }
}
