//! Others on the broker: those who mute, parts that restart, and in chaos those who say strange things.

use petasos_messages::payload::{
    ComponentError, ComponentLoaded, ContinueSession, EndSession, PlayBytes, PlayFinished, Say, SayFinished,
    SessionEnded, SessionInit, SessionStarted, StartSession, Termination, Toggle, ToggleReason,
};
use petasos_messages::{Message, SessionId, SiteId};

use super::ears::typed;
use super::skills::Skills;
use crate::wav;
use crate::world::{Happening, Part, World};

/// A stranger does something, and will again.
pub(super) fn act(world: &mut World, skills: &Skills) {
    if !world.busy {
        return;
    }
    let pause = world.random.millis(800, 6_000);
    world.plan(pause, Happening::Stranger);
    let habits = world.habits;
    match world.random.below(4) {
        0 if habits.mutes => mute(world),
        1 if habits.restarts => {
            let site = world.any_place().id;
            let mut loaded = ComponentLoaded::default();
            loaded.site_id = world.random.percent(50).then_some(site);
            let asr = world.random.percent(50);
            publish(world, if asr { Message::AsrLoaded(loaded) } else { Message::HotwordLoaded(loaded) });
        }
        2 | 3 if world.faults.strangers => {
            if let Some(message) = strange(world, skills) {
                publish(world, message);
            }
        }
        _ => {}
    }
}

fn publish(world: &mut World, message: Message) {
    world.plan(std::time::Duration::ZERO, Happening::Publish(Part::Stranger, message));
}

/// Somebody switches a wake word off, and mostly on again.
fn mute(world: &mut World) {
    let place = world.any_place();
    let mut toggle = Toggle::at(place.id);
    if place.dialect.toggles_have_reasons {
        toggle.reason = Some(ToggleReason::Other("meeting".to_owned()));
    }
    if world.random.percent(90) {
        let after = world.random.millis(2_000, 20_000);
        world.plan(after, Happening::Publish(Part::Stranger, Message::HotwordToggleOn(toggle.clone())));
    }
    publish(world, Message::HotwordToggleOff(toggle));
}

/// Something a manager must not fall for.
fn strange(world: &mut World, skills: &Skills) -> Option<Message> {
    let site = world.any_place().id;
    let nobody = SessionId::new("nobody").ok()?;
    let old = skills.an_old_session().unwrap_or(&nobody).clone();
    let running = skills.a_running_session().unwrap_or(&nobody).clone();
    let session = world.random.pick([&nobody, &old]).clone();
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
        2 => typed("turn on the light", site, Some(session)),
        3 => typed("turn on the light", site, Some(running)),
        4 => Message::SayFinished(strange_speech_end(world, site, running)),
        5 => Message::PlayFinished(strange_sound_end(world, site)),
        6 => Message::SessionStarted(SessionStarted::new(SessionId::new("foreign").ok()?, site)),
        7 => Message::SessionEnded(SessionEnded::new(running, site, Termination::Nominal)),
        8 => {
            let mut say = Say::new("hear, hear");
            say.site_id = Some(site);
            Message::Say(Box::new(say))
        }
        9 => {
            let request = world.fresh_request("music");
            let length = world.random.millis(100, 3_000);
            Message::PlayBytes(PlayBytes::new(site, request, wav::wav(length)))
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
            start.site_id = SiteId::new(world.fresh("cellar")).ok();
            Message::StartSession(start)
        }
    })
}

fn strange_speech_end(world: &mut World, site: SiteId, session: SessionId) -> SayFinished {
    let mut said = SayFinished::default();
    said.id = Some(world.fresh_request("strange"));
    said.site_id = Some(site);
    said.session_id = world.random.percent(50).then_some(session);
    said
}

fn strange_sound_end(world: &mut World, site: SiteId) -> PlayFinished {
    let mut played = PlayFinished::new(site);
    played.id = Some(world.fresh_request("strange"));
    played
}

/// A part says that it broke, perhaps in a session.
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
