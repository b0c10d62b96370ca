//! Assembles a recognition from the pieces of a path: texts, tokens, slots and their ranges.

use std::sync::Arc;

use petasos_messages::IntentName;
use serde_json::Value;

use crate::python_text::as_text;
use crate::{Entity, Recognition};

/// A step of the path, in the order of the text.
#[derive(Debug)]
pub(super) enum Piece<'a> {
    /// A spoken word.
    Said(&'a str),
    /// An output value.
    Put(Value),
    /// Start of a slot.
    Begin(&'a Arc<str>),
    /// The value of the innermost slot is from this list.
    Source(Arc<str>),
    /// End of the innermost slot.
    End,
}

impl Piece<'_> {
    pub(super) fn value(&self) -> Option<&Value> {
        match self {
            Piece::Put(value) => Some(value),
            _ => None,
        }
    }
}

/// Assembles a recognition with this cost, in tenths of a word.
pub(super) fn assemble(intent: IntentName, cost: u32, pieces: Vec<Piece<'_>>) -> Recognition {
    let mut assembly = Assembly::default();
    for piece in pieces {
        assembly.add(piece);
    }
    let Assembly { out, raw, entities, .. } = assembly;
    Recognition {
        intent,
        confidence: confidence(cost, raw.tokens.len()),
        text: join(&out.tokens),
        tokens: out.tokens,
        raw_text: raw.tokens.join(" "),
        entities,
    }
}

fn confidence(cost: u32, understood: usize) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a text has far fewer words than a float has digits")]
    let understood = understood.max(1) as f64;
    (1.0 - f64::from(cost) / 10.0 / understood).max(0.0)
}

#[derive(Default)]
struct Assembly<'a> {
    out: Line<Value>,
    raw: Line<&'a str>,
    /// The open slots, the innermost last.
    open: Vec<OpenSlot<'a>>,
    entities: Vec<Entity>,
}

/// An open slot. Words belong to the innermost slot only, as in Rhasspy.
struct OpenSlot<'a> {
    name: &'a Arc<str>,
    source: Option<Arc<str>>,
    values: Vec<Value>,
    raw: Vec<&'a str>,
    start: usize,
    raw_start: usize,
}

/// Tokens, and where the next one starts in their joined text.
struct Line<T> {
    tokens: Vec<T>,
    next: usize,
}

impl<T> Default for Line<T> {
    fn default() -> Self {
        Self { tokens: Vec::new(), next: 0 }
    }
}

impl<T> Line<T> {
    fn push(&mut self, token: T, text: &str) {
        self.tokens.push(token);
        self.next += text.chars().count() + 1;
    }

    /// The end of a slot that began at `start`: before the space, unless the slot is empty.
    fn end(&self, start: usize) -> usize {
        self.next.saturating_sub(1).max(start)
    }
}

impl<'a> Assembly<'a> {
    fn add(&mut self, piece: Piece<'a>) {
        match piece {
            Piece::Said(word) => {
                self.raw.push(word, word);
                if let Some(slot) = self.open.last_mut() {
                    slot.raw.push(word);
                }
            }
            Piece::Put(value) => self.put(value),
            Piece::Begin(name) => self.open.push(OpenSlot {
                name,
                source: None,
                values: Vec::new(),
                raw: Vec::new(),
                start: self.out.next,
                raw_start: self.raw.next,
            }),
            Piece::Source(name) => {
                if let Some(slot) = self.open.last_mut() {
                    slot.source = Some(name);
                }
            }
            Piece::End => {
                let ended = self.open.pop().map(|slot| slot.end(&self.out, &self.raw));
                self.entities.extend(ended);
            }
        }
    }

    fn put(&mut self, value: Value) {
        let text = as_text(&value);
        if value.is_null() || text.is_empty() {
            return;
        }
        if let Some(slot) = self.open.last_mut() {
            slot.values.push(value.clone());
        }
        self.out.push(value, &text);
    }
}

impl OpenSlot<'_> {
    fn end(mut self, out: &Line<Value>, raw: &Line<&str>) -> Entity {
        let value =
            if self.values.len() == 1 { self.values.swap_remove(0) } else { join(&self.values).into() };
        Entity {
            name: Arc::clone(self.name),
            source: self.source,
            value,
            raw_value: self.raw.join(" "),
            start: self.start,
            end: out.end(self.start),
            raw_start: self.raw_start,
            raw_end: raw.end(self.raw_start),
        }
    }
}

fn join(values: &[Value]) -> String {
    values.iter().map(as_text).collect::<Vec<_>>().join(" ")
}
