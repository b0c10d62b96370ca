//! The scenarios of the recorded sessions in `tests/sessions`, for each dialect in which they can happen.
//!
//! `cargo xtask sessions` plays them with a real Mosquitto and `petasosd` while `petasos record` runs, and writes the files
//! anew. Rhasspy's own NLU, TTS and skill library play some scenarios; for Snips and Alice, whose components are no longer
//! available, `petasos demo` plays sites, NLU and skills. What must happen at a given moment (silence, faults, two things at
//! once) is played message by message.
//!
//! Where to look: `recorded_installation` is the installation, `stepped_session` a session in it, `dialect` the messages of
//! the other components, `session_file` makes a readable file of what was recorded; all others are the scenarios.

mod busy;
mod choices;
mod component_failures;
pub mod dialect;
mod foreign_messages;
mod missing_answers;
mod notifications;
pub mod recorded_installation;
mod session_file;
mod several_sites;
pub mod stepped_session;
mod successful_sessions;
mod whole_installations;

use std::path::Path;

use serde_json::Value;

use dialect::Dialect;
use recorded_installation::RecordedInstallation;

/// A scenario in one dialect.
#[derive(Debug, Clone, Copy)]
pub struct DialectScenario {
    pub scenario: &'static Scenario,
    pub dialect: Dialect,
}

#[derive(Debug)]
pub struct Scenario {
    name: &'static str,
    title: &'static str,
    dialects: &'static [Dialect],
    settings: &'static str,
    played_by: PlayedBy,
    play: fn(&mut RecordedInstallation),
}

/// Who plays the components besides the manager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PlayedBy {
    /// The scenario itself, message by message.
    Script,
    /// Rhasspy's own services and a skill written with its library.
    Rhasspy,
    /// The sites, the NLU and the skills of `petasos demo`.
    Demo,
}

impl Scenario {
    /// A scenario of all dialects, played message by message, with the manager's default settings.
    const fn new(name: &'static str, title: &'static str, play: fn(&mut RecordedInstallation)) -> Self {
        Self { name, title, dialects: &Dialect::ALL, settings: "", played_by: PlayedBy::Script, play }
    }

    /// The dialects in which it can happen.
    const fn dialects(mut self, dialects: &'static [Dialect]) -> Self {
        self.dialects = dialects;
        self
    }

    /// The manager's settings, as in `petasosd.toml`; `soundSeconds` has the lengths of its sounds.
    const fn settings(mut self, settings: &'static str) -> Self {
        self.settings = settings;
        self
    }

    const fn played_by_rhasspy(mut self) -> Self {
        self.dialects = &[Dialect::Rhasspy];
        self.played_by = PlayedBy::Rhasspy;
        self
    }

    /// Played by `petasos demo`, in the dialects whose real components are no longer available.
    const fn played_by_demo(mut self) -> Self {
        self.dialects = &[Dialect::Snips, Dialect::Alice];
        self.played_by = PlayedBy::Demo;
        self
    }
}

/// Every scenario, in every dialect.
pub fn all() -> Vec<DialectScenario> {
    let scenarios = [
        whole_installations::SCENARIOS,
        successful_sessions::SCENARIOS,
        choices::SCENARIOS,
        notifications::SCENARIOS,
        busy::SCENARIOS,
        several_sites::SCENARIOS,
        missing_answers::SCENARIOS,
        component_failures::SCENARIOS,
        foreign_messages::SCENARIOS,
    ];
    let in_dialects = |scenario: &'static Scenario| {
        scenario.dialects.iter().map(move |&dialect| DialectScenario { scenario, dialect })
    };
    scenarios.into_iter().flatten().flat_map(in_dialects).collect()
}

impl DialectScenario {
    /// The name of its file: `<dialect>/<scenario>.jsonl`.
    pub fn file(&self) -> String {
        format!("{}/{}.jsonl", self.dialect.name(), self.scenario.name)
    }

    pub fn settings(&self) -> Value {
        toml::from_str(self.scenario.settings).expect("the settings of a scenario are TOML")
    }

    /// Plays it, and writes what was recorded into its file in this folder.
    pub fn record(&self, folder: &Path) {
        let mut installation = RecordedInstallation::start(self);
        (self.scenario.play)(&mut installation);
        let recorded = session_file::tidy(&installation.finish(), self);
        let file = folder.join(self.file());
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent).expect("the folder of a dialect");
        }
        std::fs::write(&file, recorded).expect("a session file");
    }
}
