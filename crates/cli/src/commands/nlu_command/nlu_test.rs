//! `petasos nlu test FILE "sentence"`: recognises a sentence, without a broker.

use std::fmt::Write;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::Args;
use petasos_inspect::terminal_text::{STRONG, columns, padded};
use petasos_messages::payload::{IntentParsed, NluQuery};
use petasos_messages::slot::Slot;
use petasos_messages::{Dialect, Message};

use super::{intent_filter, template_arguments};
use crate::command_output::NO_ANSWER;

#[derive(Debug, Args)]
#[command(after_help = "Example:
  petasos nlu test sentences.ini \"turn on the light\"

Exit codes: 0 recognised, 1 error, 3 not recognised.")]
pub(super) struct Arguments {
    /// File with the sentence templates.
    file: PathBuf,
    /// The sentence.
    sentence: String,
    #[command(flatten)]
    intents: intent_filter::Arguments,
    /// Print the message the NLU would publish (in Rhasspy's dialect).
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    templates: template_arguments::Arguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let nlu = arguments.templates.source(&arguments.file)?.load()?.nlu;
    let mut query = NluQuery::new(&arguments.sentence);
    query.intent_filter = arguments.intents.filter(nlu.grammar(), &arguments.file)?.map(<[_]>::to_vec);
    let answers = nlu.answer(&query, Dialect::default());
    let Some(answer) = answers.first() else { return Ok(ExitCode::from(NO_ANSWER)) };
    let mut out = anstream::stdout().lock();
    if arguments.json {
        writeln!(out, "{}", String::from_utf8_lossy(&answer.encode(Dialect::default())))?;
    } else {
        writeln!(out, "{}", for_people(answer))?;
    }
    Ok(match answer {
        Message::IntentParsed(_) => ExitCode::SUCCESS,
        Message::NluError(_) => ExitCode::FAILURE,
        _ => ExitCode::from(NO_ANSWER),
    })
}

fn for_people(answer: &Message) -> String {
    match answer {
        Message::IntentParsed(parsed) => understood(parsed),
        Message::NluError(error) => format!("Error: {}", error.error),
        _ => "Not understood.".to_owned(),
    }
}

/// The intent, and a line for each slot.
fn understood(parsed: &IntentParsed) -> String {
    let mut text = format!("{STRONG}{}{STRONG:#}", parsed.intent.intent_name);
    if parsed.intent.confidence_score < 1.0 {
        let _ = write!(text, "  near match, confidence {:.2}", parsed.intent.confidence_score);
    }
    let width = parsed.slots.iter().map(|slot| columns(&slot.slot_name)).max().unwrap_or_default();
    for slot in &parsed.slots {
        let _ = write!(text, "\n  {}  {}", padded(&slot.slot_name, width), described(slot));
    }
    text
}

/// `light_1, said "living room lamp", from lights`.
fn described(slot: &Slot) -> String {
    let value = slot.value.text().unwrap_or_else(|| format!("{:?}", slot.value));
    let said = match slot.raw_value.as_str() {
        "" => ", not said".to_owned(),
        raw if raw == value => String::new(),
        raw => format!(", said {raw:?}"),
    };
    let source =
        if slot.entity == slot.slot_name { String::new() } else { format!(", from ${}", slot.entity) };
    format!("{value}{said}{source}")
}
