//! The rules of substitution, shared by compiling and by following a path.

use std::sync::Arc;

use crate::meaning::{Expression, Tag};

/// Whether the words spoken within the expression are not output, given whether the surroundings are `muted`.
pub(super) fn mutes_spoken(expression: &Expression, muted: bool) -> bool {
    muted || expression.substitution.is_some() || tag_substitution(expression).is_some()
}

/// The words output in place of the spoken ones. A tag's fixed value is output even where everything else is muted.
pub(super) fn put_out(expression: &Expression, muted: bool) -> impl Iterator<Item = &Arc<str>> {
    own_substitution(expression, muted).into_iter().chain(tag_substitution(expression)).flatten()
}

/// Whether the spoken words are dropped without replacement.
pub(super) fn drops(expression: &Expression, muted: bool) -> bool {
    own_substitution(expression, muted).is_some_and(Vec::is_empty)
}

fn own_substitution(expression: &Expression, muted: bool) -> Option<&Vec<Arc<str>>> {
    let counts = !muted && tag_substitution(expression).is_none();
    expression.substitution.as_ref().filter(|_| counts)
}

fn tag_substitution(expression: &Expression) -> Option<&Vec<Arc<str>>> {
    expression.tag.as_ref().and_then(|tag: &Tag| tag.substitution.as_ref())
}
