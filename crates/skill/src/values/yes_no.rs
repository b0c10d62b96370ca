//! Yes or no.

use crate::intent::spec::{IntentSpec, Samples};
use crate::intent::{Expected, InvalidValue, Unfilled};
use crate::normalized_text::NormalizedText;
use crate::{Answer, Utterance};

/// Yes or no: `session.ask::<YesNo>("Really everything?").await?`.
///
/// The intents `PetasosYes` and `PetasosNo` answer, which [`export`](crate::export) writes for the NLU. An NLU that does not know
/// them says that it did not understand; the words for yes and no in English, German, French, Spanish, Italian, Dutch and Portuguese
/// are then found in what was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum YesNo {
    Yes,
    No,
}

impl YesNo {
    /// Whether it is yes.
    pub fn is_yes(self) -> bool {
        self == Self::Yes
    }

    /// What words of this language say, such as `of course` in `en`. Whole words only, and not both.
    pub fn in_words(words: &str, lang: Option<&str>) -> Option<Self> {
        in_words(&NormalizedText::of(words), lang)
    }
}

/// The intent for yes.
pub(crate) static YES: IntentSpec = IntentSpec {
    names: &["PetasosYes"],
    description: "Yes, as an answer to a question.",
    samples: &[
        Samples { lang: "en", templates: EN.yes },
        Samples { lang: "de", templates: DE.yes },
        Samples { lang: "fr", templates: FR.yes },
        Samples { lang: "es", templates: ES.yes },
        Samples { lang: "it", templates: IT.yes },
        Samples { lang: "nl", templates: NL.yes },
        Samples { lang: "pt", templates: PT.yes },
    ],
    slots: &[],
};

/// The intent for no.
pub(crate) static NO: IntentSpec = IntentSpec {
    names: &["PetasosNo"],
    description: "No, as an answer to a question.",
    samples: &[
        Samples { lang: "en", templates: EN.no },
        Samples { lang: "de", templates: DE.no },
        Samples { lang: "fr", templates: FR.no },
        Samples { lang: "es", templates: ES.no },
        Samples { lang: "it", templates: IT.no },
        Samples { lang: "nl", templates: NL.no },
        Samples { lang: "pt", templates: PT.no },
    ],
    slots: &[],
};

/// What stands for yes and no in a language. No phrase is in both lists, in no language.
struct Sayings {
    lang: &'static str,
    yes: &'static [&'static str],
    no: &'static [&'static str],
}

const EN: Sayings = Sayings {
    lang: "en",
    yes: &[
        "yes",
        "yes please",
        "yeah",
        "yep",
        "yup",
        "sure",
        "of course",
        "ok",
        "okay",
        "do it",
        "go ahead",
        "right",
        "correct",
        "absolutely",
        "certainly",
        "definitely",
        "why not",
    ],
    no: &[
        "no",
        "no thanks",
        "no thank you",
        "nope",
        "nah",
        "not",
        "not now",
        "of course not",
        "better not",
        "don't",
        "never",
        "wrong",
    ],
};
const DE: Sayings = Sayings {
    lang: "de",
    yes: &[
        "ja",
        "ja bitte",
        "jawohl",
        "jo",
        "jep",
        "klar",
        "na klar",
        "sicher",
        "natürlich",
        "gerne",
        "gern",
        "okay",
        "ok",
        "genau",
        "richtig",
        "mach das",
        "warum nicht",
    ],
    no: &[
        "nein",
        "nein danke",
        "nee",
        "nö",
        "nicht",
        "lieber nicht",
        "natürlich nicht",
        "auf keinen fall",
        "niemals",
        "falsch",
    ],
};
const FR: Sayings = Sayings {
    lang: "fr",
    yes: &[
        "oui",
        "ouais",
        "si",
        "bien sûr",
        "d'accord",
        "ok",
        "okay",
        "volontiers",
        "certainement",
        "vas-y",
        "exact",
        "pourquoi pas",
    ],
    no: &["non", "non merci", "pas", "pas maintenant", "bien sûr que non", "surtout pas", "jamais", "faux"],
};
const ES: Sayings = Sayings {
    lang: "es",
    yes: &[
        "sí",
        "si",
        "claro",
        "claro que sí",
        "vale",
        "por supuesto",
        "desde luego",
        "ok",
        "okay",
        "de acuerdo",
        "por qué no",
    ],
    no: &["no", "no gracias", "claro que no", "ahora no", "nunca", "jamás"],
};
const IT: Sayings = Sayings {
    lang: "it",
    yes: &[
        "sì",
        "si",
        "certo",
        "certamente",
        "va bene",
        "d'accordo",
        "ok",
        "okay",
        "esatto",
        "volentieri",
        "perché no",
    ],
    no: &["no", "no grazie", "certo che no", "non ora", "meglio di no", "mai"],
};
const NL: Sayings = Sayings {
    lang: "nl",
    yes: &[
        "ja",
        "ja graag",
        "jazeker",
        "jawel",
        "zeker",
        "natuurlijk",
        "graag",
        "oké",
        "ok",
        "okay",
        "doe maar",
        "waarom niet",
    ],
    no: &["nee", "nee dank je", "neen", "niet", "natuurlijk niet", "liever niet", "nooit"],
};
const PT: Sayings = Sayings {
    lang: "pt",
    yes: &[
        "sim",
        "claro",
        "claro que sim",
        "com certeza",
        "pode ser",
        "está bem",
        "ok",
        "okay",
        "por que não",
    ],
    no: &["não", "não obrigado", "não obrigada", "claro que não", "agora não", "nunca", "jamais"],
};

const ALL: [Sayings; 7] = [EN, DE, FR, ES, IT, NL, PT];

/// Those of a language such as `de` or `de-AT`; all of them where it is not known or not one of ours.
fn sayings(lang: Option<&str>) -> impl Iterator<Item = &'static Sayings> {
    let base = lang.and_then(|lang| lang.split(['-', '_']).next()).unwrap_or_default();
    let ours = ALL.iter().any(|sayings| sayings.lang.eq_ignore_ascii_case(base));
    ALL.iter().filter(move |sayings| !ours || sayings.lang.eq_ignore_ascii_case(base))
}

/// What the words say: the longest phrase counts ("of course not" is no), and words that say both say nothing.
fn in_words(words: &NormalizedText, lang: Option<&str>) -> Option<YesNo> {
    let longest = |phrases: &[&str]| {
        let found =
            phrases.iter().map(|phrase| NormalizedText::of(phrase)).filter(|phrase| words.has(phrase));
        found.map(|phrase| phrase.words().len()).max().unwrap_or(0)
    };
    let (yes, no) = sayings(lang)
        .map(|sayings| (longest(sayings.yes), longest(sayings.no)))
        .fold((0, 0), |(yes, no), found| (yes.max(found.0), no.max(found.1)));
    match yes.cmp(&no) {
        std::cmp::Ordering::Greater => Some(YesNo::Yes),
        std::cmp::Ordering::Less => Some(YesNo::No),
        std::cmp::Ordering::Equal => None,
    }
}

/// What the words say if they say nothing else.
fn said_alone(words: &NormalizedText, lang: Option<&str>) -> Option<YesNo> {
    let is = |phrases: &[&str]| phrases.iter().any(|phrase| NormalizedText::of(phrase) == *words);
    sayings(lang).find_map(|sayings| {
        if is(sayings.yes) {
            Some(YesNo::Yes)
        } else if is(sayings.no) {
            Some(YesNo::No)
        } else {
            None
        }
    })
}

impl Answer for YesNo {
    fn expected() -> Expected {
        Expected { intents: vec![&YES, &NO], ..Expected::default() }
    }

    fn read(utterance: &Utterance) -> Result<Self, Unfilled> {
        let words = NormalizedText::of(utterance.input());
        let read = match utterance {
            Utterance::Recognized(recognized) if YES.names.contains(&&*recognized.intent) => Some(Self::Yes),
            Utterance::Recognized(recognized) if NO.names.contains(&&*recognized.intent) => Some(Self::No),
            Utterance::Recognized(_) => said_alone(&words, utterance.lang()),
            Utterance::NotRecognized { .. } => in_words(&words, utterance.lang()),
        };
        read.ok_or_else(|| Unfilled::NoAnswer(InvalidValue::new("")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(input: &str, lang: Option<&str>) -> Option<YesNo> {
        YesNo::read(&Utterance::NotRecognized { input: input.to_owned(), lang: lang.map(str::to_owned) }).ok()
    }

    #[test]
    fn yes_and_no_are_found_in_words_nobody_understood() {
        assert_eq!(words("Yes, please do", Some("en")), Some(YesNo::Yes));
        assert_eq!(words("ja klar", Some("de-AT")), Some(YesNo::Yes));
        assert_eq!(words("oh nein", Some("de")), Some(YesNo::No));
        assert_eq!(words("pourquoi pas", Some("fr")), Some(YesNo::Yes));
        assert_eq!(words("não", Some("pt")), Some(YesNo::No));
        assert_eq!(words("the kitchen", Some("en")), None);
    }

    #[test]
    fn parts_of_words_say_nothing() {
        assert_eq!(words("yesterday", Some("en")), None);
        assert_eq!(words("notebook", Some("en")), None);
    }

    #[test]
    fn the_longest_phrase_counts() {
        assert_eq!(words("of course not", Some("en")), Some(YesNo::No));
        assert_eq!(words("warum nicht", Some("de")), Some(YesNo::Yes));
        assert_eq!(words("yes no", Some("en")), None);
    }

    #[test]
    fn all_languages_are_tried_where_none_is_known() {
        assert_eq!(words("nee", None), Some(YesNo::No));
        assert_eq!(words("oui", Some("tlh")), Some(YesNo::Yes));
        assert_eq!(words("oui", Some("en")), None);
    }

    #[test]
    fn no_phrase_says_yes_in_one_language_and_no_in_another() {
        for yes in ALL.iter().flat_map(|sayings| sayings.yes) {
            assert!(ALL.iter().all(|sayings| !sayings.no.contains(yes)), "{yes} is in both lists");
        }
    }
}
