//! Compiles the spoken forms of templates: every choice becomes a tree of words.
//!
//! Only spoken forms matter here. Groups are dissolved, and sharing is preserved: a rule or list is compiled once, and equal
//! choices become one. Output is not part of the trees; a path through them gives the branch taken at each choice, and
//! [`outcome`](super::outcome) follows it through the templates.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use foldhash::fast::RandomState;
use petasos_messages::IntentName;

use super::GrammarError;
use super::item::{ChoiceId, Item};
use super::substitution::{drops, mutes_spoken, put_out};
use super::tree::{Branch, Span, StateId, Sum, TooManyStates, Trees, number};
use super::vocabulary::Vocabulary;
use crate::Limits;
use crate::meaning::{Expression, Intent, NumberRange, SlotList, Spoken, SpokenNumber};

/// Choices with more branches than this are not deduplicated: large lists are shared already.
const SMALL_CHOICE: usize = 64;

/// The compiled grammar.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) words: Vocabulary,
    pub(super) trees: Trees,
    /// The choice among all templates of all intents.
    pub(crate) top: ChoiceId,
    choices: Vec<Choice>,
    ways: Vec<Way>,
    items: Vec<Item>,
    /// The names of all converters in the templates.
    pub(super) converters: HashSet<Arc<str>, RandomState>,
}

/// A choice among several branches.
#[derive(Debug, Clone, Copy)]
struct Choice {
    root: StateId,
    ways: Span,
    /// The number of sentences of all branches, at most `u64::MAX`.
    sentences: u64,
}

/// A branch, as used for generation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Way {
    items: Span,
    /// The number of sentences; `u64::MAX` means that many or more.
    pub(crate) sentences: u64,
}

impl Compiled {
    /// Compiles all templates of all intents.
    pub(super) fn new(intents: &[Intent], limits: &Limits) -> Result<Self, GrammarError> {
        let templates: usize = intents.iter().map(|intent| intent.templates.len()).sum();
        if templates > limits.templates {
            return Err(GrammarError::TooManyTemplates { found: templates, limit: limits.templates });
        }
        let mut compiler = Compiler::new(limits);
        let mut branches = Vec::with_capacity(templates);
        for intent in intents {
            for template in &intent.templates {
                // In Rhasspy's graph every template has two more edges: to its intent, and to the end.
                let branch = compiler.branch(template, Context::default(), 2);
                let (branch, _) = branch.map_err(|exceeded| exceeded.error(&intent.name, limits))?;
                branches.push(branch);
            }
        }
        let too_large = |_| GrammarError::TooLarge { limit: limits.states };
        let top = compiler.choice(&branches).map_err(too_large)?;
        let Compiler { words, trees, choices, ways, items, converters, .. } = compiler;
        Ok(Self { words, trees, top, choices, ways, items, converters })
    }

    /// The root of a choice's tree.
    pub(super) fn root(&self, choice: ChoiceId) -> StateId {
        self.choices.get(choice.0 as usize).map_or(StateId::default(), |choice| choice.root)
    }

    pub(crate) fn ways(&self, choice: ChoiceId) -> &[Way] {
        self.choices.get(choice.0 as usize).map_or(&[], |choice| choice.ways.of(&self.ways))
    }

    /// The items of a branch.
    pub(crate) fn items(&self, way: Way) -> &[Item] {
        way.items.of(&self.items)
    }
}

/// A limit that a template exceeds.
#[derive(Debug, Clone, Copy)]
enum Exceeded {
    Nesting,
    States,
}

impl Exceeded {
    fn error(self, intent: &IntentName, limits: &Limits) -> GrammarError {
        match self {
            Self::Nesting => GrammarError::TooDeep { intent: intent.clone(), limit: limits.nesting },
            Self::States => GrammarError::TooLarge { limit: limits.states },
        }
    }
}

/// The nesting of expressions within another one.
type Height = usize;

/// The surroundings of an expression.
#[derive(Debug, Clone, Copy, Default)]
struct Context {
    /// An enclosing expression has a substitution, so that spoken words are not output.
    muted: bool,
    /// The number of enclosing brackets, rules and lists.
    depth: usize,
}

#[derive(Debug)]
struct Compiler<'a> {
    limits: &'a Limits,
    words: Vocabulary,
    trees: Trees,
    choices: Vec<Choice>,
    ways: Vec<Way>,
    items: Vec<Item>,
    converters: HashSet<Arc<str>, RandomState>,
    /// Rules, lists and ranges compiled so far, by address and whether they are muted.
    shared: HashMap<(usize, bool), (ChoiceId, Height), RandomState>,
    /// Small choices compiled so far.
    alike: HashMap<Vec<Branch>, ChoiceId, RandomState>,
}

impl<'a> Compiler<'a> {
    fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            words: Vocabulary::default(),
            trees: Trees::default(),
            choices: Vec::new(),
            ways: Vec::new(),
            items: Vec::new(),
            converters: HashSet::default(),
            shared: HashMap::default(),
            alike: HashMap::default(),
        }
    }

    /// Compiles an expression to a branch; `length` is the number of edges that belong to the branch itself.
    fn branch(
        &mut self,
        expression: &Expression,
        context: Context,
        length: u32,
    ) -> Result<(Branch, Height), Exceeded> {
        let mut branch = Branch { items: Vec::new(), sum: Sum { length, out: 0 } };
        let height = self.expression(expression, context, &mut branch)?;
        Ok((branch, height))
    }

    fn expression(
        &mut self,
        expression: &Expression,
        outside: Context,
        branch: &mut Branch,
    ) -> Result<Height, Exceeded> {
        self.check_depth(outside.depth)?;
        let inside = Context { muted: mutes_spoken(expression, outside.muted), depth: outside.depth + 1 };
        let tag = expression.tag.as_ref();
        let put = number(put_out(expression, outside.muted).count());
        let converters = expression.converters.iter().chain(tag.into_iter().flat_map(|tag| &tag.converters));
        let names = converters.map(|converter| &converter.name);
        let count = number(names.clone().count());
        self.converters.extend(names.cloned());
        // A dropped word has an edge without output; a group has none.
        let dropped = !matches!(expression.spoken, Spoken::Sequence(_)) && drops(expression, outside.muted);
        branch.sum.out += put;
        branch.sum.length += put + 2 * count + 2 * u32::from(tag.is_some()) + u32::from(dropped);
        Ok(1 + self.spoken(&expression.spoken, inside, branch)?)
    }

    fn check_depth(&self, depth: usize) -> Result<(), Exceeded> {
        // A bracket is at most two expressions deep: the group, and its alternatives.
        if depth > 2 * self.limits.nesting { Err(Exceeded::Nesting) } else { Ok(()) }
    }

    fn spoken(&mut self, spoken: &Spoken, context: Context, branch: &mut Branch) -> Result<Height, Exceeded> {
        let (choice, height) = match spoken {
            Spoken::Nothing => {
                branch.sum.length += 1;
                return Ok(0);
            }
            Spoken::Word(word) => {
                self.word(word, context, branch);
                return Ok(0);
            }
            Spoken::Sequence(parts) => {
                return parts
                    .iter()
                    .try_fold(0, |height, part| Ok(height.max(self.expression(part, context, branch)?)));
            }
            Spoken::Alternatives(alternatives) => self.alternatives(alternatives, context)?,
            Spoken::Rule(body) => self.shared(Arc::as_ptr(body).addr(), context, |compiler| {
                let (branch, height) = compiler.branch(body, context, 0)?;
                Ok((vec![branch], height))
            })?,
            Spoken::List(SlotList { values, .. }) => {
                branch.sum.length += 1;
                let branches = |compiler: &mut Self| compiler.branches(values, context);
                self.shared(values.as_ptr().addr(), context, branches)?
            }
            Spoken::Number(NumberRange { numbers }) => {
                // In Rhasspy's graph a range is a list with a name and a converter.
                branch.sum.length += 3;
                let branches = |compiler: &mut Self| Ok((compiler.numbers(numbers, context), 0));
                self.shared(numbers.as_ptr().addr(), context, branches)?
            }
        };
        branch.items.push(Item::Choice(choice));
        Ok(height)
    }

    fn word(&mut self, word: &Arc<str>, context: Context, branch: &mut Branch) {
        branch.items.push(Item::Word(self.words.add(word)));
        branch.sum.length += 1;
        branch.sum.out += u32::from(!context.muted);
    }

    fn alternatives(
        &mut self,
        alternatives: &[Expression],
        context: Context,
    ) -> Result<(ChoiceId, Height), Exceeded> {
        let (branches, height) = self.branches(alternatives, context)?;
        if let Some(known) = self.alike.get(&branches) {
            return Ok((*known, height));
        }
        let choice = self.choice(&branches)?;
        if branches.len() <= SMALL_CHOICE {
            self.alike.insert(branches, choice);
        }
        Ok((choice, height))
    }

    fn branches(&mut self, ways: &[Expression], context: Context) -> Result<(Vec<Branch>, Height), Exceeded> {
        let mut highest = 0;
        let branch = |way| {
            let (branch, height) = self.branch(way, context, 1)?;
            highest = highest.max(height);
            Ok(branch)
        };
        let branches = ways.iter().map(branch).collect::<Result<_, _>>()?;
        Ok((branches, highest))
    }

    fn numbers(&mut self, numbers: &[SpokenNumber], context: Context) -> Vec<Branch> {
        let mut branch = |number: &SpokenNumber| {
            // In a list, Rhasspy writes 75 as `(seventy five):75!int`: an edge to the end of the list, and two for the converter.
            let mut branch = Branch { items: Vec::new(), sum: Sum { length: 3, out: 0 } };
            for word in &number.words {
                self.word(word, Context { muted: true, ..context }, &mut branch);
            }
            branch.sum.length += u32::from(!context.muted);
            branch.sum.out += u32::from(!context.muted);
            branch
        };
        numbers.iter().map(&mut branch).collect()
    }

    /// The choice for a shared expression, compiled at the first reference. A later reference may be nested more deeply.
    fn shared(
        &mut self,
        address: usize,
        context: Context,
        branches: impl FnOnce(&mut Self) -> Result<(Vec<Branch>, Height), Exceeded>,
    ) -> Result<(ChoiceId, Height), Exceeded> {
        if let Some((known, height)) = self.shared.get(&(address, context.muted)).copied() {
            self.check_depth(context.depth + height)?;
            return Ok((known, height));
        }
        let (branches, height) = branches(self)?;
        let choice = self.choice(&branches)?;
        self.shared.insert((address, context.muted), (choice, height));
        Ok((choice, height))
    }

    fn choice(&mut self, branches: &[Branch]) -> Result<ChoiceId, Exceeded> {
        let root =
            self.trees.add_tree(branches, self.limits.states).map_err(|TooManyStates| Exceeded::States)?;
        let mut ways = Span::at(self.ways.len());
        for branch in branches {
            let mut items = Span::at(self.items.len());
            self.items.extend(&branch.items);
            items.close(self.items.len());
            let sentences =
                branch.items.iter().fold(1, |sum: u64, item| sum.saturating_mul(self.sentences(*item)));
            self.ways.push(Way { items, sentences });
        }
        ways.close(self.ways.len());
        let id = ChoiceId(number(self.choices.len()));
        let sentences = ways.of(&self.ways).iter().fold(0, |sum: u64, way| sum.saturating_add(way.sentences));
        self.choices.push(Choice { root, ways, sentences });
        Ok(id)
    }

    fn sentences(&self, item: Item) -> u64 {
        match item {
            Item::Word(_) => 1,
            Item::Choice(choice) => self.choices.get(choice.0 as usize).map_or(0, |choice| choice.sentences),
        }
    }
}
