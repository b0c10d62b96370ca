//! Temperatures.

use petasos_messages::slot::{Slot, SlotValue as WireValue};

use super::number::{self, number, only_number};
use super::tokens::{text, tokens};
use super::word_table::{Table, look_up};
use crate::intent::spec::{Builtin, Entity, Grammar, Values};
use crate::intent::{InvalidValue, SlotValue};

/// A temperature.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Temperature {
    /// The degrees.
    pub degrees: f64,
    /// The scale; `None` if none was given.
    pub unit: Option<Scale>,
}

/// A temperature scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Scale {
    Celsius,
    Fahrenheit,
    Kelvin,
}

impl Temperature {
    /// The temperature in degrees Celsius, which is also assumed if no scale was given.
    pub fn celsius(self) -> f64 {
        match self.unit {
            None | Some(Scale::Celsius) => self.degrees,
            Some(Scale::Fahrenheit) => (self.degrees - 32.0) / 1.8,
            Some(Scale::Kelvin) => self.degrees - 273.15,
        }
    }
}

const SCALES: Table<Scale> = &[(
    "",
    &[
        ("celsius", Scale::Celsius),
        ("c", Scale::Celsius),
        ("fahrenheit", Scale::Fahrenheit),
        ("f", Scale::Fahrenheit),
        ("kelvin", Scale::Kelvin),
        ("k", Scale::Kelvin),
    ],
)];

/// The scale in a text, if there is exactly one.
fn scale(words: &str) -> Option<Scale> {
    let tokens = tokens(words, None);
    let mut scales = tokens.iter().filter_map(|token| look_up(SCALES, token.word()?, None));
    scales.next().filter(|_| scales.next().is_none())
}

static TEMPERATURE: Builtin = Builtin {
    snips: &["snips/temperature"],
    grammar: Grammar::Rule {
        name: "temperature",
        bodies: &[
            ("en", "((-30..100) [(degree | degrees) [celsius | fahrenheit]])"),
            ("de", "((-30..100) [grad [celsius | fahrenheit]])"),
            ("fr", "((-30..100) [degrés [celsius | fahrenheit]])"),
        ],
    },
    examples: &[("en", "twenty degrees"), ("de", "zwanzig Grad"), ("fr", "vingt degrés")],
};

impl SlotValue for Temperature {
    fn entity() -> Entity {
        Entity::new("PetasosTemperature", Values::Builtin(&TEMPERATURE))
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        let (degrees, unit) = match &slot.value {
            WireValue::Temperature { value, unit } => (Some(*value), unit.as_deref().and_then(scale)),
            WireValue::Number(_) | WireValue::Percentage(_) => (number(slot, lang), None),
            _ => (only_number(&tokens(&text(slot), lang)), scale(&text(slot))),
        };
        let degrees = degrees
            .filter(|degrees| degrees.is_finite())
            .ok_or_else(|| InvalidValue::of_table(number::HINT))?;
        Ok(Self { degrees, unit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{json, read, typed, value};

    #[test]
    fn a_temperature_may_have_a_scale() {
        let typed_as = |unit| typed(&json!({ "kind": "Temperature", "value": 23.0, "unit": unit }));
        for (slot, unit) in [
            (typed_as(Some("celsius")), Some(Scale::Celsius)),
            (typed_as(Some("fahrenheit")), Some(Scale::Fahrenheit)),
            (typed_as(Some("degree")), None),
            (typed_as(None), None),
            (value(23), None),
            (value("23 °C"), Some(Scale::Celsius)),
            (value("twenty three degrees"), None),
        ] {
            let expected = Temperature { degrees: 23.0, unit };
            assert_eq!(Temperature::read(&slot, Some("en")), Ok(expected), "{slot:?}");
        }
        assert_eq!(read("minus fünf Grad", "de"), Ok(Temperature { degrees: -5.0, unit: None }));
        assert!(read::<Temperature>("warm", "en").is_err());
    }

    #[test]
    fn temperatures_are_compared_in_celsius() {
        for (degrees, unit) in [(68.0, Some(Scale::Fahrenheit)), (293.15, Some(Scale::Kelvin)), (20.0, None)]
        {
            let celsius = Temperature { degrees, unit }.celsius();
            assert!((celsius - 20.0).abs() < 1e-9, "{degrees} {unit:?} are {celsius} °C");
        }
    }
}
