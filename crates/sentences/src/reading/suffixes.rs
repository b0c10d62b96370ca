//! Suffixes of a word, a group or a reference: `:output`, `!converter`, `{tag}`.

use std::sync::Arc;

use super::cursor::{Cursor, is_bracket};
use super::problem::Mistake;
use super::syntax::Node;
use crate::meaning::{Converter, Tag};

/// Parses `:words` or `:(several words)`, if next.
pub(crate) fn output(cursor: &mut Cursor<'_>, node: &mut Node) -> Result<(), Mistake> {
    let at = cursor.at();
    if cursor.peek() == Some(':') && cursor.last() == Some('}') {
        let advice = "write it before the tag: `word:output{tag}`";
        return Err(Mistake::new(at, "a substitution after a tag", advice));
    }
    if !cursor.skip(':') {
        return Ok(());
    }
    let opening = cursor.at();
    node.output = Some(if cursor.skip('(') {
        let words = split(cursor.until(|c| is_bracket(c) || c == '|'));
        if !cursor.skip(')') {
            return Err(unfinished_output(opening, cursor));
        }
        words
    } else {
        split(cursor.until_unescaped(|c| c.is_whitespace() || is_bracket(c) || matches!(c, '!' | '|')))
    });
    Ok(())
}

fn unfinished_output(opening: usize, cursor: &Cursor<'_>) -> Mistake {
    match cursor.peek() {
        None => Mistake::new(opening, "this `(` is never closed", "write `)` where the output ends"),
        Some(c) => Mistake::new(
            cursor.at(),
            format!("a `{c}` in a substitution"),
            "write plain words after `:`; alternatives each need their own, as in `(a:x | b:y)`",
        ),
    }
}

/// Parses any number of `!name` or `!name,argument`.
pub(crate) fn converters(cursor: &mut Cursor<'_>, node: &mut Node) -> Result<(), Mistake> {
    let at = cursor.at();
    if cursor.peek() == Some('!') && cursor.last() == Some('}') {
        let advice = "write it in the tag, `{tag!int}`, or before it";
        return Err(Mistake::new(at, "a converter after a tag", advice));
    }
    loop {
        let at = cursor.at();
        if !cursor.skip('!') {
            return Ok(());
        }
        let text = cursor.word();
        node.converters.push(converter(at, text)?);
        if cursor.peek() == Some(':') {
            let advice = "write it before the converter: `word:output!int`";
            return Err(Mistake::new(cursor.at(), "a substitution after a converter", advice));
        }
    }
}

fn converter(at: usize, text: &str) -> Result<Converter, Mistake> {
    let mut parts = text.split(',').map(|part| Arc::from(part.trim()));
    let name: Arc<str> = parts.next().unwrap_or_default();
    if name.is_empty() {
        let advice = "write its name, as in `ten:10!int`; a `!` cannot be spoken";
        return Err(Mistake::new(at, "`!` names no converter", advice));
    }
    Ok(Converter { name, arguments: parts.collect() })
}

/// Parses `{name:value!converter}`, which is next, as the tag of the preceding node.
pub(crate) fn tag(cursor: &mut Cursor<'_>, node: Option<&mut Node>) -> Result<(), Mistake> {
    let at = cursor.at();
    cursor.skip('{');
    let inside = cursor.at();
    let text = cursor.until(|c| matches!(c, '{' | '}' | '[' | ']' | '<' | '>' | '|'));
    if !cursor.skip('}') {
        return Err(unfinished_tag(at, cursor));
    }
    let Some(node) = node else {
        let advice = "write it after the word or the group it names";
        return Err(Mistake::new(at, "a tag with nothing before it", advice));
    };
    if node.tag.is_some() {
        let advice = "put what has a tag in a group, `((a){x}){y}`, or remove one";
        return Err(Mistake::new(at, "a second tag", advice));
    }
    node.tag = Some(read_tag(at, inside, text)?);
    Ok(())
}

fn unfinished_tag(at: usize, cursor: &Cursor<'_>) -> Mistake {
    match cursor.peek() {
        None => Mistake::new(at, "this `{` is never closed", "write `}` where the tag ends"),
        Some(c) => {
            let advice = "write `{name}` or `{name:value}`, with plain words as the value";
            Mistake::new(cursor.at(), format!("a `{c}` in a tag"), advice)
        }
    }
}

fn read_tag(at: usize, inside: usize, text: &str) -> Result<Tag, Mistake> {
    let mut parts = text.split('!');
    let body = parts.next().unwrap_or_default();
    let (name, value) = match body.split_once(':') {
        Some((name, value)) => (name.trim(), Some(value)),
        None => (body.trim(), None),
    };
    if name.is_empty() {
        return Err(Mistake::new(
            at,
            "this tag has no name",
            "write the slot's name: `{name}` or `{name:value}`",
        ));
    }
    let mut offset = inside + body.len();
    let mut converters = Vec::new();
    for part in parts {
        converters.push(converter(offset, part)?);
        offset += 1 + part.len();
    }
    // An empty value is ignored: for `{name:}`, Rhasspy uses the spoken words.
    let substitution = value.map(|value| tag_value(value.trim())).filter(|words| !words.is_empty());
    Ok(Tag { name: name.into(), substitution, converters })
}

/// The words of a tag's value, which may be in parentheses.
fn tag_value(text: &str) -> Vec<Arc<str>> {
    let text = text.strip_prefix('(').unwrap_or(text);
    let text = text.strip_suffix(')').unwrap_or(text);
    split(text)
}

fn split(text: &str) -> Vec<Arc<str>> {
    text.split_whitespace().map(Arc::from).collect()
}
