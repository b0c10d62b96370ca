//! Structs and enums that are intents, and their attributes.

use syn::ext::IdentExt as _;
use syn::{DataEnum, DeriveInput, Error, LitStr, Result};

use super::{One, Variant};
use crate::attribute::{Entry, description, entries, misplaced};
use crate::fields::{Field, only_field};
use crate::mistakes::Mistakes;
use crate::table;

const KEYS: [&str; 3] = ["name", "alias", "samples"];

/// A struct.
pub(super) fn one<'a>(input: &'a DeriveInput, fields: Vec<Field>, mistakes: &mut Mistakes) -> One<'a> {
    let mut name = None;
    let mut aliases = Vec::new();
    let mut samples = None;
    for entry in entries(&input.attrs, "intent", mistakes) {
        let kept = match entry.key.to_string().as_str() {
            "name" => entry.keep(&mut name, without_user(&entry)),
            "alias" => without_user(&entry).map(|alias| aliases.push(alias)),
            "samples" => entry.keep(&mut samples, table::lists(&entry)),
            _ => Err(entry.unknown("intent", &KEYS)),
        };
        mistakes.take(kept);
    }
    let ident = &input.ident;
    let name = name.unwrap_or_else(|| LitStr::new(&ident.unraw().to_string(), ident.span()));
    let names = std::iter::once(name).chain(aliases).collect();
    One { ident, names, description: description(&input.attrs), samples: samples.unwrap_or_default(), fields }
}

/// The name of an intent. Messages are taken with and without a user before it, so it is not kept.
fn without_user(entry: &Entry) -> Result<LitStr> {
    let name = entry.name()?;
    let value = name.value();
    match value.rsplit(':').next() {
        Some("") | None => {
            Err(Error::new(name.span(), "there is no intent behind the user: write `user:Intent`"))
        }
        Some(intent) => match intent.chars().find(|letter| is_strange(*letter)) {
            Some(strange) => Err(Error::new(
                name.span(),
                format!(
                    "a name has no `{}`: it stands in topics and above sentences",
                    strange.escape_debug()
                ),
            )),
            None => Ok(LitStr::new(intent, name.span())),
        },
    }
}

/// What would end a name where it is written: in topics, in `sentences.ini`.
fn is_strange(letter: char) -> bool {
    matches!(letter, '+' | '#' | '[' | ']') || letter.is_control()
}

/// The variants of an enum.
pub(super) fn variants<'a>(
    input: &DeriveInput,
    data: &'a DataEnum,
    mistakes: &mut Mistakes,
) -> Vec<Variant<'a>> {
    let hint = "write it before the structs that are in the enum";
    misplaced(&input.attrs, &["intent", "slot"], hint, mistakes);
    if data.variants.is_empty() {
        mistakes.add(Error::new(
            input.ident.span(),
            "there is no intent in it: write a variant such as `On(TurnOn)`",
        ));
    }
    for variant in &data.variants {
        misplaced(&variant.attrs, &["intent", "slot"], hint, mistakes);
    }
    data.variants.iter().filter_map(|variant| mistakes.take(self::variant(variant))).collect()
}

fn variant(variant: &syn::Variant) -> Result<Variant<'_>> {
    let ident = &variant.ident;
    let Some(intent) = only_field(&variant.fields) else {
        let message = format!(
            "a variant holds one intent: write `{ident}(SomeIntent)`, a struct with `#[derive(Intent)]`"
        );
        return Err(Error::new(ident.span(), message));
    };
    Ok(Variant { ident, intent })
}
