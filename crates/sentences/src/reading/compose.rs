//! Builds expressions.

use super::syntax::Node;
use crate::meaning::{Expression, Spoken};

/// An optional part: alternatives with an empty last one.
pub(crate) fn optional(inner: Expression) -> Expression {
    let mut all = match inner {
        Expression { spoken: Spoken::Alternatives(all), .. } if is_plain(&inner) => all,
        inner => vec![inner],
    };
    all.push(Spoken::Nothing.into());
    Spoken::Alternatives(all).into()
}

/// Attaches output, converters and tag of a node.
pub(crate) fn attach(inner: Expression, node: &Node) -> Expression {
    if node.output.is_none() && node.converters.is_empty() && node.tag.is_none() {
        return inner;
    }
    let outer = if is_plain(&inner) { inner } else { Spoken::Sequence(vec![inner]).into() };
    let Node { output, converters, tag, .. } = node.clone();
    Expression { substitution: output, converters, tag, ..outer }
}

fn is_plain(expression: &Expression) -> bool {
    expression.substitution.is_none() && expression.converters.is_empty() && expression.tag.is_none()
}
