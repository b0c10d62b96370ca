//! The languages of Rhasspy's profiles.

use std::fmt;
use std::str::FromStr;

/// A language of templates. Rhasspy has profiles for all of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Language {
    /// `ar`
    Arabic,
    /// `ca`
    Catalan,
    /// `zh`
    Chinese,
    /// `cs`
    Czech,
    /// `nl`
    Dutch,
    /// `en`
    #[default]
    English,
    /// `fr`
    French,
    /// `de`
    German,
    /// `el`
    Greek,
    /// `hi`
    Hindi,
    /// `it`
    Italian,
    /// `lv`
    Latvian,
    /// `pl`
    Polish,
    /// `pt`
    Portuguese,
    /// `ru`
    Russian,
    /// `es`
    Spanish,
    /// `sv`
    Swedish,
    /// `vi`
    Vietnamese,
}

impl Language {
    /// All languages, sorted by code.
    pub const ALL: [Self; 18] = [
        Self::Arabic,
        Self::Catalan,
        Self::Czech,
        Self::German,
        Self::Greek,
        Self::English,
        Self::Spanish,
        Self::French,
        Self::Hindi,
        Self::Italian,
        Self::Latvian,
        Self::Dutch,
        Self::Polish,
        Self::Portuguese,
        Self::Russian,
        Self::Swedish,
        Self::Vietnamese,
        Self::Chinese,
    ];

    /// The two-letter code (ISO 639-1): `en`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Arabic => "ar",
            Self::Catalan => "ca",
            Self::Chinese => "zh",
            Self::Czech => "cs",
            Self::Dutch => "nl",
            Self::English => "en",
            Self::French => "fr",
            Self::German => "de",
            Self::Greek => "el",
            Self::Hindi => "hi",
            Self::Italian => "it",
            Self::Latvian => "lv",
            Self::Polish => "pl",
            Self::Portuguese => "pt",
            Self::Russian => "ru",
            Self::Spanish => "es",
            Self::Swedish => "sv",
            Self::Vietnamese => "vi",
        }
    }
}

impl fmt::Display for Language {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.code())
    }
}

/// Error for a text that is not the code of a known language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no language that is known here: write one of {codes}", codes = codes())]
pub struct UnknownLanguage(String);

fn codes() -> String {
    Language::ALL.map(Language::code).join(", ")
}

impl FromStr for Language {
    type Err = UnknownLanguage;

    /// Parses `en`, `en-US`, `en_GB.UTF-8`: anything after the language is ignored.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let code = text.split(['-', '_', '.']).next().unwrap_or_default().to_ascii_lowercase();
        let known = Self::ALL.into_iter().find(|language| language.code() == code);
        known.ok_or_else(|| UnknownLanguage(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_is_known_by_its_code_with_or_without_a_country() {
        for text in ["de", "de-AT", "de_DE", "DE", "de_DE.UTF-8"] {
            assert_eq!(text.parse(), Ok(Language::German), "{text}");
        }
        for language in Language::ALL {
            assert_eq!(language.to_string().parse(), Ok(language));
        }
    }

    #[test]
    fn an_unknown_language_is_refused_with_the_known_ones() {
        let refused = "tlh".parse::<Language>().unwrap_err().to_string();
        assert!(refused.starts_with("`tlh` is no language"), "{refused}");
        assert!(refused.contains("de, el, en"), "{refused}");
    }
}
