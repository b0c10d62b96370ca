//! `petasos nlu`: an NLU for Rhasspy's sentence templates.

mod intent_filter;
mod nlu_check;
mod nlu_generate;
mod nlu_serve;
mod nlu_test;
pub(crate) mod template_arguments;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, Subcommand};

#[derive(Debug, Args)]
#[group(skip)]
#[command(
    args_conflicts_with_subcommands = true,
    subcommand_negates_reqs = true,
    after_help = "Examples:
  petasos nlu --sentences sentences.ini                    serve the broker on this machine
  petasos nlu --sentences sentences.ini --host hall -v     serve another one, and show every query
  petasos nlu check sentences.ini                          find mistakes
  petasos nlu test sentences.ini \"turn on the light\"       recognise a sentence
  petasos nlu generate sentences.ini --count 10            print sentences that are recognised"
)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    #[command(flatten)]
    serving: nlu_serve::Arguments,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Check a file of templates for mistakes.
    Check(nlu_check::Arguments),
    /// Recognise a sentence, without a broker.
    Test(nlu_test::Arguments),
    /// Print sentences that are recognised.
    Generate(nlu_generate::Arguments),
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    match &arguments.command {
        None => nlu_serve::run(&arguments.serving),
        Some(Command::Check(arguments)) => nlu_check::run(arguments),
        Some(Command::Test(arguments)) => nlu_test::run(arguments),
        Some(Command::Generate(arguments)) => nlu_generate::run(arguments),
    }
}
