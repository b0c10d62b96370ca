//! The components that the demonstration brings along, each a client of its own at one broker.
//!
//! [`component_client`] runs a state machine at the broker: [`site_machine`], [`simulated_lamps`], [`espeak_tts`].
//! [`background_service`] is what runs by itself: the manager, the NLU, the [`demo_skills`]. [`bus_watcher`] receives everything, and
//! [`audible_tts`] plays speech on this computer.

pub(crate) mod audible_tts;
pub(crate) mod background_service;
pub(crate) mod bus_watcher;
pub(crate) mod component_client;
pub(crate) mod demo_skills;
mod espeak;
mod espeak_tts;
pub(crate) mod simulated_lamps;
pub(crate) mod site_machine;

use petasos_messages::Component;

/// The components that the demonstration brings along, each with the word that flags and commands have for it.
pub const COMPONENTS: [(&str, Component); 7] = [
    ("manager", Component::DialogueManager),
    ("nlu", Component::Nlu),
    ("tts", Component::Tts),
    ("asr", Component::Asr),
    ("hotword", Component::Hotword),
    ("speaker", Component::AudioServer),
    ("skills", Component::Skill),
];

/// Those that can be broken: all but the manager, whose reaction is the point of breaking one.
pub(crate) fn breakable() -> impl Iterator<Item = (&'static str, Component)> {
    COMPONENTS.into_iter().filter(|(_, component)| *component != Component::DialogueManager)
}

/// The word for a component in flags and commands.
pub(crate) fn word(component: Component) -> &'static str {
    let known = COMPONENTS.into_iter().find(|(_, known)| *known == component);
    known.map_or_else(|| component.as_str(), |(word, _)| word)
}
