//! `--intent`: which intents a command is about.

use std::path::Path;

use anyhow::{Result, ensure};
use clap::Args;
use petasos_messages::IntentName;
use petasos_sentences::Grammar;

/// The intents that a command is about.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Arguments {
    /// Only this intent; may be given more than once.
    #[arg(long = "intent", value_name = "INTENT")]
    intents: Vec<IntentName>,
}

impl Arguments {
    /// The intents, none for all. One that the file does not have is hardly meant.
    pub(super) fn filter(&self, grammar: &Grammar, file: &Path) -> Result<Option<&[IntentName]>> {
        for wanted in &self.intents {
            let is_known = grammar.intents().any(|known| known == wanted);
            ensure!(is_known, "{} has no intent {wanted}", file.display());
        }
        Ok((!self.intents.is_empty()).then_some(self.intents.as_slice()))
    }
}
