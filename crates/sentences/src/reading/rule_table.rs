//! The rules of all intents.

use std::collections::HashMap;
use std::sync::Arc;

use petasos_messages::IntentName;

use super::source::Passage;
use crate::meaning::Expression;

/// The name of a rule, with the intent it belongs to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct RuleName {
    pub(crate) intent: IntentName,
    pub(crate) name: String,
}

/// How far a rule is read.
#[derive(Debug)]
pub(crate) enum Rule {
    /// Not yet.
    Unread(Passage),
    /// It is being read: a reference to it now would make it contain itself.
    Open,
    /// Read.
    Done(Arc<Expression>, Depth),
    /// Something is wrong with it, and said already.
    Broken,
}

/// How many groups, rules and lists lie in one another.
pub(crate) type Depth = usize;

/// The rules of all intents.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    rules: HashMap<RuleName, Rule>,
    /// Those being read, the outermost first.
    open: Vec<RuleName>,
}

impl Rules {
    /// Adds a rule, or replaces it: the last one of a name counts.
    pub(crate) fn add(&mut self, name: RuleName, body: Passage) {
        self.rules.insert(name, Rule::Unread(body));
    }

    pub(crate) fn get(&self, name: &RuleName) -> Option<&Rule> {
        self.rules.get(name)
    }

    /// Takes the body of a rule that is not read yet, which is open from now on.
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

    /// Ends what [`Rules::open`] began.
    pub(crate) fn close(&mut self, name: &RuleName, rule: Rule) {
        self.open.pop();
        self.rules.insert(name.clone(), rule);
    }

    /// The way from an open rule back to itself: `<a> → <b> → <a>`.
    pub(crate) fn cycle(&self, name: &RuleName) -> String {
        let inner = self.open.iter().skip_while(|open| *open != name).chain([name]);
        let names: Vec<String> =
            inner.map(|rule| format!("<{}>", rule.shown_in(Some(&name.intent)))).collect();
        names.join(" → ")
    }

    /// What may have been meant by a rule that is not there: the same name in another intent, or a similar one.
    pub(crate) fn similar(&self, wanted: &RuleName) -> Option<&RuleName> {
        let candidates = self.rules.keys().filter_map(|rule| {
            let likeness = strsim::jaro_winkler(&rule.name, &wanted.name);
            let elsewhere = if rule.intent == wanted.intent { 0.0 } else { 0.05 };
            (likeness > 0.8).then_some((likeness - elsewhere, rule))
        });
        // Of equally similar ones the first by name, so that the advice is always the same.
        let best = candidates.max_by(|(a, one), (b, other)| {
            a.total_cmp(b)
                .then_with(|| (other.intent.as_str(), &other.name).cmp(&(one.intent.as_str(), &one.name)))
        });
        best.map(|(_, rule)| rule)
    }
}

impl RuleName {
    /// How a template of this intent refers to it; none is a slot list.
    pub(crate) fn shown_in(&self, intent: Option<&IntentName>) -> String {
        if intent == Some(&self.intent) {
            self.name.clone()
        } else {
            format!("{}.{}", self.intent, self.name)
        }
    }
}
