//! Finds session files in folders.

use std::path::{Path, PathBuf};

use crate::Error;

/// So deep folders are searched.
const DEEPEST: usize = 16;

/// The files that were named, and the session files in the folders that were named, in the order of their names.
pub fn session_files(named: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
    let mut found = Vec::new();
    for path in named {
        if path.is_dir() {
            let before = found.len();
            search(path, DEEPEST, &mut found)?;
            if found.len() == before {
                return Err(Error::NoSessionFiles { folder: path.clone() });
            }
        } else {
            found.push(path.clone());
        }
    }
    Ok(found)
}

fn search(folder: &Path, depth: usize, found: &mut Vec<PathBuf>) -> Result<(), Error> {
    let unreadable = |error| Error::Folder { folder: folder.to_owned(), error };
    let entries = std::fs::read_dir(folder).map_err(unreadable)?;
    let mut paths =
        entries.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, _>>().map_err(unreadable)?;
    paths.sort_unstable();
    for path in paths {
        if path.is_dir() && depth > 0 {
            search(&path, depth - 1, found)?;
        } else if path.extension().is_some_and(|ending| ending == "jsonl") {
            found.push(path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_stands_for_the_session_files_in_and_below_it() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("kitchen.d");
        std::fs::create_dir(&below).unwrap();
        for name in ["b.jsonl", "a.jsonl", "notes.txt", "kitchen.d/c.jsonl"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        let found = session_files(&[folder.path().to_owned()]).unwrap();
        let names = ["a.jsonl", "b.jsonl", "kitchen.d/c.jsonl"].map(|name| folder.path().join(name));
        assert_eq!(found, names);
    }

    #[test]
    fn a_folder_without_session_files_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let error = session_files(&[folder.path().to_owned()]).unwrap_err();
        assert!(error.to_string().contains("no session file"), "{error}");
    }
}
