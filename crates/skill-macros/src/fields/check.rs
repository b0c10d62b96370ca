//! What does not fit together in the fields of a struct.

use syn::Error;

use super::{Field, Times};
use crate::mistakes::Mistakes;

/// Checks all fields.
pub(super) fn fields(fields: &[Field], mistakes: &mut Mistakes) {
    for (index, field) in fields.iter().enumerate() {
        let name = field.name.value();
        if fields.iter().take(index).any(|earlier| earlier.name.value() == name) {
            mistakes.add(Error::new(
                field.name.span(),
                format!("two fields are the slot `{name}`: rename one of them"),
            ));
        }
        questions(field, mistakes);
        defaults(field, mistakes);
    }
}

/// Only what must be there is asked for.
fn questions(field: &Field, mistakes: &mut Mistakes) {
    if field.is_required() {
        return;
    }
    let why = match field.times {
        Times::Perhaps => "it may be missing; leave the `Option` out to have it asked for",
        Times::Many => "an empty `Vec` is fine; ask in the handler",
        Times::Once => "it has a default; leave one of the two out",
    };
    let given = [
        ("ask", field.ask.is_some()),
        ("retries", field.retries.is_some()),
        ("give_up", field.give_up.is_some()),
    ];
    for (key, _) in given.iter().filter(|(_, given)| *given) {
        mistakes
            .add(Error::new(field.ident.span(), format!("`{key}` is for slots that must be there: {why}")));
    }
}

/// One default is enough, and none is needed for an `Option`.
fn defaults(field: &Field, mistakes: &mut Mistakes) {
    match (&field.default, field.default_site) {
        (Some(_), Some(site)) => {
            mistakes.add(Error::new(site, "`default` and `default_site` are both given: leave one out"));
        }
        (Some(_), None) | (None, Some(_)) if field.times == Times::Perhaps => {
            mistakes.add(Error::new(
                field.ident.span(),
                "with a default it is never missing: leave the `Option` out",
            ));
        }
        _ => {}
    }
}
