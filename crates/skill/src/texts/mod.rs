//! Spoken texts in tables that a translator can edit without touching code: one TOML file per language.
//!
//! [`texts!`](crate::texts!) declares the texts with their placeholders, and the languages:
//!
//! ```ignore
//! petasos_skill::texts! {
//!     /// The texts of a language.
//!     struct KitchenTexts("texts", ["en", "de"]) {
//!         cooks(minutes, dish),
//!         weekday(number),
//!     }
//! }
//!
//! let answer: LocalizedText = KitchenTexts::say(|t| t.cooks(10_u8, "Pasta"));
//! ```
//!
//! Every text becomes a method. The files are `texts/en.toml` and `texts/de.toml`, in a folder beside the source file. A text is
//! either a template, or cases selected by the number in the first argument, or a list with the first argument as its index from
//! 0:
//!
//! ```toml
//! cooks.1 = "{dish} cooks for a minute."
//! cooks."2-9, 15" = "{dish} cooks for {minutes} minutes."
//! cooks.other = "{dish} cooks for about {minutes} minutes."
//! weekday = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
//! ```
//!
//! Each language can choose another form: code passes numbers, and the table has the words for them. `{minute:02}` has at least
//! two digits. [`joined`] makes lists within sentences, [`capitalized`] the start of one.
//!
//! The files are embedded in the program. A test should call [`TextTable::check`], which finds missing or unknown texts and
//! placeholders. To add a language, add its file, and its name to the list.

mod variants;

use std::fmt;

use toml::Table;

use crate::{LocalizedText, lang};

pub use variants::Argument;
#[doc(hidden)]
pub use variants::Text;

/// Declares the texts of a skill; see [`texts`](mod@crate::texts).
#[macro_export]
macro_rules! texts {
    (
        $(#[$about:meta])*
        $vis:vis struct $name:ident($folder:literal, [$($lang:literal),+ $(,)?]) {
            $($(#[$what:meta])* $key:ident($($argument:ident),*)),+ $(,)?
        }
    ) => {
        $(#[$about])*
        #[derive(Debug)]
        $vis struct $name {
            lang: &'static str,
            $($key: $crate::texts::Text,)+
        }

        impl $name {
            $(
                $(#[$what])*
                $vis fn $key(&self $(, $argument: impl Into<$crate::texts::Argument>)*) -> String {
                    self.$key.fill(&[$($argument.into()),*])
                }
            )+
        }

        impl $crate::texts::TextTable for $name {
            const FILES: &'static [$crate::texts::TextFile] = &[$($crate::texts::TextFile {
                lang: $lang,
                name: concat!($folder, "/", $lang, ".toml"),
                content: include_str!(concat!($folder, "/", $lang, ".toml")),
            }),+];

            fn read(file: &mut $crate::texts::FileReader) -> Result<Self, $crate::texts::TextError> {
                Ok(Self {
                    lang: file.lang(),
                    $($key: file.text(stringify!($key), &[$(stringify!($argument)),*])?,)+
                })
            }

            fn lang(&self) -> &'static str {
                self.lang
            }

            fn by_lang() -> &'static [(&'static str, Self)] {
                static TEXTS: ::std::sync::LazyLock<Vec<(&'static str, $name)>> =
                    ::std::sync::LazyLock::new($crate::texts::load);
                &TEXTS
            }
        }
    };
}

/// Texts in several languages, as declared with [`texts!`](crate::texts!).
///
/// # Panics
/// Accessing the texts panics if a file is invalid, which [`check`](Self::check) detects.
pub trait TextTable: Sized + 'static {
    #[doc(hidden)]
    const FILES: &'static [TextFile];

    #[doc(hidden)]
    fn read(file: &mut FileReader) -> Result<Self, TextError>;

    /// The language of these texts.
    fn lang(&self) -> &'static str;

    /// The texts of all languages. The first language is used in place of unknown ones.
    fn by_lang() -> &'static [(&'static str, Self)];

    /// Formats a text in every language.
    fn say(make: impl Fn(&Self) -> String) -> LocalizedText {
        Self::by_lang().iter().map(|(lang, texts)| (*lang, make(texts))).collect()
    }

    /// The texts of a language such as `de` or `de-AT`, or of the first language.
    fn in_lang(lang: Option<&str>) -> &'static Self {
        let texts = Self::by_lang();
        #[expect(clippy::indexing_slicing, reason = "`texts!` takes one language or more")]
        lang::entry(texts, lang.unwrap_or_default()).unwrap_or(&texts[0].1)
    }

    /// Checks that every language has exactly the declared texts, with only known placeholders. For tests.
    fn check() -> Result<(), TextError> {
        read_all::<Self>().map(drop)
    }
}

/// An error in the table of a language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct TextError {
    file: &'static str,
    key: String,
    why: String,
}

impl fmt::Display for TextError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, key, why } = self;
        let key = if key.is_empty() { String::new() } else { format!(", key {key}") };
        write!(formatter, "cannot use {file}{key}: {why}")
    }
}

/// The file of a language.
#[doc(hidden)]
#[derive(Debug)]
pub struct TextFile {
    pub lang: &'static str,
    pub name: &'static str,
    pub content: &'static str,
}

/// Reads the texts of a file one by one.
#[doc(hidden)]
#[derive(Debug)]
pub struct FileReader {
    file: &'static TextFile,
    table: Table,
}

impl FileReader {
    pub fn lang(&self) -> &'static str {
        self.file.lang
    }

    pub fn text(&mut self, key: &str, arguments: &[&str]) -> Result<Text, TextError> {
        let wrong = |why| TextError { file: self.file.name, key: key.to_owned(), why };
        let value = self.table.remove(key).ok_or_else(|| wrong("it is missing".to_owned()))?;
        Text::read(&value, arguments).map_err(wrong)
    }
}

fn read_all<T: TextTable>() -> Result<Vec<(&'static str, T)>, TextError> {
    let read = |file: &'static TextFile| {
        let wrong = |key: &str, why: String| TextError { file: file.name, key: key.to_owned(), why };
        let table = file.content.parse().map_err(|error: toml::de::Error| wrong("", error.to_string()))?;
        let mut reader = FileReader { file, table };
        let texts = T::read(&mut reader)?;
        match reader.table.keys().next() {
            Some(key) => Err(wrong(key, "there is no such text".to_owned())),
            None => Ok((file.lang, texts)),
        }
    };
    T::FILES.iter().map(read).collect()
}

#[doc(hidden)]
pub fn load<T: TextTable>() -> Vec<(&'static str, T)> {
    #[expect(clippy::panic, reason = "the files are part of the program, and a test reads them")]
    read_all().unwrap_or_else(|error| panic!("{error}"))
}

/// `a, b and c`, where `and` precedes the last item.
pub fn joined(items: &[impl AsRef<str>], and: &str) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} {and} {last}", first.join(", ")),
        items => items.concat(),
    }
}

/// The text with its first letter capitalized.
pub fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
