//! Everything into one file, or into one after the other.

use std::time::Duration;

use anyhow::Result;
use petasos_recording::Entry;

use super::folder::Folder;
use super::output::Output;
use super::units::Rotation;
use super::writing::Sink;

/// One file, until the end.
pub(crate) struct OneFile(pub(crate) Output);

impl Sink for OneFile {
    fn take(&mut self, entry: &Entry) -> Result<()> {
        self.0.write(entry)
    }

    fn flush(&mut self, _: Duration) -> Result<()> {
        self.0.flush()
    }

    fn finish(&mut self) -> Result<()> {
        self.0.flush()
    }
}

/// One file after the other, in a folder: a new one when the last is old or large enough.
pub(crate) struct Rotating {
    folder: Folder,
    rotation: Rotation,
    current: Option<Output>,
}

impl Rotating {
    pub(crate) fn new(folder: Folder, rotation: Rotation) -> Self {
        Self { folder, rotation, current: None }
    }
}

impl Sink for Rotating {
    fn take(&mut self, entry: &Entry) -> Result<()> {
        let rotation = self.rotation;
        if self.current.as_ref().is_some_and(|file| rotation.is_due(file, entry.at))
            && let Some(mut file) = self.current.take()
        {
            file.flush()?;
        }
        let file = match &mut self.current {
            Some(file) => file,
            none => none.insert(self.folder.begin(entry.at, &[])?),
        };
        file.write(entry)
    }

    fn flush(&mut self, _: Duration) -> Result<()> {
        if let Some(file) = &mut self.current {
            file.flush()?;
        }
        self.folder.make_room(self.current.as_ref().into_iter())
    }

    fn finish(&mut self) -> Result<()> {
        self.flush(Duration::ZERO)
    }
}
