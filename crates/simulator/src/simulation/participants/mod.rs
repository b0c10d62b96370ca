//! Everything on the broker but the manager: what it receives and how it answers.

mod foreign_clients;
mod nlu;
mod simulated_skills;
mod speech_inputs;
mod speech_outputs;
mod users;

use petasos_dialogue::Time;
use petasos_messages::{Message, SiteId};

use super::world::{Publisher, ScheduledEvent, World};
use crate::components::Playing;

use simulated_skills::SimulatedSkills;
use speech_inputs::SpeechInputs;
use speech_outputs::{SpeechOutputs, WavOrigin};

/// Users, components and skills of all sites, and foreign clients.
#[derive(Debug, Default)]
pub(crate) struct Participants {
    pub(crate) inputs: SpeechInputs,
    outputs: SpeechOutputs,
    skills: SimulatedSkills,
}

impl Participants {
    /// A message arrives.
    pub(crate) fn handle(&mut self, world: &mut World, from: Publisher, message: &Message) {
        match message {
            Message::HotwordToggleOn(_) | Message::HotwordToggleOff(_) => {
                self.inputs.toggle(world, from, message);
            }
            Message::StartListening(start) => self.inputs.start(world, start),
            Message::StopListening(stop) => self.inputs.stop(world, stop),
            Message::NluQuery(query) => nlu::answer_query(world, query),
            Message::PartialQuery(query) => nlu::answer_partial_query(world, query),
            Message::Say(say) => {
                self.outputs.say(world, from, say);
                users::read_and_answer(world, say);
            }
            Message::PlayBytes(sound) => self.outputs.play(world, from, sound),
            Message::PlayFinished(played) => self.outputs.played(world, played.id.as_ref()),
            Message::Intent(intent) => self.skills.intent(world, intent),
            Message::DialogueIntentNotRecognized(message) => self.skills.not_recognized(world, message),
            Message::SessionStarted(started) => self.skills.started(&started.session_id),
            Message::SessionEnded(ended) => self.skills.ended(&ended.session_id),
            _ => {}
        }
    }

    /// The time of something that a participant scheduled has come.
    pub(crate) fn handle_scheduled(&mut self, world: &mut World, event: ScheduledEvent) {
        match event {
            ScheduledEvent::Spoken { site, turn } => self.inputs.spoken(world, &site, turn),
            ScheduledEvent::SpeechOver => self.outputs.stop_waiting(world),
            ScheduledEvent::User => users::act(world, &self.inputs),
            ScheduledEvent::SkillInitiative => simulated_skills::act(world),
            ScheduledEvent::SkillPresence => self.skills.toggle_presence(world),
            ScheduledEvent::ForeignClient => foreign_clients::act(world, &self.skills),
            _ => {}
        }
    }

    /// What the loudspeaker of a site really plays, now or next.
    pub(crate) fn playing(&self, site: &SiteId, now: Time) -> impl Iterator<Item = &Playing<WavOrigin>> {
        self.outputs.playing(site, now)
    }
}
