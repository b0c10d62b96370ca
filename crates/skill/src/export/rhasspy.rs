//! Sentences for the NLU of Rhasspy and of Petasos.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::files::SLOT_LISTS;
use super::slot_kind::{Kind, List, usual_range};
use super::template::{Part, Template, is_reserved};
use super::{Error, Files, Why, name, own, templates, yes_and_no};
use crate::intent::IntentSpec;
use crate::intent::spec::{Entity, Grammar};
use crate::{Catalogue, lang};

/// Writes `intents/<skill>.ini`, and a slot list `slots/<name>` for each entity with listed values.
///
/// Rhasspy reads all files in the folder `intents` of a profile in addition to `sentences.ini` (`speech_to_text.sentences_dir`),
/// so that every skill can have its own file.
///
/// Numbers are spelled out; of a range with more than a thousand, only those from 0 to 100. Times, durations and similar values
/// are written in English, German and French.
pub fn rhasspy(catalogue: &Catalogue, lang: &str) -> Result<Files, Error> {
    let mut writer = Writer { catalogue, lang, lists: BTreeMap::new() };
    let mut text = format!(
        "# What people may say to the skill `{}`, in `{lang}`. Written from its intents.\n",
        catalogue.skill
    );
    for intent in own(catalogue) {
        writer.intent(intent, &mut text)?;
    }
    for entity in &catalogue.asked {
        writer.answers(entity, &mut text)?;
    }
    for answer in yes_and_no(catalogue, lang) {
        writer.intent(answer, &mut text)?;
    }
    let mut files = Files::new(&catalogue.skill);
    files.add(format!("intents/{}.ini", catalogue.skill), text);
    for (name, lines) in writer.lists {
        files.add(format!("{SLOT_LISTS}{name}"), lines);
    }
    Ok(files)
}

struct Writer<'a> {
    catalogue: &'a Catalogue,
    lang: &'a str,
    lists: BTreeMap<String, String>,
}

/// The rules used by the templates of one intent, by name.
type Rules = BTreeSet<(&'static str, &'static str)>;

impl Writer<'_> {
    fn intent(&mut self, intent: &IntentSpec, text: &mut String) -> Result<(), Error> {
        let mut rules = Rules::new();
        let mut lines = Vec::new();
        for template in templates(intent, self.lang)? {
            lines.push(self.template(intent, &template, &mut rules)?);
        }
        if !lines.is_empty() {
            section(name(intent), &rules, &lines, text);
        }
        Ok(())
    }

    /// Writes the intent that answers a question for an entity, unless its values cannot be written: then the skill parses the
    /// text.
    fn answers(&mut self, entity: &Entity, text: &mut String) -> Result<(), Error> {
        let mut rules = Rules::new();
        let kind = Kind::of(self.catalogue, entity, None, self.lang);
        if let Some(line) = self.slot(&entity.name, &kind, None, &mut rules)? {
            section(&entity.name, &rules, &[line], text);
        }
        Ok(())
    }

    fn template(
        &mut self,
        intent: &IntentSpec,
        template: &Template,
        rules: &mut Rules,
    ) -> Result<String, Error> {
        let cannot =
            |why| Error::Template { intent: name(intent).to_owned(), template: template.text.clone(), why };
        let mut slots = BTreeMap::new();
        for slot in template.slots() {
            let (_, kind) = Kind::of_slot(self.catalogue, intent, slot, self.lang).map_err(cannot)?;
            let written = self.slot(slot, &kind, Some(template), rules)?;
            slots.insert(slot, written.ok_or_else(|| cannot(no_words(slot, &kind, self.lang)))?);
        }
        let line = row(&template.alternatives, &slots);
        // A `[` at the start of a line would begin an intent.
        Ok(if line.starts_with('[') { format!("\\{line}") } else { line })
    }

    /// The notation of a slot; `None` if its values cannot be written.
    fn slot(
        &mut self,
        slot: &str,
        kind: &Kind,
        template: Option<&Template>,
        rules: &mut Rules,
    ) -> Result<Option<String>, Error> {
        Ok(match kind {
            Kind::List(list) => {
                if !self.lists.contains_key(&list.name) {
                    self.lists.insert(list.name.clone(), lines(list)?);
                }
                Some(format!("${}{{{slot}}}", list.name))
            }
            Kind::Integer { from, to } => {
                let (from, to) = usual_range(*from, *to);
                Some(format!("({from}..{to}){{{slot}}}"))
            }
            Kind::Builtin(builtin) => match &builtin.grammar {
                Grammar::None => None,
                Grammar::Numbers => Some(format!("(0..100){{{slot}}}")),
                Grammar::Percentages { .. } => {
                    let unit = kind.unit(template, self.lang).map(|unit| format!(" [{unit}]"));
                    Some(format!("(0..100){{{slot}}}{}", unit.unwrap_or_default()))
                }
                Grammar::Rule { name, bodies } => lang::entry(bodies, self.lang).map(|body| {
                    rules.insert((name, body));
                    format!("(<{name}>){{{slot}}}")
                }),
            },
            Kind::Any => None,
        })
    }
}

fn no_words(slot: &str, kind: &Kind, lang: &str) -> Why {
    match kind {
        Kind::Builtin(_) => Why::NoWords { slot: slot.to_owned(), lang: lang.to_owned() },
        _ => Why::NoValues { slot: slot.to_owned() },
    }
}

fn section(name: &str, rules: &Rules, lines: &[String], text: &mut String) {
    let rules = rules.iter().map(|(name, body)| format!("{name} = {body}\n"));
    let lines = lines.iter().map(|line| format!("{line}\n"));
    let _always = write!(text, "\n[{name}]\n{}", rules.chain(lines).collect::<String>());
}

/// The lines of a slot list: each name with its value.
fn lines(list: &List) -> Result<String, Error> {
    if !list.name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')) {
        return Err(Error::List(list.name.clone()));
    }
    let mut lines = String::new();
    for value in &list.values {
        let output = grouped(list, &value.value)?;
        for name in &value.names {
            let spoken = grouped(list, name)?;
            let line = if *name == value.value { name.clone() } else { format!("{spoken}:{output}") };
            lines.push_str(&line);
            lines.push('\n');
        }
    }
    Ok(lines)
}

/// Several words need a group to be substituted as one.
fn grouped(list: &List, text: &str) -> Result<String, Error> {
    match text.chars().find(|c| is_reserved(*c)) {
        Some(character) => Err(Error::Value { list: list.name.clone(), text: text.to_owned(), character }),
        None if text.contains(char::is_whitespace) => Ok(format!("({text})")),
        None => Ok(text.to_owned()),
    }
}

fn row(alternatives: &[Vec<Part>], slots: &BTreeMap<&str, String>) -> String {
    let alternatives: Vec<String> = alternatives.iter().map(|parts| line(parts, slots)).collect();
    alternatives.join(" | ")
}

fn line(parts: &[Part], slots: &BTreeMap<&str, String>) -> String {
    let parts = parts.iter().map(|part| match part {
        Part::Word(word) => word.clone(),
        Part::Slot(slot) => slots.get(slot.as_str()).cloned().unwrap_or_default(),
        Part::Choice(alternatives) => format!("({})", row(alternatives, slots)),
        Part::Optional(alternatives) => format!("[{}]", row(alternatives, slots)),
    });
    parts.collect::<Vec<_>>().join(" ")
}
