//! What does not fit together in an intent.

use syn::{Error, LitStr};

use super::{One, template};
use crate::mistakes::Mistakes;

/// Every name is given once.
pub(super) fn names(one: &One<'_>, mistakes: &mut Mistakes) {
    for (index, name) in one.names.iter().enumerate() {
        if one.names.iter().take(index).any(|earlier| earlier.value() == name.value()) {
            let message =
                format!("it is called `{}` already; with a user and without is the same", name.value());
            mistakes.add(Error::new(name.span(), message));
        }
    }
}

/// Sample sentences name slots that there are.
pub(super) fn samples(one: &One<'_>, mistakes: &mut Mistakes) {
    for sample in one.samples.iter().flat_map(|(_, samples)| &samples.0) {
        match template::slots(&sample.value()) {
            Ok(slots) => {
                for slot in slots {
                    known(one, sample, slot, mistakes);
                }
            }
            Err(wrong) => mistakes.add(Error::new(sample.span(), wrong)),
        }
    }
}

fn known(one: &One<'_>, sample: &LitStr, slot: &str, mistakes: &mut Mistakes) {
    if one.fields.iter().any(|field| field.name.value() == slot) {
        return;
    }
    let names: Vec<_> = one.fields.iter().map(|field| format!("`{{{}}}`", field.name.value())).collect();
    let hint = match names.as_slice() {
        [] => format!("there are none: add a field `{slot}`"),
        _ => format!("there is {}", names.join(", ")),
    };
    mistakes.add(Error::new(sample.span(), format!("`{}` has no slot `{slot}`: {hint}", one.ident)));
}
