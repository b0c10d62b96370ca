//! A folder in which a recording makes its files.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use petasos_recording::{self as recording, Header};

use super::output::Output;
use super::progress::Progress;

/// A folder in which a recording makes its files.
pub(crate) struct Folder {
    files: recording::Folder,
    header: Header,
    progress: Arc<Progress>,
}

impl Folder {
    /// Makes the folder if it is not there. All recordings in it may take at most so many bytes.
    pub(crate) fn open(
        path: &Path,
        header: Header,
        most: Option<u64>,
        progress: Arc<Progress>,
    ) -> Result<Self> {
        let files = recording::Folder::open(path, most)
            .with_context(|| format!("cannot make the folder {}", path.display()))?;
        Ok(Self { files, header, progress })
    }

    /// Begins a file, named after the time and these words.
    pub(crate) fn begin(&self, begun: Duration, words: &[&str]) -> Result<Output> {
        let started = self.header.started.checked_add(begun).unwrap_or(self.header.started);
        Output::create(self.files.name(started, words), begun, &self.header, &self.progress)
    }

    /// Removes the oldest recordings while all take more room than they may; those that are being written stay.
    pub(crate) fn make_room<'a>(&self, open: impl Iterator<Item = &'a Output>) -> Result<()> {
        let open: Vec<&Path> = open.filter_map(Output::path).collect();
        self.files.make_room(&open).context("cannot make room for recordings")
    }
}
