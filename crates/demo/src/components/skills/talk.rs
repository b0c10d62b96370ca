//! Small talk.

use super::Answer;
use super::request::Request;

/// What the question is about whether really everything is to be turned off.
pub(super) const EVERYTHING: &str = "everything";

const JOKES: [&str; 3] = [
    "Why did the microphone break up? It needed space to be heard.",
    "I know a joke about MQTT. You may get it more than once.",
    "What does the lamp say in the evening? Watt a day.",
];

/// A joke by its number, from 0; after the last comes the first again.
pub(super) fn joke(number: usize) -> Answer {
    Answer::say(JOKES.get(number % JOKES.len()).copied().unwrap_or_default())
}

/// What was said last in this room.
pub(super) fn repeat(last_said: Option<&String>) -> Answer {
    Answer::say(last_said.map_or("I have said nothing yet.", String::as_str))
}

/// "Yes" or "no" where it changes nothing.
pub(super) fn yes_or_no(request: &Request<'_>) -> Answer {
    Answer::say(match request.about() {
        Some(EVERYTHING) => "I leave everything as it is.",
        _ => "I have asked nothing.",
    })
}
