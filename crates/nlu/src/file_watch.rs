//! Notices changed files by polling twice a second, which works on every file system.

use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use tokio::time::{Interval, MissedTickBehavior, interval};

/// The polling interval.
const POLL_INTERVAL: Duration = Duration::from_millis(500);

/// Watched files and folders.
#[derive(Debug)]
pub(crate) struct FileWatch {
    files: Vec<PathBuf>,
    /// Their state when they were last read.
    known: Vec<Look>,
    /// Their state at the last poll, if it was different.
    changing: Option<Vec<Look>>,
    clock: Interval,
}

/// A file's modification time and length; `None` if it does not exist.
type Look = Option<(SystemTime, u64)>;

impl FileWatch {
    /// Starts watching these.
    pub(crate) fn new(files: Vec<PathBuf>) -> Self {
        let mut clock = interval(POLL_INTERVAL);
        clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let known = look(&files);
        Self { files, known, changing: None, clock }
    }

    /// Replaces the watched files. Changes to the previous ones still count.
    pub(crate) fn follow(&mut self, files: Vec<PathBuf>) {
        let before = std::mem::replace(&mut self.files, files);
        let known: HashMap<PathBuf, Look> = before.into_iter().zip(std::mem::take(&mut self.known)).collect();
        let look = |file| known.get(file).copied().unwrap_or_else(|| look_at(file));
        self.known = self.files.iter().map(look).collect();
        self.changing = None;
    }

    /// Returns when something has changed and then stays the same for one interval, so that a file written in two steps is not read
    /// in between. Cancel safe.
    pub(crate) async fn changed(&mut self) {
        loop {
            self.clock.tick().await;
            let now = look(&self.files);
            if now == self.known {
                self.changing = None;
            } else if self.changing.as_ref() == Some(&now) {
                self.known = now;
                self.changing = None;
                return;
            } else {
                self.changing = Some(now);
            }
        }
    }
}

fn look(files: &[PathBuf]) -> Vec<Look> {
    files.iter().map(look_at).collect()
}

fn look_at(file: &PathBuf) -> Look {
    let metadata = fs::metadata(file).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use tokio::time::timeout;

    use super::*;

    /// Long enough to conclude that nothing is reported.
    const A_WHILE: Duration = Duration::from_secs(5);

    fn file_in(folder: &Path, text: &str) -> PathBuf {
        let file = folder.join("sentences.ini");
        fs::write(&file, text).unwrap();
        file
    }

    #[tokio::test(start_paused = true)]
    async fn a_change_is_noticed_once() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_in(folder.path(), "one");
        let mut watch = FileWatch::new(vec![file.clone()]);
        assert!(timeout(A_WHILE, watch.changed()).await.is_err(), "nothing has changed yet");
        fs::write(&file, "three").unwrap();
        assert!(timeout(A_WHILE, watch.changed()).await.is_ok());
        assert!(timeout(A_WHILE, watch.changed()).await.is_err(), "it was told already");
    }

    #[tokio::test(start_paused = true)]
    async fn a_file_that_is_being_written_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_in(folder.path(), "one");
        let mut watch = FileWatch::new(vec![file.clone()]);
        for length in 4..20 {
            fs::write(&file, "x".repeat(length)).unwrap();
            assert!(timeout(POLL_INTERVAL / 2, watch.changed()).await.is_err(), "it still grows");
        }
        assert!(timeout(A_WHILE, watch.changed()).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn a_file_that_goes_or_comes_is_a_change() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_in(folder.path(), "one");
        let mut watch = FileWatch::new(vec![file.clone()]);
        fs::remove_file(&file).unwrap();
        assert!(timeout(A_WHILE, watch.changed()).await.is_ok());
        file_in(folder.path(), "one");
        assert!(timeout(A_WHILE, watch.changed()).await.is_ok());
    }

    #[tokio::test(start_paused = true)]
    async fn what_changed_while_it_was_read_still_counts() {
        let folder = tempfile::tempdir().unwrap();
        let file = file_in(folder.path(), "one");
        let mut watch = FileWatch::new(vec![file.clone()]);
        fs::write(&file, "three").unwrap();
        watch.follow(vec![folder.path().to_owned(), file]);
        assert!(timeout(A_WHILE, watch.changed()).await.is_ok());
    }
}
