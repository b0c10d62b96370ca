//! For intents without a skill: says what was understood, so that one's own sentences can be tried.

use super::Answer;
use super::request::Request;

/// Reads back an intent and its slots: "You want `GetTemperature`: room is kitchen."
pub(super) fn read_back(request: &Request<'_>) -> Answer {
    let slots = request.intent.slots.iter();
    let slots: Vec<String> = slots
        .map(|slot| {
            let value = slot.value.text().unwrap_or_else(|| slot.raw_value.clone());
            format!("{} is {value}", slot.slot_name)
        })
        .collect();
    Answer::Say(match slots.as_slice() {
        [] => format!("You want {}.", request.name()),
        slots => format!("You want {}: {}.", request.name(), slots.join(", ")),
    })
}
