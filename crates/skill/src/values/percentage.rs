//! Percentages.

use petasos_messages::slot::Slot;

use super::number::{self, number};
use crate::intent::spec::{Builtin, ByLang, Entity, Grammar, Values};
use crate::intent::{InvalidValue, SlotValue};

/// A percentage: 20 for 20 %. Numbers without "percent" are accepted, too.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd)]
pub struct Percentage(pub f64);

impl Percentage {
    /// The percentage as a fraction: 0.2 for 20 %.
    pub fn fraction(self) -> f64 {
        self.0 / 100.0
    }
}

/// Words that may follow the number.
const PERCENT: ByLang = &[
    ("en", "percent"),
    ("de", "prozent"),
    ("fr", "pour cent"),
    ("es", "por ciento"),
    ("it", "per cento"),
    ("nl", "procent"),
    ("pt", "por cento"),
];

static PERCENTAGE: Builtin = Builtin {
    snips: &["snips/percentage"],
    grammar: Grammar::Percentages { unit: PERCENT },
    examples: &[("en", "twenty percent"), ("de", "zwanzig Prozent"), ("fr", "vingt pour cent")],
};

impl SlotValue for Percentage {
    fn entity() -> Entity {
        Entity::new("PetasosPercentage", Values::Builtin(&PERCENTAGE))
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        number(slot, lang).map(Self).ok_or_else(|| InvalidValue::of_table(number::HINT))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{json, read, typed, value};

    #[test]
    fn a_percentage_is_a_number_with_or_without_its_sign() {
        for slot in [
            typed(&json!({ "kind": "Percentage", "value": 20.0 })),
            typed(&json!({ "kind": "Number", "value": 20 })),
            value("20 %"),
            value("20%"),
            value("twenty percent"),
            value(20),
        ] {
            assert_eq!(Percentage::read(&slot, Some("en")), Ok(Percentage(20.0)), "{slot:?}");
        }
        assert_eq!(read("zwölf Komma fünf Prozent", "de"), Ok(Percentage(12.5)));
        assert!(read::<Percentage>("a bit", "en").is_err());
    }

    #[test]
    fn a_percentage_is_a_part_of_one() {
        assert!((Percentage(20.0).fraction() - 0.2).abs() < f64::EPSILON);
    }
}
