//! Why sentences cannot be exported.

use std::io;
use std::path::PathBuf;

/// Why sentences cannot be exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An intent has sentences, but none in the language.
    #[error("the intent `{intent}` has no sentences in `{lang}`: add `{lang} = [\"...\"]` to its `samples`")]
    Language {
        /// The intent.
        intent: String,
        /// The language.
        lang: String,
    },
    /// A sentence cannot be written.
    #[error("`{template}` of the intent `{intent}` cannot be exported: {why}")]
    Template {
        /// The intent.
        intent: String,
        /// The sentence.
        template: String,
        /// Why not.
        why: Why,
    },
    /// A name of a value cannot be written.
    #[error(
        "`{text}`, a value of `{list}`, cannot be exported: the character `{character}` means something else there"
    )]
    Value {
        /// The list it belongs to.
        list: String,
        /// What was to be written.
        text: String,
        /// The character.
        character: char,
    },
    /// A list cannot be a file.
    #[error("`{0}` cannot be the name of a slot list: write letters, digits, `_` and `-`")]
    List(String),
    /// There is no such format.
    #[error("`{0}` is no format of sentences: write rhasspy, snips or home-assistant")]
    Format(String),
    /// A file is there that something else wrote.
    #[error("{} is there, and was not written by `{skill}`: choose another folder, or let it be overwritten by force", path.display())]
    Exists {
        /// The file.
        path: PathBuf,
        /// The skill.
        skill: String,
    },
    /// A file cannot be read or written.
    #[error("{} cannot be {verb}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What was tried: `read` or `written`.
        verb: &'static str,
        /// Why not.
        source: io::Error,
    },
}

/// Why a template cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Why {
    /// A bracket has no partner.
    #[error("the `{0}` has no partner")]
    Bracket(char),
    /// A character that means something else to an NLU.
    #[error("the character `{0}` means something else in sentences: leave it out, or write it as a word")]
    Character(char),
    /// A bracket touches a word.
    #[error("the `{0}` touches a word: write whole words, such as `(lamp | lamps)`")]
    Attached(char),
    /// Too many groups within one another.
    #[error("more than {0} groups stand within one another")]
    TooDeep(usize),
    /// A slot that the intent does not have.
    #[error("the intent has no slot `{0}`")]
    NoSlot(String),
    /// Nobody knows what a slot can be.
    #[error("nobody said what `{slot}` can be: name some values with `Skill::values(\"{slot}\", [...])`")]
    NoValues {
        /// The slot.
        slot: String,
    },
    /// A kind of value that cannot be written as words.
    #[error(
        "what `{slot}` can be is not known in words of `{lang}` for this NLU: name some values with `Skill::values(\"{slot}\", [...])`"
    )]
    NoWords {
        /// The slot.
        slot: String,
        /// The language.
        lang: String,
    },
    /// The alternatives make too many sentences.
    #[error("it stands for more than {0} sentences: make several templates of it, or leave alternatives out")]
    TooMany(usize),
}
