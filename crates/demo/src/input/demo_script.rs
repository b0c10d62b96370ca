//! Scripts: what is typed, and what is expected to be said at the sites.
//!
//! ```text
//! # a comment
//! turn on the light
//! < kitchen: Okay.
//! what time is it
//! < kitchen: It is ...
//! ```
//!
//! A line is typed as soon as everything before it has happened. `< SITE: TEXT` is the next thing that is said at this site, to the
//! letter; `...` stands for any text.

use std::collections::{BTreeMap, VecDeque};

use petasos_messages::SiteId;

use super::typed_line;
use crate::Unexpected;

/// The most utterances that are remembered for each site until a line expects them.
const MOST_SAYINGS: usize = 100;

/// A script that is being run.
#[derive(Debug)]
pub struct Script {
    /// The steps that are left, each with its line in the file, from 1.
    steps: VecDeque<(usize, Step)>,
    /// What was said at the sites that no step has expected yet.
    said: BTreeMap<SiteId, VecDeque<String>>,
}

#[derive(Debug)]
enum Step {
    Type(String),
    Expect(SiteId, String),
}

/// A script that cannot be run.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line} of the script: {what}")]
pub struct BadScript {
    line: usize,
    what: String,
}

/// What a script wants next.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Wants {
    /// That this is typed.
    Type(String),
    /// That something is said.
    Answer,
    /// Nothing: it is over.
    Nothing,
}

impl Script {
    /// Reads a script for these sites.
    pub fn read(text: &str, sites: &[SiteId]) -> Result<Self, BadScript> {
        let numbered = (1..).zip(text.lines().map(str::trim));
        let steps = numbered.filter(|(_, text)| !text.is_empty() && !text.starts_with('#'));
        let steps = steps.map(|(line, text)| match Step::read(text, sites) {
            Ok(step) => Ok((line, step)),
            Err(what) => Err(BadScript { line, what }),
        });
        Ok(Self { steps: steps.collect::<Result<_, _>>()?, said: BTreeMap::new() })
    }

    /// Something is said at a site.
    pub(crate) fn hear(&mut self, site: &SiteId, text: &str) {
        let said = self.said.entry(site.clone()).or_default();
        if said.len() < MOST_SAYINGS {
            said.push_back(text.to_owned());
        }
    }

    /// How many steps are left.
    pub(crate) fn left(&self) -> usize {
        self.steps.len()
    }

    /// Goes on as far as it can. Call it again whenever something was typed or said.
    pub(crate) fn proceed(&mut self) -> Result<Wants, Unexpected> {
        while let Some((_, step)) = self.steps.front() {
            let said = match step {
                Step::Type(line) => {
                    let line = line.clone();
                    self.steps.pop_front();
                    return Ok(Wants::Type(line));
                }
                Step::Expect(site, _) => self.said.get_mut(site).and_then(VecDeque::pop_front),
            };
            let Some(said) = said else { return Ok(Wants::Answer) };
            if let Some(unexpected) = self.unexpected(Some(said)) {
                return Err(unexpected);
            }
            self.steps.pop_front();
        }
        Ok(Wants::Nothing)
    }

    /// What is wrong if the next step gets this: something that was said, or nothing in time.
    pub(crate) fn unexpected(&self, said: Option<String>) -> Option<Unexpected> {
        let (line, Step::Expect(site, expected)) = self.steps.front()? else { return None };
        let fits = said.as_ref().is_some_and(|said| matches(expected, said));
        (!fits).then(|| Unexpected { line: *line, site: site.clone(), expected: expected.clone(), said })
    }
}

impl Step {
    fn read(text: &str, sites: &[SiteId]) -> Result<Self, String> {
        let Some(expected) = text.strip_prefix('<') else { return Ok(Self::Type(text.to_owned())) };
        let (name, words) = expected.split_once(':').ok_or("write what is expected as `< SITE: TEXT`")?;
        let site = sites.iter().find(|site| **site == name.trim());
        let site =
            site.ok_or_else(|| format!("there is {}", typed_line::no_such_site(name.trim(), sites)))?;
        Ok(Self::Expect(site.clone(), words.trim().to_owned()))
    }
}

/// Whether a text matches a pattern, in which `...` stands for any text.
fn matches(pattern: &str, text: &str) -> bool {
    let Some((start, rest)) = pattern.split_once("...") else { return pattern == text.trim() };
    let Some(mut text) = text.trim().strip_prefix(start) else { return false };
    let mut pieces: Vec<&str> = rest.split("...").collect();
    let end = pieces.pop().unwrap_or_default();
    for piece in pieces {
        let Some((_, behind)) = text.split_once(piece) else { return false };
        text = behind;
    }
    text.ends_with(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sites() -> [SiteId; 2] {
        ["kitchen", "bedroom"].map(|name| SiteId::new(name).unwrap())
    }

    fn script(text: &str) -> Script {
        Script::read(text, &sites()).unwrap()
    }

    #[test]
    fn lines_are_typed_when_what_stands_before_them_was_said() {
        let [kitchen, _] = sites();
        let mut script = script("# a script\n\nturn on the light\n< kitchen: It is on.\nquit\n");
        assert_eq!(script.proceed(), Ok(Wants::Type("turn on the light".to_owned())));
        assert_eq!(script.proceed(), Ok(Wants::Answer));
        script.hear(&kitchen, "It is on.");
        assert_eq!(script.proceed(), Ok(Wants::Type("quit".to_owned())));
        assert_eq!(script.proceed(), Ok(Wants::Nothing));
    }

    #[test]
    fn each_site_has_its_own_order() {
        let [kitchen, bedroom] = sites();
        let mut script = script("< kitchen: one\n< kitchen: two\n< bedroom: three\n");
        for (site, words) in [(&kitchen, "one"), (&bedroom, "three"), (&kitchen, "two")] {
            script.hear(site, words);
        }
        assert_eq!(script.proceed(), Ok(Wants::Nothing));
    }

    #[test]
    fn another_answer_is_reported_with_the_line() {
        let [kitchen, _] = sites();
        let mut script = script("hello\n< kitchen: It is on.\n");
        let _ = script.proceed();
        script.hear(&kitchen, "It is off.");
        insta::assert_snapshot!(script.proceed().unwrap_err(), @r"
        line 2 of the script: kitchen was expected to say
            It is on.
        and said
            It is off.
        ");
    }

    #[test]
    fn a_missing_answer_is_reported_with_the_line() {
        let script = script("< bedroom: It is ...\n");
        insta::assert_snapshot!(script.unexpected(None).unwrap(), @r"
        line 1 of the script: bedroom was expected to say
            It is ...
        and said nothing
        ");
    }

    #[test]
    fn three_dots_stand_for_any_text() {
        assert!(matches("It is ...", "It is noon."));
        assert!(matches("... light ... on.", "The light in the kitchen is on."));
        assert!(matches("...", ""));
        assert!(!matches("It is ...", "The light is on."));
        assert!(!matches("... light ... off.", "The light in the kitchen is on."));
        assert!(!matches("a...a", "a"));
        assert!(!matches("It is noon.", "It is noon. Or not."));
    }

    #[test]
    fn a_script_that_cannot_be_run_says_where() {
        let read = |text| Script::read(text, &sites()).unwrap_err().to_string();
        insta::assert_snapshot!(read("\n< cellar: hello"), @"line 2 of the script: there is no site called cellar; there are kitchen and bedroom");
        insta::assert_snapshot!(read("< hello"), @"line 1 of the script: write what is expected as `< SITE: TEXT`");
    }

    #[test]
    fn a_site_that_never_stops_talking_does_not_fill_the_memory() {
        let [kitchen, _] = sites();
        let mut script = script("hello");
        for _ in 0..10 * MOST_SAYINGS {
            script.hear(&kitchen, "bla");
        }
        assert_eq!(script.said[&kitchen].len(), MOST_SAYINGS);
    }
}
