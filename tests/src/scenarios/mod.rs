//! The scenarios of the recorded sessions in `tests/sessions`: what happens in a house, for each dialect in which it can.
//!
//! `cargo xtask sessions` plays them beside a real Mosquitto and `petasosd`, with `petasos record` listening, and writes the
//! files anew. Where a real part exists (Rhasspy's NLU, TTS and skill library), some scenarios are played by it; in the
//! houses of Snips and Alice, whose parts are gone, `petasos demo` plays rooms, NLU and skills. What must happen at a given
//! moment (silence, faults, two things at once) is played by hand.
//!
//! Where to look: `stage` is the house, `talk` a conversation in it, `dialect` the words of the other parts, `tidy` makes
//! a file for people of what was recorded; all others are the scenarios.

mod busy;
mod choices;
pub mod dialect;
mod faults;
mod houses;
mod notices;
mod rooms;
mod silence;
pub mod stage;
mod strangers;
pub mod talk;
mod talks;
mod tidy;

use std::path::Path;

use serde_json::Value;

use dialect::Dialect;
use stage::Stage;

/// Something that happens in a house of one dialect, and is recorded.
#[derive(Debug, Clone, Copy)]
pub struct Scenario {
    /// What can happen.
    pub scene: &'static Scene,
    /// Whose Hermes is spoken.
    pub dialect: Dialect,
}

/// Something that can happen in a house.
#[derive(Debug)]
pub struct Scene {
    name: &'static str,
    title: &'static str,
    dialects: &'static [Dialect],
    settings: &'static str,
    parts: Parts,
    play: fn(&mut Stage),
}

/// Who plays what is not the manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Parts {
    /// The scene itself.
    Scene,
    /// Rhasspy's own services and a skill written with its library.
    Rhasspy,
    /// The rooms, the NLU and the skills of `petasos demo`.
    Demo,
}

impl Scene {
    /// A scene of all dialects, played by hand with a manager as it comes.
    const fn new(name: &'static str, title: &'static str, play: fn(&mut Stage)) -> Self {
        Self { name, title, dialects: &Dialect::ALL, settings: "", parts: Parts::Scene, play }
    }

    /// The dialects in which it can happen.
    const fn of(mut self, dialects: &'static [Dialect]) -> Self {
        self.dialects = dialects;
        self
    }

    /// How the manager is set, as in `petasosd.toml`; for its sounds, `soundSeconds` tells how long they are.
    const fn with(mut self, settings: &'static str) -> Self {
        self.settings = settings;
        self
    }

    /// Played by Rhasspy's parts.
    const fn played_by_rhasspy(mut self) -> Self {
        self.dialects = &[Dialect::Rhasspy];
        self.parts = Parts::Rhasspy;
        self
    }

    /// Played by `petasos demo`, where no real parts are left.
    const fn played_by_demo(mut self) -> Self {
        self.dialects = &[Dialect::Snips, Dialect::Alice];
        self.parts = Parts::Demo;
        self
    }
}

/// Every scenario, in every dialect.
#[must_use]
pub fn all() -> Vec<Scenario> {
    let scenes = [
        houses::SCENES,
        talks::SCENES,
        choices::SCENES,
        notices::SCENES,
        busy::SCENES,
        rooms::SCENES,
        silence::SCENES,
        faults::SCENES,
        strangers::SCENES,
    ];
    let of_scene =
        |scene: &'static Scene| scene.dialects.iter().map(move |&dialect| Scenario { scene, dialect });
    scenes.into_iter().flatten().flat_map(of_scene).collect()
}

impl Scenario {
    /// The name of its file: `<dialect>/<scene>.jsonl`.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}/{}.jsonl", self.dialect.name(), self.scene.name)
    }

    /// How the manager is set.
    ///
    /// # Panics
    ///
    /// When that is no TOML.
    #[must_use]
    pub fn settings(&self) -> Value {
        toml::from_str(self.scene.settings).expect("the settings of a scene are TOML")
    }

    /// Plays it, and writes what was recorded into its file in this folder.
    ///
    /// # Panics
    ///
    /// When the house does not do what the scene expects.
    pub fn record(&self, folder: &Path) {
        let mut stage = Stage::open(self);
        (self.scene.play)(&mut stage);
        let recorded = tidy::tidy(&stage.close(), self);
        let file = folder.join(self.file());
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent).expect("the folder of a dialect");
        }
        std::fs::write(&file, recorded).expect("a session file");
    }
}
