//! Amounts of money.

use petasos_messages::slot::{Slot, SlotValue as WireValue};

use super::number::{self, only_number};
use super::tokens::{Token, text, tokens};
use super::word_table::{Table, look_up};
use crate::intent::spec::{Builtin, Entity, Grammar, Values};
use crate::intent::{InvalidValue, SlotValue};

/// An amount of money.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// The amount.
    pub amount: f64,
    /// The currency: the sign for euros, dollars, pounds and yen (`€`), otherwise as the NLU names it; `None` if none was given.
    pub currency: Option<String>,
}

#[rustfmt::skip]
const CURRENCIES: Table<&str> = &[("", &[
    ("€", "€"), ("eur", "€"), ("euro", "€"), ("euros", "€"), ("$", "$"), ("usd", "$"), ("dollar", "$"), ("dollars", "$"),
    ("£", "£"), ("gbp", "£"), ("pound", "£"), ("pounds", "£"), ("pfund", "£"), ("livres", "£"), ("¥", "¥"), ("jpy", "¥"),
    ("yen", "¥"), ("chf", "CHF"), ("franc", "CHF"), ("francs", "CHF"), ("franken", "CHF"),
])];

static MONEY: Builtin = Builtin {
    snips: &["snips/amountOfMoney"],
    grammar: Grammar::Rule {
        name: "money",
        bodies: &[
            ("en", "((0..100) (euro | euros | dollar | dollars | pound | pounds))"),
            ("de", "((ein | 0..100) (euro | dollar | pfund | franken))"),
            ("fr", "((un | 0..100) (euro | euros | dollar | dollars | francs))"),
        ],
    },
    examples: &[("en", "ten euros"), ("de", "zehn Euro"), ("fr", "dix euros")],
};

impl SlotValue for Money {
    fn entity() -> Entity {
        Entity::new("PetasosMoney", Values::Builtin(&MONEY))
    }

    fn read(slot: &Slot, lang: Option<&str>) -> Result<Self, InvalidValue> {
        let (amount, currency) = match &slot.value {
            WireValue::AmountOfMoney { value, unit, .. } => (Some(*value), unit.clone()),
            _ => in_words(&tokens(&text(slot), lang)),
        };
        let amount =
            amount.filter(|amount| amount.is_finite()).ok_or_else(|| InvalidValue::of_table(number::HINT))?;
        let currency = currency.map(|said| sign(&said.to_lowercase()).map_or(said, str::to_owned));
        Ok(Self { amount, currency })
    }
}

fn in_words(tokens: &[Token]) -> (Option<f64>, Option<String>) {
    let currency = tokens.iter().filter_map(Token::word).find_map(sign);
    (only_number(tokens), currency.map(str::to_owned))
}

fn sign(word: &str) -> Option<&'static str> {
    look_up(CURRENCIES, word, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::values::tests::{json, read, typed};

    fn money(amount: f64, currency: Option<&str>) -> Money {
        Money { amount, currency: currency.map(str::to_owned) }
    }

    #[test]
    fn money_has_an_amount_and_perhaps_a_currency() {
        for (unit, currency) in
            [(Some("€"), Some("€")), (Some("EUR"), Some("€")), (Some("DKK"), Some("DKK")), (None, None)]
        {
            let sum =
                json!({"kind": "AmountOfMoney", "value": 10.5, "precision": "Approximate", "unit": unit});
            assert_eq!(Money::read(&typed(&sum), None), Ok(money(10.5, currency)));
        }
    }

    #[test]
    fn money_is_read_in_words() {
        for (text, lang, amount, currency) in [
            ("10 €", "en", 10.0, Some("€")),
            ("$10.50", "en", 10.5, Some("$")),
            ("ten pounds", "en", 10.0, Some("£")),
            ("zehn Franken", "de", 10.0, Some("CHF")),
            ("10", "en", 10.0, None),
        ] {
            assert_eq!(read(text, lang), Ok(money(amount, currency)), "{text}");
        }
        assert!(read::<Money>("a lot", "en").is_err());
    }
}
