//! What a typed line means.

use petasos_messages::SiteId;
use petasos_simulator::sites::UserAction;

use crate::components::Part;

/// The most words of the name of a room.
const MOST_WORDS: usize = 3;

/// What a typed line means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Line {
    /// It is empty, or names a room and nothing else.
    Nothing,
    /// What can be typed?
    Help,
    /// What can be said?
    Examples,
    /// How are the rooms?
    Sites,
    /// Go to this room.
    Use(SiteId),
    /// Break this part.
    Break(Part),
    /// Mend this part.
    Mend(Part),
    /// It names a room that is not there.
    NoSuchRoom(String),
    /// Do this in that room; `None` is the room one is in.
    Act(Option<SiteId>, UserAction),
    /// That was all.
    Quit,
}

/// Reads a line. What is no command is speech, so every line means something.
///
/// Only the exact form of a command is one: `break tts` breaks the TTS, `break a leg` is said aloud. What stands behind the name of
/// a room and a colon is said (or done) there: `kitchen: help` asks the kitchen. What only looks like the name of a room is most
/// likely a slip.
pub(crate) fn read(line: &str, rooms: &[SiteId]) -> Line {
    let line = line.trim();
    let room =
        |name: &str| rooms.iter().find(|room| room.as_str().eq_ignore_ascii_case(name.trim())).cloned();
    if let Some((name, rest)) = line.split_once(':') {
        if let Some(room) = room(name) {
            return act(rest.trim()).map_or(Line::Nothing, |act| Line::Act(Some(room), act));
        }
        if looks_like_a_room(name, rest) {
            return Line::NoSuchRoom(name.trim().to_owned());
        }
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let command = match words.as_slice() {
        [word] => alone(&word.to_ascii_lowercase()),
        [word, rest @ ..] => match (word.to_ascii_lowercase().as_str(), rest) {
            ("use", _) => room(&rest.join(" ")).map(Line::Use),
            ("break", [part]) => Part::breakable(part).map(Line::Break),
            ("mend", [part]) => Part::breakable(part).map(Line::Mend),
            _ => None,
        },
        [] => None,
    };
    command.unwrap_or_else(|| act(line).map_or(Line::Nothing, |act| Line::Act(None, act)))
}

/// Whether what stands before a colon may be meant as a room: a few words, with a space after the colon. `at 7:30` is not.
fn looks_like_a_room(name: &str, rest: &str) -> bool {
    let words = name.split_whitespace().count();
    (1..=MOST_WORDS).contains(&words) && rest.starts_with(char::is_whitespace)
}

/// What to say of a room that is not there, after "there is".
pub(crate) fn no_such_room(name: &str, rooms: &[SiteId]) -> String {
    let known: Vec<&str> = rooms.iter().map(SiteId::as_str).collect();
    let are = if known.len() == 1 { "is" } else { "are" };
    format!("no room called {name}; there {are} {}", known.join(" and "))
}

/// What a line may begin with, or be: for completion.
pub(crate) fn completions(rooms: &[SiteId]) -> Vec<String> {
    let words = ["help", "examples", "sites", "silence", "wake", "noise", "quit"].map(str::to_owned);
    let parts = Part::BREAKABLE.iter().flat_map(|part| [format!("break {part}"), format!("mend {part}")]);
    let rooms = rooms.iter().flat_map(|room| [format!("{room}: "), format!("use {room}")]);
    words.into_iter().chain(parts).chain(rooms).collect()
}

/// A command of one word that belongs to no room.
fn alone(word: &str) -> Option<Line> {
    match word {
        "help" | "?" => Some(Line::Help),
        "examples" => Some(Line::Examples),
        "sites" | "rooms" => Some(Line::Sites),
        "quit" | "exit" => Some(Line::Quit),
        _ => None,
    }
}

/// What is done in a room: something said, unless it is one of the three other things a person can do.
fn act(words: &str) -> Option<UserAction> {
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

    fn rooms() -> [SiteId; 2] {
        ["kitchen", "living room"].map(|name| SiteId::new(name).unwrap())
    }

    fn meaning(line: &str) -> Line {
        read(line, &rooms())
    }

    fn say(room: Option<&str>, words: &str) -> Line {
        Line::Act(room.map(|room| SiteId::new(room).unwrap()), UserAction::Say(words.to_owned()))
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
    fn a_room_before_a_colon_is_where_it_is_said() {
        assert_eq!(meaning("Kitchen: turn on the light"), say(Some("kitchen"), "turn on the light"));
        assert_eq!(meaning("living room:what time is it"), say(Some("living room"), "what time is it"));
        assert_eq!(meaning("kitchen: help"), say(Some("kitchen"), "help"));
        assert_eq!(meaning("kitchen: wake"), Line::Act(Some(rooms()[0].clone()), UserAction::Wake));
        assert_eq!(meaning("kitchen:"), Line::Nothing);
    }

    #[test]
    fn a_room_that_is_not_there_is_not_spoken_to() {
        assert_eq!(meaning("cellar: hello"), Line::NoSuchRoom("cellar".to_owned()));
        assert_eq!(meaning("the big bath: hello"), Line::NoSuchRoom("the big bath".to_owned()));
        for speech in ["wake me at 7:30", "tell the people in the cellar: dinner", ": hello", "note:milk"] {
            assert_eq!(meaning(speech), say(None, speech));
        }
        assert_eq!(
            no_such_room("cellar", &rooms()),
            "no room called cellar; there are kitchen and living room"
        );
        assert_eq!(no_such_room("cellar", &rooms()[..1]), "no room called cellar; there is kitchen");
    }

    #[test]
    fn commands_are_known_in_any_case() {
        assert_eq!(meaning("HELP"), Line::Help);
        assert_eq!(meaning("examples"), Line::Examples);
        assert_eq!(meaning("sites"), Line::Sites);
        assert_eq!(meaning("quit"), Line::Quit);
        assert_eq!(meaning("use Living Room"), Line::Use(rooms()[1].clone()));
        assert_eq!(meaning("break TTS"), Line::Break(Part::Tts));
        assert_eq!(meaning("mend  nlu"), Line::Mend(Part::Nlu));
        assert_eq!(meaning("silence"), Line::Act(None, UserAction::KeepSilent));
        assert_eq!(meaning("noise"), Line::Act(None, UserAction::Noise));
        assert_eq!(meaning(""), Line::Nothing);
    }

    #[test]
    fn every_completion_is_understood_as_more_than_speech() {
        for line in completions(&rooms()) {
            let meant = meaning(&line);
            assert!(!matches!(meant, Line::Act(_, UserAction::Say(_))), "{line:?}: {meant:?}");
        }
    }

    #[test]
    fn the_manager_cannot_be_broken() {
        assert_eq!(meaning("break manager"), say(None, "break manager"));
    }

    proptest! {
        #[test]
        fn every_line_means_something(line in ".*") {
            let silent = line.trim().is_empty() || line.trim().ends_with(':');
            prop_assert!(silent || meaning(&line) != Line::Nothing);
        }
    }
}
