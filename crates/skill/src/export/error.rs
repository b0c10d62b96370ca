//! Errors of the export.

use std::io;
use std::path::PathBuf;

/// Why sentences cannot be exported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// An intent has samples, but none in this language.
    #[error("the intent `{intent}` has no sentences in `{lang}`: add `{lang} = [\"...\"]` to its `samples`")]
    Language {
        /// The intent.
        intent: String,
        /// The language.
        lang: String,
    },
    /// A sample cannot be written.
    #[error("`{template}` of the intent `{intent}` cannot be exported: {why}")]
    Template {
        /// The intent.
        intent: String,
        /// The sample.
        template: String,
        /// The reason.
        why: Why,
    },
    /// The name of a value cannot be written.
    #[error(
        "`{text}`, a value of `{list}`, cannot be exported: the character `{character}` has a special meaning there"
    )]
    Value {
        /// The list of the value.
        list: String,
        /// The name.
        text: String,
        /// The character.
        character: char,
    },
    /// The name of a list cannot be a file name.
    #[error("`{0}` cannot be the name of a slot list: use only letters, digits, `_` and `-`")]
    List(String),
    /// An unknown format.
    #[error("unknown format `{0}`: use rhasspy, snips or home-assistant")]
    Format(String),
    /// A file exists that something else wrote.
    #[error("{} exists and was not written by `{skill}`: choose another folder, or overwrite it with --force", path.display())]
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
        /// What failed: `read` or `written`.
        verb: &'static str,
        /// The underlying error.
        source: io::Error,
    },
}

/// Why a template cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Why {
    /// A bracket has no partner.
    #[error("unmatched `{0}`")]
    Bracket(char),
    /// A character with another meaning to an NLU.
    #[error("the character `{0}` has a special meaning in sentences: remove it, or write it as a word")]
    Character(char),
    /// There is no space between a bracket and a word.
    #[error("the `{0}` touches a word: write whole words, such as `(lamp | lamps)`")]
    Attached(char),
    /// Groups are nested too deep.
    #[error("groups are nested more than {0} deep")]
    TooDeep(usize),
    /// A slot does not exist in the intent.
    #[error("the intent has no slot `{0}`")]
    NoSlot(String),
    /// The values of a slot are unknown.
    #[error("the values of `{slot}` are not known: name some with `Skill::values(\"{slot}\", [...])`")]
    NoValues {
        /// The slot.
        slot: String,
    },
    /// Values of this kind cannot be written for the NLU in this language.
    #[error(
        "the values of `{slot}` cannot be written in `{lang}` for this NLU: name some with `Skill::values(\"{slot}\", [...])`"
    )]
    NoWords {
        /// The slot.
        slot: String,
        /// The language.
        lang: String,
    },
    /// The alternatives make too many sentences.
    #[error("it expands to more than {0} sentences: split it into several templates, or remove alternatives")]
    TooMany(usize),
}
