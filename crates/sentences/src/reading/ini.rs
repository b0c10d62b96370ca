//! Splits a file into intents, and these into templates and rules.
//!
//! The syntax is that of Python's `configparser` as configured by Rhasspy (`allow_no_value`, `=` only, not strict, case-sensitive
//! names): `[Intent]` starts or continues an intent; `name = body` is a rule, any other line a template; a line that starts with
//! `#` or `;` is a comment; a line indented deeper than the rule before it continues that rule.

use std::collections::HashMap;
use std::sync::Arc;

use petasos_messages::IntentName;

use super::cursor::is_bracket;
use super::problem::Mistake;
use super::report::Report;
use super::source::{Line, Passage, Source};
use crate::Limits;

/// A section: an intent, or only rules.
#[derive(Debug)]
pub(crate) struct Section {
    pub(crate) name: IntentName,
    /// The line of the header.
    pub(crate) header: Passage,
    pub(crate) entries: Vec<Entry>,
}

/// A template or a rule.
#[derive(Debug)]
pub(crate) struct Entry {
    /// The name of the rule; `None` for a template.
    pub(crate) rule: Option<String>,
    pub(crate) body: Passage,
}

/// Splits a file into its sections.
pub(crate) fn split(source: &Arc<Source>, limits: &Limits, report: &mut Report) -> Vec<Section> {
    let mut splitter =
        Splitter { source, report, sections: Vec::new(), known: HashMap::new(), state: State::Outside };
    let mut entries = 0;
    for line in source.lines() {
        let text = line.text.trim();
        if text.is_empty() || text.starts_with(['#', ';']) {
            continue;
        }
        if entries == limits.templates {
            let advice = "split the file, or raise the limit";
            splitter.refuse(line, 0, format!("more than {entries} lines with templates"), advice);
            break;
        }
        entries += 1;
        if line.text.chars().count() > limits.line {
            let message = format!("a line of more than {} characters", limits.line);
            splitter.refuse(line, 0, message, "split it with rules: `name = ...` and `<name>`");
            continue;
        }
        splitter.line(line);
    }
    splitter.sections
}

struct Splitter<'a> {
    source: &'a Arc<Source>,
    report: &'a mut Report,
    sections: Vec<Section>,
    /// The index of each name in `sections`.
    known: HashMap<IntentName, usize>,
    state: State,
}

/// What the next line belongs to.
#[derive(Clone, Copy)]
enum State {
    /// No intent yet. Reported once.
    Outside,
    /// A rejected section: its lines are skipped.
    Skipping,
    /// This section, with no entry to continue.
    Begun { section: usize },
    /// This section; a line indented deeper than this continues its last entry.
    Inside { section: usize, indent: usize },
}

impl Splitter<'_> {
    fn refuse(&mut self, line: Line<'_>, offset: usize, message: impl Into<String>, advice: &str) {
        self.report.problem(self.source.problem(line.place(offset), Mistake::new(offset, message, advice)));
    }

    fn line(&mut self, line: Line<'_>) {
        let skipped = line.text.len() - line.text.trim_start().len();
        let indent = line.text.chars().take_while(|c| c.is_whitespace()).count();
        if let State::Inside { section, indent: first } = self.state
            && indent > first
        {
            return self.go_on(section, line, skipped);
        }
        let text = line.text.trim();
        match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((name, after)) => self.header(line, skipped, name.trim(), after.trim()),
            None => match self.state {
                State::Outside => {
                    let advice = "write the name of its intent above it, in a line of its own: `[TurnOn]`";
                    self.refuse(line, skipped, "a template that belongs to no intent", advice);
                    self.state = State::Skipping;
                }
                State::Skipping => {}
                State::Begun { section } | State::Inside { section, .. } => {
                    self.entry(section, line, skipped);
                    self.state = State::Inside { section, indent };
                }
            },
        }
    }

    /// `[name] after`: the header of an intent, or a template whose bracket is not escaped.
    fn header(&mut self, line: Line<'_>, skipped: usize, name: &str, after: &str) {
        let comment = after.is_empty() || after.starts_with(['#', ';']);
        if !comment || name.contains(|c| is_bracket(c) || matches!(c, '|' | '$')) {
            let (message, advice) = (
                format!("`[{name}]` at the beginning of a line stands for an intent"),
                format!(r"for an optional part write `\[{name}]`; for an intent write nothing after the `]`"),
            );
            return self.refuse(line, skipped, message, &advice);
        }
        if name == "DEFAULT" {
            self.state = State::Skipping;
            let advice = "give the intent another name; rules for all intents are written `<Intent.rule>`";
            return self.refuse(line, skipped, "`[DEFAULT]` means every intent to Rhasspy", advice);
        }
        match IntentName::new(name) {
            Ok(name) => self.begin(name, Passage::new(self.source, line, skipped)),
            Err(error) => {
                self.state = State::Skipping;
                let advice = "write a name such as `[TurnOn]`";
                self.refuse(line, skipped, format!("this is no name for an intent: {error}"), advice);
            }
        }
    }

    fn begin(&mut self, name: IntentName, header: Passage) {
        let next = self.sections.len();
        let section = *self.known.entry(name.clone()).or_insert(next);
        if section == next {
            self.sections.push(Section { name, header, entries: Vec::new() });
        }
        self.state = State::Begun { section };
    }

    fn entry(&mut self, section: usize, line: Line<'_>, skipped: usize) {
        let text = line.text.get(skipped..).unwrap_or_default();
        let (rule, body) = match text.split_once('=') {
            None => (None, skipped),
            Some((name, body)) => {
                let name = name.trim();
                if name.is_empty() || name.contains(|c| is_bracket(c) || matches!(c, '|' | '.' | '\\')) {
                    let advice = "write `name = body` for a rule; a template cannot have a `=`";
                    self.refuse(line, skipped, "`=` makes this line a rule, and this is no name", advice);
                    return;
                }
                (Some(name.to_owned()), line.text.len() - body.trim_start().len())
            }
        };
        if let Some(section) = self.sections.get_mut(section) {
            section.entries.push(Entry { rule, body: Passage::new(self.source, line, body) });
        }
    }

    /// A line indented deeper than the one before it.
    fn go_on(&mut self, section: usize, line: Line<'_>, skipped: usize) {
        let last = self.sections.get_mut(section).and_then(|section| section.entries.last_mut());
        if let Some(Entry { rule: Some(_), body }) = last {
            body.extend(line, skipped);
        } else {
            let advice = "begin it where the line above begins; only rules may go on in indented lines";
            self.refuse(line, skipped, "a template that is indented deeper than the one above", advice);
        }
    }
}
