//! The file that persists timers across restarts.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::timer_list::TimerList;

/// The name of the file in the state folder.
const NAME: &str = "timers.json";

/// The maximum size of the file for reading and writing.
const MOST_BYTES: u64 = 4 << 20;

#[derive(Debug, Clone)]
pub(crate) struct TimerStore {
    path: PathBuf,
    /// Whether to flush the data to disk.
    sync: bool,
}

/// The file or its folder cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("cannot {what} {}: {why}; without this file, timers are lost at a restart", path.display())]
pub struct StoreError {
    what: &'static str,
    path: PathBuf,
    why: io::Error,
}

#[derive(Serialize, Deserialize)]
#[serde(tag = "version")]
enum Stored {
    #[serde(rename = "1")]
    V1(TimerList),
}

impl TimerStore {
    /// Opens the file in this folder, which is created if missing, and reads its timers. An invalid file is renamed to
    /// `timers.json.damaged`, so that lost timers do not prevent new ones.
    pub(crate) fn open(folder: &Path, sync: bool) -> Result<(Self, TimerList), StoreError> {
        fs::create_dir_all(folder).map_err(failed("make the folder", folder))?;
        let path = folder.join(NAME);
        let list = match read(&path).map_err(failed("read", &path))? {
            None => TimerList::default(),
            Some(text) => match serde_json::from_str(&text) {
                Ok(Stored::V1(list)) => list,
                Err(error) => {
                    let aside = path.with_extension("json.damaged");
                    tracing::error!(file = %path.display(), %error, aside = %aside.display(), "cannot read the timers");
                    fs::rename(&path, &aside).map_err(failed("put aside", &path))?;
                    TimerList::default()
                }
            },
        };
        Ok((Self { path, sync }, list))
    }

    /// Replaces the file atomically.
    pub(crate) fn write(&self, list: &TimerList) -> Result<(), StoreError> {
        let new = self.path.with_extension("json.new");
        let text = serde_json::to_vec(&Stored::V1(list.clone())).map_err(io::Error::other);
        let written = text.and_then(|text| self.write_as(&new, &text));
        written.map_err(failed("write", &self.path))
    }

    fn write_as(&self, new: &Path, text: &[u8]) -> io::Result<()> {
        let mut file = File::create(new)?;
        file.write_all(text)?;
        if self.sync {
            file.sync_all()?;
        }
        fs::rename(new, &self.path)?;
        match self.path.parent() {
            Some(folder) if self.sync => File::open(folder)?.sync_all(),
            _ => Ok(()),
        }
    }
}

/// The text of a file; `None` if there is no file.
fn read(path: &Path) -> io::Result<Option<String>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    let mut text = Vec::new();
    file.take(MOST_BYTES).read_to_end(&mut text)?;
    Ok(Some(String::from_utf8_lossy(&text).into_owned()))
}

fn failed(what: &'static str, path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |why| StoreError { what, path, why }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use jiff::Timestamp;
    use petasos_skill::SiteId;

    use super::*;
    use crate::timer_list::{TimerLimits, TimerQuery};
    use crate::timer_name::TimerName;

    fn some_timers() -> TimerList {
        let mut list = TimerList::default();
        let limits = TimerLimits { most: 9, longest: Duration::from_secs(3600) };
        for name in [Some(TimerName::Pasta), Some(TimerName::Other("sourdough".to_owned())), None] {
            let wanted = TimerQuery { name, length: Some(Duration::from_millis(90_500)) };
            list.set(Timestamp::UNIX_EPOCH, wanted, (&SiteId::new("sat1").unwrap(), "kitchen"), limits)
                .unwrap();
        }
        list
    }

    #[test]
    fn timers_are_restored_unchanged() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("petasos");
        let (file, none) = TimerStore::open(&below, true).unwrap();
        assert_eq!(none, TimerList::default());
        file.write(&some_timers()).unwrap();
        let (_, again) = TimerStore::open(&below, true).unwrap();
        assert_eq!(again, some_timers());
    }

    #[test]
    fn a_damaged_file_is_put_aside() {
        let folder = tempfile::tempdir().unwrap();
        for damaged in ["", "{", r#"{"version":"2"}"#, "\u{0}"] {
            fs::write(folder.path().join(NAME), damaged).unwrap();
            let (_, list) = TimerStore::open(folder.path(), false).unwrap();
            assert_eq!(list, TimerList::default());
            let aside = fs::read_to_string(folder.path().join("timers.json.damaged")).unwrap();
            assert_eq!(aside, damaged);
        }
    }

    #[test]
    fn a_failed_write_is_an_error_and_keeps_the_old_timers() {
        let folder = tempfile::tempdir().unwrap();
        let (file, _) = TimerStore::open(folder.path(), false).unwrap();
        file.write(&some_timers()).unwrap();
        fs::create_dir(folder.path().join("timers.json.new")).unwrap();
        let error = file.write(&TimerList::default()).unwrap_err().to_string();
        assert!(error.contains("timers.json"), "{error}");
        let (_, list) = TimerStore::open(folder.path(), false).unwrap();
        assert_eq!(list, some_timers());
    }
}
