//! From files to an NLU.

use std::path::PathBuf;
use std::sync::Arc;

use petasos_sentences::{Convert, Grammar, Nlu, NluOptions, Settings, Templates};
use tokio::task::spawn_blocking;

use crate::Error;

/// Where the sentence templates are.
#[derive(Debug, Clone)]
pub enum Sentences {
    /// In a file, which is read again when it changes.
    File(PathBuf),
    /// In the program.
    BuiltIn {
        /// The name of the file in messages.
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
    /// How the templates are read.
    pub settings: Settings,
    /// How queries are read.
    pub options: NluOptions,
    /// Converters besides the built-in ones, by name.
    pub converters: Vec<(String, Arc<dyn Convert>)>,
}

/// An NLU that was read.
#[derive(Debug)]
pub struct Loaded {
    /// The NLU.
    pub nlu: Arc<Nlu>,
    /// What was read.
    pub summary: Summary,
    /// The files it was read from.
    pub(crate) files: Vec<PathBuf>,
}

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// How many intents.
    pub intents: usize,
    /// How many templates.
    pub sentences: usize,
    /// Warnings, one line each.
    pub warnings: Vec<String>,
}

impl Source {
    /// Templates read with these settings, and queries with the default options.
    pub fn new(sentences: Sentences, settings: Settings) -> Self {
        let mut options = NluOptions::default();
        options.language = settings.language;
        Self { sentences, settings, options, converters: Vec::new() }
    }

    /// Reads the templates; the error holds all their mistakes.
    pub(crate) fn read(&self) -> Result<Templates, Error> {
        Ok(match &self.sentences {
            Sentences::File(file) => self.settings.read_file(file)?,
            Sentences::BuiltIn { name, text } => self.settings.read_text(name, text)?,
        })
    }

    /// Reads the templates and compiles them.
    pub fn load(&self) -> Result<Loaded, Error> {
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

    /// As [`load`](Self::load) on another thread: reading many files takes a while.
    pub(crate) async fn load_aside(&self) -> Result<Loaded, Error> {
        let source = self.clone();
        spawn_blocking(move || source.load()).await.unwrap_or(Err(Error::LoadPanicked))
    }

    /// The files to watch: what was read, and what may be created although it could not be read.
    pub(crate) fn watched(&self, read: &[PathBuf]) -> Vec<PathBuf> {
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
