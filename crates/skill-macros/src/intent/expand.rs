//! The code for intents.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned as _;

use super::{One, Variant};
use crate::fields;
use crate::table::Texts;

/// `Form`, `Intent` and `Answer` for a struct.
pub(super) fn one(one: &One<'_>) -> TokenStream {
    let One { ident, names, description, samples, fields } = one;
    let samples = samples.iter().map(|(lang, Texts(templates))| {
        quote!(::petasos_skill::intent::spec::Samples { lang: #lang, templates: &[#(#templates),*] })
    });
    let table = fields::table(fields);
    let form = fields::form(ident, fields);
    let answer = answer(ident);
    quote! {
        const _: () = {
            #table
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

/// `Intent` and `Answer` for an enum of intents.
pub(super) fn either(ident: &Ident, variants: &[Variant<'_>]) -> TokenStream {
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
    let answer = answer(ident);
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

/// An intent answers a question.
fn answer(ident: &Ident) -> TokenStream {
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
