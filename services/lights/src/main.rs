//! The skill for lamps as a program.

use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, Parser, Subcommand};
use petasos_lights::config::Config;
use petasos_program::flags::Connection;
use petasos_program::{Environment, StopSignals, logging};
use petasos_skill::export::Export;

/// Wrong flags or configuration: clap ends with the same code.
const USAGE: u8 = 2;
const FAILED: u8 = 1;

/// Lamps by voice: switches, dims and colours what Zigbee2MQTT and Home Assistant's MQTT discovery announce.
#[derive(Debug, Parser)]
#[command(
    name = "petasos-lights",
    version,
    args_conflicts_with_subcommands = true,
    after_help = "\
Examples:
  petasos-lights                                   serve the house; its broker is at 127.0.0.1:1883
  petasos-lights --config /etc/petasos/lights.toml
  petasos-lights --host broker --username house --password-file /etc/petasos/password
  petasos-lights check --config lights.toml        what would hold?
  petasos-lights export rhasspy                    the sentences for the NLU

Keys of the configuration can be set by variables: mqtt.host is PETASOS_MQTT_HOST.
Exit codes: 0 ended as asked, 1 failed while running, 2 wrong flag or configuration."
)]
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
    /// Write the sentences that people may say, for the NLU to learn; with the rooms and lamps of the configuration.
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

fn main() -> ExitCode {
    let CommandLine { command, flags } = CommandLine::parse();
    let outcome = match command {
        None => run(&flags),
        Some(Command::Run(flags)) => run(&flags),
        Some(Command::Check(flags)) => check(&flags).map_err(|error| (USAGE, error)),
        Some(Command::Export(Sentences { export, flags })) => write(&export, &flags),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err((code, error)) => {
            eprintln!("petasos-lights: {error:#}");
            ExitCode::from(code)
        }
    }
}

fn load(flags: &Flags) -> Result<(Config, Vec<String>)> {
    let mut overlay = flags.connection.overlay();
    overlay.set("log.filter", flags.debug.then_some("debug"));
    Ok(flags.connection.load(&Environment::of_process(), overlay)?)
}

fn run(flags: &Flags) -> Result<(), (u8, anyhow::Error)> {
    let (config, warnings) = load(flags).map_err(|error| (USAGE, error))?;
    logging::start(&config.log);
    for warning in warnings {
        tracing::warn!("{warning}");
    }
    serve(config).map_err(|error| (FAILED, error))
}

fn serve(config: Config) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(async {
        let mut signals = StopSignals::listen().context("cannot wait for signals")?;
        let skill = petasos_lights::skill(&config);
        Ok(skill.serve(config.mqtt, signals.asked()).await?)
    })
}

fn write(export: &Export, flags: &Flags) -> Result<(), (u8, anyhow::Error)> {
    let (config, _) = load(flags).map_err(|error| (USAGE, error))?;
    export.run(petasos_lights::skill(&config).catalogue()).map_err(|error| (FAILED, error.into()))
}

fn check(flags: &Flags) -> Result<()> {
    let (config, warnings) = load(flags)?;
    for warning in warnings {
        eprintln!("warning: {warning}");
    }
    print!("{}", toml::to_string(&config).context("cannot write the configuration")?);
    Ok(())
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }
}
