//! A template written from a tree is parsed to the same tree.

use std::sync::Arc;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::parser::parse;
use super::syntax::{Node, Sequence, Shape};
use crate::meaning::{Converter, Tag};

fn write_alternatives(alternatives: &[Sequence]) -> String {
    let sequences = alternatives.iter().map(|nodes| nodes.iter().map(write).collect::<Vec<_>>().join(" "));
    sequences.collect::<Vec<_>>().join(" | ")
}

fn write(node: &Node) -> String {
    let shape = match &node.shape {
        Shape::Word(word) => word.clone(),
        Shape::Group(inner) => format!("({})", write_alternatives(inner)),
        Shape::Optional(inner) => format!(r"\[{}]", write_alternatives(inner)),
        Shape::Rule { intent: Some(intent), name } => format!("<{intent}.{name}>"),
        Shape::Rule { intent: None, name } => format!("<{name}>"),
        Shape::List(name) => format!("${name}"),
    };
    let output = node.output.as_deref().map(write_output).unwrap_or_default();
    let tag = node.tag.as_ref().map(write_tag).unwrap_or_default();
    format!("{shape}{output}{}{tag}", write_converters(&node.converters))
}

fn write_output(words: &[Arc<str>]) -> String {
    match words {
        [] => ":".to_owned(),
        [word] => format!(":{word}"),
        words => format!(":({})", words.join(" ")),
    }
}

fn write_converters(converters: &[Converter]) -> String {
    let write = |Converter { name, arguments }: &Converter| {
        let parts: Vec<&str> = [name].into_iter().chain(arguments).map(|part| &**part).collect();
        format!("!{}", parts.join(","))
    };
    converters.iter().map(write).collect::<Vec<_>>().concat()
}

fn write_tag(tag: &Tag) -> String {
    let value = tag.substitution.as_ref().map(|words| format!(":{}", words.join(" "))).unwrap_or_default();
    format!("{{{}{value}{}}}", tag.name, write_converters(&tag.converters))
}

fn word() -> impl Strategy<Value = String> {
    "[a-zA-Zäß0-9'.,?$-]{0,5}[a-z]"
}

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Arc<str>>> {
    vec(word().prop_map(Arc::from), count)
}

fn converters() -> impl Strategy<Value = Vec<Converter>> {
    let converter = ("[a-z]{1,5}", vec("[a-z0-9]{1,3}".prop_map(Arc::from), 0..3));
    vec(converter.prop_map(|(name, arguments)| Converter { name: name.into(), arguments }), 0..3)
}

fn tag() -> impl Strategy<Value = Tag> {
    let parts = ("[a-z_]{1,6}", option::of(words(1..4)), converters());
    parts.prop_map(|(name, substitution, converters)| Tag { name: name.into(), substitution, converters })
}

/// A shape with optional suffixes.
fn node(shape: impl Strategy<Value = Shape>) -> impl Strategy<Value = Node> {
    let attached = (option::weighted(0.2, words(0..4)), converters(), option::weighted(0.2, tag()));
    (shape, attached, any::<bool>()).prop_map(|(shape, (output, converters, tag), converted)| {
        let converters = if converted { converters } else { Vec::new() };
        Node { at: 0, shape, output, converters, tag }
    })
}

fn leaf() -> impl Strategy<Value = Node> {
    let added = words(0..3)
        .prop_map(|output| Node { output: Some(output), ..Node::new(0, Shape::Word(String::new())) });
    let reference = (option::of("[A-Z][a-z.]{0,4}[a-z]"), "[a-z_ ]{0,5}[a-z]");
    let rule = reference.prop_map(|(intent, name)| Shape::Rule { intent, name: name.trim().to_owned() });
    prop_oneof![
        5 => node("[a-zA-Zäß0-9'.,?-]{1,6}".prop_map(Shape::Word)),
        1 => added,
        1 => node(rule),
        1 => node("[a-z/]{1,8}(,[a-z0-9]{1,3})?".prop_map(Shape::List)),
    ]
}

fn alternatives() -> impl Strategy<Value = Vec<Sequence>> {
    let node = leaf().prop_recursive(4, 40, 4, |inner| {
        let alternatives = vec(vec(inner, 0..4), 1..4);
        node((alternatives, any::<bool>()).prop_map(|(inner, optional)| {
            if optional { Shape::Optional(inner) } else { Shape::Group(inner) }
        }))
    });
    vec(vec(node, 0..5), 1..4)
}

/// The same tree without positions.
fn placeless(mut alternatives: Vec<Sequence>) -> Vec<Sequence> {
    for node in alternatives.iter_mut().flatten() {
        node.at = 0;
        if let Shape::Group(inner) | Shape::Optional(inner) = &mut node.shape {
            *inner = placeless(std::mem::take(inner));
        }
    }
    alternatives
}

proptest! {
    #[test]
    fn a_tree_is_read_back_as_it_was_written(tree in alternatives()) {
        let text = write_alternatives(&tree);
        let read = parse(&text, 100).map(placeless);
        prop_assert_eq!(read, Ok(tree), "{}", text);
    }
}
