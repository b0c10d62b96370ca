//! The resolved form of a file of templates, with rules and slot lists looked up, numbers spelled out and case folded. Created by
//! reading, used by recognition and generation.

use std::sync::Arc;

use petasos_messages::IntentName;

/// An intent and its templates.
#[derive(Debug, Clone, PartialEq)]
pub struct Intent {
    /// The name of the intent.
    pub name: IntentName,
    /// One expression for each template, in the order of the file.
    pub templates: Vec<Expression>,
}

/// A part of a template: its spoken form and its output.
#[derive(Debug, Clone, PartialEq)]
pub struct Expression {
    /// The spoken form.
    pub spoken: Spoken,
    /// Words output in place of the spoken ones (`ten:10`); empty for `dropped:`.
    pub substitution: Option<Vec<Arc<str>>>,
    /// Conversions of the output, in this order (`!int`).
    pub converters: Vec<Converter>,
    /// The slot filled by the output.
    pub tag: Option<Tag>,
}

/// The spoken form of an expression.
#[derive(Debug, Clone, PartialEq)]
pub enum Spoken {
    /// Nothing; used for an output or tag without spoken words (`:added`, `(:){domain:light}`).
    Nothing,
    /// A word.
    Word(Arc<str>),
    /// All of them in sequence.
    Sequence(Vec<Expression>),
    /// Exactly one of them. An optional part has [`Spoken::Nothing`] as its last alternative.
    Alternatives(Vec<Expression>),
    /// The body of a rule, shared by all references to it. Rules are never recursive.
    Rule(Arc<Expression>),
    /// One value of a slot list, shared by all references to it.
    List(SlotList),
    /// An integer from a range, spoken in words and output as an integer.
    Number(NumberRange),
}

/// The values of a slot list.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotList {
    /// The name of the list, without arguments; also the entity of the slot it fills.
    pub name: Arc<str>,
    /// The values.
    pub values: Arc<[Expression]>,
}

/// A range of integers and their spoken forms.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberRange {
    /// The numbers in the order of the range, shared by equal ranges.
    pub numbers: Arc<[SpokenNumber]>,
}

/// A number and its spoken form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SpokenNumber {
    /// The number.
    pub value: i64,
    /// The spoken words: `["seventy", "five"]`.
    pub words: Box<[Arc<str>]>,
}

/// A conversion of the output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converter {
    /// The name, such as `int`.
    pub name: Arc<str>,
    /// The arguments (`!unit,lux`).
    pub arguments: Vec<Arc<str>>,
}

/// A tag, which fills a slot.
#[derive(Debug, Clone, PartialEq)]
pub struct Tag {
    /// The name of the slot.
    pub name: Arc<str>,
    /// A fixed value in place of the output (`{name:light_1}`).
    pub substitution: Option<Vec<Arc<str>>>,
    /// Conversions of the value, after those of the expression.
    pub converters: Vec<Converter>,
}

impl From<Spoken> for Expression {
    fn from(spoken: Spoken) -> Self {
        Self { spoken, substitution: None, converters: Vec::new(), tag: None }
    }
}
