//! Enums and the attributes of their variants.

use heck::ToSnakeCase as _;
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{DataEnum, DeriveInput, Error, Fields, LitStr, Result, Token, parenthesized};

use super::{Listed, Other, Variant};
use crate::attribute::{entries, misplaced, of_name};
use crate::fields::only_field;
use crate::mistakes::Mistakes;
use crate::table;

/// An enum.
pub(super) fn listed<'a>(input: &'a DeriveInput, data: &'a DataEnum, mistakes: &mut Mistakes) -> Listed<'a> {
    let ident = &input.ident;
    let mut name = None;
    for entry in entries(&input.attrs, "slot_value", mistakes) {
        let kept = match entry.key.to_string().as_str() {
            "name" => entry.keep(&mut name, entry.name()),
            _ => Err(entry.unknown("slot_value", &["name"])),
        };
        mistakes.take(kept);
    }
    let name = name.unwrap_or_else(|| LitStr::new(&ident.unraw().to_string().to_snake_case(), ident.span()));
    if data.variants.is_empty() {
        mistakes.add(Error::new(ident.span(), "there is no value in it: write a variant"));
    }
    misplaced(&input.attrs, &["say", "value", "other"], "write it before a variant", mistakes);
    for variant in &data.variants {
        misplaced(&variant.attrs, &["slot_value"], "write it before the enum", mistakes);
    }
    let (others, values): (Vec<_>, Vec<_>) =
        data.variants.iter().partition(|variant| of_name(&variant.attrs, "other").next().is_some());
    let variants = values.into_iter().filter_map(|value| mistakes.take(variant(value))).collect();
    let others = others.into_iter().filter_map(|variant| other(variant, mistakes)).collect();
    Listed { ident, name, variants, others }
}

fn variant(variant: &syn::Variant) -> Result<Variant<'_>> {
    let ident = &variant.ident;
    if !matches!(variant.fields, Fields::Unit) {
        return Err(Error::new(
            ident.span(),
            format!(
                "a value has no fields: write `{ident}`, or `#[other] {ident}(String)` for all other values"
            ),
        ));
    }
    let usual = LitStr::new(&ident.unraw().to_string().to_snake_case().replace('_', " "), ident.span());
    let mut spoken = Vec::new();
    for attribute in of_name(&variant.attrs, "say") {
        for said in attribute.parse_args_with(Punctuated::<Said, Token![,]>::parse_terminated)? {
            said.put_into(&mut spoken);
        }
    }
    if !spoken.iter().any(|(lang, _)| lang.is_empty()) {
        spoken.insert(0, (String::new(), vec![usual.clone()]));
    }
    Ok(Variant { ident, value: value(variant)?.unwrap_or(usual), spoken })
}

/// `#[value("red")]`.
fn value(variant: &syn::Variant) -> Result<Option<LitStr>> {
    let mut values = of_name(&variant.attrs, "value");
    let value = values.next().map(|value| {
        value.parse_args().map_err(|error| Error::new(error.span(), "write `#[value(\"...\")]`"))
    });
    match values.next() {
        Some(second) => Err(Error::new_spanned(second.path(), "`#[value]` is given twice: leave one out")),
        None => value.transpose(),
    }
}

/// `#[other] Other(String)`.
fn other<'a>(variant: &'a syn::Variant, mistakes: &mut Mistakes) -> Option<Other<'a>> {
    misplaced(&variant.attrs, &["say", "value"], "`#[other]` is what has no name", mistakes);
    let ident = &variant.ident;
    let text = only_field(&variant.fields).ok_or_else(|| {
        Error::new(ident.span(), format!("what else is said is kept: write `#[other] {ident}(String)`"))
    });
    Some(Other { ident, text: mistakes.take(text)? })
}

/// In `#[say("red", "crimson", de("rot"))]` a name for all languages, or names for one.
enum Said {
    Everywhere(LitStr),
    In(String, Vec<LitStr>),
}

impl Parse for Said {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(LitStr) {
            return Ok(Self::Everywhere(input.parse()?));
        }
        let ident = input.call(syn::Ident::parse_any)?;
        let lang = table::lang(&ident)?;
        if !input.peek(syn::token::Paren) {
            return Err(Error::new(
                ident.span(),
                format!("write `{ident}(\"...\")` for a language, or the name in quotes"),
            ));
        }
        let content;
        parenthesized!(content in input);
        let names = Punctuated::<LitStr, Token![,]>::parse_terminated(&content)?;
        Ok(Self::In(lang, names.into_iter().collect()))
    }
}

impl Said {
    fn put_into(self, spoken: &mut Vec<(String, Vec<LitStr>)>) {
        let (lang, names) = match self {
            Self::Everywhere(name) => (String::new(), vec![name]),
            Self::In(lang, names) => (lang, names),
        };
        match spoken.iter_mut().find(|(there, _)| *there == lang) {
            Some((_, there)) => there.extend(names),
            None => spoken.push((lang, names)),
        }
    }
}
