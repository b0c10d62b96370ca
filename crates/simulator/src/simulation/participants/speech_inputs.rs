//! Hotword services, and ASRs with their microphones.

use std::collections::BTreeMap;

use petasos_messages::payload::{StartListening, StopListening, TextCaptured};
use petasos_messages::{Message, SessionId, SiteId};

use crate::components::{Hotword, Microphone};
use crate::simulation::world::{Publisher, ScheduledEvent, World};

/// The hotword services and microphones of all sites.
#[derive(Debug, Default)]
pub(crate) struct SpeechInputs {
    hotwords: BTreeMap<SiteId, TrackedHotword>,
    microphones: BTreeMap<SiteId, Microphone>,
}

/// The hotword service of a site, and whether another client than the manager switched it off.
#[derive(Debug, Default)]
pub(crate) struct TrackedHotword {
    service: Hotword,
    /// Another client switched it off without a reason, and it was not switched on since.
    off_by_others: bool,
}

/// The reasons with which the manager toggles.
const MANAGER_REASONS: [&str; 3] = ["dialogueSession", "playAudio", "ttsSay"];

impl TrackedHotword {
    /// Whether it detects the wake word.
    pub(crate) fn is_on(&self) -> bool {
        self.service.is_on()
    }

    /// Whether another client than the manager switched it off.
    pub(crate) fn is_muted_by_others(&self) -> bool {
        self.service.reasons().any(|reason| match reason {
            "" => self.off_by_others,
            reason => !MANAGER_REASONS.contains(&reason),
        })
    }
}

impl SpeechInputs {
    /// The hotword service of a site.
    pub(crate) fn hotword(&self, site: &SiteId) -> Option<&TrackedHotword> {
        self.hotwords.get(site)
    }

    /// A toggle arrives.
    pub(super) fn toggle(&mut self, world: &World, from: Publisher, message: &Message) {
        let (toggle, off) = match message {
            Message::HotwordToggleOff(toggle) => (toggle, true),
            Message::HotwordToggleOn(toggle) => (toggle, false),
            _ => return,
        };
        let Some(site) = toggle.site_id.as_ref().and_then(|site| world.site(site)) else {
            return;
        };
        let hotword = self.hotwords.entry(site.id.clone()).or_default();
        hotword.service.toggle(site.dialect, toggle, off);
        hotword.off_by_others = off && (hotword.off_by_others || from != Publisher::Manager);
    }

    /// `startListening` arrives: the user will speak, or stay silent until the ASR gives up.
    pub(super) fn start(&mut self, world: &mut World, start: &StartListening) {
        if world.site(&start.site_id).is_none_or(|site| !site.microphone) {
            return;
        }
        let turn = self.microphones.entry(start.site_id.clone()).or_default().open(start);
        let speaks = !world.random.percent(5);
        let after = if speaks { world.random.millis(500, 2_500) } else { world.random.millis(5_000, 8_000) };
        world.schedule(after, ScheduledEvent::Spoken { site: start.site_id.clone(), turn });
    }

    /// `stopListening` arrives. Kaldi publishes what it has understood so far.
    pub(super) fn stop(&mut self, world: &mut World, stop: &StopListening) {
        let Some(start) = self.microphones.get_mut(&stop.site_id).and_then(Microphone::close) else {
            return;
        };
        if world.site(&stop.site_id).is_some_and(|site| site.captures_on_stop) {
            let after = world.random.millis(1, 300);
            let text = world.random.pick(["", "turn on", "the"]);
            let captured = captured(world, &start, text);
            world.publish(after, Publisher::Asr, captured);
        }
    }

    /// The user has spoken, or was silent until the ASR gave up.
    pub(super) fn spoken(&mut self, world: &mut World, site: &SiteId, turn: u64) {
        let Some(microphone) = self.microphones.get_mut(site) else {
            return;
        };
        let Some(start) = microphone.opened_in(turn).cloned() else {
            return;
        };
        // Kaldi listens on until stopListening; others stop by themselves.
        if world.random.percent(50) {
            microphone.close();
        }
        let text = spoken_text(world);
        let captured = captured(world, &start, text);
        let after = world.random.millis(1, 200);
        world.respond(Publisher::Asr, after, captured);
    }
}

/// What a user says.
fn spoken_text(world: &mut World) -> &'static str {
    if world.behaviour.cancel_words && world.random.percent(6) {
        return "Never mind!";
    }
    world.random.pick(["turn on the light", "what time is it", "yes", "no", "play some music", "mumble", ""])
}

fn captured(world: &mut World, start: &StartListening, text: &str) -> Message {
    let likelihood = world.random.pick([0.9, 0.8, 1.0, 0.95, 0.5, 0.2]);
    let mut captured = TextCaptured::new(text, likelihood);
    if world.random.percent(2) {
        captured.likelihood = None;
    }
    captured.seconds = Some(1.0);
    captured.session_id.clone_from(&start.session_id);
    captured.wakeword_id.clone_from(&start.wakeword_id);
    let names_site = world.site(&start.site_id).is_none_or(|site| site.dialect.text_captured_names_site);
    captured.site_id = (names_site || world.random.percent(70)).then(|| start.site_id.clone());
    Message::TextCaptured(Box::new(captured))
}

/// A text that does not come from a microphone.
pub(super) fn typed_text(text: &str, site: SiteId, session: Option<SessionId>) -> Message {
    let mut captured = TextCaptured::new(text, 1.0);
    captured.site_id = Some(site);
    captured.session_id = session;
    Message::TextCaptured(Box::new(captured))
}
