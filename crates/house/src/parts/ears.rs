//! Hotword services and speech recognisers.

use std::collections::{BTreeMap, BTreeSet};

use petasos_messages::payload::{StartListening, StopListening, TextCaptured, Toggle, ToggleReason};
use petasos_messages::{Dialect, Message, SessionId, SiteId};

use crate::world::{Happening, Part, World};

/// The ears of all sites.
#[derive(Debug, Default)]
pub(crate) struct Ears {
    hotwords: BTreeMap<SiteId, Hotword>,
    microphones: BTreeMap<SiteId, Microphone>,
}

/// The hotword service of a site, as it really is.
#[derive(Debug, Default)]
pub(crate) struct Hotword {
    /// Why it is off (Rhasspy keeps a set); elsewhere the last toggle wins, and there is one reason at most.
    off: BTreeSet<String>,
    /// Whether somebody other than the manager switched it off, and nobody on since.
    foreign: bool,
}

/// The reasons of the manager.
const OWN_REASONS: [&str; 3] = ["dialogueSession", "playAudio", "ttsSay"];

impl Hotword {
    /// Whether it hears the wake word.
    pub(crate) fn is_on(&self) -> bool {
        self.off.is_empty()
    }

    /// Whether somebody other than the manager switched it off.
    pub(crate) fn is_muted_by_others(&self) -> bool {
        self.off.iter().any(|reason| match reason.as_str() {
            "" => self.foreign,
            reason => !OWN_REASONS.contains(&reason),
        })
    }
}

/// The microphone of a site, as it really is.
#[derive(Debug, Default)]
struct Microphone {
    /// Counts how often it was opened.
    turn: u64,
    open: Option<StartListening>,
}

impl Ears {
    /// The hotword service of a site.
    pub(crate) fn hotword(&self, site: &SiteId) -> Option<&Hotword> {
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
        let reason = if place.dialect == Dialect::Rhasspy { reason(toggle) } else { "" };
        match (off, reason) {
            (true, reason) => {
                hotword.off.insert(reason.to_owned());
            }
            (false, "") => hotword.off.clear(),
            (false, reason) => {
                hotword.off.remove(reason);
            }
        }
        hotword.foreign = off && (hotword.foreign || from != Part::Manager);
    }

    /// `startListening` arrives: sooner or later the user speaks, or is silent for so long that the ASR gives up.
    pub(super) fn start(&mut self, world: &mut World, start: &StartListening) {
        if world.place(&start.site_id).is_none_or(|place| !place.microphone) {
            return;
        }
        let microphone = self.microphones.entry(start.site_id.clone()).or_default();
        microphone.turn += 1;
        microphone.open = Some(start.clone());
        let speaks = !world.random.percent(5);
        let after = if speaks { world.random.millis(500, 2_500) } else { world.random.millis(5_000, 8_000) };
        world.plan(after, Happening::Spoken { site: start.site_id.clone(), turn: microphone.turn });
    }

    /// `stopListening` arrives. Kaldi answers it with what it has got so far.
    pub(super) fn stop(&mut self, world: &mut World, stop: &StopListening) {
        let Some(start) = self.microphones.get_mut(&stop.site_id).and_then(|mic| mic.open.take()) else {
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
        let Some(microphone) = self.microphones.get_mut(site).filter(|microphone| microphone.turn == turn)
        else {
            return;
        };
        let Some(start) = microphone.open.clone() else {
            return;
        };
        // Kaldi stays "listening" until stopListening comes; it is the manager that stops it.
        if world.random.percent(50) {
            microphone.open = None;
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
    let alice = world.place(&start.site_id).is_some_and(|place| place.dialect == Dialect::Alice);
    captured.site_id = (!alice || world.random.percent(70)).then(|| start.site_id.clone());
    Message::TextCaptured(Box::new(captured))
}

/// A toggle's reason, as Rhasspy's services know it.
fn reason(toggle: &Toggle) -> &str {
    match &toggle.reason {
        Some(ToggleReason::DialogueSession) => "dialogueSession",
        Some(ToggleReason::PlayAudio) => "playAudio",
        Some(ToggleReason::TtsSay) => "ttsSay",
        Some(ToggleReason::Other(other)) => other,
        _ => "",
    }
}

/// Words that come from elsewhere than a microphone.
pub(super) fn typed(text: &str, site: SiteId, session: Option<SessionId>) -> Message {
    let mut captured = TextCaptured::new(text, 1.0);
    captured.site_id = Some(site);
    captured.session_id = session;
    Message::TextCaptured(Box::new(captured))
}
