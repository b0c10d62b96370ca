//! External converter programs, as in Rhasspy's `converters` folder.
//!
//! A program receives the converter's arguments as its own, and the values as JSON on standard input: a single value as it is,
//! several as a list. Each line it prints is a value.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;
use std::time::Duration;

use petasos_sentences::Convert;
use serde_json::Value;

use crate::Error;

/// How long a converter may take: a conversation is waiting for it.
const TIMEOUT: Duration = Duration::from_secs(2);
/// How often to check whether the program has exited.
const POLL_INTERVAL: Duration = Duration::from_millis(5);
/// Limit on the output, in bytes.
const MAX_BYTES: u64 = 1 << 20;
/// Limit on nested folders, because links could form a cycle.
const MAX_NESTING: usize = 8;

/// A converter program.
#[derive(Debug)]
struct Program(PathBuf);

/// Converters by name.
pub type NamedConverters = Vec<(String, Arc<dyn Convert>)>;

/// The programs in a folder, by file name without extension; those in subfolders as `folder/name`.
pub fn programs_in(folder: &Path) -> Result<NamedConverters, Error> {
    let mut programs = Vec::new();
    collect(folder, "", MAX_NESTING, &mut programs)
        .map_err(|error| Error::Converters { folder: folder.to_owned(), error })?;
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
                    .map_err(|error| format!("{self} printed {line:?}, which is not JSON ({error})"))
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
        // A program need not read its input.
        thread::spawn(move || stdin.map(|mut stdin| stdin.write_all(&input)));
        let (finished, output) = channel();
        // Reading one byte more than allowed shows whether the output is too long.
        thread::spawn(move || {
            let mut bytes = Vec::new();
            let read = stdout.map_or(Ok(0), |stdout| stdout.take(MAX_BYTES + 1).read_to_end(&mut bytes));
            let _ = finished.send(read.map(|_| bytes));
        });
        let printed = output.recv_timeout(TIMEOUT);
        let is_complete = matches!(&printed, Ok(Ok(bytes)) if bytes.len() as u64 <= MAX_BYTES);
        if !is_complete {
            // It hangs, or prints too much.
            let _ = child.kill();
        }
        let status = self.end(&mut child)?;
        let printed = printed
            .map_err(|_| format!("{self} did not answer within {} s", TIMEOUT.as_secs()))?
            .map_err(|error| format!("cannot read the output of {self}: {error}"))?;
        if !is_complete {
            return Err(format!("{self} printed more than {MAX_BYTES} bytes"));
        }
        if !status.success() {
            return Err(format!("{self} failed ({status})"));
        }
        String::from_utf8(printed).map_err(|_| format!("the output of {self} is not UTF-8"))
    }

    /// Waits until it exits, or kills it: it may keep running after closing its output.
    fn end(&self, child: &mut Child) -> Result<ExitStatus, String> {
        let fails = |error| format!("cannot wait for {self}: {error}");
        for _ in 0..TIMEOUT.as_millis() / POLL_INTERVAL.as_millis() {
            if let Some(status) = child.try_wait().map_err(fails)? {
                return Ok(status);
            }
            thread::park_timeout(POLL_INTERVAL);
        }
        child.kill().map_err(fails)?;
        child.wait().map_err(fails)?;
        Err(format!("{self} did not exit within {} s of its answer", TIMEOUT.as_secs()))
    }
}

impl std::fmt::Display for Program {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "the converter {}", self.0.display())
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use serde_json::json;

    use super::*;

    /// A folder with one program, written for a shell.
    fn folder_with(name: &str, script: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(name);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(&file, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
        folder
    }

    fn convert(script: &str, arguments: &[&str], values: Vec<Value>) -> Result<Vec<Value>, String> {
        let folder = folder_with("convert.sh", script);
        let programs = programs_in(folder.path()).unwrap();
        let [(name, program)] = programs.as_slice() else { panic!("{programs:?}") };
        assert_eq!(name, "convert");
        let arguments: Vec<Arc<str>> = arguments.iter().map(|argument| (*argument).into()).collect();
        program.convert(&arguments, values)
    }

    #[test]
    fn one_value_comes_as_it_is_and_several_as_a_list() {
        assert_eq!(convert("cat; echo", &[], vec![json!("two")]), Ok(vec![json!("two")]));
        assert_eq!(convert("cat; echo", &[], vec![json!(1), json!("b")]), Ok(vec![json!([1, "b"])]));
    }

    #[test]
    fn each_line_is_a_value() {
        let script = r#"echo "\"$1\""; echo; echo '{"a": [1]}'"#;
        assert_eq!(
            convert(script, &["lux; ls"], Vec::new()),
            Ok(vec![json!("lux; ls"), json!({ "a": [1] })])
        );
    }

    #[test]
    fn a_program_that_need_not_read_may_leave_a_long_input() {
        let long = Value::from("x".repeat(1 << 20));
        assert_eq!(convert("echo 1", &[], vec![long]), Ok(vec![json!(1)]));
    }

    #[test]
    fn what_goes_wrong_is_told() {
        for (script, part) in [
            ("echo nonsense", "not JSON"),
            ("exit 3", "failed"),
            ("exec sleep 60", "did not answer"),
            ("exec yes 1", "more than"),
            ("echo 1; exec 1>&-; exec sleep 60", "did not exit"),
        ] {
            let error = convert(script, &[], Vec::new()).unwrap_err();
            assert!(error.contains(part) && error.contains("convert.sh"), "{script}: {error}");
        }
    }

    #[test]
    fn a_folder_within_is_part_of_the_name() {
        let folder = folder_with("units/lux.py", "");
        let names: Vec<String> =
            programs_in(folder.path()).unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["units/lux"]);
        assert!(programs_in(&folder.path().join("none")).is_err());
    }
}
