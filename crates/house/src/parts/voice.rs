//! The TTS and the players.

use std::collections::BTreeSet;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::payload::{ComponentError, PlayBytes, PlayFinished, Say, SayFinished};
use petasos_messages::{Dialect, Message, RequestId, SiteId};

use crate::profile::{Place, Tongue};
use crate::wav;
use crate::world::{Happening, Part, World};

/// The TTS and the players of all sites.
#[derive(Debug, Default)]
pub(crate) struct Voices {
    /// Speech whose WAV is being played. Request ids may be used again, so each has a number.
    spoken: Vec<Spoken>,
    count: u64,
    /// The WAVs of what the manager wanted to be said.
    own: BTreeSet<RequestId>,
    playing: Vec<Playing>,
}

/// Speech whose end the TTS is going to report.
#[derive(Debug)]
struct Spoken {
    number: u64,
    request: RequestId,
    said: SayFinished,
}

/// A WAV that a speaker plays.
#[derive(Debug)]
pub(crate) struct Playing {
    pub(crate) site: SiteId,
    pub(crate) request: RequestId,
    pub(crate) start: Time,
    pub(crate) end: Time,
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
        let characters = u32::try_from(say.text.chars().count()).unwrap_or(u32::MAX);
        let length =
            wav::rounded(Duration::from_millis(300) + Duration::from_millis(60).saturating_mul(characters));
        let synthesis = world.random.millis(30, 300);
        let mut said = SayFinished::default();
        said.id.clone_from(&say.id);
        said.session_id.clone_from(&say.session_id);
        said.site_id = (place.dialect == Dialect::Rhasspy).then(|| place.id.clone());
        if place.tongue == Tongue::WithoutWav {
            world.answer(Part::Tts, synthesis + length, Message::SayFinished(said));
            return;
        }
        let request = request_id(world, &place, say);
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
                self.count += 1;
                let number = self.count;
                self.spoken.push(Spoken { number, request, said });
                let limit = synthesis + length + Duration::from_millis(250);
                world.plan(limit, Happening::SpeechOver(number));
            }
            Tongue::Satellite | Tongue::WithoutWav => {}
        }
    }

    /// The TTS has waited long enough for the player.
    pub(super) fn give_up(&mut self, world: &mut World, number: u64) {
        self.report(world, |spoken| spoken.number == number);
    }

    /// `playFinished` arrives at the TTS.
    pub(super) fn played(&mut self, world: &mut World, request: Option<&RequestId>) {
        self.report(world, |spoken| Some(&spoken.request) == request);
    }

    /// The TTS reports the end of a speech.
    fn report(&mut self, world: &mut World, of: impl Fn(&Spoken) -> bool) {
        if let Some(position) = self.spoken.iter().position(of) {
            let spoken = self.spoken.remove(position);
            world.answer(Part::Tts, Duration::ZERO, Message::SayFinished(spoken.said));
        }
    }

    /// `playBytes` arrives at a player, which plays one WAV after the other.
    pub(super) fn play(&mut self, world: &mut World, from: Part, sound: &PlayBytes) {
        let Some(place) = world.place(&sound.site_id).filter(|place| place.speaker).cloned() else {
            return;
        };
        let now = world.now;
        let start = self.playing(&place.id, now).map(|playing| playing.end).max().unwrap_or(now);
        let end = start + wav::length(&sound.wav);
        self.playing.retain(|playing| playing.end > now);
        let ours = from == Part::Manager || self.own.contains(&sound.request_id);
        let (site, request) = (place.id.clone(), sound.request_id.clone());
        self.playing.push(Playing { site, request, start, end, ours });
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
    pub(super) fn playing(&self, site: &SiteId, now: Time) -> impl Iterator<Item = &Playing> {
        self.playing.iter().filter(move |playing| playing.site == *site && playing.end > now)
    }
}

/// The request id of the WAV for a text: the say's in Rhasspy, the session's in Alice, one of its own in Snips.
fn request_id(world: &mut World, place: &Place, say: &Say) -> RequestId {
    let own = match place.dialect {
        Dialect::Rhasspy => say.id.clone(),
        Dialect::Alice => say.session_id.as_ref().and_then(|id| RequestId::new(id.as_str()).ok()),
        Dialect::Snips => None,
    };
    own.unwrap_or_else(|| world.fresh_request("speech"))
}
