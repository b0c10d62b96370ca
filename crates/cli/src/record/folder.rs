//! A folder full of session files: their names, and how much room they may take.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use jiff::tz::TimeZone;
use petasos_recording::{Header, audio_folder};

use super::output::{self, Output};
use super::progress::Progress;

/// How names begin: the time at which the file began.
const TIME: &str = "%Y-%m-%dT%H-%M-%S";
/// How such a time looks: 0 is any digit.
const TIME_PATTERN: &str = "0000-00-00T00-00-00";
/// How names end.
const ENDING: &str = ".jsonl";
/// How every session file begins.
const BEGINNING: &[u8] = br#"{"petasos":"session""#;
/// So many files may begin in the same second.
const MOST_AT_ONCE: u32 = 1_000;
/// No part of a name is longer, in characters.
const LONGEST_PART: usize = 40;

/// A folder in which a recording makes its files.
pub(crate) struct Folder {
    path: PathBuf,
    header: Header,
    time_zone: TimeZone,
    /// The most that all recordings of the folder may take together, in bytes.
    most: Option<u64>,
    progress: Arc<Progress>,
}

/// A file of an earlier recording, or of this one.
struct Own {
    path: PathBuf,
    bytes: u64,
}

impl Folder {
    /// Makes the folder if it is not there.
    pub(crate) fn new(
        path: PathBuf,
        header: Header,
        most: Option<u64>,
        progress: Arc<Progress>,
    ) -> Result<Self> {
        fs::create_dir_all(&path).with_context(|| format!("cannot make the folder {}", path.display()))?;
        Ok(Self { path, header, time_zone: TimeZone::system(), most, progress })
    }

    /// Begins a file, named after the time and these words.
    pub(crate) fn begin(&self, begun: Duration, words: &[&str]) -> Result<Output> {
        let started = self.header.started.checked_add(begun).unwrap_or(self.header.started);
        let mut name = started.to_zoned(self.time_zone.clone()).strftime(TIME).to_string();
        for word in words {
            name.push('-');
            name.push_str(&fit_for_a_name(word));
        }
        let with_number = |number| match number {
            1 => self.path.join(format!("{name}{ENDING}")),
            _ => self.path.join(format!("{name}-{number}{ENDING}")),
        };
        let free = (1..MOST_AT_ONCE).map(with_number).find(|path| !path.exists());
        Output::create(free.unwrap_or_else(|| with_number(MOST_AT_ONCE)), begun, &self.header, &self.progress)
    }

    /// Removes the oldest recordings while all take more than they may. Those that are being written stay, and so does all that
    /// is no recording.
    pub(crate) fn make_room<'a>(&self, open: impl Iterator<Item = &'a Output>) -> Result<()> {
        let Some(most) = self.most else { return Ok(()) };
        let open: Vec<&Path> = open.filter_map(Output::path).collect();
        let mut own = self.own_files()?;
        let mut all: u64 = own.iter().map(|file| file.bytes).sum();
        // Names begin with the time: the oldest comes first.
        own.sort_by(|one, other| one.path.cmp(&other.path));
        for file in own.iter().filter(|file| !open.contains(&file.path.as_path())) {
            if all <= most {
                break;
            }
            output::remove(&file.path)?;
            all -= file.bytes;
        }
        Ok(())
    }

    fn own_files(&self) -> Result<Vec<Own>> {
        let entries = fs::read_dir(&self.path)
            .with_context(|| format!("cannot list the folder {}", self.path.display()))?;
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        Ok(paths.filter(|path| is_own(path)).map(|path| Own { bytes: size(&path), path }).collect())
    }
}

/// Whether a file is one of ours, by its name and by what stands in it.
fn is_own(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let digit_or_same =
        |(letter, pattern): (char, char)| letter == pattern || (pattern == '0' && letter.is_ascii_digit());
    let is_named_so = name.len() > TIME_PATTERN.len()
        && name.ends_with(ENDING)
        && name.chars().zip(TIME_PATTERN.chars()).all(digit_or_same);
    let is_plain = || fs::symlink_metadata(path).is_ok_and(|data| data.is_file());
    is_named_so && is_plain() && begins_as_a_recording(path)
}

fn begins_as_a_recording(path: &Path) -> bool {
    let mut beginning = [0; BEGINNING.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut beginning));
    read.is_ok() && beginning == BEGINNING
}

/// The bytes of a session file, with its sound.
fn size(path: &Path) -> u64 {
    let bytes = |path: &Path| fs::symlink_metadata(path).map_or(0, |data| data.len());
    let sounds = fs::read_dir(audio_folder(path)).into_iter().flatten().flatten();
    bytes(path) + sounds.map(|sound| bytes(&sound.path())).sum::<u64>()
}

/// A word from outside, such as a site, as it can stand in the name of a file anywhere.
fn fit_for_a_name(word: &str) -> String {
    let safe = |letter: char| if letter.is_alphanumeric() || letter == '_' { letter } else { '_' };
    word.chars().take(LONGEST_PART).map(safe).collect()
}
