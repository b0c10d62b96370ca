//! What is said, in the languages it can be said in.

use std::borrow::Cow;

use crate::lang;

/// A text by language; the first stands for all languages that are not named.
pub type ByLang = &'static [(&'static str, &'static str)];

/// Words to be spoken, perhaps in several languages. A plain text is the same in all of them.
///
/// ```
/// use petasos_skill::LocalizedText;
///
/// let colour = LocalizedText::new("Which colour?").or_in("de", "Welche Farbe?");
/// assert_eq!(colour.in_lang(Some("de")), "Welche Farbe?");
/// assert_eq!(colour.in_lang(Some("de-AT")), "Welche Farbe?");
/// assert_eq!(colour.in_lang(None), "Which colour?");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LocalizedText {
    /// Said where no other language fits.
    otherwise: Cow<'static, str>,
    by_lang: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

impl LocalizedText {
    /// These words, whatever the language.
    pub fn new(words: impl Into<Cow<'static, str>>) -> Self {
        Self { otherwise: words.into(), by_lang: Vec::new() }
    }

    /// Others in this language, such as `de`.
    #[must_use]
    pub fn or_in(mut self, lang: impl Into<Cow<'static, str>>, words: impl Into<Cow<'static, str>>) -> Self {
        self.by_lang.push((lang.into(), words.into()));
        self
    }

    /// The words of a table of languages; the first stands for all languages that it does not name.
    pub fn of_table(table: ByLang) -> Self {
        table.iter().copied().collect()
    }

    /// The words in a language such as `de` or `de-DE`; those for all languages if there are none.
    pub fn in_lang(&self, lang: Option<&str>) -> &str {
        lang::entry(&self.by_lang, lang.unwrap_or_default()).unwrap_or(&self.otherwise)
    }
}

/// Texts by language; the first stands for all languages that are not named.
impl<L: Into<Cow<'static, str>>, W: Into<Cow<'static, str>>> FromIterator<(L, W)> for LocalizedText {
    fn from_iter<I: IntoIterator<Item = (L, W)>>(texts: I) -> Self {
        let by_lang: Vec<(Cow<'static, str>, Cow<'static, str>)> =
            texts.into_iter().map(|(lang, words)| (lang.into(), words.into())).collect();
        let otherwise = by_lang.first().map(|(_, words)| words.clone()).unwrap_or_default();
        Self { otherwise, by_lang }
    }
}

impl From<&'static str> for LocalizedText {
    fn from(words: &'static str) -> Self {
        Self::new(words)
    }
}

impl From<String> for LocalizedText {
    fn from(words: String) -> Self {
        Self::new(words)
    }
}
