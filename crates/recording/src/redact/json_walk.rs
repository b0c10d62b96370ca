//! Applies rules to JSON, from bytes to bytes.
//!
//! Only the output is kept in memory; duplicate keys stay duplicate.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use super::field_rule::Rule;
use super::text_redactor::TextRedactor;

/// The document after applying the rule; `None` if it is not JSON.
pub(super) fn json(document: &[u8], rule: Rule, redactor: &mut TextRedactor) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(document.len());
    let mut deserializer = serde_json::Deserializer::from_slice(document);
    Walk { rule, redactor, out: &mut out }.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok()?;
    Some(out)
}

/// One value of the document.
struct Walk<'a> {
    rule: Rule,
    redactor: &'a mut TextRedactor,
    out: &'a mut Vec<u8>,
}

impl Walk<'_> {
    fn below(&mut self, rule: Rule) -> Walk<'_> {
        Walk { rule, redactor: self.redactor, out: self.out }
    }

    fn write(&mut self, value: &impl serde::Serialize) {
        // Writing a text, number or flag into memory cannot fail.
        let _ = serde_json::to_writer(&mut *self.out, value);
    }

    fn write_text(&mut self, text: &str) {
        let written = self.redactor.text(self.rule, text);
        self.write(&written);
    }

    /// A number with the digits `text`. Where a name is expected, some peers write a number.
    fn write_number(&mut self, number: &impl serde::Serialize, text: &str, is_whole: bool) {
        match self.rule {
            Rule::Number => self.write(number),
            Rule::Position => self.out.push(b'0'),
            Rule::Words | Rule::Error | Rule::Value | Rule::Object(_) | Rule::By(..) => {
                // The pseudonym of a number is a number as well.
                let written = self.redactor.text(Rule::Words, text);
                self.out.extend_from_slice(written.as_bytes());
                if !is_whole && !written.contains('.') {
                    self.out.extend_from_slice(b".0");
                }
            }
            _ => self.write_text(text),
        }
    }

    /// `customData` is replaced as a text, whatever its type.
    fn write_opaque(&mut self, value: &Value) {
        match value {
            Value::Null => self.out.extend_from_slice(b"null"),
            Value::String(text) => self.write_text(text),
            other => self.write_text(&other.to_string()),
        }
    }

    /// The rules for a key and its value; `None` if the field is removed.
    fn rules_of(&self, key: &str) -> Option<(Option<Rule>, Rule)> {
        if let Some(groups) = self.rule.fields() {
            let mut fields = groups.iter().copied().flatten();
            return fields.find(|(name, _)| *name == key).map(|(_, rule)| (None, *rule));
        }
        match self.rule {
            Rule::By(keys, values) => Some((Some(*keys), *values)),
            _ => Some((Some(Rule::Words), Rule::Value)),
        }
    }

    fn write_key(&mut self, key: &str, rule: Option<Rule>) {
        match rule {
            None => self.write(&key),
            Some(rule) => self.below(rule).write_text(key),
        }
        self.out.push(b':');
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        if matches!(self.rule, Rule::Opaque) {
            self.write_opaque(&Value::deserialize(deserializer)?);
            return Ok(());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.out.extend_from_slice(b"null");
        Ok(())
    }

    fn visit_bool<E: Error>(mut self, flag: bool) -> Result<(), E> {
        self.write(&flag);
        Ok(())
    }

    fn visit_i64<E: Error>(mut self, number: i64) -> Result<(), E> {
        self.write_number(&number, &number.to_string(), true);
        Ok(())
    }

    fn visit_u64<E: Error>(mut self, number: u64) -> Result<(), E> {
        self.write_number(&number, &number.to_string(), true);
        Ok(())
    }

    fn visit_f64<E: Error>(mut self, number: f64) -> Result<(), E> {
        self.write_number(&number, &number.to_string(), false);
        Ok(())
    }

    fn visit_str<E: Error>(mut self, text: &str) -> Result<(), E> {
        self.write_text(text);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.out.push(b'[');
        let start = self.out.len();
        loop {
            let before = self.out.len();
            if before > start {
                self.out.push(b',');
            }
            if items.next_element_seed(self.below(self.rule))?.is_none() {
                self.out.truncate(before);
                break;
            }
        }
        self.out.push(b']');
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        self.out.push(b'{');
        let start = self.out.len();
        while let Some(key) = fields.next_key::<String>()? {
            let Some((key_rule, rule)) = self.rules_of(&key) else {
                fields.next_value::<IgnoredAny>()?;
                self.redactor.removed.fields += 1;
                continue;
            };
            if self.out.len() > start {
                self.out.push(b',');
            }
            self.write_key(&key, key_rule);
            fields.next_value_seed(self.below(rule))?;
        }
        self.out.push(b'}');
        Ok(())
    }
}
