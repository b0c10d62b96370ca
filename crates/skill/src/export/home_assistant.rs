//! Custom sentences for Home Assistant.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::slot_kind::{Kind, List, usual_range};
use super::template::{Part, Template, is_reserved};
use super::{Error, Files, name, own, quoted, templates};
use crate::Catalogue;
use crate::intent::IntentSpec;
use crate::intent::spec::{Entity, Grammar};

/// Writes `custom_sentences/<lang>/<skill>.yaml`, for the configuration folder of Home Assistant.
///
/// Values that are not listed are wildcards: they match any text, which the skill parses.
pub fn home_assistant(catalogue: &Catalogue, lang: &str) -> Result<Files, Error> {
    let mut writer = Writer { catalogue, lang, lists: BTreeMap::new() };
    let mut text = format!(
        "# What people may say to the skill {}. Written from its intents.\nlanguage: {}\nintents:\n",
        quoted(&catalogue.skill),
        quoted(lang)
    );
    for intent in own(catalogue) {
        text.push_str(&writer.intent(intent)?);
    }
    if !writer.lists.is_empty() {
        text.push_str("lists:\n");
    }
    writer.lists.values().for_each(|list| text.push_str(list));
    let mut files = Files::new(&catalogue.skill);
    files.add(format!("custom_sentences/{lang}/{}.yaml", catalogue.skill), text);
    Ok(files)
}

struct Writer<'a> {
    catalogue: &'a Catalogue,
    lang: &'a str,
    /// The lists as written, by name.
    lists: BTreeMap<String, String>,
}

impl Writer<'_> {
    fn intent(&mut self, intent: &IntentSpec) -> Result<String, Error> {
        let mut text = String::new();
        for template in &templates(intent, self.lang)? {
            let sentence = self.sentence(intent, template)?;
            let _always = writeln!(text, "          - {}", quoted(&sentence));
        }
        if text.is_empty() {
            return Ok(text);
        }
        Ok(format!("  {}:\n    data:\n      - sentences:\n{text}", quoted(name(intent))))
    }

    fn sentence(&mut self, intent: &IntentSpec, template: &Template) -> Result<String, Error> {
        let mut slots = BTreeMap::new();
        for slot in template.slots() {
            let of_slot = Kind::of_slot(self.catalogue, intent, slot, self.lang);
            let (entity, kind) = of_slot.map_err(|why| Error::Template {
                intent: name(intent).to_owned(),
                template: template.text.clone(),
                why,
            })?;
            let list = self.list(slot, &entity, &kind)?;
            let place = if list == slot { format!("{{{slot}}}") } else { format!("{{{list}:{slot}}}") };
            // `75%`, `75 percent`
            let unit = kind.unit(Some(template), self.lang).map(|unit| format!("[[ ]%| {unit}]"));
            slots.insert(slot, place + &unit.unwrap_or_default());
        }
        Ok(row(&template.alternatives, &slots))
    }

    /// Writes the list of a slot and returns its name.
    fn list(&mut self, slot: &str, entity: &Entity, kind: &Kind) -> Result<String, Error> {
        let (name, text) = match kind {
            Kind::List(list) => (list.name.clone(), values(list)?),
            Kind::Integer { from, to } => (slot.to_owned(), range(*from, *to, "number")),
            Kind::Builtin(builtin) => match &builtin.grammar {
                Grammar::Numbers => (slot.to_owned(), range(0, 100, "number")),
                Grammar::Percentages { .. } => (slot.to_owned(), range(0, 100, "percentage")),
                Grammar::Rule { .. } | Grammar::None => (entity.name.to_string(), wildcard()),
            },
            Kind::Any => (slot.to_owned(), wildcard()),
        };
        self.lists.insert(name.clone(), format!("  {}:\n{text}", quoted(&name)));
        Ok(name)
    }
}

fn wildcard() -> String {
    "    wildcard: true\n".to_owned()
}

fn range(from: i64, to: i64, kind: &str) -> String {
    let (from, to) = usual_range(from, to);
    format!("    range:\n      type: {kind}\n      from: {from}\n      to: {to}\n")
}

fn values(list: &List) -> Result<String, Error> {
    let mut text = "    values:\n".to_owned();
    for value in &list.values {
        for name in &value.names {
            if let Some(character) = name.chars().find(|c| is_reserved(*c)) {
                return Err(Error::Value { list: list.name.clone(), text: name.clone(), character });
            }
            let _always =
                writeln!(text, "      - in: {}\n        out: {}", quoted(name), quoted(&value.value));
        }
    }
    Ok(text)
}

fn row(alternatives: &[Vec<Part>], slots: &BTreeMap<&str, String>) -> String {
    let line =
        |parts: &Vec<Part>| parts.iter().map(|part| written(part, slots)).collect::<Vec<_>>().join(" ");
    alternatives.iter().map(line).collect::<Vec<_>>().join("|")
}

fn written(part: &Part, slots: &BTreeMap<&str, String>) -> String {
    match part {
        Part::Word(word) => word.clone(),
        Part::Slot(slot) => slots.get(slot.as_str()).cloned().unwrap_or_default(),
        Part::Choice(alternatives) => format!("({})", row(alternatives, slots)),
        Part::Optional(alternatives) => format!("[{}]", row(alternatives, slots)),
    }
}
