//! How files of templates are read.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::{Language, Limits};

/// How files of templates are read, and where what they refer to is found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// The language that numbers, days and months are spoken in. Default English.
    pub language: Language,
    /// What becomes of upper and lower case in spoken words. Default: they stay as written.
    pub casing: Option<Casing>,
    /// Slot lists that stand in no file, by name: one value in each line. They come before those of the folders.
    pub lists: BTreeMap<String, String>,
    /// Folders with slot lists, in the order in which they are searched. Default none.
    pub slots: Vec<PathBuf>,
    /// The folder with slot programs. Default none: no program is ever run.
    pub slot_programs: Option<PathBuf>,
    /// How much is read at most.
    pub limits: Limits,
}

/// What becomes of upper and lower case in spoken words. What is put out keeps its case, as with Rhasspy's
/// `dictionary_casing`: `Lower` reads the template `Lamp` as `lamp:Lamp`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Casing {
    /// Spoken words become lower case.
    Lower,
    /// Spoken words become upper case.
    Upper,
}

impl Casing {
    /// The word in this case.
    pub(crate) fn apply(self, word: &str) -> String {
        match self {
            Self::Lower => word.to_lowercase(),
            Self::Upper => word.to_uppercase(),
        }
    }
}
