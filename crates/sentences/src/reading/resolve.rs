//! Resolves the references of templates and creates their meaning.

use std::path::PathBuf;
use std::sync::Arc;

use petasos_messages::IntentName;

use super::Templates;
use super::builtin::BuiltIn;
use super::compose::{attach, optional};
use super::ini::{Entry, Section};
use super::interner::Interner;
use super::lists::{Found, List, Lists, Missing};
use super::parser::parse;
use super::problem::{Mistake, Problem, Problems};
use super::ranges::{Numbers, Range, Ranges};
use super::report::Report;
use super::rule_table::{Depth, Rule, RuleName, Rules};
use super::source::{Passage, Source};
use super::syntax::{Node, Sequence, Shape};
use crate::Settings;
use crate::meaning::{Converter, Expression, Intent, NumberRange, SlotList, Spoken};
use crate::numbers::spelled_languages;

pub(crate) struct Resolver<'a> {
    settings: &'a Settings,
    report: Report,
    rules: Rules,
    lists: Lists<'a>,
    ranges: Ranges<'a>,
    interner: Interner,
    /// The nesting of groups, rules and lists at the current position.
    depth: Depth,
    /// The maximum of `depth` so far.
    deepest: Depth,
    warned_of_digits: bool,
}

/// Where an expression is.
#[derive(Clone, Copy)]
struct Context<'a> {
    /// The intent whose rules `<rule>` refers to; `None` in slot lists, which all intents share.
    intent: Option<&'a IntentName>,
    passage: &'a Passage,
}

/// A problem prevents a result; it was reported.
struct Broken;

type Resolved<T> = Result<T, Broken>;

impl<'a> Resolver<'a> {
    pub(crate) fn new(settings: &'a Settings, report: Report, files: Vec<PathBuf>) -> Self {
        Self {
            settings,
            report,
            rules: Rules::default(),
            lists: Lists::new(settings, files),
            ranges: Ranges::new(settings),
            interner: Interner::new(settings.casing),
            depth: 0,
            deepest: 0,
            warned_of_digits: false,
        }
    }

    /// The meaning of all templates. Sections with only rules are not intents.
    pub(crate) fn intents(&mut self, sections: Vec<Section>) -> Vec<Intent> {
        let sections: Vec<_> = sections.into_iter().map(|section| self.collect_rules(section)).collect();
        let mut intents = Vec::new();
        for (name, templates, rules) in sections {
            let templates: Vec<_> = templates.iter().filter_map(|body| self.template(&name, body)).collect();
            // Unused rules are resolved, too, to report mistakes in them.
            for rule in rules {
                let _read_or_reported = self.rule(&rule);
            }
            if !templates.is_empty() {
                intents.push(Intent { name, templates });
            }
        }
        intents
    }

    pub(crate) fn finish(mut self, source: &Source, intents: Vec<Intent>) -> Result<Templates, Problems> {
        if intents.is_empty() && self.report.is_clean() {
            let advice = "write an intent, such as `[TurnOn]`, and below it what people say, such as `turn on the light`";
            self.report.problem(Problem::in_file(source.name(), "there is no template in the file", advice));
        }
        let files = self.lists.into_files();
        let warnings = self.report.finish(source.name(), &files)?;
        Ok(Templates { intents, warnings, files })
    }

    /// Adds the rules of a section to the table, and returns its templates and the names of its rules.
    fn collect_rules(&mut self, section: Section) -> (IntentName, Vec<Passage>, Vec<RuleName>) {
        let Section { name: intent, header, entries } = section;
        if entries.is_empty() {
            let advice = "write below it what people say, or remove it";
            self.report.warning(header.problem(Mistake::new(0, format!("`[{intent}]` is empty"), advice)));
        }
        let (mut templates, mut rules) = (Vec::new(), Vec::new());
        for Entry { rule, body } in entries {
            let Some(name) = rule else {
                templates.push(body);
                continue;
            };
            let rule = RuleName { intent: intent.clone(), name };
            if self.rules.get(&rule).is_some() {
                let message = format!("the rule `{}` is defined twice", rule.name);
                self.report.warning(body.problem(Mistake::new(0, message, "remove one; this one counts")));
            } else {
                rules.push(rule.clone());
            }
            self.rules.add(rule, body);
        }
        (intent, templates, rules)
    }

    fn template(&mut self, intent: &IntentName, passage: &Passage) -> Option<Expression> {
        self.body(Context { intent: Some(intent), passage }).ok()
    }

    /// Resolves a template, the body of a rule, or a value of a list.
    fn body(&mut self, context: Context<'_>) -> Resolved<Expression> {
        match parse(context.passage.text(), self.settings.limits.nesting) {
            Ok(alternatives) => self.alternatives(context, &alternatives),
            Err(mistake) => Err(self.broken(context, mistake)),
        }
    }

    fn broken(&mut self, context: Context<'_>, mistake: Mistake) -> Broken {
        self.report.problem(context.passage.problem(mistake));
        Broken
    }

    fn alternatives(&mut self, context: Context<'_>, alternatives: &[Sequence]) -> Resolved<Expression> {
        if let [sequence] = alternatives {
            return self.sequence(context, sequence);
        }
        let all: Resolved<Vec<_>> =
            alternatives.iter().map(|sequence| self.sequence(context, sequence)).collect();
        Ok(Spoken::Alternatives(all?).into())
    }

    fn sequence(&mut self, context: Context<'_>, sequence: &[Node]) -> Resolved<Expression> {
        match sequence {
            [] => Ok(Spoken::Nothing.into()),
            [node] => self.node(context, node),
            nodes => {
                let all: Resolved<Vec<_>> = nodes.iter().map(|node| self.node(context, node)).collect();
                Ok(Spoken::Sequence(all?).into())
            }
        }
    }

    fn node(&mut self, context: Context<'_>, node: &Node) -> Resolved<Expression> {
        let inner = match &node.shape {
            Shape::Word(word) => return self.word(context, node, word),
            Shape::Group(alternatives) => {
                self.deeper(context, node, |this| this.alternatives(context, alternatives))?
            }
            Shape::Optional(alternatives) => {
                let inner = self.deeper(context, node, |this| this.alternatives(context, alternatives))?;
                optional(inner)
            }
            Shape::Rule { intent, name } => self.reference(context, node, intent.as_deref(), name)?,
            Shape::List(key) => self.list(context, node, key)?,
        };
        Ok(attach(inner, node))
    }

    /// Resolves the inside of a group, a rule or a list, unless nested too deeply.
    fn deeper<T>(
        &mut self,
        context: Context<'_>,
        node: &Node,
        read: impl FnOnce(&mut Self) -> Resolved<T>,
    ) -> Resolved<T> {
        self.check_depth(context, node, 1)?;
        self.depth += 1;
        let inner = read(self);
        self.depth -= 1;
        inner
    }

    /// Whether `more` levels fit within the limit.
    fn check_depth(&mut self, context: Context<'_>, node: &Node, more: Depth) -> Resolved<()> {
        let depth = self.depth + more;
        if depth > self.settings.limits.nesting {
            let message = format!(
                "more than {} groups, rules and lists within one another",
                self.settings.limits.nesting
            );
            return Err(self.broken(context, Mistake::new(node.at, message, "write the inner ones flat")));
        }
        self.deepest = self.deepest.max(depth);
        Ok(())
    }

    /// Resolves a shared expression and measures its depth.
    fn measured<T>(&mut self, read: impl FnOnce(&mut Self) -> Resolved<T>) -> Resolved<(T, Depth)> {
        let outer = std::mem::replace(&mut self.deepest, self.depth);
        let inner = read(self);
        let depth = self.deepest - self.depth;
        self.deepest = outer.max(self.deepest);
        inner.map(|inner| (inner, depth))
    }

    fn word(&mut self, context: Context<'_>, node: &Node, word: &str) -> Resolved<Expression> {
        let mut inner = match Range::of_word(word) {
            Ok(None) => self.interner.expression(word),
            Ok(Some(Numbers::One(number))) => self.number(context, node, number),
            Ok(Some(Numbers::Range(range))) => self.range(context, node, range)?.into(),
            Err(wrong) => return Err(self.broken(context, wrong.at(node.at))),
        };
        // A suffix of the word takes precedence over its own output.
        if let Some(output) = &node.output {
            // An empty output of an empty word is no substitution: `(:)` exists for its tag.
            inner.substitution = (!word.is_empty() || !output.is_empty()).then(|| output.clone());
            inner.converters.clear();
        }
        if !node.converters.is_empty() {
            inner.converters.clone_from(&node.converters);
        }
        inner.tag.clone_from(&node.tag);
        Ok(inner)
    }

    /// `75` is spoken in words and output as an integer.
    fn number(&mut self, context: Context<'_>, node: &Node, number: i64) -> Expression {
        let Some(words) = self.settings.language.number_words(number) else {
            self.warn_digits(context, node);
            return self.interner.expression(&number.to_string());
        };
        let words: Vec<_> = words.iter().map(|word| Spoken::Word(self.interner.spoken(word))).collect();
        let spoken = match <[Spoken; 1]>::try_from(words) {
            Ok([word]) => word,
            Err(words) => Spoken::Sequence(words.into_iter().map(Expression::from).collect()),
        };
        let substitution = Some(vec![self.interner.keep(&number.to_string())]);
        let converters = vec![Converter { name: self.interner.keep("int"), arguments: Vec::new() }];
        Expression { spoken, substitution, converters, tag: None }
    }

    fn range(&mut self, context: Context<'_>, node: &Node, range: Range) -> Resolved<Spoken> {
        if self.settings.language.number_words(0).is_none() {
            self.warn_digits(context, node);
        }
        match self.ranges.spell(range, &mut self.interner) {
            Ok(numbers) => Ok(Spoken::Number(NumberRange { numbers })),
            Err(wrong) => Err(self.broken(context, wrong.at(node.at))),
        }
    }

    /// Warns once that numbers stay digits.
    fn warn_digits(&mut self, context: Context<'_>, node: &Node) {
        if !std::mem::replace(&mut self.warned_of_digits, true) {
            let message = format!("numbers are not spelled out in the language `{}`", self.settings.language);
            let advice = format!("write them in words, or choose one of {}", spelled_languages());
            self.report.warning(context.passage.problem(Mistake::new(node.at, message, advice)));
        }
    }

    /// `<rule>`
    fn reference(
        &mut self,
        context: Context<'_>,
        node: &Node,
        intent: Option<&str>,
        name: &str,
    ) -> Resolved<Expression> {
        let Some(rule) = rule_name(context, intent, name) else {
            let message = format!("`<{name}>` in a slot list, which all intents share");
            let advice = format!("write whose rule it is: `<Intent.{name}>`");
            return Err(self.broken(context, Mistake::new(node.at, message, advice)));
        };
        match self.rules.get(&rule) {
            None => {
                let mistake = self.unknown_rule(context, node, &rule);
                Err(self.broken(context, mistake))
            }
            Some(Rule::Broken) => Err(Broken),
            Some(Rule::Open) => {
                let message = format!("the rule contains itself: {}", self.rules.cycle(&rule));
                let advice = "write out how often it may repeat, such as `<item> [<item>] [<item>]`";
                Err(self.broken(context, Mistake::new(node.at, message, advice)))
            }
            Some(Rule::Done(body, depth)) => {
                let (body, depth) = (Arc::clone(body), *depth);
                self.check_depth(context, node, depth + 1)?;
                Ok(Spoken::Rule(body).into())
            }
            Some(Rule::Unread(_)) => {
                let body = self.deeper(context, node, |this| this.rule(&rule))?;
                Ok(Spoken::Rule(body).into())
            }
        }
    }

    fn unknown_rule(&self, context: Context<'_>, node: &Node, rule: &RuleName) -> Mistake {
        let RuleName { intent, name } = rule;
        // Searching all rules for each mistake takes long, and those beyond the limit are only counted.
        let similar = if self.report.is_full() { None } else { self.rules.similar(rule) };
        let advice = match similar {
            Some(similar) => format!("did you mean `<{}>`?", similar.shown_in(context.intent)),
            None => format!("write `{name} = ...` below `[{intent}]`"),
        };
        Mistake::new(node.at, format!("there is no rule `{name}` in the intent `{intent}`"), advice)
    }

    /// Resolves a rule, unless that was done already.
    fn rule(&mut self, name: &RuleName) -> Resolved<Arc<Expression>> {
        let Some(passage) = self.rules.open(name) else { return Err(Broken) };
        let context = Context { intent: Some(&name.intent), passage: &passage };
        let read = self.measured(|this| this.body(context)).map(|(body, depth)| (Arc::new(body), depth));
        let (rule, outcome) = match read {
            Ok((body, depth)) => (Rule::Done(Arc::clone(&body), depth), Ok(body)),
            Err(Broken) => (Rule::Broken, Err(Broken)),
        };
        self.rules.close(name, rule);
        outcome
    }

    /// `$list`
    fn list(&mut self, context: Context<'_>, node: &Node, key: &str) -> Resolved<Expression> {
        match self.lists.get(key) {
            Some(List::Broken) => Err(Broken),
            Some(List::Open) => {
                let message = format!("the slot list `{key}` contains itself");
                Err(self.broken(context, Mistake::new(node.at, message, "take it out of its own file")))
            }
            Some(List::Done(spoken, depth)) => {
                let (spoken, depth) = (spoken.clone(), *depth);
                self.check_depth(context, node, depth + 1)?;
                Ok(spoken.into())
            }
            None => {
                self.lists.set(key, List::Open);
                let read = self
                    .deeper(context, node, |this| this.measured(|this| this.new_list(context, node, key)));
                let (list, outcome) = match read {
                    Ok((spoken, depth)) => (List::Done(spoken.clone(), depth), Ok(spoken.into())),
                    Err(Broken) => (List::Broken, Err(Broken)),
                };
                self.lists.set(key, list);
                outcome
            }
        }
    }

    fn new_list(&mut self, context: Context<'_>, node: &Node, key: &str) -> Resolved<Spoken> {
        let values = match self.lists.find(key) {
            Ok(Found::BuiltIn(BuiltIn::Numbers(range))) => return self.range(context, node, range),
            Ok(Found::BuiltIn(BuiltIn::Words(words))) => {
                words.iter().map(|word| self.interner.expression(word)).collect()
            }
            Ok(Found::Lines(lines)) => self.values(&lines)?,
            Err(Missing::Here(wrong)) => return Err(self.broken(context, wrong.at(node.at))),
            Err(Missing::There(problem)) => {
                self.report.problem(problem);
                return Err(Broken);
            }
        };
        let name = self.interner.keep(key.split(',').next().unwrap_or(key));
        Ok(Spoken::List(SlotList { name, values }))
    }

    /// Resolves all values of a list, to report all problems in them.
    fn values(&mut self, lines: &[Passage]) -> Resolved<Arc<[Expression]>> {
        let values = lines.iter().map(|passage| self.body(Context { intent: None, passage }));
        let values: Vec<_> = values.collect();
        values.into_iter().collect()
    }
}

fn rule_name(context: Context<'_>, intent: Option<&str>, name: &str) -> Option<RuleName> {
    let intent = match intent {
        // A name that is not a valid intent is unknown under any intent.
        Some(intent) => IntentName::new(intent).ok().or_else(|| context.intent.cloned()),
        None => context.intent.cloned(),
    };
    intent.map(|intent| RuleName { intent, name: name.to_owned() })
}
