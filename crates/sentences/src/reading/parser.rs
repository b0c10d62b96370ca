//! Parses templates: words, groups, references, and their suffixes.

use super::cursor::Cursor;
use super::problem::Mistake;
use super::suffixes;
use super::syntax::{Node, Sequence, Shape};

/// Parses a template, the body of a rule, or a value of a list into alternatives, usually one. Groups and optional parts may be
/// nested up to `nesting` deep.
pub(crate) fn parse(text: &str, nesting: usize) -> Result<Vec<Sequence>, Mistake> {
    Parser { cursor: Cursor::new(text), nesting }.alternatives(None)
}

struct Parser<'a> {
    cursor: Cursor<'a>,
    /// How many more groups may be nested.
    nesting: usize,
}

/// An opening bracket.
#[derive(Clone, Copy)]
struct Opened {
    at: usize,
    open: char,
    close: char,
}

impl Parser<'_> {
    /// Parses sequences up to and including the closing bracket, or up to the end of the text.
    fn alternatives(&mut self, opened: Option<Opened>) -> Result<Vec<Sequence>, Mistake> {
        let mut alternatives = Vec::new();
        let mut sequence = Sequence::new();
        loop {
            self.cursor.skip_space();
            let at = self.cursor.at();
            match self.cursor.peek() {
                None => match opened {
                    None => break,
                    Some(opened) => return Err(never_closed(opened)),
                },
                Some(c @ (')' | ']' | '}' | '>')) => {
                    if opened.is_none_or(|opened| opened.close != c) {
                        return Err(stray(at, c, opened));
                    }
                    self.cursor.skip(c);
                    break;
                }
                Some('|') => {
                    self.cursor.skip('|');
                    alternatives.push(std::mem::take(&mut sequence));
                }
                Some('{') => suffixes::tag(&mut self.cursor, sequence.last_mut())?,
                Some(_) => sequence.push(self.item()?),
            }
        }
        alternatives.push(sequence);
        Ok(alternatives)
    }

    /// Parses a word, a group or a reference with its suffixes, except its tag.
    fn item(&mut self) -> Result<Node, Mistake> {
        let at = self.cursor.at();
        let shape = match self.cursor.peek() {
            Some('(') => {
                self.cursor.skip('(');
                Shape::Group(self.inner(Opened { at, open: '(', close: ')' })?)
            }
            Some('[') => {
                self.cursor.skip('[');
                Shape::Optional(self.inner(Opened { at, open: '[', close: ']' })?)
            }
            Some('<') => self.rule()?,
            Some('$') => self.list()?,
            _ => Shape::Word(self.word()?),
        };
        let mut node = Node::new(at, shape);
        suffixes::output(&mut self.cursor, &mut node)?;
        suffixes::converters(&mut self.cursor, &mut node)?;
        match &node.shape {
            Shape::Word(word) if word.is_empty() && node.output.is_none() => Err(Mistake::new(
                at,
                "a converter with nothing before it",
                "write it right after the word or the group, without a space",
            )),
            _ => Ok(node),
        }
    }

    fn inner(&mut self, opened: Opened) -> Result<Vec<Sequence>, Mistake> {
        let Some(nesting) = self.nesting.checked_sub(1) else {
            return Err(Mistake::new(
                opened.at,
                "too many brackets within one another",
                "give the inner ones a name by a rule, or write them flat",
            ));
        };
        self.nesting = nesting;
        let inner = self.alternatives(Some(opened));
        self.nesting += 1;
        inner
    }

    fn word(&mut self) -> Result<String, Mistake> {
        let word = self.cursor.word();
        match word.find('\\') {
            None => Ok(word.to_owned()),
            Some(offset) => Err(Mistake::new(
                self.cursor.at() - word.len() + offset,
                r"`\` is only known before `[`",
                r"remove it; brackets, `|`, `:` and `!` cannot be spoken",
            )),
        }
    }

    /// `<rule>` or `<Intent.rule>`: names of intents may contain dots, those of rules may not.
    fn rule(&mut self) -> Result<Shape, Mistake> {
        let at = self.cursor.at();
        self.cursor.skip('<');
        let text = self.cursor.until(|c| matches!(c, '>' | '<' | '(' | ')' | '[' | ']' | '{' | '}' | '|'));
        if !self.cursor.skip('>') {
            return Err(never_closed(Opened { at, open: '<', close: '>' }));
        }
        let (intent, name) = match text.rsplit_once('.') {
            Some((intent, name)) => (Some(intent.trim()), name.trim()),
            None => (None, text.trim()),
        };
        if name.is_empty() || intent.is_some_and(str::is_empty) {
            let advice = "write `<rule>`, or `<Intent.rule>` for the rule of another intent";
            return Err(Mistake::new(at, "this reference names no rule", advice));
        }
        Ok(Shape::Rule { intent: intent.map(str::to_owned), name: name.to_owned() })
    }

    fn list(&mut self) -> Result<Shape, Mistake> {
        let at = self.cursor.at();
        let name = self.cursor.word().trim_start_matches('$');
        if name.is_empty() {
            return Err(Mistake::new(at, "`$` names no slot list", "write `$name`, without a space"));
        }
        Ok(Shape::List(name.to_owned()))
    }
}

fn never_closed(Opened { at, open, close }: Opened) -> Mistake {
    let thing = match open {
        '(' => "the group",
        '[' => "the optional part",
        _ => "the rule's name",
    };
    Mistake::new(at, format!("this `{open}` is never closed"), format!("write `{close}` where {thing} ends"))
}

fn stray(at: usize, c: char, opened: Option<Opened>) -> Mistake {
    match opened {
        Some(Opened { open, close, .. }) => Mistake::new(
            at,
            format!("a `{c}` within `{open}`"),
            format!("write `{close}` before it, or open what it closes"),
        ),
        None => Mistake::new(at, format!("a `{c}` that closes nothing"), "remove it, or open what it closes"),
    }
}
