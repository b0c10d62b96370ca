//! Ordinals: the first, the second ...

use petasos_messages::slot::{Slot, SlotValue as WireValue};
use serde_json::Value;

use super::tokens::{text, tokens};
use super::word_table::{Table, look_up};
use crate::intent::spec::{Builtin, ByLang, Entity, Grammar, Values};
use crate::intent::{InvalidValue, SlotValue};

/// Spoken before the question is repeated if a value cannot be read.
const HINT: ByLang = &[
    ("en", "Please say which: the first, the second and so on."),
    ("de", "Bitte sag, das wievielte: das erste, das zweite und so weiter."),
    ("fr", "Dites lequel : le premier, le deuxième et ainsi de suite."),
    ("es", "Di cuál: el primero, el segundo, etcétera."),
    ("it", "Di' quale: il primo, il secondo e così via."),
    ("nl", "Zeg welke: de eerste, de tweede enzovoort."),
    ("pt", "Diz qual: o primeiro, o segundo e assim por diante."),
];

/// A position in an order: 1 is the first. Plain numbers are accepted, too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ordinal(pub i64);

#[rustfmt::skip]
const PLACES: Table<i64> = &[
    ("en", &[
        ("first", 1), ("second", 2), ("third", 3), ("fourth", 4), ("fifth", 5), ("sixth", 6), ("seventh", 7), ("eighth", 8),
        ("ninth", 9), ("tenth", 10),
    ]),
    ("de", &[
        ("erst", 1), ("zweit", 2), ("dritt", 3), ("viert", 4), ("fünft", 5), ("sechst", 6), ("siebt", 7), ("acht", 8),
        ("neunt", 9), ("zehnt", 10),
    ]),
    ("fr", &[
        ("premier", 1), ("première", 1), ("second", 2), ("seconde", 2), ("deuxième", 2), ("troisième", 3), ("quatrième", 4),
        ("cinquième", 5), ("sixième", 6), ("septième", 7), ("huitième", 8), ("neuvième", 9), ("dixième", 10),
    ]),
];

impl Ordinal {
    /// The position in a text, as an ordinal or number; `None` unless there is exactly one.
    pub(crate) fn in_words(words: &str, lang: Option<&str>) -> Option<Self> {
        let value = WireValue::Unknown { value: Value::from(words) };
        Self::read(&Slot::new("", "", words, value), lang).ok()
    }
}

/// The position in a text, as an ordinal: "the second one" is 2. `None` unless there is exactly one.
fn place(words: &str, lang: Option<&str>) -> Option<i64> {
    let tokens = tokens(words, lang);
    let mut places = tokens.iter().filter_map(|token| named(token.word()?, lang));
    let first = places.next();
    first.filter(|_| places.next().is_none())
}

/// The position that a word means; German words have endings.
fn named(word: &str, lang: Option<&str>) -> Option<i64> {
    let stem = || ["en", "er", "es", "em", "e"].iter().find_map(|ending| word.strip_suffix(ending));
    look_up(PLACES, word, lang).or_else(|| look_up(PLACES, stem()?, Some("de")))
}

static ORDINAL: Builtin = Builtin {
    snips: &["snips/ordinal"],
    grammar: Grammar::Rule {
        name: "ordinal",
        bodies: &[
            ("en", "(first | second | third | fourth | fifth | sixth | seventh | eighth | ninth | tenth)"),
            (
                "de",
                "(erste | ersten | erster | erstes | zweite | zweiten | zweiter | zweites | dritte | dritten | dritter | drittes | vierte | \
                 vierten | fünfte | fünften | sechste | sechsten | siebte | siebten | achte | achten | neunte | neunten | zehnte | zehnten)",
            ),
            (
                "fr",
                "(premier | première | deuxième | troisième | quatrième | cinquième | sixième | septième | huitième | neuvième | dixième)",
            ),
        ],
    },
    examples: &[("en", "second"), ("de", "zweite"), ("fr", "deuxième")],
};

impl SlotValue for Ordinal {
    fn entity() -> Entity {
        Entity::new("PetasosOrdinal", Values::Builtin(&ORDINAL))
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        if let WireValue::Ordinal(place) = &slot.value {
            return Ok(Self(*place));
        }
        let place = place(&text(slot), lang);
        let number = || i64::read(slot, lang).map_err(|_no_number| InvalidValue::of_table(HINT));
        place.map_or_else(number, Ok).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{json, read, typed, value};

    #[test]
    fn an_ordinal_is_a_typed_value_a_number_or_a_word() {
        assert_eq!(Ordinal::read(&typed(&json!({ "kind": "Ordinal", "value": 2 })), None), Ok(Ordinal(2)));
        assert_eq!(Ordinal::read(&value(2), None), Ok(Ordinal(2)));
        for (words, lang) in [
            ("the second one", "en"),
            ("2nd", "en"),
            ("two", "en"),
            ("der zweite", "de"),
            ("das zweite bitte", "de"),
            ("la deuxième", "fr"),
        ] {
            assert_eq!(read(words, lang), Ok(Ordinal(2)), "{words}");
        }
        assert!(read::<Ordinal>("the lamp", "en").is_err());
        assert!(read::<Ordinal>("the first or the second", "en").is_err());
    }

    #[test]
    fn a_german_number_is_not_an_ordinal() {
        assert_eq!(place("acht Uhr", Some("de")), None);
        assert_eq!(place("der achte", Some("de")), Some(8));
    }
}
