//! What is looked for, a few things in each file.

mod announced;
mod clocks;
mod dialects;
mod endings;
mod messages;
mod microphone;
mod pairs;
mod queue;
mod rooms;
mod silence;
mod sites;
mod skills;
mod stream;
mod wakewords;

use std::fmt::Debug;

use super::finding::Notes;
use super::said::Said;
use super::scene::Scene;

/// Looks for one or a few things.
pub(super) trait Check: Debug + Send {
    /// A message came. The scene is from just before.
    fn observe(&mut self, scene: &Scene, said: &Said<'_>, notes: &mut Notes);

    /// Time passes.
    fn time(&mut self, scene: &Scene, notes: &mut Notes) {
        let _ = (scene, notes);
    }

    /// Nothing more will come.
    fn finish(&mut self, scene: &Scene, notes: &mut Notes) {
        let _ = (scene, notes);
    }
}

/// All of them.
pub(super) fn all() -> Vec<Box<dyn Check>> {
    vec![
        Box::new(messages::Retained),
        Box::new(messages::Malformed),
        Box::<pairs::Managers>::default(),
        Box::new(pairs::Answers),
        Box::new(messages::Errors),
        Box::<silence::Asr>::default(),
        Box::<silence::Nlu>::default(),
        Box::<silence::Tts>::default(),
        Box::<silence::Players>::default(),
        Box::<skills::Skills>::default(),
        Box::<announced::Announced>::default(),
        Box::<endings::Endings>::default(),
        Box::<queue::Queue>::default(),
        Box::<wakewords::Detectors>::default(),
        Box::<wakewords::LeftOff>::default(),
        Box::new(microphone::Microphone),
        Box::<sites::Names>::default(),
        Box::new(sites::Mismatch),
        Box::<rooms::Rooms>::default(),
        Box::<stream::Streams>::default(),
        Box::<clocks::Clocks>::default(),
        Box::<dialects::Dialects>::default(),
    ]
}
