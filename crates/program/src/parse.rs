//! Reads a configuration, and turns serde's errors into advice: what is wrong, and what to write instead.

use std::ops::Range;

use toml::Table;
use toml::de::{DeTable, DeValue};

use crate::configuration::{Configuration, InvalidKey, is_anothers};
use crate::{Error, Origin};

/// Plain descriptions of serde's type names.
const TYPES: [(&str, &str); 5] = [
    ("u16", "a whole number up to 65535"),
    ("u32", "a whole number"),
    ("u64", "a whole number"),
    ("usize", "a whole number"),
    ("a boolean", "true or false"),
];

/// Keys whose values must not be shown.
const SECRETS: [&str; 2] = ["password", "token"];

/// Adds the origin of an invalid key.
pub(crate) fn at(origin: Origin) -> impl FnOnce(InvalidKey) -> Error {
    |InvalidKey { key, why }| Error::Config { origin, key, why }
}

/// Reads a configuration from a table. It goes through text so that the deserialisation code is compiled only once.
pub(crate) fn read<T: Configuration>(table: &Table) -> Result<T, InvalidKey> {
    parse(&table.to_string()).map_err(|misplaced| misplaced.invalid)
}

/// An invalid key, and its position in the text.
pub(crate) struct Misplaced {
    pub(crate) span: Option<Range<usize>>,
    pub(crate) invalid: InvalidKey,
}

pub(crate) fn parse<T: Configuration>(text: &str) -> Result<T, Misplaced> {
    let misplaced = |error: &toml::de::Error, key: String| Misplaced {
        span: error.span(),
        invalid: InvalidKey { why: explain(&key, error.message()), key },
    };
    let mut whole = DeTable::parse(text).map_err(|error| misplaced(&error, String::new()))?;
    leave_to_others::<T>(whole.get_mut());
    serde_path_to_error::deserialize(toml::Deserializer::from(whole))
        .map_err(|error| misplaced(error.inner(), error.path().to_string()))
}

/// Removes top-level keys and tables of other programs.
fn leave_to_others<T: Configuration>(whole: &mut DeTable<'_>) {
    let is_table = |value: &DeValue<'_>| matches!(value, DeValue::Table(_));
    let all = whole.iter().map(|(name, value)| (name.get_ref().to_string(), is_table(value.get_ref())));
    let anothers: Vec<_> = all.filter(|(name, is_table)| is_anothers::<T>(name, *is_table)).collect();
    for (name, _) in anothers {
        whole.remove(name.as_str());
    }
}

/// Turns a deserialisation error into advice.
fn explain(key: &str, message: &str) -> String {
    if let Some(secret) = SECRETS.into_iter().find(|secret| key.ends_with(secret)) {
        return format!("a {secret} must be a quoted string");
    }
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    match quoted.as_slice() {
        [unknown, known @ ..] if message.starts_with("unknown field") => unknown_key(unknown, known),
        [unknown, known @ ..] if message.starts_with("unknown variant") => {
            format!("unknown value `{unknown}`; use {}", list(known))
        }
        _ => TYPES.iter().fold(message.trim_end().replace('\n', ", "), |text, (type_name, meaning)| {
            text.replace(&format!("expected {type_name}"), &format!("expected {meaning}"))
        }),
    }
}

fn unknown_key(unknown: &str, known: &[&str]) -> String {
    match nearest(unknown, known.iter().copied()) {
        Some(meant) => format!("unknown key; did you mean `{meant}`?"),
        None => format!("unknown key; use {}", list(known)),
    }
}

/// The most similar known word, if one is close enough to be a typo.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    known
        .map(|candidate| (strsim::jaro_winkler(word, candidate), candidate))
        .filter(|(similarity, _)| *similarity > 0.8)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, candidate)| candidate)
}

fn list(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    match quoted.as_slice() {
        [rest @ .., last] if !rest.is_empty() => format!("{} or {last}", rest.join(", ")),
        _ => quoted.concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_key_is_recognised() {
        let advice = explain("mqtt.hots", "unknown field `hots`, expected one of `host`, `port`");
        assert_eq!(advice, "unknown key; did you mean `host`?");
    }

    #[test]
    fn a_strange_key_gets_the_list() {
        let advice = explain("mqtt.x", "unknown field `x`, expected one of `host`, `port`, `tls`");
        assert_eq!(advice, "unknown key; use `host`, `port` or `tls`");
    }

    #[test]
    fn a_strange_value_gets_the_list() {
        let advice =
            explain("dialect", "unknown variant `jarvis`, expected one of `rhasspy`, `snips`, `alice`");
        assert_eq!(advice, "unknown value `jarvis`; use `rhasspy`, `snips` or `alice`");
    }

    #[test]
    fn a_secret_is_never_repeated() {
        for key in ["mqtt.password", "home_assistant.token"] {
            let advice = explain(key, "invalid type: integer `1234`, expected a string");
            assert!(!advice.contains("1234"), "{key}: {advice}");
        }
    }
}
