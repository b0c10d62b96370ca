//! New expectations: what comes out now takes the place of what was expected.

use std::io::Write;
use std::path::Path;

use petasos_recording::replay::{Comparison, Rules};
use petasos_recording::{Entry, Recording, Writer};
use tempfile::NamedTempFile;

use crate::Error;
use crate::in_process_replay::replay_recording;

/// New outputs can be answered by inputs that could not be played before, so it may take more than one round.
const ROUNDS: usize = 4;

/// What became of a file.
#[derive(Debug)]
#[non_exhaustive]
pub struct Blessed {
    /// How what came out differed from what the file said before.
    pub comparison: Comparison,
    /// Whether the file was written anew.
    pub written: bool,
}

/// Writes what Petasos' dialogue manager says now into a session file, in place of what was expected. Inputs, and outputs that are
/// still the same, are left as they are, to the letter. The new file takes the place of the old one at once or not at all.
pub fn bless(path: &Path, rules: Rules) -> Result<Blessed, Error> {
    let file = |error| Error::File { path: path.to_owned(), error };
    let recording = Recording::open(path).map_err(file)?;
    let first = replay_recording(&recording, rules)?;
    if first.comparison.is_same() {
        return Ok(Blessed { comparison: first.comparison, written: false });
    }
    let mut blessed = first.blessed;
    for _ in 0..ROUNDS {
        let again = replay_recording(&blessed, rules)?;
        if again.comparison.is_same() {
            let write = |error| Error::Write { path: path.to_owned(), error };
            let old = std::fs::read(path).map_err(write)?;
            let text = written(&old, &recording, &blessed).map_err(file)?;
            put(path, &text).map_err(write)?;
            return Ok(Blessed { comparison: first.comparison, written: true });
        }
        blessed = again.blessed;
    }
    Err(Error::Unsettled { path: path.to_owned() })
}

/// The new file: lines of the old one where a message is as it was, and new lines for the others.
fn written(
    old: &[u8],
    recording: &Recording,
    blessed: &Recording,
) -> Result<Vec<u8>, petasos_recording::Error> {
    let mut old_lines =
        old.split_inclusive(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
    let mut text = old_lines.next().unwrap_or_default().to_vec();
    let mut kept = recording.entries.iter().zip(old_lines);
    for entry in &blessed.entries {
        match kept.clone().position(|(old, _)| old == entry).and_then(|at| kept.nth(at)) {
            Some((_, line)) => text.extend_from_slice(line),
            None => text.extend(line_of(entry, recording)?),
        }
        if text.last() != Some(&b'\n') {
            text.push(b'\n');
        }
    }
    Ok(text)
}

fn line_of(entry: &Entry, recording: &Recording) -> Result<Vec<u8>, petasos_recording::Error> {
    let mut writer = Writer::new(Vec::new(), &recording.header)?;
    writer.write(entry)?;
    let file = writer.finish()?;
    Ok(file.split_inclusive(|byte| *byte == b'\n').nth(1).unwrap_or_default().to_vec())
}

/// Puts a new file in the place of an old one, which keeps its permissions.
fn put(path: &Path, text: &[u8]) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut new = NamedTempFile::new_in(folder)?;
    new.write_all(text)?;
    new.as_file().set_permissions(path.metadata()?.permissions())?;
    new.as_file().sync_all()?;
    new.persist(path).map_err(|error| error.error)?;
    Ok(())
}
