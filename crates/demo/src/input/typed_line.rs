//! What a typed line means.

use petasos_messages::{Component, SiteId};
use petasos_simulator::sites::UserAction;

use crate::components::breakable;

/// The most words of the name of a site.
const MOST_WORDS: usize = 3;

/// What a typed line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// It is empty, or names a site and nothing else.
    Nothing,
    /// Show the commands.
    Help,
    /// Show a few sentences that are understood.
    Examples,
    /// Show the state of all sites.
    Sites,
    /// Go to this site.
    Use(SiteId),
    /// Break this component.
    Break(Component),
    /// Repair this component.
    Mend(Component),
    /// It names a site or a component that does not exist; a sentence that says so.
    Unknown(String),
    /// Do this at that site; `None` is the site where the user is.
    Act(Option<SiteId>, UserAction),
    /// Leave.
    Quit,
}

/// Reads a line. What is not a command is speech, so every line means something.
///
/// Only the exact form of a command is one: `break tts` breaks the TTS, `break a leg` is said aloud. What follows the name of a site and
/// a colon is said (or done) there: `kitchen: help` asks the kitchen. What only looks like the name of a site or a component is most
/// likely a typing error.
pub(crate) fn read(line: &str, sites: &[SiteId]) -> Line {
    let line = line.trim();
    let site =
        |name: &str| sites.iter().find(|site| site.as_str().eq_ignore_ascii_case(name.trim())).cloned();
    if let Some((name, rest)) = line.split_once(':') {
        if let Some(site) = site(name) {
            return action(rest.trim()).map_or(Line::Nothing, |action| Line::Act(Some(site), action));
        }
        if looks_like_a_site(name, rest) {
            return unknown_site(name.trim(), sites);
        }
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_ascii_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    let command = match lower.as_slice() {
        ["help" | "?"] => Some(Line::Help),
        ["examples"] => Some(Line::Examples),
        ["sites" | "rooms"] => Some(Line::Sites),
        ["quit" | "exit"] => Some(Line::Quit),
        ["use", name @ ..] if !name.is_empty() => match (site(&name.join(" ")), words.as_slice()) {
            (Some(site), _) => Some(Line::Use(site)),
            (None, [_, name]) => Some(unknown_site(name, sites)),
            _ => None,
        },
        ["break", name] => Some(component(name).map_or_else(|| no_such_component(name), Line::Break)),
        ["mend", name] => Some(component(name).map_or_else(|| no_such_component(name), Line::Mend)),
        _ => None,
    };
    command.unwrap_or_else(|| action(line).map_or(Line::Nothing, |action| Line::Act(None, action)))
}

/// Whether what stands before a colon may be meant as a site: a few words, with a space after the colon. `at 7:30` is not.
fn looks_like_a_site(name: &str, rest: &str) -> bool {
    let words = name.split_whitespace().count();
    (1..=MOST_WORDS).contains(&words) && rest.starts_with(char::is_whitespace)
}

/// The component with this word that can be broken.
fn component(word: &str) -> Option<Component> {
    breakable().find(|(known, _)| *known == word).map(|(_, component)| component)
}

fn no_such_component(name: &str) -> Line {
    let known: Vec<&str> = breakable().map(|(word, _)| word).collect();
    Line::Unknown(format!("{name:?} cannot be broken; try one of {}.", known.join(", ")))
}

fn unknown_site(name: &str, sites: &[SiteId]) -> Line {
    Line::Unknown(format!("There is {}.", no_such_site(name, sites)))
}

/// That a site does not exist, and which do; to follow "there is".
pub(crate) fn no_such_site(name: &str, sites: &[SiteId]) -> String {
    let known: Vec<&str> = sites.iter().map(SiteId::as_str).collect();
    let are = if known.len() == 1 { "is only" } else { "are" };
    format!("no site called {name}; there {are} {}", known.join(" and "))
}

/// What a line may begin with, or be: for completion.
pub(crate) fn completions(sites: &[SiteId]) -> Vec<String> {
    let words = ["help", "examples", "sites", "silence", "wake", "noise", "quit"].map(str::to_owned);
    let components = breakable().flat_map(|(word, _)| [format!("break {word}"), format!("mend {word}")]);
    let sites = sites.iter().flat_map(|site| [format!("{site}: "), format!("use {site}")]);
    words.into_iter().chain(components).chain(sites).collect()
}

/// What the user does: says something, or one of the three other things.
fn action(words: &str) -> Option<UserAction> {
    match words.to_ascii_lowercase().as_str() {
        "" => None,
        "wake" => Some(UserAction::Wake),
        "silence" => Some(UserAction::KeepSilent),
        "noise" => Some(UserAction::Noise),
        _ => Some(UserAction::Say(words.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sites() -> [SiteId; 2] {
        ["kitchen", "living room"].map(|name| SiteId::new(name).unwrap())
    }

    fn meaning(line: &str) -> Line {
        read(line, &sites())
    }

    fn say(site: Option<&str>, words: &str) -> Line {
        Line::Act(site.map(|site| SiteId::new(site).unwrap()), UserAction::Say(words.to_owned()))
    }

    #[test]
    fn what_is_no_command_is_speech() {
        assert_eq!(meaning("  turn on the light "), say(None, "turn on the light"));
        assert_eq!(meaning("help me"), say(None, "help me"));
        assert_eq!(meaning("break a leg"), say(None, "break a leg"));
        assert_eq!(meaning("break the tts"), say(None, "break the tts"));
        assert_eq!(meaning("use the force"), say(None, "use the force"));
    }

    #[test]
    fn a_site_before_a_colon_is_where_it_is_said() {
        assert_eq!(meaning("Kitchen: turn on the light"), say(Some("kitchen"), "turn on the light"));
        assert_eq!(meaning("living room:what time is it"), say(Some("living room"), "what time is it"));
        assert_eq!(meaning("kitchen: help"), say(Some("kitchen"), "help"));
        assert_eq!(meaning("kitchen: wake"), Line::Act(Some(sites()[0].clone()), UserAction::Wake));
        assert_eq!(meaning("kitchen:"), Line::Nothing);
    }

    #[test]
    fn a_site_that_does_not_exist_is_not_spoken_to() {
        for (line, name) in
            [("cellar: hello", "cellar"), ("the big bath: hello", "the big bath"), ("use Attic", "Attic")]
        {
            assert_eq!(meaning(line), unknown_site(name, &sites()));
        }
        for speech in ["wake me at 7:30", "tell the people in the cellar: dinner", ": hello", "note:milk"] {
            assert_eq!(meaning(speech), say(None, speech));
        }
        assert_eq!(
            no_such_site("cellar", &sites()),
            "no site called cellar; there are kitchen and living room"
        );
        assert_eq!(no_such_site("cellar", &sites()[..1]), "no site called cellar; there is only kitchen");
    }

    #[test]
    fn commands_are_known_in_any_case() {
        assert_eq!(meaning("HELP"), Line::Help);
        assert_eq!(meaning("examples"), Line::Examples);
        assert_eq!(meaning("sites"), Line::Sites);
        assert_eq!(meaning("quit"), Line::Quit);
        assert_eq!(meaning("use Living Room"), Line::Use(sites()[1].clone()));
        assert_eq!(meaning("break TTS"), Line::Break(Component::Tts));
        assert_eq!(meaning("mend  nlu"), Line::Mend(Component::Nlu));
        assert_eq!(meaning("silence"), Line::Act(None, UserAction::KeepSilent));
        assert_eq!(meaning("noise"), Line::Act(None, UserAction::Noise));
        assert_eq!(meaning(""), Line::Nothing);
    }

    #[test]
    fn every_completion_is_understood_as_more_than_speech() {
        for line in completions(&sites()) {
            let meant = meaning(&line);
            assert!(!matches!(meant, Line::Act(_, UserAction::Say(_))), "{line:?}: {meant:?}");
        }
    }

    #[test]
    fn a_component_that_cannot_be_broken_is_not_spoken_of() {
        for line in ["break manager", "mend ttz", "break it"] {
            assert!(
                matches!(meaning(line), Line::Unknown(text) if text.contains("tts, asr, hotword")),
                "{line}"
            );
        }
    }

    proptest! {
        #[test]
        fn every_line_means_something(line in ".*") {
            let silent = line.trim().is_empty() || line.trim().ends_with(':');
            prop_assert!(silent || meaning(&line) != Line::Nothing);
        }
    }
}
