//! The parts of the house: what they hear, and what they answer.

mod ears;
mod mind;
mod people;
mod skills;
mod strangers;
mod voice;

use petasos_dialogue::Time;
use petasos_messages::{Message, SiteId};

pub(crate) use ears::{Ears, Muted};
pub(crate) use voice::Sound;

use crate::devices::Playing;
use crate::world::{Happening, Part, World};

/// All parts.
#[derive(Debug, Default)]
pub(crate) struct Parts {
    pub(crate) ears: Ears,
    voice: voice::Voices,
    skills: skills::Skills,
}

impl Parts {
    /// A message arrives at all parts.
    pub(crate) fn hear(&mut self, world: &mut World, from: Part, message: &Message) {
        match message {
            Message::HotwordToggleOn(_) | Message::HotwordToggleOff(_) => {
                self.ears.toggle(world, from, message);
            }
            Message::StartListening(start) => self.ears.start(world, start),
            Message::StopListening(stop) => self.ears.stop(world, stop),
            Message::NluQuery(query) => mind::ask(world, query),
            Message::PartialQuery(query) => mind::ask_for_slot(world, query),
            Message::Say(say) => {
                self.voice.say(world, from, say);
                people::read(world, say);
            }
            Message::PlayBytes(sound) => self.voice.play(world, from, sound),
            Message::PlayFinished(played) => self.voice.played(world, played.id.as_ref()),
            Message::Intent(intent) => self.skills.intent(world, intent),
            Message::DialogueIntentNotRecognized(told) => self.skills.not_understood(world, told),
            Message::SessionStarted(started) => self.skills.started(&started.session_id),
            Message::SessionEnded(ended) => self.skills.ended(&ended.session_id),
            _ => {}
        }
    }

    /// Something that was planned happens at a part.
    pub(crate) fn happen(&mut self, world: &mut World, happening: Happening) {
        match happening {
            Happening::Spoken { site, turn } => self.ears.spoken(world, &site, turn),
            Happening::SpeechOver => self.voice.give_up(world),
            Happening::Person => people::act(world, &self.ears),
            Happening::Initiative => skills::act(world),
            Happening::Skill => self.skills.come_or_die(world),
            Happening::Stranger => strangers::act(world, &self.skills),
            _ => {}
        }
    }

    /// What the speaker of a site really plays.
    pub(crate) fn playing(&self, site: &SiteId, now: Time) -> impl Iterator<Item = &Playing<Sound>> {
        self.voice.playing(site, now)
    }
}
