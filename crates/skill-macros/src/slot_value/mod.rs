//! `#[derive(SlotValue)]`: an enum as the value of a slot.

mod check;
mod expand;
mod parse;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, Error, Ident, LitStr, Result, Type};

use crate::fields;
use crate::mistakes::Mistakes;

/// An enum.
struct Listed<'a> {
    ident: &'a Ident,
    /// The name of the entity.
    name: LitStr,
    variants: Vec<Variant<'a>>,
    /// The variants for all other values; there is at most one.
    others: Vec<Other<'a>>,
}

/// A variant that is a value.
struct Variant<'a> {
    ident: &'a Ident,
    /// On the wire.
    value: LitStr,
    /// What it is called, by language; `""` is for those that are not there.
    spoken: Vec<(String, Vec<LitStr>)>,
}

/// A variant that keeps what else is said.
struct Other<'a> {
    ident: &'a Ident,
    text: &'a Type,
}

/// Writes `SlotValue` and `Answer`.
pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(Error::new(
            input.ident.span(),
            "only an enum lists the values of a slot: write `enum`, or implement `SlotValue` by hand",
        ));
    };
    let mut mistakes = Mistakes::default();
    fields::no_generics(input, "the value of a slot", &mut mistakes);
    let listed = parse::listed(input, data, &mut mistakes);
    check::listed(&listed, &mut mistakes);
    mistakes.finish(())?;
    Ok(expand::listed(&listed))
}
