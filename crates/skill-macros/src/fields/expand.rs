//! The code for a struct whose fields are slots.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;

use super::{Field, Times};
use crate::table as by_lang;

/// How often a slot is asked for again where nobody says.
const RETRIES: u32 = 2;

/// `Form` alone.
pub(super) fn derived(ident: &Ident, fields: &[Field]) -> TokenStream {
    let table = table(fields);
    let form = form(ident, fields);
    quote!(const _: () = { #table #form };)
}

/// The slots as data: `static SLOTS`.
pub(crate) fn table(fields: &[Field]) -> TokenStream {
    let count = fields.len();
    let specs = fields.iter().map(spec);
    quote!(static SLOTS: [::petasos_skill::intent::spec::SlotSpec; #count] = [#(#specs),*];)
}

fn spec(field: &Field) -> TokenStream {
    let Field { name, description, value, .. } = field;
    let required = field.is_required();
    let many = field.times == Times::Many;
    let ask = by_lang::expand(field.ask.as_deref().unwrap_or_default());
    let give_up = by_lang::expand(field.give_up.as_deref().unwrap_or_default());
    let retries = field.retries.unwrap_or(RETRIES);
    let entity = quote_spanned!(value.span()=> <#value as ::petasos_skill::SlotValue>::entity);
    quote!(::petasos_skill::intent::spec::SlotSpec {
        name: #name,
        description: #description,
        required: #required,
        many: #many,
        ask: #ask,
        retries: #retries,
        give_up: #give_up,
        entity: #entity,
    })
}

/// `Form`, beside `SLOTS`.
pub(crate) fn form(ident: &Ident, fields: &[Field]) -> TokenStream {
    let specs = fields.iter().map(spec_ident);
    let reads = fields.iter().map(|field| {
        let ident = &field.ident;
        let read = read(field);
        quote!(#ident: #read)
    });
    // Mixed site: what is written in attributes does not see the variables of the function.
    quote_spanned! {Span::mixed_site()=>
        #[automatically_derived]
        impl ::petasos_skill::Form for #ident {
            fn slots() -> &'static [::petasos_skill::intent::spec::SlotSpec] {
                &SLOTS
            }

            fn read(
                slots: &::petasos_skill::Slots,
                site: &::petasos_skill::Site,
                lang: ::core::option::Option<&str>,
            ) -> ::core::result::Result<Self, ::petasos_skill::intent::Unfilled> {
                let [#(#specs),*] = &SLOTS;
                let reader = ::petasos_skill::macro_support::Reader { slots, site, lang };
                ::core::result::Result::Ok(Self { #(#reads),* })
            }
        }
    }
}

/// The expression that reads a field. Its variables are of mixed site, so that what is written in attributes does not see them.
fn read(field: &Field) -> TokenStream {
    let Field { value, .. } = field;
    let spec = spec_ident(field);
    let check = field.check.as_ref().map_or_else(
        || quote!(::petasos_skill::macro_support::unchecked),
        |check| {
            let checked = Ident::new("value", Span::mixed_site().located_at(check.span()));
            quote_spanned!(check.span()=> |#checked: &#value| #check(#checked))
        },
    );
    // As in the table: of a type that is no value the compiler says so once.
    let value_read = quote_spanned!(value.span()=> <#value as ::petasos_skill::SlotValue>::read);
    let (method, default) = match (field.times, default(field)) {
        (Times::Once, None) => ("required", None),
        (Times::Perhaps, _) => ("optional", None),
        (Times::Many, None) => ("many", None),
        (Times::Once, default) => ("optional", default),
        (Times::Many, default) => ("some", default),
    };
    let method = Ident::new(method, Span::mixed_site());
    let or = default.map(|default| quote!(.unwrap_or_else(|| #default)));
    quote_spanned!(Span::mixed_site()=> reader.#method(#spec, #value_read, #check)? #or)
}

/// What is taken where nothing was said.
fn default(field: &Field) -> Option<TokenStream> {
    let Field { value, .. } = field;
    if let Some(default) = &field.default {
        return Some(quote!(#default));
    }
    field.default_site?;
    let site = quote_spanned!(Span::mixed_site()=> reader.site);
    let of_site =
        quote_spanned!(value.span()=> <#value as ::petasos_skill::macro_support::OfSite>::of_site(#site));
    Some(match field.times {
        Times::Many => quote!(::std::vec![#of_site]),
        Times::Once | Times::Perhaps => of_site,
    })
}

/// The variable that holds the spec of a field; no attribute can name it.
fn spec_ident(field: &Field) -> Ident {
    format_ident!("spec_of_{}", field.ident.unraw(), span = Span::mixed_site())
}
