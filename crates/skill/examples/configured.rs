//! A skill with a command line and a key of its own; docs/skills/shipping.md shows it.

use std::process::ExitCode;

use petasos_skill::prelude::*;
use petasos_skill::program::{self, AnyError, Config, SkillProgram};
use serde::{Deserialize, Serialize};

/// How long does an egg cook?
#[derive(Intent)]
#[intent(samples(en = ["how long does an egg take"]))]
struct EggTime;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct KitchenConfig {
    /// How long an egg cooks, in minutes. Default 6.
    egg_minutes: u8,
}

impl Default for KitchenConfig {
    fn default() -> Self {
        Self { egg_minutes: 6 }
    }
}

impl SkillProgram for KitchenConfig {
    const NAME: &'static str = env!("CARGO_PKG_NAME");
    const VERSION: &'static str = env!("CARGO_PKG_VERSION");
    const ABOUT: &'static str = "Knows how long things cook.";
    const EXAMPLES: &'static str = "  kitchen --host homeassistant.local";
    const TABLE: &'static str = "kitchen";

    fn skill(config: &Config<Self>) -> std::result::Result<Skill, AnyError> {
        Ok(Skill::new("kitchen").state(config.own.clone()).on(egg_time))
    }
}

async fn egg_time(_: EggTime, State(config): State<KitchenConfig>) -> String {
    format!("{} minutes.", config.egg_minutes)
}

fn main() -> ExitCode {
    program::main::<KitchenConfig>()
}
