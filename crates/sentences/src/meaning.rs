//! What a file of templates means once everything in it is resolved: rules and slot lists found, numbers spelled out, cases
//! folded. Reading makes it, recognition and generation walk it.

use std::sync::Arc;

use petasos_messages::IntentName;

/// An intent, and all that may be said for it.
#[derive(Debug, Clone, PartialEq)]
pub struct Intent {
    /// Its name.
    pub name: IntentName,
    /// One expression for each template, in the order of the file.
    pub templates: Vec<Expression>,
}

/// A piece of a template: what may be spoken, and what becomes of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// What may be spoken.
    pub spoken: Spoken,
    /// The words put out instead of the spoken ones (`ten:10`); no words at all for `dropped:`.
    pub substitution: Option<Vec<Arc<str>>>,
    /// What the words put out are turned into, in this order (`!int`).
    pub converters: Vec<Converter>,
    /// The slot that this fills.
    pub tag: Option<Tag>,
}

/// What may be spoken.
#[derive(Debug, Clone, PartialEq)]
pub enum Spoken {
    /// Nothing; only what is attached to it counts (`:added`, `(:){domain:light}`).
    Nothing,
    /// A word.
    Word(Arc<str>),
    /// One after the other.
    Sequence(Vec<Expression>),
    /// Exactly one of them. An optional is alternatives, the last of which is [`Spoken::Nothing`].
    Alternatives(Vec<Expression>),
    /// The body of a rule, shared by all references to it. Rules never contain themselves.
    Rule(Arc<Expression>),
    /// One value of a slot list, shared by all references to it.
    List(SlotList),
    /// A whole number from a range, spoken in words; an integer is put out.
    Number(NumberRange),
}

/// The values of a slot.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotList {
    /// The name of the list, without arguments: the entity of the slot it fills.
    pub name: Arc<str>,
    /// Its values.
    pub values: Arc<[Expression]>,
}

/// Whole numbers from a range, and how they are spoken.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberRange {
    /// The numbers in the order of the range. Equal ranges share them.
    pub numbers: Arc<[SpokenNumber]>,
}

/// A number, and the words it is spoken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpokenNumber {
    /// The number.
    pub value: i64,
    /// Its words: `["seventy", "five"]`.
    pub words: Box<[Arc<str>]>,
}

/// A conversion of the words put out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converter {
    /// Its name, such as `int`.
    pub name: Arc<str>,
    /// Its arguments (`!unit,lux`).
    pub arguments: Vec<Arc<str>>,
}

/// A slot that is filled.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The slot's name.
    pub name: Arc<str>,
    /// Its value, whatever was spoken (`{name:light_1}`).
    pub substitution: Option<Vec<Arc<str>>>,
    /// What its value is turned into, after the converters of the expression.
    pub converters: Vec<Converter>,
}

impl From<Spoken> for Expression {
    fn from(spoken: Spoken) -> Self {
        Self { spoken, substitution: None, converters: Vec::new(), tag: None }
    }
}
