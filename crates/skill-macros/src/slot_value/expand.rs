//! The code for enums.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::{Listed, Other, Variant};

/// `SlotValue` and `Answer`.
pub(super) fn listed(listed: &Listed<'_>) -> TokenStream {
    let Listed { ident, name, variants, others } = listed;
    let count = variants.len();
    let values = variants.iter().map(value);
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

fn value(variant: &Variant<'_>) -> TokenStream {
    let Variant { value, spoken, .. } = variant;
    let spoken = spoken.iter().map(|(lang, names)| quote!((#lang, &[#(#names),*])));
    quote!(::petasos_skill::intent::spec::ValueSpec {
        value: ::std::borrow::Cow::Borrowed(#value),
        spoken: ::std::borrow::Cow::Borrowed(&[#(#spoken),*]),
    })
}
