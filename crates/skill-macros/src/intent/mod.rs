//! `#[derive(Intent)]`: something people want a skill to do.

mod check;
mod expand;
mod parse;
mod template;

use proc_macro2::TokenStream;
use syn::{Data, DeriveInput, Error, Ident, LitStr, Result, Type};

use crate::fields::{self, Field};
use crate::mistakes::Mistakes;
use crate::table::{ByLang, Texts};

/// A struct that is an intent.
struct One<'a> {
    ident: &'a Ident,
    /// Without the user that Snips' console puts before. The first is its usual name.
    names: Vec<LitStr>,
    description: String,
    samples: ByLang<Texts>,
    fields: Vec<Field>,
}

/// A variant of an enum of intents.
struct Variant<'a> {
    ident: &'a Ident,
    intent: &'a Type,
}

/// Writes `Intent` and `Answer`, for a struct `Form` too.
pub(crate) fn derive(input: &DeriveInput) -> Result<TokenStream> {
    let mut mistakes = Mistakes::default();
    match &input.data {
        Data::Struct(_) => {
            let fields = fields::of_struct(input, "an intent", &mut mistakes);
            let one = parse::one(input, fields, &mut mistakes);
            check::names(&one, &mut mistakes);
            check::samples(&one, &mut mistakes);
            mistakes.finish(())?;
            Ok(expand::one(&one))
        }
        Data::Enum(data) => {
            fields::no_generics(input, "an intent", &mut mistakes);
            let variants = parse::variants(input, data, &mut mistakes);
            mistakes.finish(())?;
            Ok(expand::either(&input.ident, &variants))
        }
        Data::Union(data) => Err(Error::new(
            data.union_token.span,
            "an intent is a struct, or an enum of such structs: write `struct`",
        )),
    }
}
