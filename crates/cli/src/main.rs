//! The tool people type: talk to a voice house, watch it, try it without one.

mod connection;
mod demo;
mod nlu;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// Talk to a voice house that speaks Hermes over MQTT, or try one without any hardware.
#[derive(Debug, Parser)]
#[command(name = "petasos", version, arg_required_else_help = true)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// A house of two rooms to talk to by keyboard, without any hardware.
    Demo(Box<demo::Arguments>),
    /// Understand what people say, from Rhasspy's sentence templates: an NLU for the whole house.
    Nlu(Box<nlu::Arguments>),
}

fn main() -> ExitCode {
    let CommandLine { command } = CommandLine::parse();
    let outcome = match command {
        Command::Demo(arguments) => demo::run(&arguments),
        Command::Nlu(arguments) => nlu::run(&arguments),
    };
    match outcome {
        Ok(code) => code,
        Err(error) => {
            eprintln!("petasos: {error:#}");
            ExitCode::FAILURE
        }
    }
}
