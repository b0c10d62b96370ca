//! The flags that say how templates are read and queries matched: the same for all commands about templates.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};
use petasos_nlu::{Sentences, Source, programs_in};
use petasos_sentences::{Casing, Language, Settings};

/// How templates are read, and queries matched.
#[derive(Debug, Args)]
#[group(skip)]
#[command(next_help_heading = "Templates")]
pub(crate) struct Arguments {
    /// Folder with slot lists; may be given more than once. Default: `slots` beside the templates, if it is there.
    #[arg(long, value_name = "FOLDER")]
    slots: Vec<PathBuf>,
    /// Folder with programs that print slot lists. They run with your rights, so --allow-programs must say yes.
    #[arg(long, value_name = "FOLDER", requires = "allow_programs")]
    slot_programs: Option<PathBuf>,
    /// Folder with programs that convert values (Rhasspy's `converters`). Needs --allow-programs too.
    #[arg(long, value_name = "FOLDER", requires = "allow_programs")]
    converters: Option<PathBuf>,
    /// Let programs in these folders run.
    #[arg(long)]
    allow_programs: bool,
    /// Language of the numbers, and of the lists that are built in: en, de, fr ...
    #[arg(long, default_value = "en", value_name = "CODE")]
    language: Language,
    /// Turn templates into lower or upper case, as Rhasspy's profile may say.
    #[arg(long, value_enum, default_value_t = CasingOfTemplates::Keep)]
    casing: CasingOfTemplates,
    /// Understand only what stands in the templates word for word.
    #[arg(long)]
    no_near: bool,
    /// Leave digits in queries as they are: `75` is not `seventy five` then.
    #[arg(long)]
    keep_digits: bool,
    /// Leave punctuation in queries as it is: `light.` is not `light` then.
    #[arg(long)]
    keep_punctuation: bool,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum CasingOfTemplates {
    /// As they are written; queries match in any case.
    Keep,
    Lower,
    Upper,
}

impl Arguments {
    /// What an NLU of these templates is made of.
    pub(super) fn source(&self, sentences: &Path) -> Result<Source> {
        self.source_of(Sentences::File(sentences.to_owned()))
    }

    /// The same, wherever the templates are.
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
