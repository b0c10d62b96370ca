//! Yes and no.

#![allow(dead_code, reason = "exports come next")]

use super::table::{Table, look_up};
use super::tokens::{Token, tokens};

/// Yes or no.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum YesNo {
    Yes,
    No,
}

impl YesNo {
    /// The intent that the NLU answers "yes" with.
    pub(crate) const YES_INTENT: &'static str = "PetasosYes";
    /// The intent that the NLU answers "no" with.
    pub(crate) const NO_INTENT: &'static str = "PetasosNo";

    /// Yes or no in words that no NLU understood: whole words, and not both.
    pub(crate) fn in_words(words: &str, lang: Option<&str>) -> Option<Self> {
        let tokens = tokens(words, lang);
        let mut meanings = tokens.iter().filter_map(|token| match token {
            Token::Word(word) => look_up(WORDS, word, lang),
            Token::Number(_) => None,
        });
        let first = meanings.next()?;
        meanings.all(|meaning| meaning == first).then_some(first)
    }

    /// The words for it in a language; English where it is not known.
    pub(crate) fn words(self, lang: &str) -> impl Iterator<Item = &'static str> {
        let base = super::tokens::base(lang);
        let of = |wanted: &str| WORDS.iter().find(|(lang, _)| *lang == wanted).map(|(_, words)| *words);
        let words = of(base).or_else(|| of("en")).unwrap_or_default();
        words.iter().filter(move |(_, meaning)| *meaning == self).map(|(word, _)| *word)
    }
}

use YesNo::{No, Yes};

const WORDS: Table<YesNo> = &[
    (
        "en",
        &[
            ("yes", Yes),
            ("yeah", Yes),
            ("yep", Yes),
            ("sure", Yes),
            ("okay", Yes),
            ("ok", Yes),
            ("certainly", Yes),
            ("no", No),
            ("nope", No),
            ("nah", No),
            ("never", No),
        ],
    ),
    (
        "de",
        &[
            ("ja", Yes),
            ("jawohl", Yes),
            ("jo", Yes),
            ("klar", Yes),
            ("gerne", Yes),
            ("okay", Yes),
            ("ok", Yes),
            ("sicher", Yes),
            ("natürlich", Yes),
            ("nein", No),
            ("nee", No),
            ("nö", No),
            ("nicht", No),
        ],
    ),
    (
        "fr",
        &[
            ("oui", Yes),
            ("ouais", Yes),
            ("certainement", Yes),
            ("okay", Yes),
            ("ok", Yes),
            ("non", No),
            ("jamais", No),
            ("pas", No),
        ],
    ),
    (
        "es",
        &[("sí", Yes), ("si", Yes), ("claro", Yes), ("vale", Yes), ("ok", Yes), ("no", No), ("nunca", No)],
    ),
    ("it", &[("sì", Yes), ("si", Yes), ("certo", Yes), ("ok", Yes), ("no", No), ("mai", No)]),
    (
        "nl",
        &[
            ("ja", Yes),
            ("jawel", Yes),
            ("zeker", Yes),
            ("graag", Yes),
            ("oké", Yes),
            ("ok", Yes),
            ("nee", No),
            ("neen", No),
            ("niet", No),
        ],
    ),
    (
        "pt",
        &[("sim", Yes), ("claro", Yes), ("certo", Yes), ("ok", Yes), ("não", No), ("nao", No), ("nunca", No)],
    ),
];
