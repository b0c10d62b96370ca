//! Hotword services and speech recognisers.

use std::collections::BTreeMap;

use petasos_messages::payload::{StartListening, StopListening, TextCaptured};
use petasos_messages::{Message, SessionId, SiteId};

use crate::devices::{Hotword, Microphone};
use crate::world::{Happening, Part, World};

/// The ears of all sites.
#[derive(Debug, Default)]
pub(crate) struct Ears {
    hotwords: BTreeMap<SiteId, Muted>,
    microphones: BTreeMap<SiteId, Microphone>,
}

/// The hotword service of a site, and who switched it off.
#[derive(Debug, Default)]
pub(crate) struct Muted {
    service: Hotword,
    /// Whether somebody other than the manager switched it off, and nobody on since.
    foreign: bool,
}

/// The reasons of the manager.
const OWN_REASONS: [&str; 3] = ["dialogueSession", "playAudio", "ttsSay"];

impl Muted {
    /// Whether it hears the wake word.
    pub(crate) fn is_on(&self) -> bool {
        self.service.is_on()
    }

    /// Whether somebody other than the manager switched it off.
    pub(crate) fn is_by_others(&self) -> bool {
        self.service.reasons().any(|reason| match reason {
            "" => self.foreign,
            reason => !OWN_REASONS.contains(&reason),
        })
    }
}

impl Ears {
    /// The hotword service of a site.
    pub(crate) fn hotword(&self, site: &SiteId) -> Option<&Muted> {
        self.hotwords.get(site)
    }

    /// A toggle arrives.
    pub(super) fn toggle(&mut self, world: &World, from: Part, message: &Message) {
        let (toggle, off) = match message {
            Message::HotwordToggleOff(toggle) => (toggle, true),
            Message::HotwordToggleOn(toggle) => (toggle, false),
            _ => return,
        };
        let Some(place) = toggle.site_id.as_ref().and_then(|site| world.place(site)) else {
            return;
        };
        let hotword = self.hotwords.entry(place.id.clone()).or_default();
        hotword.service.toggle(place.dialect, toggle, off);
        hotword.foreign = off && (hotword.foreign || from != Part::Manager);
    }

    /// `startListening` arrives: sooner or later the user speaks, or is silent for so long that the ASR gives up.
    pub(super) fn start(&mut self, world: &mut World, start: &StartListening) {
        if world.place(&start.site_id).is_none_or(|place| !place.microphone) {
            return;
        }
        let turn = self.microphones.entry(start.site_id.clone()).or_default().open(start);
        let speaks = !world.random.percent(5);
        let after = if speaks { world.random.millis(500, 2_500) } else { world.random.millis(5_000, 8_000) };
        world.plan(after, Happening::Spoken { site: start.site_id.clone(), turn });
    }

    /// `stopListening` arrives. Kaldi answers it with what it has got so far.
    pub(super) fn stop(&mut self, world: &mut World, stop: &StopListening) {
        let Some(start) = self.microphones.get_mut(&stop.site_id).and_then(Microphone::close) else {
            return;
        };
        if world.place(&stop.site_id).is_some_and(|place| place.provoked) {
            let after = world.random.millis(1, 300);
            let text = world.random.pick(["", "turn on", "the"]);
            let captured = captured(world, &start, text);
            world.plan(after, Happening::Publish(Part::Asr, captured));
        }
    }

    /// The user has spoken, or was silent for too long.
    pub(super) fn spoken(&mut self, world: &mut World, site: &SiteId, turn: u64) {
        let Some(microphone) = self.microphones.get_mut(site) else {
            return;
        };
        let Some(start) = microphone.listens_in(turn).cloned() else {
            return;
        };
        // Kaldi stays "listening" until stopListening comes; it is the manager that stops it.
        if world.random.percent(50) {
            microphone.close();
        }
        let text = words(world);
        let captured = captured(world, &start, text);
        let after = world.random.millis(1, 200);
        world.answer(Part::Asr, after, captured);
    }
}

/// What a person says.
fn words(world: &mut World) -> &'static str {
    if world.habits.cancel_words && world.random.percent(6) {
        return "Never mind!";
    }
    world.random.pick(["turn on the light", "what time is it", "yes", "no", "play some music", "mumble", ""])
}

fn captured(world: &mut World, start: &StartListening, text: &str) -> Message {
    let sure = world.random.pick([0.9, 0.8, 1.0, 0.95, 0.5, 0.2]);
    let mut captured = TextCaptured::new(text, sure);
    if world.random.percent(2) {
        captured.likelihood = None;
    }
    captured.seconds = Some(1.0);
    captured.session_id.clone_from(&start.session_id);
    captured.wakeword_id.clone_from(&start.wakeword_id);
    let names_site = world.place(&start.site_id).is_none_or(|place| place.dialect.text_captured_names_site);
    captured.site_id = (names_site || world.random.percent(70)).then(|| start.site_id.clone());
    Message::TextCaptured(Box::new(captured))
}

/// Words that come from elsewhere than a microphone.
pub(super) fn typed(text: &str, site: SiteId, session: Option<SessionId>) -> Message {
    let mut captured = TextCaptured::new(text, 1.0);
    captured.site_id = Some(site);
    captured.session_id = session;
    Message::TextCaptured(Box::new(captured))
}
