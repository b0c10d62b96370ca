//! The `--intent` flag of several sub-commands.

use std::path::Path;

use anyhow::{Result, ensure};
use clap::Args;
use petasos_messages::IntentName;
use petasos_sentences::Grammar;

#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Arguments {
    /// Only this intent; may be repeated.
    #[arg(long = "intent", value_name = "INTENT")]
    intents: Vec<IntentName>,
}

impl Arguments {
    /// The selected intents, `None` for all. An intent that the file lacks is an error.
    pub(super) fn filter(&self, grammar: &Grammar, file: &Path) -> Result<Option<&[IntentName]>> {
        for wanted in &self.intents {
            let is_known = grammar.intents().any(|known| known == wanted);
            ensure!(is_known, "{} has no intent {wanted}", file.display());
        }
        Ok((!self.intents.is_empty()).then_some(self.intents.as_slice()))
    }
}
