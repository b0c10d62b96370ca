//! Foreign clients of the broker: they switch hotword services off, components restart, and with [`Faults::foreign_clients`] they
//! publish what a manager must not act on.
//!
//! [`Faults::foreign_clients`]: crate::simulation::profile::Faults::foreign_clients

use petasos_messages::payload::{
    ComponentError, ComponentLoaded, ContinueSession, EndSession, PlayBytes, PlayFinished, Say, SayFinished,
    SessionEnded, SessionInit, SessionStarted, StartSession, Termination, Toggle, ToggleReason,
};
use petasos_messages::{Message, SessionId, SiteId};

use super::simulated_skills::SimulatedSkills;
use super::speech_inputs::typed_text;
use crate::silent_wav;
use crate::simulation::world::{Publisher, ScheduledEvent, World};

/// A foreign client acts, and schedules its next action.
pub(super) fn act(world: &mut World, skills: &SimulatedSkills) {
    if !world.traffic {
        return;
    }
    let pause = world.random.millis(800, 6_000);
    world.schedule(pause, ScheduledEvent::ForeignClient);
    let behaviour = world.behaviour;
    match world.random.below(4) {
        0 if behaviour.mutes => mute(world),
        1 if behaviour.component_restarts => {
            let site = world.random_site().id;
            let mut loaded = ComponentLoaded::default();
            loaded.site_id = world.random.percent(50).then_some(site);
            let asr = world.random.percent(50);
            publish(world, if asr { Message::AsrLoaded(loaded) } else { Message::HotwordLoaded(loaded) });
        }
        2 | 3 if world.faults.foreign_clients => {
            if let Some(message) = foreign_message(world, skills) {
                publish(world, message);
            }
        }
        _ => {}
    }
}

fn publish(world: &mut World, message: Message) {
    world.publish(std::time::Duration::ZERO, Publisher::ForeignClient, message);
}

/// A hotword service is switched off, and mostly on again later.
fn mute(world: &mut World) {
    let site = world.random_site();
    let mut toggle = Toggle::at(site.id);
    if site.dialect.toggles_have_reasons {
        toggle.reason = Some(ToggleReason::Other("meeting".to_owned()));
    }
    if world.random.percent(90) {
        let after = world.random.millis(2_000, 20_000);
        world.publish(after, Publisher::ForeignClient, Message::HotwordToggleOn(toggle.clone()));
    }
    publish(world, Message::HotwordToggleOff(toggle));
}

/// A message that a manager must not act on.
fn foreign_message(world: &mut World, skills: &SimulatedSkills) -> Option<Message> {
    let site = world.random_site().id;
    let nobody = SessionId::new("nobody").ok()?;
    let ended = skills.ended_session().unwrap_or(&nobody).clone();
    let running = skills.running_session().unwrap_or(&nobody).clone();
    let session = world.random.pick([&nobody, &ended]).clone();
    Some(match world.random.below(14) {
        0 => {
            let mut end = EndSession::new(session);
            end.text = Some("said by a stranger".to_owned());
            Message::EndSession(end)
        }
        1 => {
            let mut more = ContinueSession::new(session);
            more.text = Some("asked by a stranger?".to_owned());
            Message::ContinueSession(more)
        }
        2 => typed_text("turn on the light", site, Some(session)),
        3 => typed_text("turn on the light", site, Some(running)),
        4 => Message::SayFinished(foreign_say_finished(world, site, running)),
        5 => Message::PlayFinished(foreign_play_finished(world, site)),
        6 => Message::SessionStarted(SessionStarted::new(SessionId::new("foreign").ok()?, site)),
        7 => Message::SessionEnded(SessionEnded::new(running, site, Termination::Nominal)),
        8 => {
            let mut say = Say::new("hear, hear");
            say.site_id = Some(site);
            Message::Say(Box::new(say))
        }
        9 => {
            let request = world.unique_request_id("music");
            let length = world.random.millis(100, 3_000);
            Message::PlayBytes(PlayBytes::new(site, request, silent_wav::wav(length)))
        }
        10 | 11 => error(world, site, running),
        12 => {
            let text = "very long ".repeat(1_000);
            let mut start = StartSession::new(SessionInit::Notification { text });
            start.site_id = Some(site);
            Message::StartSession(start)
        }
        _ => {
            let mut start =
                StartSession::new(SessionInit::Notification { text: "is there anybody?".to_owned() });
            start.site_id = SiteId::new(world.unique("cellar")).ok();
            Message::StartSession(start)
        }
    })
}

fn foreign_say_finished(world: &mut World, site: SiteId, session: SessionId) -> SayFinished {
    let mut finished = SayFinished::default();
    finished.id = Some(world.unique_request_id("strange"));
    finished.site_id = Some(site);
    finished.session_id = world.random.percent(50).then_some(session);
    finished
}

fn foreign_play_finished(world: &mut World, site: SiteId) -> PlayFinished {
    let mut finished = PlayFinished::new(site);
    finished.id = Some(world.unique_request_id("strange"));
    finished
}

/// A component publishes an error, perhaps in a session.
fn error(world: &mut World, site: SiteId, session: SessionId) -> Message {
    let mut error = ComponentError::new("out of memory");
    error.site_id = Some(site);
    error.session_id = world.random.percent(70).then_some(session);
    match world.random.below(5) {
        0 => Message::AsrError(error),
        1 => Message::NluError(error),
        2 => Message::TtsError(error),
        3 => Message::HotwordError(error),
        _ => Message::AudioPlayError(error),
    }
}
