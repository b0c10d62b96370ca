//! Splits texts into words and numbers.

use petasos_messages::slot::{Slot, SlotValue};

use super::number_words::leading_number;

/// The maximum number of tokens that are read; utterances are shorter.
const MOST_TOKENS: usize = 200;

/// A word or a number of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    /// A number, in digits or in words.
    Number(f64),
    /// A word in lower case, or a sign such as `%`.
    Word(String),
}

impl Token {
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Number(_) => None,
        }
    }

    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Word(_) => None,
        }
    }
}

/// The text of a slot: its value, or the raw text if the value is not plain text.
pub(crate) fn text(slot: &Slot) -> String {
    match &slot.value {
        SlotValue::Unknown { value: serde_json::Value::Bool(flag) } => flag.to_string(),
        value => {
            value.text().filter(|text| !text.trim().is_empty()).unwrap_or_else(|| slot.raw_value.clone())
        }
    }
}

/// The words and numbers of a text, including numbers in words.
pub(crate) fn tokens(text: &str, lang: Option<&str>) -> Vec<Token> {
    let mut pieces = pieces(text);
    pieces.truncate(MOST_TOKENS);
    let mut tokens = Vec::new();
    let mut rest = pieces.as_slice();
    while let Some((piece, others)) = rest.split_first() {
        let (token, left) = match leading_number(rest, lang) {
            Some((number, left)) => (Token::Number(number), left),
            None => (Token::Word(piece.clone()), others),
        };
        tokens.push(token);
        rest = left;
    }
    tokens
}

/// Splits a text into words, digits and signs; full stops and commas are dropped unless between digits. A minus belongs to the
/// following number, unless it follows a word or a number.
fn pieces(text: &str) -> Vec<String> {
    let lower = text.to_lowercase().replace("a.m.", "am").replace("p.m.", "pm");
    let chars: Vec<char> = lower.chars().take(MOST_TOKENS * 20).collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or(' ');
    let mut pieces: Vec<String> = Vec::new();
    let mut previous = ' ';
    for (index, &c) in chars.iter().enumerate() {
        let next = at(index + 1);
        let point = matches!(c, '.' | ',') && previous.is_ascii_digit() && next.is_ascii_digit();
        let goes_on = match pieces.last() {
            _ if point => true,
            Some(piece) if c.is_ascii_digit() => {
                previous.is_ascii_digit() || is_number_start(piece, previous)
            }
            Some(_) => is_letter(c) && is_letter(previous),
            None => false,
        };
        let stands = is_letter(c)
            || c.is_ascii_digit()
            || is_sign(c)
            || (c == '-' && next.is_ascii_digit() && previous.is_whitespace());
        match pieces.last_mut() {
            Some(piece) if goes_on => piece.push(c),
            _ if stands => pieces.push(c.to_string()),
            _ => {}
        }
        previous = c;
    }
    pieces
}

/// Whether a digit belongs to the preceding piece: a minus, or digits with their point.
fn is_number_start(piece: &str, previous: char) -> bool {
    (previous == '-' && piece == "-") || (matches!(previous, '.' | ',') && piece.ends_with(previous))
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic()
}

/// Signs with a meaning.
fn is_sign(c: char) -> bool {
    matches!(c, '%' | ':' | '°' | '/' | '$' | '€' | '£' | '¥')
}

#[cfg(test)]
mod tests {
    use petasos_sentences::Language;

    use super::*;

    #[test]
    fn a_text_is_split_into_words_digits_and_signs() {
        assert_eq!(pieces("Set it to 20%, please."), ["set", "it", "to", "20", "%", "please"]);
        assert_eq!(pieces("1h30"), ["1", "h", "30"]);
        assert_eq!(pieces("17:30"), ["17", ":", "30"]);
        assert_eq!(pieces("twenty-five"), ["twenty", "five"]);
        assert_eq!(pieces("5 p.m."), ["5", "pm"]);
        assert_eq!(pieces("l'heure"), ["l", "heure"]);
    }

    #[test]
    fn a_point_belongs_to_a_number_only_between_digits() {
        assert_eq!(pieces("1.5 or 1,5. 3."), ["1.5", "or", "1,5", "3"]);
        assert_eq!(pieces("-5 bis -3.5 10-12"), ["-5", "bis", "-3.5", "10", "12"]);
    }

    #[test]
    fn numbers_are_read_as_they_are_spelled() {
        for (language, lang) in
            [(Language::English, "en"), (Language::German, "de"), (Language::French, "fr")]
        {
            for number in (-100..1200).chain([1999, 2026, 10_000, 12_345, 99_999, 999_999]) {
                let words = language.number_words(number).unwrap().join(" ");
                #[expect(clippy::cast_precision_loss, reason = "the numbers are small")]
                let expected = [Token::Number(number as f64)];
                assert_eq!(tokens(&words, Some(lang)), expected, "{words}");
            }
        }
    }

    #[test]
    fn numbers_of_other_numbers_are_kept_apart() {
        for (text, expected) in [
            ("two five", vec![2.0, 5.0]),
            ("twenty thirty", vec![20.0, 30.0]),
            ("five and six", vec![5.0, 6.0]),
            ("one point two five", vec![1.25]),
            ("minus 5", vec![-5.0]),
            ("1.5 and 2,5", vec![1.5, 2.5]),
        ] {
            let numbers = tokens(text, Some("en")).into_iter().filter_map(|token| match token {
                Token::Number(number) => Some(number),
                Token::Word(_) => None,
            });
            assert_eq!(numbers.collect::<Vec<_>>(), expected, "{text}");
        }
    }

    #[test]
    fn words_around_numbers_stay_words() {
        let expected = [Token::Word("about".into()), Token::Number(21.0), Token::Word("and".into())];
        assert_eq!(tokens("About twenty-one and", None), expected);
        assert_eq!(tokens("und hundert", Some("de")), [Token::Word("und".into()), Token::Number(100.0)]);
    }
}
