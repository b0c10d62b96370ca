//! Numbers: all integers, and floats.

use std::fmt::Display;

use petasos_messages::slot::{Slot, SlotValue as WireValue};
use serde_json::Value;

use super::tokens::{Token, text, tokens};
use crate::LocalizedText;
use crate::intent::spec::{Builtin, ByLang, Entity, Grammar, Values};
use crate::intent::{InvalidValue, SlotValue};

/// Spoken before the question is repeated if a value cannot be read.
pub(super) const HINT: ByLang = &[
    ("en", "Please say a number."),
    ("de", "Bitte sag eine Zahl."),
    ("fr", "Dites un nombre, s'il vous plaît."),
    ("es", "Di un número, por favor."),
    ("it", "Di' un numero, per favore."),
    ("nl", "Zeg een getal, alsjeblieft."),
    ("pt", "Diz um número, por favor."),
];

/// The same for a number with a fraction.
const WHOLE_HINT: ByLang = &[
    ("en", "Please say a whole number."),
    ("de", "Bitte sag eine ganze Zahl."),
    ("fr", "Dites un nombre entier, s'il vous plaît."),
    ("es", "Di un número entero, por favor."),
    ("it", "Di' un numero intero, per favore."),
    ("nl", "Zeg een heel getal, alsjeblieft."),
    ("pt", "Diz um número inteiro, por favor."),
];

/// The number in a slot: that of a typed value, or the only number in the text.
pub(super) fn number(slot: &Slot, lang: Option<&str>) -> Option<f64> {
    match &slot.value {
        WireValue::Number(number)
        | WireValue::Percentage(number)
        | WireValue::AmountOfMoney { value: number, .. }
        | WireValue::Temperature { value: number, .. } => Some(*number),
        WireValue::Unknown { value: Value::Number(number) } => number.as_f64(),
        _ => only_number(&tokens(&text(slot), lang)),
    }
    .filter(|number| number.is_finite())
}

/// The number, if there is exactly one: several would be ambiguous.
pub(super) fn only_number(tokens: &[Token]) -> Option<f64> {
    let mut numbers = tokens.iter().filter_map(Token::number);
    numbers.next().filter(|_| numbers.next().is_none())
}

/// An integer. JSON integers and digits are read exactly, even beyond the precision of a float.
fn whole(slot: &Slot, lang: Option<&str>) -> Result<i128, InvalidValue> {
    if let Ok(exact) = text(slot).trim().parse() {
        return Ok(exact);
    }
    let number = number(slot, lang).ok_or_else(|| InvalidValue::of_table(HINT))?;
    if number.fract() != 0.0 {
        return Err(InvalidValue::of_table(WHOLE_HINT));
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "it has no fraction, and what is too large is out of any range"
    )]
    Ok(number as i128)
}

/// The error for a number outside the range of the type.
fn out_of_range(from: impl Display, to: impl Display) -> InvalidValue {
    let text = LocalizedText::new(format!("Please say a number from {from} to {to}."))
        .or_in("de", format!("Bitte sag eine Zahl von {from} bis {to}."))
        .or_in("fr", format!("Dites un nombre de {from} à {to}, s'il vous plaît."))
        .or_in("es", format!("Di un número de {from} a {to}, por favor."))
        .or_in("it", format!("Di' un numero da {from} a {to}, per favore."))
        .or_in("nl", format!("Zeg een getal van {from} tot {to}, alsjeblieft."))
        .or_in("pt", format!("Diz um número de {from} a {to}, por favor."));
    InvalidValue::new(text)
}

macro_rules! integers {
    ($($integer:ident),*) => {
        $(
            impl SlotValue for $integer {
                /// An integer in the range of the type.
                fn entity() -> Entity {
                    let from = i64::try_from(Self::MIN).unwrap_or(i64::MIN);
                    let to = i64::try_from(Self::MAX).unwrap_or(i64::MAX);
                    Entity::new("PetasosNumber", Values::Integer { from, to })
                }

                fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
                    whole(slot, lang)?.try_into().map_err(|_| out_of_range(Self::MIN, Self::MAX))
                }
            }
        )*
    };
}

integers!(i8, i16, i32, i64, isize, u8, u16, u32, u64, usize);

pub(crate) static NUMBER: Builtin = Builtin {
    snips: &["snips/number"],
    grammar: Grammar::Numbers,
    examples: &[("en", "twenty"), ("de", "zwanzig"), ("fr", "vingt")],
};

impl SlotValue for f64 {
    fn entity() -> Entity {
        Entity::new("PetasosNumber", Values::Builtin(&NUMBER))
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        number(slot, lang).ok_or_else(|| InvalidValue::of_table(HINT))
    }
}

impl SlotValue for f32 {
    fn entity() -> Entity {
        f64::entity()
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        #[expect(clippy::cast_possible_truncation, reason = "an f32 has no more digits")]
        let number = number(slot, lang).ok_or_else(|| InvalidValue::of_table(HINT))? as Self;
        if number.is_finite() { Ok(number) } else { Err(out_of_range(Self::MIN, Self::MAX)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{json, read, said, typed, value};

    #[test]
    fn a_number_is_read_from_all_that_is_written_for_it() {
        for slot in [
            typed(&json!({ "kind": "Number", "value": 20.0 })),
            typed(&json!({ "kind": "Number", "value": 20 })),
            typed(&json!({ "kind": "Percentage", "value": 20.0 })),
            typed(&json!({ "kind": "Ordinal", "value": 20 })),
            value("20"),
            value(20),
            value(20.0),
            value("20 %"),
            value("twenty"),
            typed(&json!({ "value": "20" })),
            said("twenty please"),
        ] {
            assert_eq!(u8::read(&slot, Some("en")), Ok(20), "{slot:?}");
            assert_eq!(f64::read(&slot, Some("en")), Ok(20.0), "{slot:?}");
        }
        assert_eq!(read::<i64>("einundzwanzig", "de"), Ok(21));
        assert_eq!(read::<f32>("1,5", "de"), Ok(1.5));
        assert_eq!(u64::read(&value(u64::MAX), None), Ok(u64::MAX));
        assert_eq!(i64::read(&value("-9223372036854775808"), None), Ok(i64::MIN));
    }

    #[test]
    fn what_is_wrong_with_a_number_is_said_in_the_language_of_the_session() {
        let why = |read: Result<u8, InvalidValue>, lang| read.unwrap_err().why.in_lang(Some(lang)).to_owned();
        assert_eq!(why(read("300", "en"), "en"), "Please say a number from 0 to 255.");
        assert_eq!(why(read("minus drei", "de"), "de"), "Bitte sag eine Zahl von 0 bis 255.");
        assert_eq!(why(read("one point five", "en"), "en"), "Please say a whole number.");
        assert_eq!(why(read("beaucoup", "fr"), "fr"), "Dites un nombre, s'il vous plaît.");
        assert_eq!(why(read("five or six", "en"), "en"), "Please say a number.");
        assert_eq!(why(u8::read(&value(1e300), None), "en"), "Please say a number from 0 to 255.");
    }
}
