//! `petasosd`, the Petasos dialogue manager daemon.

mod command_line;
mod serve;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Parser;
use petasos_manager::Sounds;
use petasos_manager::config::{Config, import_rhasspy};
use petasos_program::{Environment, logging};

use crate::command_line::{Command, CommandLine, Flags};

/// Exit code for invalid flags or configuration, as in clap.
const USAGE: u8 = 2;
const FAILED: u8 = 1;

fn main() -> ExitCode {
    let CommandLine { command, flags } = CommandLine::parse();
    let outcome = match command {
        None => run(&flags),
        Some(Command::Run(flags)) => run(&flags),
        Some(Command::Check(flags)) => check(&flags).map_err(|error| (USAGE, error)),
        Some(Command::ImportRhasspy { profile, output }) => {
            import(&profile, output.as_deref()).map_err(|error| (USAGE, error))
        }
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err((code, error)) => {
            eprintln!("petasosd: {error:#}");
            ExitCode::from(code)
        }
    }
}

fn run(flags: &Flags) -> Result<(), (u8, anyhow::Error)> {
    let (config, warnings) = load(flags).map_err(|error| (USAGE, error))?;
    logging::start(&config.log);
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    serve::serve(config, flags.embedded_broker).map_err(|error| (FAILED, error))
}

fn check(flags: &Flags) -> Result<()> {
    let (config, warnings) = load(flags)?;
    let (_, skipped) = Sounds::load(&config.sounds);
    for warning in warnings.into_iter().chain(skipped.iter().map(ToString::to_string)) {
        eprintln!("warning: {warning}");
    }
    print!("{}", toml::to_string(&config.effective()).context("cannot write the configuration")?);
    Ok(())
}

fn import(profile: &Path, output: Option<&Path>) -> Result<()> {
    let text = import_rhasspy(profile)?.to_toml();
    if let Some(file) = output {
        return std::fs::write(file, text).with_context(|| format!("cannot write {}", file.display()));
    }
    print!("{text}");
    Ok(())
}

fn load(flags: &Flags) -> Result<(Config, Vec<String>)> {
    Ok(flags.connection.load(&Environment::of_process(), flags.overlay())?)
}
