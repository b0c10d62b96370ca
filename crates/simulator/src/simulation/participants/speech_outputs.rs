//! The TTS and the players.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{ComponentError, PlayBytes, PlayFinished, Say, SayFinished};
use petasos_messages::{Message, RequestId, SiteId};

use crate::devices::{self, Playing, Speaker, Speech};
use crate::profile::Tongue;
use crate::wav;
use crate::world::{Happening, Part, World};

/// The TTS and the players of all sites.
#[derive(Debug, Default)]
pub(crate) struct Voices {
    tongue: devices::Tongue,
    /// The WAVs of what the manager wanted to be said.
    own: BTreeSet<RequestId>,
    speakers: BTreeMap<SiteId, Speaker<Sound>>,
}

/// What is known about a WAV that a speaker plays.
#[derive(Debug)]
pub(crate) struct Sound {
    /// The manager started it: its sound, or the speech it wanted.
    pub(crate) ours: bool,
}

impl Voices {
    /// `tts/say` arrives.
    pub(super) fn say(&mut self, world: &mut World, from: Part, say: &Say) {
        let Some(place) = say.site_id.as_ref().and_then(|site| world.place(site)).cloned() else {
            return;
        };
        if !place.speaker {
            return;
        }
        if world.habits.breaks && world.random.percent(3) {
            let mut error = ComponentError::new("no such voice");
            error.site_id = Some(place.id);
            error.session_id.clone_from(&say.session_id);
            world.answer(Part::Tts, Duration::from_millis(50), Message::TtsError(error));
            return;
        }
        let length = Speech::USUAL.length(&say.text);
        let synthesis = world.random.millis(30, 300);
        let said = devices::Tongue::said(place.dialect, &place.id, say);
        if place.tongue == Tongue::WithoutWav {
            world.answer(Part::Tts, synthesis + length, Message::SayFinished(said));
            return;
        }
        let request =
            devices::Tongue::request(place.dialect, say).unwrap_or_else(|| world.fresh_request("speech"));
        if from == Part::Manager {
            self.own.insert(request.clone());
        }
        let sound = PlayBytes::new(place.id.clone(), request.clone(), wav::wav(length));
        world.plan(synthesis, Happening::Publish(Part::Tts, Message::PlayBytes(sound)));
        match place.tongue {
            Tongue::AtOnce => {
                world.answer(Part::Tts, synthesis, Message::SayFinished(said));
            }
            Tongue::AfterPlayback => {
                let until = self.tongue.wait(world.now + synthesis, length, request, said);
                world.plan_at(until, Happening::SpeechOver);
            }
            Tongue::Satellite | Tongue::WithoutWav => {}
        }
    }

    /// The TTS has waited long enough for the player.
    pub(super) fn give_up(&mut self, world: &mut World) {
        let said = self.tongue.give_up(world.now);
        report(world, said);
    }

    /// `playFinished` arrives at the TTS.
    pub(super) fn played(&mut self, world: &mut World, request: Option<&RequestId>) {
        let said = self.tongue.played(request);
        report(world, said);
    }

    /// `playBytes` arrives at a player, which plays one WAV after the other.
    pub(super) fn play(&mut self, world: &mut World, from: Part, sound: &PlayBytes) {
        let Some(place) = world.place(&sound.site_id).filter(|place| place.speaker).cloned() else {
            return;
        };
        let now = world.now;
        let ours = from == Part::Manager || self.own.contains(&sound.request_id);
        let speaker = self.speakers.entry(place.id.clone()).or_default();
        while speaker.finish(now).is_some() {}
        let end = speaker.play(now, sound.request_id.clone(), wav::length(&sound.wav), Sound { ours });
        let after = end.since(now);
        if world.habits.breaks && world.random.percent(2) {
            let mut error = ComponentError::new("the speaker is unplugged");
            error.site_id = Some(place.id.clone());
            world.answer(Part::Player, after, Message::AudioPlayError(error));
            return;
        }
        if place.reports_playback {
            let mut played = PlayFinished::new(place.id.clone());
            played.id = Some(sound.request_id.clone());
            world.answer(Part::Player, after, Message::PlayFinished(played));
        }
        if place.tongue == Tongue::Satellite {
            let mut said = SayFinished::default();
            said.id = Some(sound.request_id.clone());
            said.site_id = Some(place.id);
            world.answer(Part::Player, after + Duration::from_millis(1), Message::SayFinished(said));
        }
    }

    /// What the speaker of a site plays, and will play.
    pub(super) fn playing(&self, site: &SiteId, now: Time) -> impl Iterator<Item = &Playing<Sound>> {
        self.speakers.get(site).into_iter().flat_map(Speaker::queue).filter(move |playing| playing.end > now)
    }
}

/// The TTS reports the end of a speech.
fn report(world: &mut World, said: Option<SayFinished>) {
    if let Some(said) = said {
        world.answer(Part::Tts, Duration::ZERO, Message::SayFinished(said));
    }
}
