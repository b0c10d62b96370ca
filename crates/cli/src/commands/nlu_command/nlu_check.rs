//! `petasos nlu check FILE`: checks a file of templates.

use std::path::PathBuf;
use std::process::ExitCode;

use anstream::eprintln;
use anyhow::Result;
use clap::Args;
use petasos_nlu::Summary;
use serde_json::{Value, json};

use super::template_arguments;
use crate::command_output::{Output, with_causes};

#[derive(Debug, Args)]
#[command(after_help = "Example:
  petasos nlu check sentences.ini --slots slots")]
pub(super) struct Arguments {
    /// File with the sentence templates.
    file: PathBuf,
    /// Print JSON: a single object.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    templates: template_arguments::Arguments,
}

/// Fails if there is a mistake; warnings are not failures.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let loaded = arguments.templates.source(&arguments.file)?.load();
    let code = if loaded.is_ok() { ExitCode::SUCCESS } else { ExitCode::FAILURE };
    let output = Output::new(arguments.json);
    match loaded.map(|loaded| loaded.summary) {
        summary if arguments.json => output.line("", &for_programs(summary))?,
        Ok(Summary { intents, sentences, warnings }) => {
            for warning in warnings {
                eprintln!("{warning}");
            }
            let found = format!("{}: {intents} intents, {sentences} templates.", arguments.file.display());
            output.line(found, &Value::Null)?;
        }
        Err(error) => eprintln!("{}", with_causes(&error.into())),
    }
    Ok(code)
}

fn for_programs(summary: Result<Summary, petasos_nlu::Error>) -> Value {
    match summary {
        Ok(Summary { intents, sentences, warnings }) => {
            json!({ "ok": true, "intents": intents, "templates": sentences, "warnings": warnings })
        }
        Err(error) => json!({ "ok": false, "problems": with_causes(&error.into()) }),
    }
}
