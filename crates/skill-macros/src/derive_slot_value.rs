//! `#[derive(SlotValue)]`: an enum as the value of a slot.

use heck::ToSnakeCase as _;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned as _;
use syn::{Data, DataEnum, DeriveInput, Error, Fields, Ident, LitStr, Result, Token, Type, parenthesized};

use crate::attribute::{Errors, entries, misplaced, no_generics, of_name, only_field};
use crate::by_language;

/// An enum whose variants are values.
struct ValueEnum<'a> {
    ident: &'a Ident,
    /// The name of the entity.
    name: LitStr,
    variants: Vec<Variant<'a>>,
    /// The variants for all other values; at most one is valid.
    others: Vec<Other<'a>>,
}

/// A variant that is a value.
struct Variant<'a> {
    ident: &'a Ident,
    /// The value on the wire.
    value: LitStr,
    /// The spoken names by language; `""` is for languages that are not listed.
    spoken: Vec<(String, Vec<LitStr>)>,
}

/// A variant that accepts any other value.
struct Other<'a> {
    ident: &'a Ident,
    text: &'a Type,
}

/// Implements `SlotValue` and `Answer`.
pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new(
            input.ident.span(),
            "only an enum lists the values of a slot: write `enum`, or implement `SlotValue` by hand",
        ));
    };
    let mut errors = Errors::default();
    no_generics(input, "the value of a slot", &mut errors);
    let values = parse_enum(input, data, &mut errors);
    check(&values, &mut errors);
    errors.finish(())?;
    Ok(expand(&values))
}

fn parse_enum<'a>(input: &'a DeriveInput, data: &'a DataEnum, errors: &mut Errors) -> ValueEnum<'a> {
    let ident = &input.ident;
    let mut name = None;
    for entry in entries(&input.attrs, "slot_value", errors) {
        let kept = match entry.key.to_string().as_str() {
            "name" => entry.keep(&mut name, entry.name()),
            _ => Err(entry.unknown("slot_value", &["name"])),
        };
        errors.take(kept);
    }
    let name = name.unwrap_or_else(|| LitStr::new(&ident.unraw().to_string().to_snake_case(), ident.span()));
    if data.variants.is_empty() {
        errors.add(Error::new(ident.span(), "there is no value in it: write a variant"));
    }
    misplaced(&input.attrs, &["say", "value", "other"], "write it before a variant", errors);
    for variant in &data.variants {
        misplaced(&variant.attrs, &["slot_value"], "write it before the enum", errors);
    }
    let (others, values): (Vec<_>, Vec<_>) =
        data.variants.iter().partition(|variant| of_name(&variant.attrs, "other").next().is_some());
    let variants = values.into_iter().filter_map(|value| errors.take(parse_variant(value))).collect();
    let others = others.into_iter().filter_map(|variant| parse_other(variant, errors)).collect();
    ValueEnum { ident, name, variants, others }
}

fn parse_variant(variant: &syn::Variant) -> Result<Variant<'_>> {
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
        for names in attribute.parse_args_with(Punctuated::<Names, Token![,]>::parse_terminated)? {
            names.add_to(&mut spoken);
        }
    }
    if !spoken.iter().any(|(lang, _)| lang.is_empty()) {
        spoken.insert(0, (String::new(), vec![usual.clone()]));
    }
    Ok(Variant { ident, value: parse_value(variant)?.unwrap_or(usual), spoken })
}

/// `#[value("red")]`.
fn parse_value(variant: &syn::Variant) -> Result<Option<LitStr>> {
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
fn parse_other<'a>(variant: &'a syn::Variant, errors: &mut Errors) -> Option<Other<'a>> {
    misplaced(&variant.attrs, &["say", "value"], "`#[other]` has no names", errors);
    let ident = &variant.ident;
    let text = only_field(&variant.fields).ok_or_else(|| {
        Error::new(ident.span(), format!("`#[other]` keeps what was said: write `#[other] {ident}(String)`"))
    });
    Some(Other { ident, text: errors.take(text)? })
}

/// An item of `#[say("red", "crimson", de("rot"))]`: a name for all languages, or names for one.
enum Names {
    Everywhere(LitStr),
    In(String, Vec<LitStr>),
}

impl Parse for Names {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(LitStr) {
            return Ok(Self::Everywhere(input.parse()?));
        }
        let ident = input.call(Ident::parse_any)?;
        let lang = by_language::lang(&ident)?;
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

impl Names {
    fn add_to(self, spoken: &mut Vec<(String, Vec<LitStr>)>) {
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

/// Reports duplicate values, and duplicate names in a language.
fn check(values: &ValueEnum<'_>, errors: &mut Errors) {
    for other in values.others.iter().skip(1) {
        errors.add(Error::new(other.ident.span(), "there is an `#[other]` already: leave one of them out"));
    }
    for (index, variant) in values.variants.iter().enumerate() {
        for earlier in values.variants.iter().take(index) {
            check_distinct(variant, earlier, errors);
        }
        check_not_empty(variant, errors);
    }
}

fn check_distinct(variant: &Variant<'_>, earlier: &Variant<'_>, errors: &mut Errors) {
    let value = &variant.value;
    if key(value) == key(&earlier.value) {
        let message =
            format!("`{}` has the value \"{}\" too: write `#[value(\"...\")]`", earlier.ident, value.value());
        errors.add(Error::new(value.span(), message));
        return;
    }
    for (lang, names) in &variant.spoken {
        let taken: Vec<_> = earlier
            .spoken
            .iter()
            .filter(|(there, _)| there == lang)
            .flat_map(|(_, names)| names)
            .map(key)
            .collect();
        for name in names.iter().filter(|name| taken.contains(&key(name))) {
            let message =
                format!("`{}` is called \"{}\" too: choose another name", earlier.ident, name.value());
            errors.add(Error::new(name.span(), message));
        }
    }
}

/// Reports empty names.
fn check_not_empty(variant: &Variant<'_>, errors: &mut Errors) {
    let names = variant.spoken.iter().flat_map(|(_, names)| names).chain([&variant.value]);
    for name in names.filter(|name| key(name).is_empty()) {
        errors.add(Error::new(name.span(), "this name is empty: write one, or leave it out"));
    }
}

/// Names are compared without case.
fn key(name: &LitStr) -> String {
    name.value().trim().to_lowercase()
}

/// `SlotValue` and `Answer` of an enum.
fn expand(values: &ValueEnum<'_>) -> TokenStream {
    let ValueEnum { ident, name, variants, others } = values;
    let count = variants.len();
    let values = variants.iter().map(expand_value);
    let arms = variants.iter().enumerate().map(|(index, Variant { ident, .. })| {
        quote!(::core::option::Option::Some(#index) => ::core::result::Result::Ok(Self::#ident))
    });
    let open = !others.is_empty();
    let otherwise = others.first().map_or_else(
        || quote!(::core::result::Result::Err(::petasos_skill::macro_support::not_listed())),
        |Other { ident, text }| {
            let said = quote!(::petasos_skill::macro_support::said(slot));
            let text = quote_spanned!(text.span()=> <#text as ::petasos_skill::macro_support::OfText>::of_text(#said));
            quote!(::core::result::Result::Ok(Self::#ident(#text)))
        },
    );
    quote! {
        const _: () = {
            static VALUES: [::petasos_skill::intent::spec::ValueSpec; #count] = [#(#values),*];

            #[automatically_derived]
            impl ::petasos_skill::SlotValue for #ident {
                fn entity() -> ::petasos_skill::intent::spec::Entity {
                    ::petasos_skill::intent::spec::Entity::listed(#name, &VALUES, #open)
                }

                fn read(
                    slot: &::petasos_skill::values::Slot,
                    lang: ::core::option::Option<&str>,
                ) -> ::core::result::Result<Self, ::petasos_skill::intent::InvalidValue> {
                    match ::petasos_skill::macro_support::listed(&VALUES, slot, lang) {
                        #(#arms,)*
                        _ => #otherwise,
                    }
                }
            }

            #[automatically_derived]
            impl ::petasos_skill::Answer for #ident {
                fn expected() -> ::petasos_skill::intent::Expected {
                    ::petasos_skill::intent::Expected::of_value::<Self>()
                }

                fn read(
                    heard: &::petasos_skill::Utterance,
                ) -> ::core::result::Result<Self, ::petasos_skill::intent::Unfilled> {
                    ::petasos_skill::macro_support::answer(heard)
                }
            }
        };
    }
}

fn expand_value(variant: &Variant<'_>) -> TokenStream {
    let Variant { value, spoken, .. } = variant;
    let spoken = spoken.iter().map(|(lang, names)| quote!((#lang, &[#(#names),*])));
    quote!(::petasos_skill::intent::spec::ValueSpec {
        value: ::std::borrow::Cow::Borrowed(#value),
        spoken: ::std::borrow::Cow::Borrowed(&[#(#spoken),*]),
    })
}
