//! `#[derive(Form)]`: a struct whose fields are slots.

mod check;
mod expand;
mod parse;

use proc_macro2::{Span, TokenStream};
use syn::{Data, DataStruct, DeriveInput, Error, Expr, Fields, Ident, LitStr, Path, Result, Type};

use crate::attribute::misplaced;
use crate::mistakes::Mistakes;
use crate::table::ByLang;

/// A field that is a slot.
pub(crate) struct Field {
    ident: Ident,
    /// Its type; what is in it if it is an `Option` or a `Vec`.
    value: Type,
    times: Times,
    pub(crate) name: LitStr,
    description: String,
    ask: Option<ByLang<LitStr>>,
    retries: Option<u32>,
    give_up: Option<ByLang<LitStr>>,
    default: Option<Expr>,
    /// Where `default_site` was written.
    default_site: Option<Span>,
    check: Option<Path>,
}

/// How often a slot may be there.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Times {
    Once,
    Perhaps,
    Many,
}

impl Field {
    /// Whether it must be there, so that it is asked for.
    fn is_required(&self) -> bool {
        self.times == Times::Once && self.default.is_none() && self.default_site.is_none()
    }
}

/// Writes `Form`.
pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let mut mistakes = Mistakes::default();
    let fields = of_struct(input, "form", &mut mistakes);
    mistakes.finish(())?;
    Ok(expand::derived(&input.ident, &fields))
}

/// The fields of a struct, parsed and checked. `what` it is to be is for messages.
pub(crate) fn of_struct(input: &DeriveInput, what: &str, mistakes: &mut Mistakes) -> Vec<Field> {
    no_generics(input, what, mistakes);
    misplaced(&input.attrs, &["slot"], "write it before a field", mistakes);
    let fields = match &input.data {
        Data::Struct(DataStruct { fields: Fields::Named(fields), .. }) => {
            fields.named.iter().filter_map(|field| parse::field(field, mistakes)).collect()
        }
        Data::Struct(DataStruct { fields: Fields::Unit, .. }) => Vec::new(),
        _ => {
            mistakes.add(Error::new(
                input.ident.span(),
                format!("a slot needs a name: write `struct {} {{ name: Type }}`", input.ident),
            ));
            Vec::new()
        }
    };
    check::fields(&fields, mistakes);
    fields
}

/// The type in a variant such as `On(TurnOn)`.
pub(crate) fn only_field(fields: &Fields) -> Option<&Type> {
    match fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => fields.unnamed.first().map(|field| &field.ty),
        _ => None,
    }
}

/// What the NLU sends is of one type.
pub(crate) fn no_generics(input: &DeriveInput, what: &str, mistakes: &mut Mistakes) {
    if let Some(parameter) = input.generics.params.first() {
        let message = format!("{what} cannot be generic: write the types of its fields");
        mistakes.add(Error::new_spanned(parameter, message));
    }
}

pub(crate) use expand::{form, table};
