//! What of people's words and voices a file may hold: the same flags wherever one is written.

use clap::{Args, ValueEnum};
use petasos_program::random_bits;
use petasos_recording::{Hide, Kept, Redactor};

/// What stays in the file, and what goes.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
pub(crate) struct Privacy {
    /// Keep what is left out otherwise. Texts are pseudonyms otherwise, the same for the same words; sound is only a length.
    #[arg(long, value_name = "WHAT", value_delimiter = ',')]
    pub(crate) keep: Vec<Keep>,
    /// Put pseudonyms in the place of names too.
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    pub(crate) hide: Vec<Names>,
}

/// What may be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Keep {
    /// What was said and heard, as words.
    Text,
    /// What was said and heard, as sound.
    Audio,
    /// Both.
    All,
}

/// Names that may be hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Names {
    /// The names of sites.
    Sites,
    /// The names of intents, slots and entities.
    Intents,
}

/// What stays of words and sound.
pub(crate) fn kept(keep: &[Keep]) -> Kept {
    let keeps = |what| keep.iter().any(|keep| [what, Keep::All].contains(keep));
    Kept { text: keeps(Keep::Text), audio: keeps(Keep::Audio) }
}

impl Privacy {
    /// What stays of words and sound.
    pub(crate) fn kept(&self) -> Kept {
        kept(&self.keep)
    }

    /// Cleans one file, under a key that nobody knows. An error says which flags do not go together.
    pub(crate) fn redactor(&self) -> Result<Redactor, &'static str> {
        let hide =
            Hide { sites: self.hide.contains(&Names::Sites), intents: self.hide.contains(&Names::Intents) };
        if self.kept().text && hide != Hide::default() {
            return Err("--hide and --keep text do not go together: names stand in texts too");
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
