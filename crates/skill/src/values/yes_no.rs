//! Yes or no.

use crate::intent::spec::{IntentSpec, Samples};
use crate::intent::{Answer, Expected, InvalidValue, Unfilled, Utterance};
use crate::lang;
use crate::normalized_text::NormalizedText;

/// Yes or no: `session.ask::<YesNo>("Really everything?").await?`.
///
/// Answered by the intents `PetasosYes` and `PetasosNo`, which [`export`](crate::export) writes for the NLU. If the NLU does not
/// know them, yes and no are found in the text, in English, German, French, Spanish, Italian, Dutch and Portuguese.
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

    /// Finds yes or no in a text, such as `of course` in `en`; `None` if it contains neither or both. Only whole words count.
    pub fn in_words(words: &str, lang: Option<&str>) -> Option<Self> {
        in_words(&NormalizedText::of(words), lang)
    }
}

/// The intent for yes. Its samples are also searched for in text that was not recognised, so no phrase may be in both lists.
#[rustfmt::skip]
pub(crate) static YES: IntentSpec = IntentSpec {
    names: &["PetasosYes"],
    description: "Yes, as an answer to a question.",
    samples: &[
        Samples { lang: "en", templates: &[
            "yes", "yes please", "yeah", "yep", "yup", "sure", "of course", "ok", "okay", "do it", "go ahead", "right", "correct",
            "absolutely", "certainly", "definitely", "why not",
        ] },
        Samples { lang: "de", templates: &[
            "ja", "ja bitte", "jawohl", "jo", "jep", "klar", "na klar", "sicher", "natürlich", "gerne", "gern", "okay", "ok",
            "genau", "richtig", "mach das", "warum nicht",
        ] },
        Samples { lang: "fr", templates: &[
            "oui", "ouais", "si", "bien sûr", "d'accord", "ok", "okay", "volontiers", "certainement", "vas-y", "exact",
            "pourquoi pas",
        ] },
        Samples { lang: "es", templates: &[
            "sí", "si", "claro", "claro que sí", "vale", "por supuesto", "desde luego", "ok", "okay", "de acuerdo", "por qué no",
        ] },
        Samples { lang: "it", templates: &[
            "sì", "si", "certo", "certamente", "va bene", "d'accordo", "ok", "okay", "esatto", "volentieri", "perché no",
        ] },
        Samples { lang: "nl", templates: &[
            "ja", "ja graag", "jazeker", "jawel", "zeker", "natuurlijk", "graag", "oké", "ok", "okay", "doe maar", "waarom niet",
        ] },
        Samples { lang: "pt", templates: &[
            "sim", "claro", "claro que sim", "com certeza", "pode ser", "está bem", "ok", "okay", "por que não",
        ] },
    ],
    slots: &[],
};

/// The intent for no.
#[rustfmt::skip]
pub(crate) static NO: IntentSpec = IntentSpec {
    names: &["PetasosNo"],
    description: "No, as an answer to a question.",
    samples: &[
        Samples { lang: "en", templates: &[
            "no", "no thanks", "no thank you", "nope", "nah", "not", "not now", "of course not", "better not", "don't", "never",
            "wrong",
        ] },
        Samples { lang: "de", templates: &[
            "nein", "nein danke", "nee", "nö", "nicht", "lieber nicht", "natürlich nicht", "auf keinen fall", "niemals", "falsch",
        ] },
        Samples { lang: "fr", templates: &[
            "non", "non merci", "pas", "pas maintenant", "bien sûr que non", "surtout pas", "jamais", "faux",
        ] },
        Samples { lang: "es", templates: &["no", "no gracias", "claro que no", "ahora no", "nunca", "jamás"] },
        Samples { lang: "it", templates: &["no", "no grazie", "certo che no", "non ora", "meglio di no", "mai"] },
        Samples { lang: "nl", templates: &["nee", "nee dank je", "neen", "niet", "natuurlijk niet", "liever niet", "nooit"] },
        Samples { lang: "pt", templates: &[
            "não", "não obrigado", "não obrigada", "claro que não", "agora não", "nunca", "jamais",
        ] },
    ],
    slots: &[],
};

/// The phrases for yes and for no in a language such as `de` or `de-AT`; in all languages if it is not supported.
fn phrases(lang: Option<&str>) -> impl Iterator<Item = (&'static [&'static str], &'static [&'static str])> {
    let base = lang::base(lang.unwrap_or_default());
    let is_ours = YES.samples.iter().any(|samples| samples.lang.eq_ignore_ascii_case(base));
    let both = YES.samples.iter().zip(NO.samples);
    both.filter(move |(yes, _)| !is_ours || yes.lang.eq_ignore_ascii_case(base))
        .map(|(yes, no)| (yes.templates, no.templates))
}

/// Finds yes or no in a text: the longest phrase wins ("of course not" is no); `None` on a tie.
fn in_words(words: &NormalizedText, lang: Option<&str>) -> Option<YesNo> {
    let longest = |phrases: &[&str]| {
        let found =
            phrases.iter().map(|phrase| NormalizedText::of(phrase)).filter(|phrase| words.has(phrase));
        found.map(|phrase| phrase.words().len()).max().unwrap_or(0)
    };
    let (yes, no) = phrases(lang)
        .map(|(yes, no)| (longest(yes), longest(no)))
        .fold((0, 0), |(yes, no), found| (yes.max(found.0), no.max(found.1)));
    match yes.cmp(&no) {
        std::cmp::Ordering::Greater => Some(YesNo::Yes),
        std::cmp::Ordering::Less => Some(YesNo::No),
        std::cmp::Ordering::Equal => None,
    }
}

/// Yes or no, if the text contains nothing else.
fn said_alone(words: &NormalizedText, lang: Option<&str>) -> Option<YesNo> {
    let is = |phrases: &[&str]| phrases.iter().any(|phrase| NormalizedText::of(phrase) == *words);
    phrases(lang).find_map(|(yes, no)| {
        if is(yes) {
            Some(YesNo::Yes)
        } else if is(no) {
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
    fn yes_and_no_are_found_in_text_that_was_not_recognized() {
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
        for yes in phrases(None).flat_map(|(yes, _)| yes) {
            assert!(phrases(None).all(|(_, no)| !no.contains(yes)), "{yes} is in both lists");
        }
    }
}
