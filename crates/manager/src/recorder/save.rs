//! Saves a recording of a failed session, on a separate thread because disks may be slow.

use std::path::Path;
use std::thread;

use petasos_recording::{Entry, Error, Folder, Header, Redactor, Writer};
use tracing::{error, info};

/// What to save, and where.
#[derive(Debug)]
pub(crate) struct Save {
    pub(crate) folder: std::path::PathBuf,
    /// Limit on all recordings in the folder, in bytes.
    pub(crate) most_bytes: u64,
    /// Part of the file name, besides the time.
    pub(crate) words: Vec<String>,
    pub(crate) header: Header,
    pub(crate) entries: Vec<Entry>,
    pub(crate) redactor: Redactor,
}

impl Save {
    /// Starts saving. The result is logged.
    pub(crate) fn start(self) {
        let thread = thread::Builder::new().name("recorder".to_owned()).spawn(move || self.run());
        if let Err(error) = thread {
            error!("cannot save a recording: {error}");
        }
    }

    fn run(mut self) {
        match self.write() {
            Ok(file) => info!(file, "saved a recording of a failed session"),
            Err(reason) => error!(folder = %self.folder.display(), reason, "cannot save a recording"),
        }
    }

    fn write(&mut self) -> Result<String, String> {
        let folder = Folder::open(&self.folder, Some(self.most_bytes)).map_err(|error| error.to_string())?;
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let path = folder.name(self.header.started, &words);
        self.write_to(&path).map_err(|error| error.to_string())?;
        folder.make_room(&[&path]).map_err(|error| error.to_string())?;
        Ok(path.display().to_string())
    }

    fn write_to(&mut self, path: &Path) -> Result<(), Error> {
        let header = self.redactor.header(self.header.clone());
        let mut writer = Writer::create(path, &header)?;
        for entry in self.entries.drain(..) {
            writer.write(&self.redactor.redact(entry))?;
        }
        writer.finish().map(drop)
    }
}
