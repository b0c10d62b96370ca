//! The sentence templates of skills: parsing and expansion.

use super::Why;

/// The maximum nesting of groups.
const MAX_DEPTH: usize = 16;

/// The maximum number of sentences per template; more would not improve an NLU.
const MAX_SENTENCES: usize = 1000;

/// A template: `set [the] {room} (light | lamp) to {color}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Template {
    /// The source text.
    pub(super) text: String,
    /// The alternatives, each a sequence of parts.
    pub(super) alternatives: Vec<Vec<Part>>,
}

/// A part of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    Word(String),
    /// The value of a slot.
    Slot(String),
    /// One of these alternatives.
    Choice(Vec<Vec<Part>>),
    /// One of these alternatives, or nothing.
    Optional(Vec<Vec<Part>>),
}

/// A word or a slot of a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item<'a> {
    Word(&'a str),
    Slot(&'a str),
}

impl Template {
    /// Parses a template.
    pub(super) fn parse(text: &str) -> Result<Self, Why> {
        let mut parser = Parser { rest: text, depth: 0 };
        let alternatives = parser.alternatives(None)?;
        Ok(Self { text: text.to_owned(), alternatives })
    }

    pub(super) fn slots(&self) -> Vec<&str> {
        let mut slots = Vec::new();
        walk(&self.alternatives, &mut |part| {
            if let Part::Slot(slot) = part {
                slots.push(slot.as_str());
            }
        });
        slots
    }

    /// All sentences of the template, in order.
    pub(super) fn sentences(&self) -> Result<Vec<Vec<Item<'_>>>, Why> {
        one_of(&self.alternatives)
    }

    pub(super) fn says(&self, wanted: &str) -> bool {
        let mut says = false;
        walk(&self.alternatives, &mut |part| {
            says |= matches!(part, Part::Word(word) if word.eq_ignore_ascii_case(wanted));
        });
        says
    }
}

/// Visits all words and slots, in order.
fn walk<'a>(alternatives: &'a [Vec<Part>], visit: &mut impl FnMut(&'a Part)) {
    for part in alternatives.iter().flatten() {
        match part {
            Part::Word(_) | Part::Slot(_) => visit(part),
            Part::Choice(inner) | Part::Optional(inner) => walk(inner, visit),
        }
    }
}

fn one_of(alternatives: &[Vec<Part>]) -> Result<Vec<Vec<Item<'_>>>, Why> {
    let mut all = Vec::new();
    for parts in alternatives {
        all.extend(row(parts)?);
        bounded(all.len())?;
    }
    Ok(all)
}

fn row(parts: &[Part]) -> Result<Vec<Vec<Item<'_>>>, Why> {
    let mut sentences = vec![Vec::new()];
    for part in parts {
        let ways = match part {
            Part::Word(word) => vec![vec![Item::Word(word)]],
            Part::Slot(slot) => vec![vec![Item::Slot(slot)]],
            Part::Choice(alternatives) => one_of(alternatives)?,
            Part::Optional(alternatives) => {
                let mut ways = one_of(alternatives)?;
                ways.push(Vec::new());
                ways
            }
        };
        bounded(sentences.len() * ways.len())?;
        let joined = |sentence: &Vec<_>| {
            let sentence = sentence.clone();
            ways.iter().map(move |way| [sentence.as_slice(), way].concat())
        };
        sentences = sentences.iter().flat_map(joined).collect();
    }
    Ok(sentences)
}

fn bounded(sentences: usize) -> Result<(), Why> {
    if sentences > MAX_SENTENCES { Err(Why::TooMany(MAX_SENTENCES)) } else { Ok(()) }
}

struct Parser<'a> {
    rest: &'a str,
    depth: usize,
}

impl Parser<'_> {
    /// Parses alternatives up to a closing bracket or the end.
    fn alternatives(&mut self, end: Option<char>) -> Result<Vec<Vec<Part>>, Why> {
        let mut alternatives = vec![Vec::new()];
        while let Some(c) = self.next() {
            let part = match c {
                _ if Some(c) == end => return Ok(alternatives),
                ']' | ')' | '}' => return Err(Why::Bracket(c)),
                '|' => {
                    alternatives.push(Vec::new());
                    continue;
                }
                '[' => Some(Part::Optional(self.group('[', ']')?)),
                '(' => Some(Part::Choice(self.group('(', ')')?)),
                '{' => Some(Part::Slot(self.slot()?)),
                c if c.is_whitespace() => None,
                c => self.word(c)?,
            };
            if let Some(last) = alternatives.last_mut() {
                last.extend(part);
            }
        }
        end.map_or(Ok(alternatives), |end| Err(Why::Bracket(if end == ')' { '(' } else { '[' })))
    }

    fn group(&mut self, open: char, close: char) -> Result<Vec<Vec<Part>>, Why> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Why::TooDeep(MAX_DEPTH));
        }
        let group = self.alternatives(Some(close))?;
        self.depth -= 1;
        self.check_end(open)?;
        Ok(group)
    }

    fn slot(&mut self) -> Result<String, Why> {
        let (name, rest) = self.rest.split_once('}').ok_or(Why::Bracket('{'))?;
        self.rest = rest;
        self.check_end('{')?;
        Ok(name.trim().to_owned())
    }

    /// Parses a word and drops punctuation at its end, which is not spoken.
    fn word(&mut self, first: char) -> Result<Option<Part>, Why> {
        let end = |c: char| c.is_whitespace() || is_bracket(c);
        let length = self.rest.find(end).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(length);
        self.rest = rest;
        let word = format!("{first}{word}");
        let word = word.trim_end_matches(is_punctuation);
        if let Some(strange) = word.chars().find(|c| is_reserved(*c)) {
            return Err(Why::Character(strange));
        }
        match self.rest.chars().next() {
            Some(open @ ('[' | '(' | '{')) => Err(Why::Attached(open)),
            _ if word.is_empty() => Ok(None),
            _ => Ok(Some(Part::Word(word.to_owned()))),
        }
    }

    /// Checks that a group or slot is followed by a space, punctuation, or the end of the enclosing group.
    fn check_end(&self, bracket: char) -> Result<(), Why> {
        match self.rest.chars().next() {
            Some(c) if !(c.is_whitespace() || is_punctuation(c) || matches!(c, '|' | ')' | ']')) => {
                Err(Why::Attached(bracket))
            }
            _ => Ok(()),
        }
    }

    fn next(&mut self) -> Option<char> {
        let c = self.rest.chars().next()?;
        self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
        Some(c)
    }
}

fn is_bracket(c: char) -> bool {
    matches!(c, '[' | ']' | '(' | ')' | '{' | '}' | '|')
}

/// Whether a character is written but not spoken.
fn is_punctuation(c: char) -> bool {
    matches!(c, '.' | ',' | '?' | ';' | '!' | '¿' | '¡')
}

/// Whether a character has a special meaning to some NLU.
pub(super) fn is_reserved(c: char) -> bool {
    matches!(c, '<' | '>' | ':' | '$' | '=' | '\\' | '#' | ';' | '!' | '"') || is_bracket(c) || c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn word(word: &str) -> Part {
        Part::Word(word.to_owned())
    }

    #[test]
    fn a_template_has_words_slots_groups_and_optional_parts() {
        let template = Template::parse("set [the | a] {room} (light|floor lamp), please.").unwrap();
        let expected = vec![
            word("set"),
            Part::Optional(vec![vec![word("the")], vec![word("a")]]),
            Part::Slot("room".to_owned()),
            Part::Choice(vec![vec![word("light")], vec![word("floor"), word("lamp")]]),
            word("please"),
        ];
        assert_eq!(template.alternatives, [expected]);
        assert_eq!(template.slots(), ["room"]);
    }

    #[test]
    fn characters_with_another_meaning_to_an_nlu_are_rejected() {
        for (text, why) in [
            ("set (the light", Why::Bracket('(')),
            ("set the] light", Why::Bracket(']')),
            ("set {room light", Why::Bracket('{')),
            ("set (the] light", Why::Bracket(']')),
            ("colour: {color}", Why::Character(':')),
            ("a = b", Why::Character('=')),
            ("the lamp[s]", Why::Attached('[')),
            ("the {room}lamp", Why::Attached('{')),
            (&"(".repeat(40), Why::TooDeep(16)),
        ] {
            assert_eq!(Template::parse(text), Err(why), "{text}");
        }
    }
}
