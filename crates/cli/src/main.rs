//! The tool people type: talk to a voice house, watch it, try it without one.

mod command_output;
mod commands;
mod common_arguments;
mod examples;
mod flag_values;
mod followed_session;
mod privacy;
mod short_names;

use std::io::ErrorKind;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use petasos_inspect::broker_replay::BrokerReplayError;
use petasos_inspect::client::ClientError;
use petasos_inspect::record::LastMinutesError;

use crate::commands::{
    ask_command, check_command, completions_command, configure_command, demo_command, doctor_command,
    end_command, hear_command, import_command, intents_command, list_command, nlu_command, notify_command,
    publish_command, record_command, redact_command, replay_command, say_command, subscribe_command,
    topics_command, wake_command, watch_command,
};

/// Shells add this to the number of the signal that has ended a program.
const BY_SIGNAL: u8 = 128;

/// Talk to a voice house that speaks Hermes over MQTT, or try one without any hardware.
#[derive(Debug, Parser)]
#[command(
    name = "petasos",
    version,
    arg_required_else_help = true,
    after_help = "\
Examples:
  petasos demo                                        a house to talk to, without any hardware
  petasos check --host broker                         can a house live on this broker?
  petasos hear turn on the light --site kitchen       speak for a user
  petasos ask \"Shall I close the blinds?\" --intent Yes --intent No
  petasos sub say intent                              listen in
  petasos doctor                                      what is wrong with the house?

Exit codes: 0 done, 1 failed, 2 wrong use, 3 no answer or not understood, 130 Ctrl-C."
)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Command {
    /// A house of two rooms to talk to by keyboard, without any hardware.
    Demo(Box<demo_command::Arguments>),
    /// Understand what people say, from Rhasspy's sentence templates: an NLU for the whole house.
    Nlu(Box<nlu_command::Arguments>),
    /// Speak in a room.
    Say(Box<say_command::Arguments>),
    /// Speak in a room as soon as no conversation goes on there.
    Notify(Box<notify_command::Arguments>),
    /// Ask in a room, and print what the answer means.
    Ask(Box<ask_command::Arguments>),
    /// Speak for a user: the wake word, and these words.
    Hear(Box<hear_command::Arguments>),
    /// Say the wake word.
    Wake(Box<wake_command::Arguments>),
    /// End a session.
    End(Box<end_command::Arguments>),
    /// Switch intents on and off.
    Configure(Box<configure_command::Arguments>),
    /// Play session files again: does the same come out?
    Replay(Box<replay_command::Arguments>),
    /// List the sites that the dialogue manager knows.
    Sites(Box<list_command::Arguments>),
    /// List the sessions that are open.
    Sessions(Box<list_command::Arguments>),
    /// List which skills handle what, and who of them lives.
    Intents(Box<intents_command::Arguments>),
    /// Send a message, if it is right.
    Pub(Box<publish_command::Arguments>),
    /// Print messages as they pass.
    Sub(Box<subscribe_command::Arguments>),
    /// Show the sessions of a house, or of a session file: a line each, with the time that people waited.
    Watch(Box<watch_command::Arguments>),
    /// Write down what is said in a house, as a session file.
    Record(Box<record_command::Arguments>),
    /// Take out of a session file what people said.
    Redact(Box<redact_command::Arguments>),
    /// List the topics of Hermes.
    Topics(topics_command::Arguments),
    /// Make a session file of what `mosquitto_sub` has printed.
    Import(import_command::Arguments),
    /// Check a broker: is it there, may we in, what lies about, who serves?
    Check(Box<check_command::Arguments>),
    /// Say what is wrong with a house, and what to do: listen to it, or read a recording.
    Doctor(Box<doctor_command::Arguments>),
    /// Print what makes the Tab key complete commands.
    Completions(completions_command::Arguments),
}

fn main() -> ExitCode {
    let CommandLine { command } = CommandLine::parse();
    run(&command).unwrap_or_else(|error| failed(&error))
}

fn run(command: &Command) -> Result<ExitCode> {
    match command {
        Command::Demo(arguments) => demo_command::run(arguments),
        Command::Nlu(arguments) => nlu_command::run(arguments),
        Command::Say(arguments) => wait(say_command::run(arguments)),
        Command::Notify(arguments) => wait(notify_command::run(arguments)),
        Command::Ask(arguments) => wait(ask_command::run(arguments)),
        Command::Hear(arguments) => wait(hear_command::run(arguments)),
        Command::Wake(arguments) => wait(wake_command::run(arguments)),
        Command::End(arguments) => wait(end_command::run(arguments)),
        Command::Configure(arguments) => wait(configure_command::run(arguments)),
        Command::Replay(arguments) => replay_command::run(arguments),
        Command::Sites(arguments) => wait(list_command::sites(arguments)),
        Command::Sessions(arguments) => wait(list_command::sessions(arguments)),
        Command::Intents(arguments) => wait(intents_command::run(arguments)),
        Command::Pub(arguments) => wait(publish_command::run(arguments)),
        Command::Sub(arguments) => wait(subscribe_command::run(arguments)),
        Command::Watch(arguments) => wait(watch_command::run(arguments)),
        Command::Record(arguments) => wait(record_command::run(arguments)),
        Command::Redact(arguments) => redact_command::run(arguments),
        Command::Topics(arguments) => topics_command::run(arguments),
        Command::Import(arguments) => import_command::run(arguments),
        Command::Check(arguments) => wait(check_command::run(arguments)),
        Command::Doctor(arguments) => wait(doctor_command::run(arguments)),
        Command::Completions(arguments) => completions_command::run::<CommandLine>(arguments),
    }
}

/// Runs a command that waits for the house.
fn wait<T>(command: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(command)
}

/// The signal that ended a command, if that was it.
fn interrupted(error: &anyhow::Error) -> Option<u8> {
    let client = error.downcast_ref::<ClientError>();
    let client = client.or_else(|| match error.downcast_ref()? {
        petasos_inspect::Error::Client(error) => Some(error),
        _ => None,
    });
    let client = client.or_else(|| match error.downcast_ref()? {
        BrokerReplayError::Client(error) => Some(error),
        _ => None,
    });
    let client = client.or_else(|| match error.downcast_ref()? {
        LastMinutesError::Client(error) => Some(error),
        _ => None,
    });
    match client? {
        ClientError::Interrupted { signal } => Some(*signal),
        _ => None,
    }
}

fn failed(error: &anyhow::Error) -> ExitCode {
    if let Some(signal) = interrupted(error) {
        return ExitCode::from(BY_SIGNAL + signal);
    }
    let broken_pipe = |error: &std::io::Error| error.kind() == ErrorKind::BrokenPipe;
    if error.downcast_ref().is_some_and(broken_pipe) {
        // Whoever reads us has read enough, as `head` does.
        return ExitCode::SUCCESS;
    }
    anstream::eprintln!("petasos: {}", command_output::with_causes(error));
    ExitCode::FAILURE
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_consistent() {
        CommandLine::command().debug_assert();
    }

    #[test]
    fn every_command_is_in_the_docs() {
        let page = include_str!("../../../docs/cli.md");
        for command in CommandLine::command().get_subcommands() {
            let name = command.get_name();
            assert!(page.contains(&format!("petasos {name}")), "petasos {name} is missing in docs/cli.md");
        }
    }

    #[test]
    fn every_command_shows_an_example() {
        for command in CommandLine::command().get_subcommands() {
            let help = command.get_after_help().or(command.get_after_long_help());
            let help = help.map(ToString::to_string).unwrap_or_default();
            assert!(help.contains("Example"), "{} has no example in its help", command.get_name());
        }
    }
}
