//! `petasos nlu generate FILE`: prints sentences that are recognised.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use petasos_nlu::random_sentences;
use petasos_sentences::{RecogniseError, Sentence};
use serde_json::json;

use super::{intent_filter, template_arguments};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  petasos nlu generate sentences.ini --intent TurnOn
  petasos nlu generate sentences.ini --count 1000 --seed 1 --json
  petasos nlu generate sentences.ini --all | wc -l")]
pub(super) struct Arguments {
    /// File with the sentence templates.
    file: PathBuf,
    #[command(flatten)]
    intents: intent_filter::Arguments,
    /// How many random sentences to print, without duplicates.
    #[arg(long, default_value_t = 10, value_name = "NUMBER")]
    count: usize,
    /// Seed for reproducible output. Default: random.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Print all sentences, in the order of the templates. There can be very many.
    #[arg(long, conflicts_with_all = ["count", "seed"])]
    all: bool,
    /// Print JSON: one object per line, with the intent.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    templates: template_arguments::Arguments,
}

pub(super) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let nlu = arguments.templates.source(&arguments.file)?.load()?.nlu;
    let grammar = nlu.grammar();
    let filter = arguments.intents.filter(grammar, &arguments.file)?;
    let sentences: Box<dyn Iterator<Item = Result<Sentence, RecogniseError>>> = if arguments.all {
        Box::new(grammar.sentences(filter))
    } else {
        Box::new(random_sentences(grammar, filter, arguments.seed).take(arguments.count))
    };
    print(sentences, arguments.json).context("cannot print")?;
    Ok(ExitCode::SUCCESS)
}

/// Prints sentences until the reader closes the pipe. A sentence whose values cannot be converted is skipped: it could not be
/// recognised either.
fn print(sentences: impl Iterator<Item = Result<Sentence, RecogniseError>>, as_json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for sentence in sentences {
        let written = match sentence {
            Ok(sentence) => writeln!(out, "{}", line(&sentence, as_json)),
            Err(error) => writeln!(io::stderr(), "skipped a sentence: {error}"),
        };
        match written {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => break,
            written => written?,
        }
    }
    Ok(())
}

fn line(sentence: &Sentence, as_json: bool) -> String {
    if as_json {
        json!({ "text": sentence.text, "intent": sentence.recognition.intent.as_str() }).to_string()
    } else {
        sentence.text.clone()
    }
}
