//! One text: a template, or several selected by a number.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use toml::Value;

/// The value of a placeholder.
#[derive(Debug, Clone, PartialEq)]
pub enum Argument {
    /// A number. As the first argument it selects among several templates.
    Number(i64),
    /// Any other text.
    Text(String),
}

/// A text of a table; [`texts!`](crate::texts!) makes it a method.
#[doc(hidden)]
#[derive(Debug)]
pub struct Text(Variants);

#[derive(Debug)]
enum Variants {
    One(Template),
    /// By index, from 0.
    List(Vec<Template>),
    /// By the first case that contains the number.
    Cases {
        cases: Vec<(RangeInclusive<i64>, Template)>,
        other: Template,
    },
}

impl Text {
    /// Parses a text whose placeholders must be among these arguments.
    pub(super) fn read(value: &Value, arguments: &[&str]) -> Result<Self, String> {
        let template = |value: &Value| match value {
            Value::String(text) => Template::read(text, arguments),
            _ => Err("a text is written in quotes".to_owned()),
        };
        Ok(Self(match value {
            Value::Array(items) if items.is_empty() => return Err("the list is empty".to_owned()),
            Value::Array(items) => Variants::List(items.iter().map(template).collect::<Result<_, _>>()?),
            Value::Table(table) => {
                let mut cases: Vec<(RangeInclusive<i64>, Template)> = Vec::new();
                for (numbers, value) in table.iter().filter(|(numbers, _)| *numbers != "other") {
                    for case in numbers.split(',') {
                        let case = range(case).ok_or_else(|| {
                            format!("{case:?} is not a number; use `1`, `2-4`, `0, 5-9` or `other`")
                        })?;
                        let overlap = |(known, _): &(RangeInclusive<i64>, _)| {
                            known.start() <= case.end() && case.start() <= known.end()
                        };
                        if cases.iter().any(overlap) {
                            return Err(format!("{numbers:?} overlaps with another case"));
                        }
                        cases.push((case, template(value)?));
                    }
                }
                let other = table.get("other").ok_or("the case `other` is missing")?;
                Variants::Cases { cases, other: template(other)? }
            }
            value => Variants::One(template(value)?),
        }))
    }

    /// The text with its placeholders filled in.
    pub fn fill(&self, arguments: &[Argument]) -> String {
        let number = match arguments.first() {
            Some(Argument::Number(number)) => Some(*number),
            _ => None,
        };
        let template = match &self.0 {
            Variants::One(template) => Some(template),
            Variants::List(items) => number.and_then(|number| items.get(usize::try_from(number).ok()?)),
            Variants::Cases { cases, other } => {
                let holds =
                    |(case, _): &&(RangeInclusive<i64>, _)| number.is_some_and(|it| case.contains(&it));
                Some(cases.iter().find(holds).map_or(other, |(_, template)| template))
            }
        };
        template.map(|template| template.fill(arguments)).unwrap_or_default()
    }
}

/// `7` or `2-4`.
fn range(case: &str) -> Option<RangeInclusive<i64>> {
    let (first, last) = case.split_once('-').unwrap_or((case, case));
    let range = first.trim().parse().ok()?..=last.trim().parse().ok()?;
    (!range.is_empty()).then_some(range)
}

/// A text with placeholders.
#[derive(Debug)]
struct Template {
    /// Literal texts, each followed by a placeholder.
    pieces: Vec<(String, Placeholder)>,
    end: String,
}

#[derive(Debug)]
struct Placeholder {
    /// The index of the argument.
    index: usize,
    /// Numbers are padded with zeros to this many digits.
    digits: usize,
}

impl Template {
    fn read(text: &str, arguments: &[&str]) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((words, placeholder)) = rest.split_once('{') {
            let (placeholder, after) = placeholder.split_once('}').ok_or("a `{` is not closed")?;
            let (name, digits) = placeholder.split_once(":0").unwrap_or((placeholder, "0"));
            let known = arguments.iter().position(|argument| *argument == name).zip(digits.parse().ok());
            let (index, digits) = known.ok_or_else(|| unknown(placeholder, arguments))?;
            pieces.push((words.to_owned(), Placeholder { index, digits }));
            rest = after;
        }
        Ok(Self { pieces, end: rest.to_owned() })
    }

    fn fill(&self, arguments: &[Argument]) -> String {
        let mut filled = String::new();
        for (words, Placeholder { index, digits }) in &self.pieces {
            filled.push_str(words);
            match arguments.get(*index) {
                Some(Argument::Number(number)) => {
                    // Writing to a string cannot fail.
                    let _ = write!(filled, "{number:0digits$}");
                }
                Some(Argument::Text(text)) => filled.push_str(text),
                None => {}
            }
        }
        filled + &self.end
    }
}

fn unknown(placeholder: &str, arguments: &[&str]) -> String {
    let known: Vec<String> = arguments.iter().map(|argument| format!("{{{argument}}}")).collect();
    if known.is_empty() {
        format!("unknown placeholder {{{placeholder}}}: this text has none")
    } else {
        format!("unknown placeholder {{{placeholder}}}; use {}", known.join(", "))
    }
}

impl From<&str> for Argument {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Argument {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Argument {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        })*
    };
}

numbers!(i8 i16 i32 u8 u16 u32 u64 usize);

impl From<i64> for Argument {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(toml: &str, arguments: &[&str]) -> Result<Text, String> {
        let table: toml::Table = toml::from_str(&format!("text = {toml}")).unwrap();
        Text::read(&table["text"], arguments)
    }

    #[test]
    fn placeholders_are_filled_in() {
        let at = text("'At {hour}:{minute:02} in {city}.'", &["city", "hour", "minute"]).unwrap();
        assert_eq!(at.fill(&["Rome".into(), 9_u8.into(), 5_i8.into()]), "At 9:05 in Rome.");
    }

    #[test]
    fn a_number_chooses_the_case() {
        let toml = "{ 1 = 'one', '2-4, 22-24' = 'a few: {n}', other = '{n}' }";
        let few = text(toml, &["n"]).unwrap();
        for (number, expected) in [(1, "one"), (3, "a few: 3"), (24, "a few: 24"), (0, "0"), (-7, "-7")] {
            assert_eq!(few.fill(&[number.into()]), expected);
        }
        assert_eq!(few.fill(&["many".into()]), "many");
    }

    #[test]
    fn a_list_counts_from_0() {
        let days = text("['Monday', 'Tuesday']", &["day"]).unwrap();
        assert_eq!(days.fill(&[1_u8.into()]), "Tuesday");
        assert_eq!(days.fill(&[2_u8.into()]), "");
    }

    #[test]
    fn mistakes_are_explained() {
        for (toml, why) in [
            ("'{day}'", "unknown placeholder {day}; use {n}, {name}"),
            ("'{n:x}'", "unknown placeholder {n:x}; use {n}, {name}"),
            ("'{n'", "a `{` is not closed"),
            ("3", "a text is written in quotes"),
            ("[]", "the list is empty"),
            ("{ 1 = 'one' }", "the case `other` is missing"),
            ("{ one = 'one', other = '' }", "\"one\" is not a number; use `1`, `2-4`, `0, 5-9` or `other`"),
            ("{ 1 = 'one', '0-3' = 'few', other = '' }", "\"1\" overlaps with another case"),
        ] {
            assert_eq!(text(toml, &["n", "name"]).unwrap_err(), why, "{toml}");
        }
        let none = text("'{n}'", &[]).unwrap_err();
        assert_eq!(none, "unknown placeholder {n}: this text has none");
    }
}
