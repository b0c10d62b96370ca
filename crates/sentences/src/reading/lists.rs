//! Finds the values of slot lists: in settings and files, from programs, built in.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::builtin::{self, BuiltIn};
use super::problem::Problem;
use super::ranges::UnplacedMistake;
use super::rule_table::Depth;
use super::source::{Passage, Source};
use crate::meaning::Spoken;
use crate::{Settings, programs};

/// The state of reading a list.
#[derive(Debug)]
pub(crate) enum List {
    /// Being read.
    Open,
    /// Read.
    Done(Spoken, Depth),
    /// Invalid; the problem was reported.
    Broken,
}

pub(crate) enum Found {
    BuiltIn(BuiltIn),
    /// The non-empty lines of a file or of a program's output.
    Lines(Vec<Passage>),
}

/// Why a list has no values.
pub(crate) enum Missing {
    /// The reference is invalid.
    Here(UnplacedMistake),
    /// The list's file is invalid.
    There(Problem),
}

impl From<UnplacedMistake> for Missing {
    fn from(wrong: UnplacedMistake) -> Self {
        Self::Here(wrong)
    }
}

/// The lists referred to, by name and arguments.
#[derive(Debug)]
pub(crate) struct Lists<'a> {
    settings: &'a Settings,
    known: HashMap<String, List>,
    /// Files and folders that were read or searched.
    files: Vec<PathBuf>,
    /// How many more values may be read.
    left: usize,
    /// How many more programs may be run.
    runs_left: usize,
}

impl<'a> Lists<'a> {
    pub(crate) fn new(settings: &'a Settings, files: Vec<PathBuf>) -> Self {
        Self {
            settings,
            known: HashMap::new(),
            files,
            left: settings.limits.all_values,
            runs_left: settings.limits.program_runs,
        }
    }

    /// Files and folders that were read or searched.
    pub(crate) fn into_files(self) -> Vec<PathBuf> {
        self.files
    }

    pub(crate) fn get(&self, key: &str) -> Option<&List> {
        self.known.get(key)
    }

    pub(crate) fn set(&mut self, key: &str, list: List) {
        self.known.insert(key.to_owned(), list);
    }

    /// Finds a list: in the settings, then as a file in each folder, then as a program, then built in.
    pub(crate) fn find(&mut self, key: &str) -> Result<Found, Missing> {
        let mut parts = key.split(',');
        let name = parts.next().unwrap_or_default();
        let arguments: Vec<&str> = parts.collect();
        if !is_safe(key) {
            let advice = "write the name of a file in the folder of slot lists, such as `$rooms/upstairs`";
            return Err(UnplacedMistake::new(format!("`${key}` is no name for a slot list"), advice).into());
        }
        if let Some(text) = self.settings.lists.get(key) {
            let name = format!("slot list {key}").into();
            let source = Source::decode(&name, text.clone().into_bytes(), &self.settings.limits);
            return self.lines(source.map_err(Missing::There)?);
        }
        for folder in &self.settings.slots {
            if let Some(path) = self.look(folder, key) {
                let source = Source::open(&path, &self.settings.limits).map_err(Missing::There)?;
                return self.lines(source);
            }
        }
        if let Some(folder) = &self.settings.slot_programs
            && let Some(path) = self.look(folder, name)
        {
            return self.run(&path, &arguments);
        }
        match builtin::find(name, &arguments, self.settings.language) {
            Some(found) => Ok(Found::BuiltIn(found?)),
            None => Err(self.unknown(key, name).into()),
        }
    }

    /// The file of this name in a folder, if any.
    fn look(&mut self, folder: &Path, name: &str) -> Option<PathBuf> {
        let path = folder.join(name);
        self.files.push(path.clone());
        path.is_file().then_some(path)
    }

    fn run(&mut self, path: &Path, arguments: &[&str]) -> Result<Found, Missing> {
        let limits = &self.settings.limits;
        let Some(left) = self.runs_left.checked_sub(1) else {
            let message = format!("slot programs would run more than {} times", limits.program_runs);
            return Err(
                UnplacedMistake::new(message, "write their values in files, or raise the limit").into()
            );
        };
        self.runs_left = left;
        let output = programs::run(path, arguments, limits.program_time, limits.bytes).map_err(|error| {
            let path = path.display();
            let by_hand = [&[path.to_string().as_str()], arguments].concat().join(" ");
            UnplacedMistake::new(
                format!("the slot program `{path}` {error}"),
                format!("try it by hand: `{by_hand}`"),
            )
        })?;
        let name: Arc<str> = format!("output of {}", path.display()).into();
        self.lines(Source::decode(&name, output, limits).map_err(Missing::There)?)
    }

    /// The non-empty lines.
    fn lines(&mut self, source: Source) -> Result<Found, Missing> {
        let source = Arc::new(source);
        self.passages(&source).map(Found::Lines).map_err(Missing::There)
    }

    fn passages(&mut self, source: &Arc<Source>) -> Result<Vec<Passage>, Problem> {
        let lines = source.lines().filter(|line| !line.text.trim().is_empty());
        let lines: Vec<_> = lines.map(|line| Passage::new(source, line, 0)).collect();
        let most = self.settings.limits.values;
        if lines.is_empty() {
            return Err(Problem::in_file(
                source.name(),
                "the slot list is empty",
                "write one value in each line",
            ));
        }
        if lines.len() > most {
            let message = format!("the slot list has {} values, more than {most}", lines.len());
            return Err(Problem::in_file(source.name(), message, "split it, or raise the limit"));
        }
        let Some(left) = self.left.checked_sub(lines.len()) else {
            let message =
                format!("all slot lists together have more than {} values", self.settings.limits.all_values);
            return Err(Problem::in_file(source.name(), message, "shorten them, or raise the limit"));
        };
        self.left = left;
        Ok(lines)
    }

    fn unknown(&self, key: &str, name: &str) -> UnplacedMistake {
        let Settings { slots, slot_programs, .. } = self.settings;
        let folder = slots.iter().map(|folder| folder.join(key)).find(|path| path.is_dir());
        if let Some(folder) = folder {
            let advice = format!("name a file in the folder `{}`, such as `${key}/name`", folder.display());
            return UnplacedMistake::new(format!("the slot list `{key}` is a folder"), advice);
        }
        let lists = slots.iter().map(|folder| format!("the file `{}`", folder.join(key).display()));
        let programs =
            slot_programs.iter().map(|folder| format!("the program `{}`", folder.join(name).display()));
        let wanted: Vec<_> = lists.chain(programs).collect();
        let advice = if wanted.is_empty() {
            "say in which folder the slot lists are; none was given".to_owned()
        } else {
            format!("make {}, with one value in each line", wanted.join(" or "))
        };
        UnplacedMistake::new(format!("there is no slot list `{key}`"), advice)
    }
}

/// Whether a name cannot leave the folder it is searched in.
fn is_safe(name: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains(['\\', '\0']);
    name.split('/').all(plain)
}
