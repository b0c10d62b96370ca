//! The people of the house.

use std::time::Duration;

use petasos_messages::payload::{HotwordDetected, Say};
use petasos_messages::{Message, SessionId, SiteId};

use super::ears::{Ears, typed};
use crate::world::{Happening, Part, World};

/// Somebody wants something, and will again.
pub(super) fn act(world: &mut World, ears: &Ears) {
    if !world.busy {
        return;
    }
    let pause = world.random.millis(300, 3_800);
    world.plan(pause, Happening::Person);
    let site = world.any_place().id;
    wake(world, ears, &site);
    if world.habits.two_rooms && world.random.percent(15) {
        let other = world.any_place().id;
        wake(world, ears, &other);
    }
}

/// Somebody says the wake word, presses a button, or types.
fn wake(world: &mut World, ears: &Ears, site: &SiteId) {
    let Some(place) = world.place(site).cloned() else {
        return;
    };
    if !place.microphone {
        let text = world.random.pick(["turn on the light", "what time is it", "mumble"]);
        let session = SessionId::new(world.fresh("typed")).ok();
        world.answer(Part::Asr, Duration::ZERO, typed(text, place.id, session));
        return;
    }
    let hears = ears.hotword(site).is_none_or(super::Muted::is_on);
    let button = world.habits.buttons && world.random.percent(20);
    if !hears && !button {
        return;
    }
    let mut detected = HotwordDetected::new(world.random.pick(["jarvis", "alexa"]), place.id);
    detected.model_id = Some("model".to_owned());
    if place.dialect.hotword_names_session && world.random.percent(10) {
        detected.session_id = SessionId::new(world.fresh("offered")).ok();
    }
    let times = if world.habits.flapping && world.random.percent(15) { 4 } else { 1 };
    for time in 0..times {
        let after = Duration::from_millis(120) * time;
        world.plan(
            after,
            Happening::Publish(Part::Hotword, Message::HotwordDetected(Box::new(detected.clone()))),
        );
    }
}

/// Where there is no microphone, people read what is said, and type an answer if it is a question.
pub(super) fn read(world: &mut World, say: &Say) {
    let Some(place) =
        say.site_id.as_ref().and_then(|site| world.place(site)).filter(|place| !place.microphone)
    else {
        return;
    };
    if say.text.ends_with('?') {
        let answer = typed("yes", place.id.clone(), say.session_id.clone());
        let after = world.random.millis(500, 3_000);
        world.answer(Part::Asr, after, answer);
    }
}
