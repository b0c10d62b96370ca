//! From files to an NLU.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result};
use petasos_sentences::{Convert, Grammar, Nlu, NluOptions, Settings, Templates};
use tokio::task::spawn_blocking;

/// Where the sentence templates are.
#[derive(Debug, Clone)]
pub enum Sentences {
    /// In a file, which may change.
    File(PathBuf),
    /// In the program.
    BuiltIn {
        /// What to call it in messages.
        name: &'static str,
        /// The templates.
        text: &'static str,
    },
}

/// What an NLU is made of.
#[derive(Debug, Clone)]
pub struct Source {
    /// The templates.
    pub sentences: Sentences,
    /// How they are read.
    pub settings: Settings,
    /// How queries are read.
    pub options: NluOptions,
    /// Converters beside those of the language, by name.
    pub converters: Vec<(String, Arc<dyn Convert>)>,
}

/// An NLU, and what there is to say about it.
#[derive(Debug)]
pub struct Loaded {
    /// The NLU.
    pub nlu: Arc<Nlu>,
    /// How large it is, and what is to be minded about it.
    pub summary: Summary,
    /// What it was read from.
    pub(super) files: Vec<PathBuf>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many intents.
    pub intents: usize,
    /// How many templates.
    pub sentences: usize,
    /// What is to be minded.
    pub warnings: Vec<String>,
}

impl Source {
    /// Templates with the settings and options that nobody set otherwise.
    pub fn new(sentences: Sentences, settings: Settings) -> Self {
        let mut options = NluOptions::default();
        options.language = settings.language;
        Self { sentences, settings, options, converters: Vec::new() }
    }

    /// Reads the templates; all that is wrong with them is in the error.
    pub(super) fn read(&self) -> Result<Templates> {
        Ok(match &self.sentences {
            Sentences::File(file) => self.settings.read_file(file)?,
            Sentences::BuiltIn { name, text } => self.settings.read_text(name, text)?,
        })
    }

    /// Reads the templates and makes an NLU of them.
    pub fn load(&self) -> Result<Loaded> {
        let templates = self.read()?;
        let mut grammar = Grammar::new(&templates.intents, &self.settings.limits)?;
        for (name, converter) in &self.converters {
            grammar = grammar.with_converter(name.clone(), Arc::clone(converter));
        }
        let unknown = grammar.unknown_converters().into_iter().map(|name| {
            format!("there is no converter !{name}: sentences with it cannot be understood; bring it with --converters")
        });
        let summary = Summary {
            intents: templates.intents.len(),
            sentences: templates.intents.iter().map(|intent| intent.templates.len()).sum(),
            warnings: templates.warnings.iter().map(ToString::to_string).chain(unknown).collect(),
        };
        let nlu = Arc::new(Nlu::new(grammar, self.options.clone()));
        Ok(Loaded { nlu, summary, files: templates.files })
    }

    /// The same on another thread: many files take a while, and a connection is to be served meanwhile.
    pub(super) async fn load_aside(&self) -> Result<Loaded> {
        let source = self.clone();
        spawn_blocking(move || source.load()).await.context("reading the templates panicked")?
    }

    /// What is worth watching: what was read, and what may come although it could not be read.
    pub(super) fn watched(&self, read: &[PathBuf]) -> Vec<PathBuf> {
        let file = match &self.sentences {
            Sentences::File(file) => Some(file),
            Sentences::BuiltIn { .. } => None,
        };
        let mut files: Vec<PathBuf> =
            file.into_iter().chain(&self.settings.slots).chain(read).cloned().collect();
        files.sort();
        files.dedup();
        files
    }
}
