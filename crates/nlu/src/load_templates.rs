//! Loads an NLU from files.

use std::path::PathBuf;
use std::sync::Arc;

use petasos_sentences::{Convert, Grammar, Nlu, NluOptions, Settings, Templates};
use tokio::task::spawn_blocking;

use crate::Error;

/// The location of the sentence templates.
#[derive(Debug, Clone)]
pub enum Sentences {
    /// A file, which is reloaded when it changes.
    File(PathBuf),
    /// Built into the program.
    BuiltIn {
        /// The file name to show in messages.
        name: &'static str,
        /// The templates.
        text: String,
    },
}

/// The templates and options of an NLU.
#[derive(Debug, Clone)]
pub struct Source {
    /// The templates.
    pub sentences: Sentences,
    /// How to read the templates.
    pub settings: Settings,
    /// How to match queries.
    pub options: NluOptions,
    /// Additional converters, by name.
    pub converters: Vec<(String, Arc<dyn Convert>)>,
}

/// A loaded NLU.
#[derive(Debug)]
pub struct Loaded {
    /// The NLU.
    pub nlu: Arc<Nlu>,
    /// A summary of the templates.
    pub summary: Summary,
    /// The files it was loaded from.
    pub(crate) files: Vec<PathBuf>,
}

/// A summary of loaded templates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The number of intents.
    pub intents: usize,
    /// The number of templates.
    pub sentences: usize,
    /// Warnings, one line each.
    pub warnings: Vec<String>,
}

impl Source {
    /// Templates read with these settings, and default options for queries.
    pub fn new(sentences: Sentences, settings: Settings) -> Self {
        let mut options = NluOptions::default();
        options.language = settings.language;
        Self { sentences, settings, options, converters: Vec::new() }
    }

    /// Reads the templates; the error contains all mistakes.
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
            format!("there is no converter !{name}, so sentences with it are not recognised; add it with --converters")
        });
        let summary = Summary {
            intents: templates.intents.len(),
            sentences: templates.intents.iter().map(|intent| intent.templates.len()).sum(),
            warnings: templates.warnings.iter().map(ToString::to_string).chain(unknown).collect(),
        };
        let nlu = Arc::new(Nlu::new(grammar, self.options.clone()));
        Ok(Loaded { nlu, summary, files: templates.files })
    }

    /// Like [`load`](Self::load), on another thread: reading many files takes a while.
    pub(crate) async fn load_in_background(&self) -> Result<Loaded, Error> {
        let source = self.clone();
        spawn_blocking(move || source.load()).await.unwrap_or(Err(Error::LoadPanicked))
    }

    /// The files to watch: those that were read, and missing ones that may yet be created.
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
