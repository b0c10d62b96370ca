//! The `petasos` command-line tool.

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

/// Added to the number of the signal that ended the command, as shells do.
const BY_SIGNAL: u8 = 128;

/// Control, watch and record voice assistants that speak Hermes over MQTT, or try one without any hardware.
#[derive(Debug, Parser)]
#[command(
    name = "petasos",
    version,
    arg_required_else_help = true,
    after_help = "\
Examples:
  petasos demo                                        a voice assistant to type to
  petasos check --host broker                         is this broker usable?
  petasos hear turn on the light --site kitchen       simulate a user: wake word plus these words
  petasos ask \"Shall I close the blinds?\" --intent Yes --intent No
  petasos sub say intent                              print messages as they arrive
  petasos doctor                                      what is wrong, and how to fix it

Exit codes: 0 success, 1 failure, 2 usage error, 3 no answer or not understood, 130 Ctrl-C."
)]
struct CommandLine {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a voice assistant that you talk to by keyboard, without any hardware.
    Demo(Box<demo_command::Arguments>),
    /// Run an NLU that recognises Rhasspy's sentence templates, or check and try templates.
    Nlu(Box<nlu_command::Arguments>),
    /// Speak a text at a site, at once.
    Say(Box<say_command::Arguments>),
    /// Speak a text at a site as soon as no conversation is going on there.
    Notify(Box<notify_command::Arguments>),
    /// Ask a question at a site, and print the intent of the answer.
    Ask(Box<ask_command::Arguments>),
    /// Simulate a user: wake word plus these words.
    Hear(Box<hear_command::Arguments>),
    /// Simulate the wake word.
    Wake(Box<wake_command::Arguments>),
    /// End a session.
    End(Box<end_command::Arguments>),
    /// Enable and disable intents.
    Configure(Box<configure_command::Arguments>),
    /// Replay recordings, and compare the output of the dialogue manager.
    Replay(Box<replay_command::Arguments>),
    /// List the sites the dialogue manager knows.
    Sites(Box<list_command::Arguments>),
    /// List the open sessions.
    Sessions(Box<list_command::Arguments>),
    /// List the intents that skills handle, and which skills are running.
    Intents(Box<intents_command::Arguments>),
    /// Validate and publish a message.
    Pub(Box<publish_command::Arguments>),
    /// Print messages as they arrive.
    Sub(Box<subscribe_command::Arguments>),
    /// Show sessions, live or from a recording: one line each, with how long the user waited.
    Watch(Box<watch_command::Arguments>),
    /// Record all messages into a session file.
    Record(Box<record_command::Arguments>),
    /// Remove spoken words from a recording.
    Redact(Box<redact_command::Arguments>),
    /// List the Hermes topics.
    Topics(topics_command::Arguments),
    /// Convert the output of `mosquitto_sub` into a session file.
    Import(import_command::Arguments),
    /// Check a broker: reachable, login, access, leftovers, dialogue manager.
    Check(Box<check_command::Arguments>),
    /// Find out what is wrong, live or in a recording, and how to fix it.
    Doctor(Box<doctor_command::Arguments>),
    /// Print shell completions.
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

/// Runs an asynchronous command to its end.
fn wait<T>(command: impl Future<Output = Result<T>>) -> Result<T> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(command)
}

/// The signal that interrupted a command, if one did.
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
        // The reader has seen enough, as `head` has.
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
