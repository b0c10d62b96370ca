//! A dataset for snips-nlu.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::slot_kind::{Kind, List};
use super::template::{Item, Template};
use super::{Error, Files, Why, name, own, quoted, templates, yes_and_no};
use crate::intent::IntentSpec;
use crate::intent::spec::Entity;
use crate::values::number::NUMBER;
use crate::{Catalogue, lang};

/// Writes `dataset-<lang>.yaml`, for `snips-nlu generate-dataset`.
///
/// All sentences of a template are written out. Snips' own entities (`snips/duration` and the like) are used where they match;
/// entities that accept other values are `automatically_extensible`.
pub fn snips(catalogue: &Catalogue, lang: &str) -> Result<Files, Error> {
    let mut writer = Writer { catalogue, lang, lists: BTreeMap::new() };
    let mut text = format!(
        "# What people may say to the skill {}, in {lang}. Written from its intents.\n",
        quoted(&catalogue.skill)
    );
    for intent in own(catalogue) {
        text.push_str(&writer.intent(intent)?);
    }
    for entity in &catalogue.asked {
        text.push_str(&writer.answers(entity));
    }
    for answer in yes_and_no(catalogue, lang) {
        text.push_str(&writer.intent(answer)?);
    }
    for list in writer.lists.values() {
        text.push_str(&entity(list));
    }
    let mut files = Files::new(&catalogue.skill);
    files.add(format!("dataset-{lang}.yaml"), text);
    Ok(files)
}

struct Writer<'a> {
    catalogue: &'a Catalogue,
    lang: &'a str,
    lists: BTreeMap<String, List>,
}

/// A slot in an utterance.
struct SlotWords {
    entity: String,
    /// Example values, used in turn by the utterances.
    examples: Vec<String>,
    /// A unit that templates may contain after the slot, although Snips counts it as part of the value: `percent`.
    unit: Option<&'static str>,
}

impl Writer<'_> {
    /// The document of an intent.
    fn intent(&mut self, intent: &IntentSpec) -> Result<String, Error> {
        let mut slots = BTreeMap::new();
        let mut utterances = Vec::new();
        for template in &templates(intent, self.lang)? {
            let cannot = |why| Error::Template {
                intent: name(intent).to_owned(),
                template: template.text.clone(),
                why,
            };
            self.slots(intent, template, &mut slots).map_err(cannot)?;
            for sentence in template.sentences().map_err(cannot)? {
                utterances.push(utterance(&sentence, &slots, utterances.len()));
            }
        }
        Ok(document(name(intent), &slots, &utterances))
    }

    /// The document of the intent that answers a question for an entity; empty if its values cannot be written: then the skill
    /// parses the text.
    fn answers(&mut self, entity: &Entity) -> String {
        let kind = Kind::of(self.catalogue, entity, None, self.lang);
        let Ok(words) = self.slot(&entity.name, entity, kind) else { return String::new() };
        let count = words.examples.len();
        let slots = BTreeMap::from([(entity.name.to_string(), words)]);
        let utterances = (0..count).map(|number| utterance(&[Item::Slot(&entity.name)], &slots, number));
        document(&entity.name, &slots, &utterances.collect::<Vec<_>>())
    }

    fn slots(
        &mut self,
        intent: &IntentSpec,
        template: &Template,
        slots: &mut BTreeMap<String, SlotWords>,
    ) -> Result<(), Why> {
        for slot in template.slots() {
            if !slots.contains_key(slot) {
                let (entity, kind) = Kind::of_slot(self.catalogue, intent, slot, self.lang)?;
                slots.insert(slot.to_owned(), self.slot(slot, &entity, kind)?);
            }
        }
        Ok(())
    }

    fn slot(&mut self, slot: &str, entity: &Entity, kind: Kind) -> Result<SlotWords, Why> {
        let unit = kind.unit(None, self.lang);
        let builtin = match kind {
            Kind::List(list) => {
                let examples = list.values.iter().flat_map(|value| value.names.clone()).collect();
                let entity = list.name.clone();
                self.lists.insert(entity.clone(), list);
                return Ok(SlotWords { entity, examples, unit: None });
            }
            Kind::Any => return Err(Why::NoValues { slot: slot.to_owned() }),
            Kind::Integer { .. } => &NUMBER,
            Kind::Builtin(builtin) => builtin,
        };
        let no_words = || Why::NoWords { slot: slot.to_owned(), lang: self.lang.to_owned() };
        let example = *lang::entry(builtin.examples, self.lang).ok_or_else(no_words)?;
        let entity = builtin.snips.first().map_or(&*entity.name, |name| name);
        Ok(SlotWords { entity: entity.to_owned(), examples: vec![example.to_owned()], unit })
    }
}

/// The document of an intent; empty without utterances, for an intent that is trained elsewhere.
fn document(intent: &str, slots: &BTreeMap<String, SlotWords>, utterances: &[String]) -> String {
    if utterances.is_empty() {
        return String::new();
    }
    let mut text = format!("---\ntype: intent\nname: {}\n", quoted(intent));
    if !slots.is_empty() {
        text.push_str("slots:\n");
    }
    for (name, slot) in slots {
        let _always = writeln!(text, "  - name: {}\n    entity: {}", quoted(name), quoted(&slot.entity));
    }
    text.push_str("utterances:\n");
    for utterance in utterances {
        let _always = writeln!(text, "  - {}", quoted(utterance));
    }
    text
}

/// `set the [room](kitchen) light`. Each utterance has other examples, so that all of them are used.
fn utterance(sentence: &[Item<'_>], slots: &BTreeMap<String, SlotWords>, number: usize) -> String {
    let mut words = Vec::new();
    let mut rest = sentence;
    while let Some((item, after)) = rest.split_first() {
        rest = after;
        match item {
            Item::Word(word) => words.push((*word).to_owned()),
            Item::Slot(slot) => {
                let known = slots.get(*slot);
                let examples = known.map(|words| words.examples.as_slice()).unwrap_or_default();
                let example = examples.get(number % examples.len().max(1)).map_or("", String::as_str);
                words.push(format!("[{slot}]({example})"));
                rest = known.and_then(|words| words.unit).map_or(after, |unit| without(unit, after));
            }
        }
    }
    words.join(" ")
}

/// The items without a leading unit.
fn without<'a>(unit: &'a str, items: &'a [Item<'a>]) -> &'a [Item<'a>] {
    let words: Vec<Item<'_>> = unit.split(' ').map(Item::Word).collect();
    items.strip_prefix(words.as_slice()).unwrap_or(items)
}

fn entity(list: &List) -> String {
    let mut text = format!(
        "---\ntype: entity\nname: {}\nautomatically_extensible: {}\nuse_synonyms: true\nvalues:\n",
        quoted(&list.name),
        list.open
    );
    for value in &list.values {
        let others = value.names.iter().filter(|name| **name != value.value);
        let names: Vec<String> =
            std::iter::once(&value.value).chain(others).map(|name| quoted(name)).collect();
        let _always = writeln!(text, "  - [{}]", names.join(", "));
    }
    text
}
