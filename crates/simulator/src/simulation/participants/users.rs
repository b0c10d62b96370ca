//! The users.

use std::time::Duration;

use petasos_messages::payload::{HotwordDetected, Say};
use petasos_messages::{Message, SessionId, SiteId};

use super::speech_inputs::{SpeechInputs, TrackedHotword, typed_text};
use crate::simulation::world::{Publisher, ScheduledEvent, World};

/// A user acts, and schedules the next such action.
pub(super) fn act(world: &mut World, inputs: &SpeechInputs) {
    if !world.traffic {
        return;
    }
    let pause = world.random.millis(300, 3_800);
    world.schedule(pause, ScheduledEvent::User);
    let site = world.random_site().id;
    wake(world, inputs, &site);
    if world.behaviour.wakes_two_sites && world.random.percent(15) {
        let other = world.random_site().id;
        wake(world, inputs, &other);
    }
}

/// A user says the wake word or presses a button; without a microphone, types.
fn wake(world: &mut World, inputs: &SpeechInputs, site: &SiteId) {
    let Some(site) = world.site(site).cloned() else {
        return;
    };
    if !site.microphone {
        let text = world.random.pick(["turn on the light", "what time is it", "mumble"]);
        let session = SessionId::new(world.unique("typed")).ok();
        world.respond(Publisher::Asr, Duration::ZERO, typed_text(text, site.id, session));
        return;
    }
    let is_on = inputs.hotword(&site.id).is_none_or(TrackedHotword::is_on);
    let button = world.behaviour.buttons && world.random.percent(20);
    if !is_on && !button {
        return;
    }
    let mut detected = HotwordDetected::new(world.random.pick(["jarvis", "alexa"]), site.id);
    detected.model_id = Some("model".to_owned());
    if site.dialect.hotword_names_session && world.random.percent(10) {
        detected.session_id = SessionId::new(world.unique("offered")).ok();
    }
    let times = if world.behaviour.repeated_detections && world.random.percent(15) { 4 } else { 1 };
    for time in 0..times {
        let after = Duration::from_millis(120) * time;
        world.publish(after, Publisher::Hotword, Message::HotwordDetected(Box::new(detected.clone())));
    }
}

/// At a site without a microphone, users read what is said, and type an answer to a question.
pub(super) fn read_and_answer(world: &mut World, say: &Say) {
    let Some(site) = say.site_id.as_ref().and_then(|site| world.site(site)).filter(|site| !site.microphone)
    else {
        return;
    };
    if say.text.ends_with('?') {
        let answer = typed_text("yes", site.id.clone(), say.session_id.clone());
        let after = world.random.millis(500, 3_000);
        world.respond(Publisher::Asr, after, answer);
    }
}
