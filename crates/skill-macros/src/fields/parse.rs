//! Fields and their attributes.

use syn::ext::IdentExt as _;
use syn::{GenericArgument, LitStr, PathArguments, Type};

use super::{Field, Times};
use crate::attribute::{description, entries, misplaced};
use crate::mistakes::Mistakes;
use crate::table;

const KEYS: [&str; 7] = ["name", "ask", "retries", "give_up", "default", "default_site", "check"];

/// A field; `None` if it has no name.
pub(super) fn field(field: &syn::Field, mistakes: &mut Mistakes) -> Option<Field> {
    let ident = field.ident.clone()?;
    let (times, value) = times(&field.ty);
    let mut parsed = Field {
        name: LitStr::new(&ident.unraw().to_string(), ident.span()),
        ident,
        value: value.clone(),
        times,
        description: description(&field.attrs),
        ask: None,
        retries: None,
        give_up: None,
        default: None,
        default_site: None,
        check: None,
    };
    misplaced(&field.attrs, &["intent"], "what is known of a slot stands in `#[slot(..)]`", mistakes);
    let mut name = None;
    for entry in entries(&field.attrs, "slot", mistakes) {
        let kept = match entry.key.to_string().as_str() {
            "name" => entry.keep(&mut name, entry.name()),
            "ask" => entry.keep(&mut parsed.ask, table::words(&entry)),
            "retries" => entry.keep(&mut parsed.retries, entry.number()),
            "give_up" => entry.keep(&mut parsed.give_up, table::words(&entry)),
            "default" => entry.keep(&mut parsed.default, entry.expression()),
            "default_site" => entry.keep(&mut parsed.default_site, entry.flag()),
            "check" => entry.keep(&mut parsed.check, entry.path()),
            _ => Err(entry.unknown("slot", &KEYS)),
        };
        mistakes.take(kept);
    }
    parsed.name = name.unwrap_or(parsed.name);
    Some(parsed)
}

/// How often a slot of a type may be there, and the type of one.
fn times(ty: &Type) -> (Times, &Type) {
    let inner = |wrapper| inner_of(ty, wrapper);
    if let Some(value) = inner("Option") {
        (Times::Perhaps, value)
    } else if let Some(value) = inner("Vec") {
        (Times::Many, value)
    } else {
        (Times::Once, ty)
    }
}

/// The `T` of `Wrapper<T>`, however the path to it is written.
fn inner_of<'a>(ty: &'a Type, wrapper: &str) -> Option<&'a Type> {
    match ty {
        Type::Group(group) => inner_of(&group.elem, wrapper),
        Type::Path(path) => {
            let last = path.path.segments.last().filter(|segment| segment.ident == wrapper)?;
            match &last.arguments {
                PathArguments::AngleBracketed(arguments) => match arguments.args.first() {
                    Some(GenericArgument::Type(inner)) => Some(inner),
                    _ => None,
                },
                _ => None,
            }
        }
        _ => None,
    }
}
