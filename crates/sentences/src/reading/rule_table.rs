//! The rules of all intents.

use std::collections::HashMap;
use std::sync::Arc;

use petasos_messages::IntentName;

use super::source::Passage;
use crate::meaning::Expression;

/// The name of a rule and of its intent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct RuleName {
    pub(crate) intent: IntentName,
    pub(crate) name: String,
}

/// The state of reading a rule.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Not read yet.
    Unread(Passage),
    /// Being read: a reference to it would be recursive.
    Open,
    /// Read.
    Done(Arc<Expression>, Depth),
    /// Invalid; the problem was reported.
    Broken,
}

/// The nesting of groups, rules and lists.
pub(crate) type Depth = usize;

#[derive(Debug, Default)]
pub(crate) struct Rules {
    rules: HashMap<RuleName, Rule>,
    /// The rules being read, the outermost first.
    open: Vec<RuleName>,
}

impl Rules {
    /// Adds or replaces a rule: the last one of a name counts.
    pub(crate) fn add(&mut self, name: RuleName, body: Passage) {
        self.rules.insert(name, Rule::Unread(body));
    }

    pub(crate) fn get(&self, name: &RuleName) -> Option<&Rule> {
        self.rules.get(name)
    }

    /// Takes the body of an unread rule and marks the rule as being read.
    pub(crate) fn open(&mut self, name: &RuleName) -> Option<Passage> {
        let rule = self.rules.get_mut(name)?;
        match std::mem::replace(rule, Rule::Open) {
            Rule::Unread(body) => {
                self.open.push(name.clone());
                Some(body)
            }
            other => {
                *rule = other;
                None
            }
        }
    }

    /// Completes what [`Rules::open`] began.
    pub(crate) fn close(&mut self, name: &RuleName, rule: Rule) {
        self.open.pop();
        self.rules.insert(name.clone(), rule);
    }

    /// The cycle from an open rule to itself: `<a> → <b> → <a>`.
    pub(crate) fn cycle(&self, name: &RuleName) -> String {
        let inner = self.open.iter().skip_while(|open| *open != name).chain([name]);
        let names: Vec<String> =
            inner.map(|rule| format!("<{}>", rule.shown_in(Some(&name.intent)))).collect();
        names.join(" → ")
    }

    /// A suggestion for an unknown rule: the same name in another intent, or a similar one.
    pub(crate) fn similar(&self, wanted: &RuleName) -> Option<&RuleName> {
        let candidates = self.rules.keys().filter_map(|rule| {
            let likeness = strsim::jaro_winkler(&rule.name, &wanted.name);
            let elsewhere = if rule.intent == wanted.intent { 0.0 } else { 0.05 };
            (likeness > 0.8).then_some((likeness - elsewhere, rule))
        });
        // The first by name of equally similar ones, so that the advice is deterministic.
        let best = candidates.max_by(|(a, one), (b, other)| {
            a.total_cmp(b)
                .then_with(|| (other.intent.as_str(), &other.name).cmp(&(one.intent.as_str(), &one.name)))
        });
        best.map(|(_, rule)| rule)
    }
}

impl RuleName {
    /// How a template of this intent refers to the rule; `None` is a slot list.
    pub(crate) fn shown_in(&self, intent: Option<&IntentName>) -> String {
        if intent == Some(&self.intent) {
            self.name.clone()
        } else {
            format!("{}.{}", self.intent, self.name)
        }
    }
}
