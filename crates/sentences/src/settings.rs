//! Settings for reading templates.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::{Language, Limits};

/// Settings for reading templates and what they refer to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// The language of numbers, days and months. Default English.
    pub language: Language,
    /// The case of spoken words. Default: as written.
    pub casing: Option<Casing>,
    /// Slot lists that are not files, by name: one value per line. They take precedence over the folders.
    pub lists: BTreeMap<String, String>,
    /// Folders with slot lists, in search order. Default none.
    pub slots: Vec<PathBuf>,
    /// The folder with slot programs. Default none, so that no program is run.
    pub slot_programs: Option<PathBuf>,
    /// Limits on reading.
    pub limits: Limits,
}

/// The case of spoken words. The output keeps its case, as with Rhasspy's `dictionary_casing`: `Lower` reads the template `Lamp`
/// as `lamp:Lamp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Casing {
    /// Lower case.
    Lower,
    /// Upper case.
    Upper,
}

impl Casing {
    pub(crate) fn apply(self, word: &str) -> String {
        match self {
            Self::Lower => word.to_lowercase(),
            Self::Upper => word.to_uppercase(),
        }
    }
}
