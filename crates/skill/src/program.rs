//! A skill as a program with a command line: flags, `check`, `export`, exit codes; the same for all skills.

use std::error::Error;
use std::process::ExitCode;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand};
use petasos_messages::Dialect;
use petasos_program::flags::Connection;
use petasos_program::{Configuration, Environment, SkillConfig, logging};
use serde::Serialize;

use crate::export::Export;
use crate::{Catalogue, Skill, run_with};

/// Wrong flags or configuration: clap ends with the same code.
const USAGE: u8 = 2;
const FAILED: u8 = 1;

/// The end of every help.
const HELP: &str = "\
Keys of the configuration can be set by variables: mqtt.host is PETASOS_MQTT_HOST.
Exit codes: 0 ended as asked, 1 failed while running, 2 wrong flag or configuration.";

/// Any error of a skill; it is shown as it displays itself.
type AnyError = Box<dyn Error + Send + Sync>;

/// The configuration of a skill that is a program of its own. Its `main` is one line:
///
/// ```no_run
/// # use petasos_skill::program::SkillProgram;
/// # fn main_of<Config: SkillProgram>() -> std::process::ExitCode {
/// petasos_skill::program::main::<Config>()
/// # }
/// ```
pub trait SkillProgram: Configuration + Serialize {
    /// Its name, such as `petasos-lights`.
    const NAME: &'static str;

    /// Its version.
    const VERSION: &'static str;

    /// What it does, in a sentence.
    const ABOUT: &'static str;

    /// Lines of the help that show how it is called, each with two spaces before.
    const EXAMPLES: &'static str;

    /// Whose Hermes the house speaks.
    fn dialect(&self) -> Dialect;

    /// What all skills of the house share.
    fn shared(&self) -> &SkillConfig;

    /// The skill, ready to serve.
    fn skill(&self) -> Result<Skill, AnyError>;

    /// What the skill understands, for `export`; it touches no file.
    fn catalogue(&self) -> Result<Catalogue, AnyError>;

    /// Whether what the configuration names is there, for `check`; it changes nothing. Default: nothing is looked at.
    fn look(&self) -> Result<(), AnyError> {
        Ok(())
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

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the house (the default).
    Run(Flags),
    /// Check the configuration and print what holds, with every default written out and secrets hidden.
    Check(Flags),
    /// Write the sentences that people may say, for the NLU to learn.
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

/// Does what the command line says: serves until it is told to end, checks, exports. For the `main` of a program; it reads the
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

/// The command line of this program.
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
    let skill = config.skill().map_err(wrong)?.configured(Some(config.dialect()), config.shared());
    run_with([skill], config.mqtt()).map_err(|error| (FAILED, error.into()))
}

fn check<P: SkillProgram>(flags: &Flags) -> Result<(), AnyError> {
    let (config, warnings) = load::<P>(flags)?;
    for warning in warnings {
        eprintln!("warning: {warning}");
    }
    print!("{}", toml::to_string(&config)?);
    config.look()
}

fn export<P: SkillProgram>(Sentences { export, flags }: &Sentences) -> Result<(), AnyError> {
    let (config, _) = load::<P>(flags)?;
    Ok(export.run(&config.catalogue()?)?)
}

fn load<P: SkillProgram>(flags: &Flags) -> Result<(P, Vec<String>), AnyError> {
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
