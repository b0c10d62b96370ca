//! Privacy flags, shared by every command that writes a recording.

use clap::{Args, ValueEnum};
use petasos_program::random_bits;
use petasos_recording::{Hide, Kept, Redactor};

/// What the written file may contain.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub(crate) struct Privacy {
    /// Keep spoken text or audio. By default, words are replaced by consistent pseudonyms, and sound by its length.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(crate) keep: Vec<Keep>,
    /// Replace these names by pseudonyms, too.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) hide: Vec<Names>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Keep {
    /// What was said and heard, as text.
    Text,
    /// What was said and heard, as audio.
    Audio,
    /// Both.
    All,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Names {
    /// Names of sites.
    Sites,
    /// Names of intents, slots and entities.
    Intents,
}

/// What is kept of text and audio.
pub(crate) fn kept(keep: &[Keep]) -> Kept {
    let keeps = |what| keep.iter().any(|keep| [what, Keep::All].contains(keep));
    Kept { text: keeps(Keep::Text), audio: keeps(Keep::Audio) }
}

impl Privacy {
    /// What is kept of text and audio.
    pub(crate) fn kept(&self) -> Kept {
        kept(&self.keep)
    }

    /// A redactor for one file, with a random key. An error names flags that cannot be combined.
    pub(crate) fn redactor(&self) -> Result<Redactor, &'static str> {
        let hide =
            Hide { sites: self.hide.contains(&Names::Sites), intents: self.hide.contains(&Names::Intents) };
        if self.kept().text && hide != Hide::default() {
            return Err("--hide cannot be combined with --keep text: texts contain names, too");
        }
        Ok(Redactor::new(random_bits(), self.kept()).hiding(hide))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn privacy(keep: &[Keep], hide: &[Names]) -> Privacy {
        Privacy { keep: keep.to_vec(), hide: hide.to_vec() }
    }

    #[test]
    fn nothing_is_kept_unless_somebody_asks() {
        assert_eq!(privacy(&[], &[]).kept(), Kept::default());
        assert_eq!(privacy(&[Keep::Audio], &[]).kept(), Kept { text: false, audio: true });
        assert_eq!(privacy(&[Keep::All], &[]).kept(), Kept::EVERYTHING);
    }

    #[test]
    fn names_cannot_be_hidden_where_texts_are_kept() {
        assert!(privacy(&[Keep::Audio], &[Names::Sites]).redactor().is_ok());
        assert!(privacy(&[Keep::All], &[Names::Sites]).redactor().is_err());
    }
}
