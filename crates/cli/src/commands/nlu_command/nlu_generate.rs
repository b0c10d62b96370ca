//! `petasos nlu generate FILE`: what may be said.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use petasos_nlu::random_sentences;
use petasos_sentences::{RecogniseError, Sentence};
use serde_json::json;

use super::{intent_filter, template_arguments};

/// The command line.
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
    /// So many sentences by chance, each once.
    #[arg(long, default_value_t = 10, value_name = "NUMBER")]
    count: usize,
    /// The same number gives the same sentences. Default: others each time.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// All sentences, in the order of the templates. They may be more than anyone has time for.
    #[arg(long, conflicts_with_all = ["count", "seed"])]
    all: bool,
    /// One JSON object in each line, with the intent too.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    templates: template_arguments::Arguments,
}

/// Prints sentences until there are enough, or nobody reads them any more.
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

/// Prints them until nobody reads any more. One whose values cannot be converted can be said as little as understood.
fn print(sentences: impl Iterator<Item = Result<Sentence, RecogniseError>>, as_json: bool) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for sentence in sentences {
        let written = match sentence {
            Ok(sentence) => writeln!(out, "{}", line(&sentence, as_json)),
            Err(error) => writeln!(io::stderr(), "left out a sentence: {error}"),
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
