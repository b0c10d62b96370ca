//! `#[derive(Dialogue)]`: the state of a dialogue.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{DeriveInput, LitStr, Path, Result};

use crate::attribute::{Errors, entries, no_generics};

const KEYS: [&str; 3] = ["name", "version", "migrate"];

/// The default version.
const VERSION: u32 = 1;

/// The attribute `#[dialogue(..)]`.
#[derive(Default)]
struct Attributes {
    name: Option<LitStr>,
    version: Option<u32>,
    migrate: Option<Path>,
}

pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let mut errors = Errors::default();
    no_generics(input, "the state of a dialogue", &mut errors);
    let attributes = parse(input, &mut errors);
    errors.finish(())?;
    Ok(expand(input, attributes))
}

fn parse(input: &DeriveInput, errors: &mut Errors) -> Attributes {
    let mut attributes = Attributes::default();
    for entry in entries(&input.attrs, "dialogue", errors) {
        let kept = match entry.key.to_string().as_str() {
            "name" => entry.keep(&mut attributes.name, entry.name()),
            "version" => entry.keep(&mut attributes.version, entry.number()),
            "migrate" => entry.keep(&mut attributes.migrate, entry.path()),
            _ => Err(entry.unknown("dialogue", &KEYS)),
        };
        errors.take(kept);
    }
    attributes
}

fn expand(input: &DeriveInput, attributes: Attributes) -> TokenStream {
    let ident = &input.ident;
    let name = attributes.name.unwrap_or_else(|| LitStr::new(&ident.unraw().to_string(), ident.span()));
    let version = attributes.version.unwrap_or(VERSION);
    let migrate = attributes.migrate.map(|migrate| {
        let arguments = quote_spanned!(Span::mixed_site()=> version, state);
        let migrated = quote_spanned!(migrate.span()=> #migrate(#arguments));
        quote_spanned! {Span::mixed_site()=>
            fn migrate(
                version: ::core::primitive::u32,
                state: ::petasos_skill::macro_support::Value,
            ) -> ::core::option::Option<Self> {
                #migrated
            }
        }
    });
    quote! {
        #[automatically_derived]
        impl ::petasos_skill::Dialogue for #ident {
            const NAME: &'static ::core::primitive::str = #name;
            const VERSION: ::core::primitive::u32 = #version;
            #migrate
        }
    }
}
