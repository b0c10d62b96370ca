//! Texts as words and numbers.

use petasos_messages::slot::{Slot, SlotValue};

use super::number_words;

/// More of a text is not read: nobody says so much at once.
const MOST_TOKENS: usize = 200;

/// A word or a number of a text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token {
    /// A number, in digits or in words.
    Number(f64),
    /// A word of lower case, or a sign such as `%`.
    Word(String),
}

impl Token {
    /// The word, if it is one.
    pub(super) fn word(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Number(_) => None,
        }
    }

    /// The number, if it is one.
    pub(super) fn number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Word(_) => None,
        }
    }
}

/// The language without the country: `de` of `de-AT`.
pub(crate) fn base(lang: &str) -> &str {
    lang.split(['-', '_']).next().unwrap_or_default()
}

/// The text of a slot: its value, or the words where the value is no plain text.
pub(crate) fn text(slot: &Slot) -> String {
    match &slot.value {
        SlotValue::Unknown { value: serde_json::Value::Bool(flag) } => flag.to_string(),
        value => {
            value.text().filter(|text| !text.trim().is_empty()).unwrap_or_else(|| slot.raw_value.clone())
        }
    }
}

/// The words and numbers of a text, numbers in words included.
pub(crate) fn tokens(text: &str, lang: Option<&str>) -> Vec<Token> {
    let mut pieces = pieces(text);
    pieces.truncate(MOST_TOKENS);
    number_words::join(&pieces, lang)
}

/// RuntimeParts a text into words, digits and signs; full stops and commas are dropped unless they stand between digits. A minus belongs
/// to the number after it, unless it follows a word or a number.
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

/// Whether a digit belongs to what was read before: a minus, or digits and their point.
fn is_number_start(piece: &str, previous: char) -> bool {
    (previous == '-' && piece == "-") || (matches!(previous, '.' | ',') && piece.ends_with(previous))
}

fn is_letter(c: char) -> bool {
    c.is_alphabetic()
}

/// Signs that mean something.
fn is_sign(c: char) -> bool {
    matches!(c, '%' | ':' | '°' | '/' | '$' | '€' | '£' | '¥')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<String> {
        pieces(text)
    }

    #[test]
    fn a_text_falls_into_words_digits_and_signs() {
        assert_eq!(read("Set it to 20%, please."), ["set", "it", "to", "20", "%", "please"]);
        assert_eq!(read("1h30"), ["1", "h", "30"]);
        assert_eq!(read("17:30"), ["17", ":", "30"]);
        assert_eq!(read("twenty-five"), ["twenty", "five"]);
        assert_eq!(read("5 p.m."), ["5", "pm"]);
        assert_eq!(read("l'heure"), ["l", "heure"]);
    }

    #[test]
    fn a_point_belongs_to_a_number_only_between_digits() {
        assert_eq!(read("1.5 or 1,5. 3."), ["1.5", "or", "1,5", "3"]);
        assert_eq!(read("-5 bis -3.5 10-12"), ["-5", "bis", "-3.5", "10", "12"]);
    }
}
