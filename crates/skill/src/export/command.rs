//! `<skill> export`, the same for all skills.

use std::io::{self, Write as _};
use std::path::PathBuf;

use super::{Error, Format};
use crate::Catalogue;

/// The arguments of `<skill> export`, such as `petasos-lights export rhasspy --lang de --output ~/.config/rhasspy/profiles/de`.
#[derive(Debug, Clone, PartialEq, Eq, clap::Args)]
pub struct Export {
    /// The NLU to export for.
    pub format: Format,
    /// The language of the sentences.
    #[arg(long, default_value = "en")]
    pub lang: String,
    /// Folder to write the files to. Default: print them.
    #[arg(long, value_name = "FOLDER")]
    pub output: Option<PathBuf>,
    /// Overwrite files that were not written by this skill.
    #[arg(long, requires = "output")]
    pub force: bool,
}

impl Export {
    /// Writes or prints the sentences of a skill.
    pub fn run(&self, catalogue: &Catalogue) -> Result<(), Error> {
        let files = self.format.export(catalogue, &self.lang)?;
        match &self.output {
            Some(folder) => files.write_to(folder, self.force),
            None => io::stdout().write_all(files.to_text().as_bytes()).map_err(|source| Error::File {
                path: "standard output".into(),
                verb: "written",
                source,
            }),
        }
    }
}
