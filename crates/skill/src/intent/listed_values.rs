//! Finds listed values in an utterance.

use super::spec::ValueSpec;
use crate::normalized_text::NormalizedText;

/// The index of the value that equals a text, by value or name. Names in the session's language take precedence.
pub(crate) fn named(values: &[ValueSpec], text: &str, lang: Option<&str>) -> Option<usize> {
    let text = NormalizedText::of(text);
    if text.is_empty() {
        return None;
    }
    let is = |name: &str| NormalizedText::of(name) == text;
    let of_lang = || values.iter().position(|value| value.names(lang).iter().any(|name| is(name)));
    let of_any = || values.iter().position(|value| value.all_names().any(is));
    values.iter().position(|value| is(&value.value)).or_else(of_lang).or_else(of_any)
}

/// The value whose name occurs in a text: the longest name, and the first of equally long ones.
pub(crate) fn among<'a>(values: &'a [ValueSpec], text: &str, lang: Option<&str>) -> Option<&'a str> {
    let text = NormalizedText::of(text);
    let names_of = |value: &'a ValueSpec| {
        value.names(lang).iter().map(move |name| (NormalizedText::of(name), &*value.value))
    };
    let names: Vec<_> = values.iter().flat_map(names_of).collect();
    let mut longest: Option<&(NormalizedText, &str)> = None;
    for start in 0..text.words().len() {
        for named in names.iter().filter(|(name, _)| begins(&text, start, name)) {
            let is_longer = |(other, _): &(NormalizedText, &str)| named.0.words().len() > other.words().len();
            if longest.is_none_or(is_longer) {
                longest = Some(named);
            }
        }
    }
    longest.map(|(_, value)| *value)
}

/// Whether a name is at this position of a text.
fn begins(text: &NormalizedText, start: usize, name: &NormalizedText) -> bool {
    let there = text.words().get(start..start + name.words().len());
    !name.is_empty() && there == Some(name.words())
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::*;

    fn values() -> Vec<ValueSpec> {
        let value =
            |value: &'static str, spoken| ValueSpec { value: value.into(), spoken: Cow::Borrowed(spoken) };
        vec![
            value("red", &[("", &["red", "crimson"]), ("de", &["rot"])]),
            value("dark_red", &[("", &["dark red"])]),
            value("night", &[("", &["night"]), ("de", &["rot wie die nacht"])]),
        ]
    }

    #[test]
    fn a_value_is_found_by_its_value_and_by_its_names_in_any_case() {
        for (text, lang, index) in [
            ("red", None, Some(0)),
            ("Crimson", Some("en"), Some(0)),
            ("dark_red", Some("de"), Some(1)),
            ("DARK  red", None, Some(1)),
            ("rot", Some("de-AT"), Some(0)),
            ("rot", Some("en"), Some(0)),
            ("redder", None, None),
            ("", None, None),
        ] {
            assert_eq!(named(&values(), text, lang), index, "{text} in {lang:?}");
        }
    }

    #[test]
    fn the_longest_name_among_the_words_is_taken_and_of_two_the_first() {
        for (text, lang, value) in [
            ("make it dark red, please", None, Some("dark_red")),
            ("crimson or night", None, Some("red")),
            ("ein Rot, bitte", Some("de"), Some("red")),
            ("rot wie die Nacht", Some("de"), Some("night")),
            ("ein Rot, bitte", Some("en"), None),
            ("bored", None, None),
            ("", None, None),
        ] {
            assert_eq!(among(&values(), text, lang), value, "{text} in {lang:?}");
        }
    }
}
