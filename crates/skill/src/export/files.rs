//! The files that an export makes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::Error;

/// Text files, by their paths in a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Files {
    skill: String,
    texts: BTreeMap<String, String>,
}

impl Files {
    /// An empty set of files of a skill.
    pub(super) fn new(skill: &str) -> Self {
        Self { skill: skill.to_owned(), texts: BTreeMap::new() }
    }

    /// Adds a file.
    pub(super) fn add(&mut self, path: impl Into<String>, text: String) {
        self.texts.insert(path.into(), text);
    }

    /// The text of a file, such as `slots/room`.
    pub fn get(&self, path: &str) -> Option<&str> {
        self.texts.get(path).map(String::as_str)
    }

    /// All files with their paths, in the order of the paths.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))
    }

    /// All files as one text for people to read, each with its path before it, unless there is only one.
    pub fn to_text(&self) -> String {
        match self.texts.iter().next() {
            Some((_, only)) if self.texts.len() == 1 => only.clone(),
            _ => {
                let files: Vec<String> =
                    self.iter().map(|(path, text)| format!("# --- {path}\n{text}")).collect();
                files.join("\n")
            }
        }
    }

    /// Writes them into a folder, which is created if it is missing. Unless `force` is set, a file that exists and was not written by
    /// this skill before is an error, and nothing is written. What the skill wrote is listed in the file `.petasos-<skill>` of the
    /// folder.
    pub fn write_to(&self, folder: &Path, force: bool) -> Result<(), Error> {
        let list = folder.join(format!(".petasos-{}", self.skill));
        let ours = match fs::read_to_string(&list) {
            Ok(text) => text.lines().map(str::to_owned).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => BTreeSet::new(),
            Err(source) => return Err(Error::File { path: list, verb: "read", source }),
        };
        let foreign = self
            .iter()
            .find(|(path, text)| !force && !ours.contains(*path) && differs(&folder.join(path), text));
        if let Some((path, _)) = foreign {
            return Err(Error::Exists { path: folder.join(path), skill: self.skill.clone() });
        }
        for (path, text) in self.iter() {
            write(folder.join(path), text)?;
        }
        let written: BTreeSet<&str> =
            ours.iter().map(String::as_str).chain(self.texts.keys().map(String::as_str)).collect();
        write(list, &written.into_iter().fold(String::new(), |lines, path| lines + path + "\n"))
    }
}

/// Whether the file has another content.
fn differs(path: &Path, text: &str) -> bool {
    path.exists() && fs::read(path).ok().as_deref() != Some(text.as_bytes())
}

fn write(path: PathBuf, text: &str) -> Result<(), Error> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder.and_then(|()| fs::write(&path, text)).map_err(|source| Error::File {
        path,
        verb: "written",
        source,
    })
}
