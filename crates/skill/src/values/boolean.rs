//! Booleans: on and off, yes and no.

use std::borrow::Cow;

use petasos_messages::slot::Slot;
use serde_json::Value;

use super::tokens::{Token, text, tokens};
use super::word_table::{Table, look_up};
use super::yes_no::YesNo;
use crate::intent::spec::{ByLang, Entity, ValueSpec, Values};
use crate::intent::{InvalidValue, SlotValue};

/// Spoken before the question is repeated if a value cannot be read.
const HINT: ByLang = &[
    ("en", "Please say yes or no."),
    ("de", "Bitte sag ja oder nein."),
    ("fr", "Dites oui ou non, s'il vous plaît."),
    ("es", "Di sí o no, por favor."),
    ("it", "Di' sì o no, per favore."),
    ("nl", "Zeg ja of nee, alsjeblieft."),
    ("pt", "Diz sim ou não, por favor."),
];

#[rustfmt::skip]
const STATES: Table<bool> = &[
    ("en", &[("true", true), ("on", true), ("false", false), ("off", false)]),
    ("de", &[
        ("true", true), ("an", true), ("ein", true), ("wahr", true), ("false", false), ("aus", false), ("falsch", false),
    ]),
    ("fr", &[
        ("true", true), ("allumé", true), ("vrai", true), ("false", false), ("éteint", false), ("faux", false),
    ]),
    ("es", &[("true", true), ("encendido", true), ("false", false), ("apagado", false)]),
    ("it", &[("true", true), ("acceso", true), ("false", false), ("spento", false)]),
    ("nl", &[("true", true), ("aan", true), ("false", false), ("uit", false)]),
    ("pt", &[("true", true), ("ligado", true), ("false", false), ("desligado", false)]),
];

/// The names of the values in grammars.
const VALUES: &[ValueSpec] = &[
    value(
        "true",
        &[
            ("en", &["on", "yes"]),
            ("de", &["an", "ein", "ja"]),
            ("fr", &["allumé", "oui"]),
            ("es", &["encendido", "sí"]),
            ("it", &["acceso", "sì"]),
            ("nl", &["aan", "ja"]),
            ("pt", &["ligado", "sim"]),
        ],
    ),
    value(
        "false",
        &[
            ("en", &["off", "no"]),
            ("de", &["aus", "nein"]),
            ("fr", &["éteint", "non"]),
            ("es", &["apagado", "no"]),
            ("it", &["spento", "no"]),
            ("nl", &["uit", "nee"]),
            ("pt", &["desligado", "não"]),
        ],
    ),
];

const fn value(value: &'static str, spoken: &'static [(&'static str, &'static [&'static str])]) -> ValueSpec {
    ValueSpec { value: Cow::Borrowed(value), spoken: Cow::Borrowed(spoken) }
}

impl SlotValue for bool {
    /// `true` and `false`; spoken as on and off, or yes and no.
    fn entity() -> Entity {
        Entity::new("PetasosSwitch", Values::Listed { values: VALUES.into(), open: false })
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        let text = text(slot);
        // Rhasspy's `!bool` has the kind of a number: {"kind": "Number", "value": true}.
        let json = match &slot.value {
            petasos_messages::slot::SlotValue::Other(value) => value.get("value").and_then(Value::as_bool),
            _ => None,
        };
        let yes_or_no = || YesNo::in_words(&text, lang).map(YesNo::is_yes);
        let flag = json.or_else(|| state(&text, lang)).or_else(yes_or_no);
        flag.ok_or_else(|| InvalidValue::of_table(HINT))
    }
}

/// The state in a text, if there is exactly one. The numbers 1 and 0 count.
fn state(text: &str, lang: Option<&str>) -> Option<bool> {
    let tokens = tokens(text, lang);
    let mut states = tokens.iter().filter_map(|token| match token {
        Token::Word(word) => look_up(STATES, word, lang),
        Token::Number(1.0) => Some(true),
        Token::Number(0.0) => Some(false),
        Token::Number(_) => None,
    });
    states.next().filter(|first| states.all(|state| state == *first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{json, read, typed, value};

    #[test]
    fn a_truth_value_is_json_a_number_or_a_word() {
        for (slot, expected) in [
            (value(true), true),
            (typed(&json!({ "kind": "Number", "value": false })), false),
            (typed(&json!({ "kind": "Custom", "value": "on" })), true),
            (value("False"), false),
            (value(1), true),
            (value("0"), false),
        ] {
            assert_eq!(bool::read(&slot, Some("en")), Ok(expected), "{slot:?}");
        }
        assert_eq!(read("ein", "de"), Ok(true));
        assert_eq!(read("oui", "fr"), Ok(true));
        assert_eq!(read("no, thanks", "en"), Ok(false));
    }

    #[test]
    fn neither_or_both_is_asked_again() {
        for text in ["perhaps", "on and off", "yes and no", "2", ""] {
            assert!(read::<bool>(text, "en").is_err(), "{text:?}");
        }
    }
}
