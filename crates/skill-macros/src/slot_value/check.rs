//! What does not fit together in an enum.

use syn::{Error, LitStr};

use super::{Listed, Variant};
use crate::mistakes::Mistakes;

/// Every value can be told from the others, by its value and by each of its names.
pub(super) fn listed(listed: &Listed<'_>, mistakes: &mut Mistakes) {
    for other in listed.others.iter().skip(1) {
        mistakes.add(Error::new(other.ident.span(), "there is an `#[other]` already: leave one of them out"));
    }
    for (index, variant) in listed.variants.iter().enumerate() {
        for earlier in listed.variants.iter().take(index) {
            told_apart(variant, earlier, mistakes);
        }
        not_empty(variant, mistakes);
    }
}

fn told_apart(variant: &Variant<'_>, earlier: &Variant<'_>, mistakes: &mut Mistakes) {
    let value = &variant.value;
    if key(value) == key(&earlier.value) {
        let message =
            format!("`{}` has the value \"{}\" too: write `#[value(\"...\")]`", earlier.ident, value.value());
        mistakes.add(Error::new(value.span(), message));
        return;
    }
    for (lang, names) in &variant.spoken {
        let taken: Vec<_> = earlier
            .spoken
            .iter()
            .filter(|(there, _)| there == lang)
            .flat_map(|(_, names)| names)
            .map(key)
            .collect();
        for name in names.iter().filter(|name| taken.contains(&key(name))) {
            let message =
                format!("`{}` is called \"{}\" too: say something else", earlier.ident, name.value());
            mistakes.add(Error::new(name.span(), message));
        }
    }
}

/// Nobody says nothing.
fn not_empty(variant: &Variant<'_>, mistakes: &mut Mistakes) {
    let names = variant.spoken.iter().flat_map(|(_, names)| names).chain([&variant.value]);
    for name in names.filter(|name| key(name).is_empty()) {
        mistakes.add(Error::new(name.span(), "this name is empty: write one, or leave it out"));
    }
}

/// Names are the same whatever the case of their letters.
fn key(name: &LitStr) -> String {
    name.value().trim().to_lowercase()
}
