//! The command line of a skill: flags, `check`, `export` and exit codes, the same for all skills.

use std::error::Error;
use std::fmt;
use std::marker::PhantomData;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use petasos_bus::Settings;
use petasos_program::flags::Connection;
use petasos_program::{Configuration, Environment, Layers, logging};
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::config::{Checked, InvalidKey, LogConfig, SharedConfig};
use crate::export::Export;
use crate::{Catalogue, Skill, run_with};

/// The exit code for invalid flags or configuration; clap uses the same.
const USAGE: u8 = 2;
const FAILED: u8 = 1;

/// The end of every help text.
const HELP: &str = "\
Every configuration key can also be set by an environment variable: mqtt.host by PETASOS_MQTT_HOST.
Exit codes: 0 stopped on request, 1 failed while running, 2 invalid flag or configuration.";

/// Any error of a skill, shown with its `Display` text.
pub type AnyError = Box<dyn Error + Send + Sync>;

/// A skill that is a program of its own. Implemented by the configuration keys that only this skill has, which are in a table of
/// their own; the kit provides all others ([`SharedConfig`]), and [`main`] reads both from one file:
///
/// ```no_run
/// use petasos_skill::prelude::*;
/// use petasos_skill::program::{self, AnyError, Config, SkillProgram};
/// use serde::{Deserialize, Serialize};
///
/// /// The table `[kitchen]`.
/// #[derive(Debug, Default, Serialize, Deserialize)]
/// #[serde(default, deny_unknown_fields)]
/// struct KitchenConfig {
///     /// How long an egg cooks, in minutes.
///     egg_minutes: Option<u8>,
/// }
///
/// impl SkillProgram for KitchenConfig {
///     const NAME: &'static str = env!("CARGO_PKG_NAME");
///     const VERSION: &'static str = env!("CARGO_PKG_VERSION");
///     const ABOUT: &'static str = "Says how long things cook.";
///     const EXAMPLES: &'static str = "  kitchen --host broker";
///     const TABLE: &'static str = "kitchen";
///
///     fn skill(config: &Config<Self>) -> Result<Skill, AnyError> {
///         Ok(Skill::new("kitchen").state(config.own.egg_minutes))
///     }
/// }
///
/// fn main() -> std::process::ExitCode {
///     program::main::<KitchenConfig>()
/// }
/// ```
pub trait SkillProgram: Default + Serialize + DeserializeOwned {
    /// The name of the program, such as `petasos-lights`.
    const NAME: &'static str;

    /// The version of the program.
    const VERSION: &'static str;

    /// One sentence that describes the program.
    const ABOUT: &'static str;

    /// Example command lines for the help text, each indented by two spaces.
    const EXAMPLES: &'static str;

    /// The name of the table with the skill's own keys, such as `lights`. They can also be set by variables:
    /// `PETASOS_LIGHTS_STEP_PERCENT`.
    const TABLE: &'static str;

    /// Whether the skill stores state across restarts and so has the table `[state]`. Default false.
    const KEEPS_STATE: bool = false;

    /// Checks whether the values of the keys are valid together. By default they are.
    fn check(&self) -> Result<(), InvalidKey> {
        Ok(())
    }

    /// Builds the skill. Language, user, rooms and dialect are set afterwards.
    fn skill(config: &Config<Self>) -> Result<Skill, AnyError>;

    /// The catalogue for `export`. Must be overridden if [`skill`](Self::skill) accesses files.
    fn catalogue(config: &Config<Self>) -> Result<Catalogue, AnyError> {
        Ok(Self::skill(config)?.catalogue().clone())
    }

    /// Checks for `check` whether everything named in the configuration exists, without changing anything. Does nothing by
    /// default.
    fn look(_config: &Config<Self>) -> Result<(), AnyError> {
        Ok(())
    }
}

/// The whole configuration of a skill.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Config<P> {
    /// The keys that all skills share.
    pub shared: SharedConfig,
    /// The keys of this skill.
    pub own: P,
}

impl<P: SkillProgram> Config<P> {
    const FOR_ALL: &'static [&'static [&'static str]] =
        &[&["mqtt", "tls"], &["mqtt"], &["log"], &["skill"], &[P::TABLE]];
    const WITH_STATE: &'static [&'static [&'static str]] =
        &[&["mqtt", "tls"], &["mqtt"], &["state"], &["log"], &["skill"], &[P::TABLE]];

    /// Parses a configuration from TOML; errors refer to it by `name`. Nothing else is read, which is useful in tests.
    pub fn from_toml(name: &str, text: &str) -> Result<Self, crate::Error> {
        Ok(Layers::new().text(name, text)?.finish()?)
    }
}

impl<P: SkillProgram> Default for Config<P> {
    fn default() -> Self {
        let shared = SharedConfig { dialect: Some(Checked::default()), ..SharedConfig::default() };
        Self { shared, own: P::default() }
    }
}

impl<P: SkillProgram> Configuration for Config<P> {
    const KEYS: &'static [&'static str] = SharedConfig::KEYS;
    const TABLES: &'static [&'static [&'static str]] =
        if P::KEEPS_STATE { Self::WITH_STATE } else { Self::FOR_ALL };

    fn mqtt(&self) -> &Settings {
        &self.shared.mqtt
    }

    fn log(&self) -> &LogConfig {
        &self.shared.log
    }

    fn check(&self) -> Result<(), InvalidKey> {
        self.own.check()
    }
}

/// Not derived, because the name of the last table depends on the skill.
impl<P: SkillProgram> Serialize for Config<P> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { shared, own } = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("dialect", &Checked(shared.dialect()))?;
        map.serialize_entry("mqtt", &shared.mqtt)?;
        if P::KEEPS_STATE {
            map.serialize_entry("state", &shared.state)?;
        }
        map.serialize_entry("log", &shared.log)?;
        map.serialize_entry("skill", &shared.skill)?;
        map.serialize_entry(P::TABLE, own)?;
        map.end()
    }
}

impl<'de, P: SkillProgram> Deserialize<'de> for Config<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Tables<P>(PhantomData<P>);

        impl<'de, P: SkillProgram> Visitor<'de> for Tables<P> {
            type Value = Config<P>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a configuration")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Config<P>, A::Error> {
                let mut config = Config::default();
                let Config { shared, own } = &mut config;
                while let Some(Key::<P>(key, _)) = map.next_key()? {
                    match key.as_str() {
                        "dialect" => shared.dialect = Some(map.next_value()?),
                        "mqtt" => shared.mqtt = map.next_value()?,
                        "state" => shared.state = map.next_value()?,
                        "log" => shared.log = map.next_value()?,
                        "skill" => shared.skill = map.next_value()?,
                        _ => *own = map.next_value()?,
                    }
                }
                Ok(config)
            }
        }

        deserializer.deserialize_map(Tables(PhantomData))
    }
}

/// A known top-level key. Checking it during deserialization gives errors a position.
struct Key<P>(String, PhantomData<P>);

impl<'de, P: SkillProgram> Deserialize<'de> for Key<P> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let key = String::deserialize(deserializer)?;
        let tables = Config::<P>::TABLES.iter().filter_map(|path| path.first());
        let known: Vec<&str> = Config::<P>::KEYS.iter().chain(tables).copied().collect();
        if known.contains(&key.as_str()) {
            return Ok(Self(key, PhantomData));
        }
        // Worded like serde's error, from which the advice for users is derived.
        Err(D::Error::custom(format!("unknown field `{key}`, expected one of `{}`", known.join("`, `"))))
    }
}

#[derive(Debug, Parser)]
#[command(args_conflicts_with_subcommands = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    flags: Flags,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the skill (the default).
    Run(Flags),
    /// Check the configuration, and print it with all defaults filled in and secrets hidden.
    Check(Flags),
    /// Export the sentences of this skill for an NLU.
    Export(Sentences),
}

/// Which sentences are to be written.
#[derive(Debug, Args)]
struct Sentences {
    #[command(flatten)]
    export: Export,
    #[command(flatten)]
    flags: Flags,
}

/// What can be set on the command line.
#[derive(Debug, Args)]
struct Flags {
    #[command(flatten)]
    connection: Connection,
    /// Log more.
    #[arg(long)]
    debug: bool,
}

/// Executes the command line: serves until stopped, checks or exports. To be called by the `main` of a program; reads the
/// arguments and the environment of the process.
pub fn main<P: SkillProgram>() -> ExitCode {
    let line = command::<P>().get_matches();
    let CommandLine { command, flags } =
        CommandLine::from_arg_matches(&line).unwrap_or_else(|error| error.exit());
    let outcome = match command {
        None => run::<P>(&flags),
        Some(Command::Run(flags)) => run::<P>(&flags),
        Some(Command::Check(flags)) => check::<P>(&flags).map_err(|error| (USAGE, error)),
        Some(Command::Export(sentences)) => export::<P>(&sentences).map_err(|error| (USAGE, error)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err((code, error)) => {
            eprintln!("{}: {error}", P::NAME);
            ExitCode::from(code)
        }
    }
}

fn command<P: SkillProgram>() -> clap::Command {
    CommandLine::command()
        .name(P::NAME)
        .version(P::VERSION)
        .about(P::ABOUT)
        .after_help(format!("Examples:\n{}\n\n{HELP}", P::EXAMPLES.trim_end()))
}

fn run<P: SkillProgram>(flags: &Flags) -> Result<(), (u8, AnyError)> {
    let wrong = |error| (USAGE, error);
    let (config, warnings) = load::<P>(flags).map_err(wrong)?;
    logging::start(config.log());
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    let skill = P::skill(&config).map_err(wrong)?.configured(&config.shared);
    run_with([skill], config.mqtt()).map_err(|error| (FAILED, error.into()))
}

fn check<P: SkillProgram>(flags: &Flags) -> Result<(), AnyError> {
    let (config, warnings) = load::<P>(flags)?;
    for warning in warnings {
        eprintln!("warning: {warning}");
    }
    print!("{}", toml::to_string(&config)?);
    P::look(&config)
}

fn export<P: SkillProgram>(Sentences { export, flags }: &Sentences) -> Result<(), AnyError> {
    let (config, _) = load::<P>(flags)?;
    Ok(export.run(&P::catalogue(&config)?)?)
}

fn load<P: SkillProgram>(flags: &Flags) -> Result<(Config<P>, Vec<String>), AnyError> {
    let mut overlay = flags.connection.overlay();
    overlay.set("log.filter", flags.debug.then_some("debug"));
    Ok(flags.connection.load(&Environment::of_process(), overlay)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }
}
