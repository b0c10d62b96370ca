//! Flags for reading templates and matching queries, shared by all commands that load templates.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};
use petasos_nlu::{Sentences, Source, programs_in};
use petasos_sentences::{Casing, Language, Settings};

#[derive(Debug, Args)]
#[group(skip)]
#[command(next_help_heading = "Templates")]
pub(crate) struct Arguments {
    /// Folder with slot lists; may be repeated. Default: `slots` beside the templates, if it exists.
    #[arg(long, value_name = "FOLDER")]
    slots: Vec<PathBuf>,
    /// Folder with programs that print slot lists. They run with your permissions, so --allow-programs is required.
    #[arg(long, value_name = "FOLDER", requires = "allow_programs")]
    slot_programs: Option<PathBuf>,
    /// Folder with programs that convert values (Rhasspy's `converters`). Requires --allow-programs, too.
    #[arg(long, value_name = "FOLDER", requires = "allow_programs")]
    converters: Option<PathBuf>,
    /// Allow the programs in these folders to run.
    #[arg(long)]
    allow_programs: bool,
    /// Language of numbers and built-in lists: en, de, fr ...
    #[arg(long, default_value = "en", value_name = "CODE")]
    language: Language,
    /// Convert templates to lower or upper case, as a Rhasspy profile may require.
    #[arg(long, value_enum, default_value_t = CasingOfTemplates::Keep)]
    casing: CasingOfTemplates,
    /// Recognise only exact matches.
    #[arg(long)]
    no_near: bool,
    /// Do not treat digits in queries as number words (`75` as `seventy five`).
    #[arg(long)]
    keep_digits: bool,
    /// Do not strip punctuation from queries (`light.` to `light`).
    #[arg(long)]
    keep_punctuation: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CasingOfTemplates {
    /// As written; queries match regardless of case.
    Keep,
    Lower,
    Upper,
}

impl Arguments {
    /// The source of an NLU for this file.
    pub(super) fn source(&self, sentences: &Path) -> Result<Source> {
        self.source_of(Sentences::File(sentences.to_owned()))
    }

    /// The source of an NLU for a file or built-in templates.
    pub(crate) fn source_of(&self, sentences: Sentences) -> Result<Source> {
        let settings = self.settings(&sentences);
        let mut source = Source::new(sentences, settings);
        source.options.near = !self.no_near;
        source.options.spell_numbers = !self.keep_digits;
        source.options.drop_punctuation = !self.keep_punctuation;
        if let Some(folder) = &self.converters {
            source.converters = programs_in(folder)?;
        }
        Ok(source)
    }

    /// The language of numbers and of the lists that are built in.
    pub(crate) fn language(&self) -> Language {
        self.language
    }

    fn settings(&self, sentences: &Sentences) -> Settings {
        let mut settings = Settings::default();
        settings.language = self.language;
        settings.casing = match self.casing {
            CasingOfTemplates::Keep => None,
            CasingOfTemplates::Lower => Some(Casing::Lower),
            CasingOfTemplates::Upper => Some(Casing::Upper),
        };
        settings.slots.clone_from(&self.slots);
        if let Sentences::File(file) = sentences
            && settings.slots.is_empty()
        {
            settings.slots.extend(Some(file.with_file_name("slots")).filter(|beside| beside.is_dir()));
        }
        settings.slot_programs.clone_from(&self.slot_programs);
        settings
    }
}
