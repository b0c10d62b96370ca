//! A folder of session files: their names, and their total size.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::{audio_folder, private};

/// The beginning of names: the time at which the file began.
const TIME: &str = "%Y-%m-%dT%H-%M-%S";
/// The pattern of such a time; 0 is any digit.
const TIME_PATTERN: &str = "0000-00-00T00-00-00";
const ENDING: &str = ".jsonl";
/// The first bytes of every session file.
const BEGINNING: &[u8] = br#"{"petasos":"session""#;
/// The most files that may begin in the same second.
const MOST_AT_ONCE: u32 = 1_000;
/// The longest word in a name, in characters.
const LONGEST_WORD: usize = 40;

/// A folder of session files: their names, and their total size.
///
/// Only files that are named after a time, as by [`Folder::name`], and that begin like a session file are ever removed.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    time_zone: TimeZone,
    most: Option<u64>,
}

impl Folder {
    /// Creates the folder if it does not exist, accessible only to its owner. `most` limits the size of all session files in it, in
    /// bytes and including audio.
    pub fn open(path: &Path, most: Option<u64>) -> io::Result<Self> {
        private::create_folder(path)?;
        Ok(Self { path: path.to_owned(), time_zone: TimeZone::system(), most })
    }

    /// An unused name for a file that began at this time, in local time and with these words: `2026-11-21T08-00-00-kitchen.jsonl`.
    /// Other characters than letters and digits become `_`.
    pub fn name(&self, started: Timestamp, words: &[&str]) -> PathBuf {
        let mut name = started.to_zoned(self.time_zone.clone()).strftime(TIME).to_string();
        for word in words {
            name.push('-');
            name.extend(word.chars().take(LONGEST_WORD).map(fit_for_a_name));
        }
        let numbered = |number| match number {
            1 => self.path.join(format!("{name}{ENDING}")),
            _ => self.path.join(format!("{name}-{number}{ENDING}")),
        };
        (1..MOST_AT_ONCE).map(numbered).find(|path| !path.exists()).unwrap_or_else(|| numbered(MOST_AT_ONCE))
    }

    /// Removes the oldest session files, with their audio, until the limit is met. Those that are `open` stay.
    pub fn make_room(&self, open: &[&Path]) -> io::Result<()> {
        let Some(most) = self.most else { return Ok(()) };
        let mut files = self.files()?;
        files.sort_by_cached_key(|path| age(path));
        let mut all: u64 = files.iter().map(|file| size(file)).sum();
        for file in files.iter().filter(|file| !open.contains(&file.as_path())) {
            if all <= most {
                break;
            }
            all -= size(file);
            remove(file)?;
        }
        Ok(())
    }

    fn files(&self) -> io::Result<Vec<PathBuf>> {
        let entries = fs::read_dir(&self.path)?;
        Ok(entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| is_ours(path)).collect())
    }
}

/// Removes a session file with its audio, if it exists.
pub fn remove(path: &Path) -> io::Result<()> {
    let unless_gone = |result: io::Result<()>| match result {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    unless_gone(fs::remove_file(path))?;
    unless_gone(fs::remove_dir_all(audio_folder(path)))
}

fn is_ours(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let fits =
        |(letter, pattern): (char, char)| letter == pattern || (pattern == '0' && letter.is_ascii_digit());
    let is_named_so = name.len() > TIME_PATTERN.len()
        && name.ends_with(ENDING)
        && name.chars().zip(TIME_PATTERN.chars()).all(fits);
    is_named_so && is_plain(path) && begins_as_a_recording(path)
}

fn is_plain(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|data| data.is_file())
}

fn begins_as_a_recording(path: &Path) -> bool {
    let mut beginning = [0; BEGINNING.len()];
    let read = File::open(path).and_then(|mut file| file.read_exact(&mut beginning));
    read.is_ok() && beginning == BEGINNING
}

/// Sorts files by the time at which they began, then by the last change, because several may begin in the same second.
fn age(path: &Path) -> (String, Option<SystemTime>) {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let begun = name.chars().take(TIME_PATTERN.len()).collect();
    (begun, fs::metadata(path).and_then(|data| data.modified()).ok())
}

/// The size of a session file with its audio, in bytes.
fn size(path: &Path) -> u64 {
    let bytes = |path: &Path| fs::symlink_metadata(path).map_or(0, |data| data.len());
    let sounds = fs::read_dir(audio_folder(path)).into_iter().flatten().flatten();
    bytes(path) + sounds.map(|sound| bytes(&sound.path())).sum::<u64>()
}

fn fit_for_a_name(letter: char) -> char {
    if letter.is_alphanumeric() { letter } else { '_' }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Header, Writer};

    fn record(folder: &Folder, second: i64) -> PathBuf {
        let started = Timestamp::from_second(1_790_000_000 + second).unwrap();
        let path = folder.name(started, &["kitchen"]);
        Writer::create(&path, &Header::new(started)).unwrap().finish().unwrap();
        path
    }

    #[test]
    fn the_oldest_recordings_go_first_and_nothing_else_ever() {
        let place = tempfile::tempdir().unwrap();
        let others = ["notes.txt", "2020-01-01T00-00-00-mine.jsonl", "kitchen.jsonl"]
            .map(|name| place.path().join(name));
        for other in &others {
            fs::write(other, vec![b'x'; 1000]).unwrap();
        }
        let roomy = Folder::open(place.path(), None).unwrap();
        let files: Vec<PathBuf> = (0..4).map(|second| record(&roomy, second)).collect();
        fs::create_dir(audio_folder(&files[0])).unwrap();
        fs::write(audio_folder(&files[0]).join("a.wav"), [0; 50]).unwrap();

        let most = 2 * size(&files[1]);
        Folder::open(place.path(), Some(most)).unwrap().make_room(&[&files[1]]).unwrap();
        let there: Vec<bool> = files.iter().map(|file| file.exists()).collect();
        assert_eq!(there, [false, true, false, true]);
        assert!(!audio_folder(&files[0]).exists());
        assert!(others.iter().all(|other| other.exists()));
    }

    #[test]
    fn names_are_unique_and_do_not_lead_out_of_the_folder() {
        let place = tempfile::tempdir().unwrap();
        let folder = Folder::open(place.path(), None).unwrap();
        let (first, second) = (record(&folder, 0), record(&folder, 0));
        assert_ne!(first, second);
        let odd = folder.name(Timestamp::UNIX_EPOCH, &["../../etc/passwd\0 Küche"]);
        assert_eq!(odd.parent(), Some(place.path()));
        assert!(odd.to_str().unwrap().ends_with("-______etc_passwd__Küche.jsonl"), "{odd:?}");
    }
}
