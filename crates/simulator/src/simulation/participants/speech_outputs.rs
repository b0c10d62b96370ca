//! The TTS and the players of all sites.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{ComponentError, PlayBytes, PlayFinished, Say, SayFinished};
use petasos_messages::{Message, RequestId, SiteId};

use crate::components::{Loudspeaker, Playing, SpeechRate, Tts};
use crate::silent_wav;
use crate::simulation::profile::TtsKind;
use crate::simulation::world::{Publisher, ScheduledEvent, World};

/// The TTS and the players of all sites.
#[derive(Debug, Default)]
pub(crate) struct SpeechOutputs {
    tts: Tts,
    /// The WAVs of speech that the manager asked for.
    for_manager: BTreeSet<RequestId>,
    speakers: BTreeMap<SiteId, Loudspeaker<WavOrigin>>,
}

/// Who caused a WAV to be played.
#[derive(Debug)]
pub(crate) struct WavOrigin {
    /// It is a sound of the manager, or speech that it asked for.
    pub(crate) from_manager: bool,
}

impl SpeechOutputs {
    /// `tts/say` arrives.
    pub(super) fn say(&mut self, world: &mut World, from: Publisher, say: &Say) {
        let Some(site) = say.site_id.as_ref().and_then(|site| world.site(site)).cloned() else {
            return;
        };
        if !site.speaker {
            return;
        }
        if world.behaviour.component_errors && world.random.percent(3) {
            let mut error = ComponentError::new("no such voice");
            error.site_id = Some(site.id);
            error.session_id.clone_from(&say.session_id);
            world.respond(Publisher::Tts, Duration::from_millis(50), Message::TtsError(error));
            return;
        }
        let length = SpeechRate::NATURAL.length(&say.text);
        let synthesis = world.random.millis(30, 300);
        let finished = Tts::say_finished(site.dialect, &site.id, say);
        if site.tts == TtsKind::WithoutWav {
            world.respond(Publisher::Tts, synthesis + length, Message::SayFinished(finished));
            return;
        }
        let request = Tts::wav_id(site.dialect, say).unwrap_or_else(|| world.unique_request_id("speech"));
        if from == Publisher::Manager {
            self.for_manager.insert(request.clone());
        }
        let sound = PlayBytes::new(site.id.clone(), request.clone(), silent_wav::wav(length));
        world.publish(synthesis, Publisher::Tts, Message::PlayBytes(sound));
        match site.tts {
            TtsKind::AtOnce => {
                world.respond(Publisher::Tts, synthesis, Message::SayFinished(finished));
            }
            TtsKind::AfterPlayback => {
                let until = self.tts.wait(world.now() + synthesis, length, request, finished);
                world.schedule_at(until, ScheduledEvent::SpeechOver);
            }
            TtsKind::Satellite | TtsKind::WithoutWav => {}
        }
    }

    /// The TTS has waited long enough for the player.
    pub(super) fn stop_waiting(&mut self, world: &mut World) {
        let finished = self.tts.stop_waiting(world.now());
        report(world, finished);
    }

    /// `playFinished` arrives at the TTS.
    pub(super) fn played(&mut self, world: &mut World, request: Option<&RequestId>) {
        let finished = self.tts.play_finished(request);
        report(world, finished);
    }

    /// `playBytes` arrives at a player, which plays one WAV after the other.
    pub(super) fn play(&mut self, world: &mut World, from: Publisher, sound: &PlayBytes) {
        let Some(site) = world.site(&sound.site_id).filter(|site| site.speaker).cloned() else {
            return;
        };
        let now = world.now();
        let from_manager = from == Publisher::Manager || self.for_manager.contains(&sound.request_id);
        let speaker = self.speakers.entry(site.id.clone()).or_default();
        while speaker.take_finished(now).is_some() {}
        let end = speaker.play(
            now,
            sound.request_id.clone(),
            silent_wav::length(&sound.wav),
            WavOrigin { from_manager },
        );
        let after = end.since(now);
        if world.behaviour.component_errors && world.random.percent(2) {
            let mut error = ComponentError::new("the speaker is unplugged");
            error.site_id = Some(site.id.clone());
            world.respond(Publisher::Player, after, Message::AudioPlayError(error));
            return;
        }
        if site.reports_playback {
            let mut played = PlayFinished::new(site.id.clone());
            played.id = Some(sound.request_id.clone());
            world.respond(Publisher::Player, after, Message::PlayFinished(played));
        }
        if site.tts == TtsKind::Satellite {
            let mut finished = SayFinished::default();
            finished.id = Some(sound.request_id.clone());
            finished.site_id = Some(site.id);
            world.respond(
                Publisher::Player,
                after + Duration::from_millis(1),
                Message::SayFinished(finished),
            );
        }
    }

    /// What the loudspeaker of a site plays, now or next.
    pub(super) fn playing(&self, site: &SiteId, now: Time) -> impl Iterator<Item = &Playing<WavOrigin>> {
        self.speakers
            .get(site)
            .into_iter()
            .flat_map(Loudspeaker::queue)
            .filter(move |playing| playing.end > now)
    }
}

/// The TTS reports the end of a speech.
fn report(world: &mut World, finished: Option<SayFinished>) {
    if let Some(finished) = finished {
        world.respond(Publisher::Tts, Duration::ZERO, Message::SayFinished(finished));
    }
}
