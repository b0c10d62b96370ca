//! Texts to speak, in one or more languages.

use std::borrow::Cow;

use crate::lang;

/// Texts by language; the first one is used for all languages that are not listed.
pub type ByLang = &'static [(&'static str, &'static str)];

/// A text to speak, optionally in several languages. A plain string is the same in all of them.
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
    /// For all other languages.
    otherwise: Cow<'static, str>,
    by_lang: Vec<(Cow<'static, str>, Cow<'static, str>)>,
}

impl LocalizedText {
    /// The same text in all languages.
    pub fn new(words: impl Into<Cow<'static, str>>) -> Self {
        Self { otherwise: words.into(), by_lang: Vec::new() }
    }

    /// Sets the text in one language, such as `de`.
    #[must_use]
    pub fn or_in(mut self, lang: impl Into<Cow<'static, str>>, words: impl Into<Cow<'static, str>>) -> Self {
        self.by_lang.push((lang.into(), words.into()));
        self
    }

    /// The texts of a table; the first one is used for all languages that are not listed.
    pub fn of_table(table: ByLang) -> Self {
        table.iter().copied().collect()
    }

    /// The text in a language such as `de` or `de-DE`, or else the text for all languages.
    pub fn in_lang(&self, lang: Option<&str>) -> &str {
        lang::entry(&self.by_lang, lang.unwrap_or_default()).unwrap_or(&self.otherwise)
    }
}

/// Texts by language; the first one is used for all languages that are not listed.
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
