//! `petasos topics`: lists the topics of the protocol.

use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use petasos_inspect::terminal_text::{plain, table};
use petasos_messages::{CHANNELS, Carries, Channel};
use serde_json::{Value, json};

use crate::command_output::Output;
use crate::examples::example;
use crate::short_names;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos topics                 all topics
  petasos topics say             topics that contain `say`, each with an example
  petasos topics hotword

Spoken by: R Rhasspy, S Snips, A Project Alice, P Petasos. Exit codes: 0 success, 3 no such topic.")]
pub(crate) struct Arguments {
    /// Part of the topic.
    part: Option<String>,
    /// Print JSON: one object per line.
    #[arg(long)]
    json: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let output = Output::new(arguments.json);
    let channels = match &arguments.part {
        Some(part) => matching(part),
        None => CHANNELS.iter().collect(),
    };
    if channels.is_empty() {
        let part = plain(arguments.part.as_deref().unwrap_or_default());
        return output.no_answer(format!("no topic contains {part:?}; see: petasos topics"));
    }
    if arguments.json {
        for channel in channels {
            output.line("", &json(channel))?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let heading = ["topic", "from", "to", "spoken by"].iter().map(ToString::to_string).collect();
    let rows: Vec<_> = std::iter::once(heading).chain(channels.iter().copied().map(row)).collect();
    output.line(table(&rows), &Value::Null)?;
    // Examples only for a selection: for all topics they would be too many.
    if arguments.part.is_some() {
        let examples = channels
            .iter()
            .filter(|channel| channel.carries == Carries::Json)
            .map(|channel| format!("petasos pub {} '{}'", channel.address, example(channel.message)));
        let examples: Vec<_> = examples.collect();
        if !examples.is_empty() {
            output.line(format!("\nFor example:\n  {}", examples.join("\n  ")), &Value::Null)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The topics a short name matches, and those that contain it.
fn matching(part: &str) -> Vec<&'static Channel> {
    let meant: Vec<_> = short_names::find(part).into_iter().map(|meant| meant.channel).collect();
    let part = part.to_lowercase();
    let matches =
        |channel: &&Channel| meant.contains(channel) || channel.address.to_lowercase().contains(&part);
    CHANNELS.iter().filter(matches).collect()
}

fn row(channel: &Channel) -> Vec<String> {
    vec![
        channel.address.to_owned(),
        channel.from.to_owned(),
        channel.to.to_owned(),
        channel.spoken_by.to_owned(),
    ]
}

fn json(channel: &Channel) -> Value {
    let carries = match channel.carries {
        Carries::Json => "json",
        Carries::Binary => "binary",
        Carries::Nothing => "nothing",
    };
    json!({
        "topic": channel.address, "from": channel.from, "to": channel.to, "spokenBy": channel.spoken_by,
        "carries": carries,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_topic_is_found_by_its_short_name_and_by_any_part() {
        let addresses = |part| matching(part).iter().map(|channel| channel.address).collect::<Vec<_>>();
        assert_eq!(addresses("tts/say"), ["hermes/tts/say", "hermes/tts/sayFinished"]);
        assert_eq!(addresses("hotword/detected"), ["hermes/hotword/{wakeword_id}/detected"]);
        assert_eq!(addresses("nothing like it"), [""; 0]);
    }
}
