//! `#[derive(Intent)]`: an intent of a skill.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Data, DataEnum, DeriveInput, Error, Ident, LitStr, Result, Type};

use crate::attribute::{Entry, Errors, description, entries, misplaced, no_generics, only_field};
use crate::by_language::{self, ByLanguage, Texts};
use crate::derive_form::{self, Field};
use crate::sample_template;

/// A struct that is an intent.
struct IntentStruct<'a> {
    ident: &'a Ident,
    /// Without the user prefix of Snips' console. The first is the usual one.
    names: Vec<LitStr>,
    description: String,
    samples: ByLanguage<Texts>,
    fields: Vec<Field>,
}

/// A variant of an enum of intents.
struct Variant<'a> {
    ident: &'a Ident,
    intent: &'a Type,
}

/// Implements `Intent` and `Answer`, and `Form` for a struct.
pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let mut errors = Errors::default();
    match &input.data {
        Data::Struct(_) => {
            let fields = derive_form::struct_fields(input, "an intent", &mut errors);
            let intent = parse_struct(input, fields, &mut errors);
            check_names(&intent, &mut errors);
            check_samples(&intent, &mut errors);
            errors.finish(())?;
            Ok(expand_struct(&intent))
        }
        Data::Enum(data) => {
            no_generics(input, "an intent", &mut errors);
            let variants = parse_variants(input, data, &mut errors);
            errors.finish(())?;
            Ok(expand_enum(&input.ident, &variants))
        }
        Data::Union(data) => Err(Error::new(
            data.union_token.span,
            "an intent is a struct, or an enum of such structs: write `struct`",
        )),
    }
}

const KEYS: [&str; 3] = ["name", "alias", "samples"];

fn parse_struct<'a>(input: &'a DeriveInput, fields: Vec<Field>, errors: &mut Errors) -> IntentStruct<'a> {
    let mut name = None;
    let mut aliases = Vec::new();
    let mut samples = None;
    for entry in entries(&input.attrs, "intent", errors) {
        let kept = match entry.key.to_string().as_str() {
            "name" => entry.keep(&mut name, without_user(&entry)),
            "alias" => without_user(&entry).map(|alias| aliases.push(alias)),
            "samples" => entry.keep(&mut samples, by_language::text_lists(&entry)),
            _ => Err(entry.unknown("intent", &KEYS)),
        };
        errors.take(kept);
    }
    let ident = &input.ident;
    let name = name.unwrap_or_else(|| LitStr::new(&ident.unraw().to_string(), ident.span()));
    let names = std::iter::once(name).chain(aliases).collect();
    IntentStruct {
        ident,
        names,
        description: description(&input.attrs),
        samples: samples.unwrap_or_default(),
        fields,
    }
}

/// The name of an intent without a user prefix: messages are accepted with any user.
fn without_user(entry: &Entry) -> Result<LitStr> {
    let name = entry.name()?;
    let value = name.value();
    match value.rsplit(':').next() {
        Some("") | None => {
            Err(Error::new(name.span(), "there is no intent behind the user: write `user:Intent`"))
        }
        Some(intent) => match intent.chars().find(|letter| is_reserved(*letter)) {
            Some(strange) => Err(Error::new(
                name.span(),
                format!(
                    "a name cannot contain `{}`, which has a meaning in topics and sentences",
                    strange.escape_debug()
                ),
            )),
            None => Ok(LitStr::new(intent, name.span())),
        },
    }
}

/// Whether a character is invalid in topics or in `sentences.ini`.
fn is_reserved(letter: char) -> bool {
    matches!(letter, '+' | '#' | '[' | ']') || letter.is_control()
}

fn parse_variants<'a>(input: &DeriveInput, data: &'a DataEnum, errors: &mut Errors) -> Vec<Variant<'a>> {
    let hint = "write it before the structs that are in the enum";
    misplaced(&input.attrs, &["intent", "slot"], hint, errors);
    if data.variants.is_empty() {
        errors.add(Error::new(
            input.ident.span(),
            "there is no intent in it: write a variant such as `On(TurnOn)`",
        ));
    }
    for variant in &data.variants {
        misplaced(&variant.attrs, &["intent", "slot"], hint, errors);
    }
    data.variants.iter().filter_map(|variant| errors.take(parse_variant(variant))).collect()
}

fn parse_variant(variant: &syn::Variant) -> Result<Variant<'_>> {
    let ident = &variant.ident;
    let Some(intent) = only_field(&variant.fields) else {
        let message = format!(
            "a variant holds one intent: write `{ident}(SomeIntent)`, a struct with `#[derive(Intent)]`"
        );
        return Err(Error::new(ident.span(), message));
    };
    Ok(Variant { ident, intent })
}

/// Reports duplicate names.
fn check_names(intent: &IntentStruct<'_>, errors: &mut Errors) {
    for (index, name) in intent.names.iter().enumerate() {
        if intent.names.iter().take(index).any(|earlier| earlier.value() == name.value()) {
            let message = format!(
                "it is called `{}` already; a name is the same with and without a user",
                name.value()
            );
            errors.add(Error::new(name.span(), message));
        }
    }
}

/// Reports sample sentences with unknown slots.
fn check_samples(intent: &IntentStruct<'_>, errors: &mut Errors) {
    for sample in intent.samples.iter().flat_map(|(_, samples)| &samples.0) {
        match sample_template::slots(&sample.value()) {
            Ok(slots) => {
                for slot in slots {
                    check_slot(intent, sample, slot, errors);
                }
            }
            Err(wrong) => errors.add(Error::new(sample.span(), wrong)),
        }
    }
}

fn check_slot(intent: &IntentStruct<'_>, sample: &LitStr, slot: &str, errors: &mut Errors) {
    if intent.fields.iter().any(|field| field.name.value() == slot) {
        return;
    }
    let names: Vec<_> = intent.fields.iter().map(|field| format!("`{{{}}}`", field.name.value())).collect();
    let hint = match names.as_slice() {
        [] => format!("there are none: add a field `{slot}`"),
        _ => format!("there is {}", names.join(", ")),
    };
    errors.add(Error::new(sample.span(), format!("`{}` has no slot `{slot}`: {hint}", intent.ident)));
}

/// `Form`, `Intent` and `Answer` of a struct.
fn expand_struct(intent: &IntentStruct<'_>) -> TokenStream {
    let IntentStruct { ident, names, description, samples, fields } = intent;
    let samples = samples.iter().map(|(lang, Texts(templates))| {
        quote!(::petasos_skill::intent::spec::Samples { lang: #lang, templates: &[#(#templates),*] })
    });
    let slots = derive_form::expand_slots(fields);
    let form = derive_form::expand_form(ident, fields);
    let answer = expand_answer(ident);
    quote! {
        const _: () = {
            #slots
            static SPEC: ::petasos_skill::intent::spec::IntentSpec = ::petasos_skill::intent::spec::IntentSpec {
                names: &[#(#names),*],
                description: #description,
                samples: &[#(#samples),*],
                slots: &SLOTS,
            };

            #form

            #[automatically_derived]
            impl ::petasos_skill::Intent for #ident {
                fn specs() -> ::std::vec::Vec<&'static ::petasos_skill::intent::spec::IntentSpec> {
                    ::std::vec![&SPEC]
                }

                fn read(
                    turn: &::petasos_skill::RecognizedIntent,
                ) -> ::core::result::Result<Self, ::petasos_skill::intent::Unfilled> {
                    ::petasos_skill::macro_support::form(turn)
                }
            }

            #answer
        };
    }
}

/// `Intent` and `Answer` of an enum.
fn expand_enum(ident: &Ident, variants: &[Variant<'_>]) -> TokenStream {
    let turn = Ident::new("turn", Span::mixed_site());
    let specs = variants.iter().map(|Variant { intent, .. }| {
        quote_spanned!(intent.span()=> <#intent as ::petasos_skill::Intent>::specs())
    });
    let reads = variants.iter().map(|Variant { ident, intent }| {
        let specs = quote_spanned!(intent.span()=> <#intent as ::petasos_skill::Intent>::specs);
        let read = quote_spanned!(intent.span()=> <#intent as ::petasos_skill::Intent>::read);
        quote! {
            if ::petasos_skill::macro_support::is(#turn, #specs) {
                return #read(#turn).map(Self::#ident);
            }
        }
    });
    let answer = expand_answer(ident);
    quote! {
        #[automatically_derived]
        impl ::petasos_skill::Intent for #ident {
            fn specs() -> ::std::vec::Vec<&'static ::petasos_skill::intent::spec::IntentSpec> {
                [#(#specs),*].concat()
            }

            fn read(
                #turn: &::petasos_skill::RecognizedIntent,
            ) -> ::core::result::Result<Self, ::petasos_skill::intent::Unfilled> {
                #(#reads)*
                ::core::result::Result::Err(::petasos_skill::macro_support::another_intent())
            }
        }

        #answer
    }
}

/// `Answer` of an intent.
fn expand_answer(ident: &Ident) -> TokenStream {
    quote! {
        #[automatically_derived]
        impl ::petasos_skill::Answer for #ident {
            fn expected() -> ::petasos_skill::intent::Expected {
                ::petasos_skill::intent::Expected::of_intent::<Self>()
            }

            fn read(
                heard: &::petasos_skill::Utterance,
            ) -> ::core::result::Result<Self, ::petasos_skill::intent::Unfilled> {
                ::petasos_skill::macro_support::intent(heard)
            }
        }
    }
}
