//! `petasos nlu`: what people say, understood from Rhasspy's sentence templates.

mod intent_filter;
mod nlu_check;
mod nlu_generate;
mod nlu_serve;
mod nlu_test;
pub(crate) mod template_arguments;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

/// The command line of `petasos nlu`.
#[derive(Debug, Args)]
#[group(skip)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:
  petasos nlu --sentences sentences.ini                    serve the broker on this computer
  petasos nlu --sentences sentences.ini --host hall -v     serve another one, and show what is asked
  petasos nlu check sentences.ini                          find mistakes
  petasos nlu test sentences.ini \"turn on the light\"       what would be understood?
  petasos nlu generate sentences.ini --count 10            what may be said?"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serving: nlu_serve::Arguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Find mistakes in a file of templates, and say how much there is in it.
    Check(nlu_check::Arguments),
    /// What would be understood, without a broker?
    Test(nlu_test::Arguments),
    /// What may be said?
    Generate(nlu_generate::Arguments),
}

/// Does what the command line says.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.command {
        None => nlu_serve::run(&arguments.serving),
        Some(Command::Check(arguments)) => nlu_check::run(arguments),
        Some(Command::Test(arguments)) => nlu_test::run(arguments),
        Some(Command::Generate(arguments)) => nlu_generate::run(arguments),
    }
}
