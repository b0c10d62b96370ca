//! `petasos nlu --sentences FILE`: answers NLU queries until Ctrl-C.

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Args;
use petasos_inspect::client::own_settings;
use petasos_inspect::terminal_text::on_one_line;
use petasos_messages::payload::NluQuery;
use petasos_messages::{Message, SiteId};
use petasos_nlu::{Report, Service, Summary, serve};
use petasos_program::StopSignals;

use super::template_arguments;
use crate::common_arguments::BrokerArguments;

#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Arguments {
    /// File with the sentence templates (Rhasspy's sentences.ini). Reloaded when it changes.
    #[arg(long, value_name = "FILE", required = true)]
    sentences: Option<PathBuf>,
    /// Answer only for this site; may be repeated. Default: all sites.
    #[arg(long, value_name = "SITE")]
    site_id: Vec<SiteId>,
    /// Language to report in intents, unless the query names one.
    #[arg(long, value_name = "CODE")]
    lang: Option<String>,
    /// Show each query and what was understood.
    #[arg(long, short)]
    verbose: bool,
    #[command(flatten)]
    templates: template_arguments::Arguments,
    #[command(flatten)]
    broker: BrokerArguments,
}

/// Serves until SIGTERM or Ctrl-C.
pub(super) fn run(arguments: &Arguments) -> Result<ExitCode> {
    let sentences =
        arguments.sentences.as_deref().context("name the file with the templates: --sentences FILE")?;
    let mut source = arguments.templates.source(sentences)?;
    source.options.lang.clone_from(&arguments.lang);
    let config = arguments.broker.config()?;
    let mqtt = own_settings(&config);
    let screen = Screen { broker: format!("{}:{}", mqtt.host, mqtt.port), verbose: arguments.verbose };
    let service = Service { source, dialect: config.dialect.0, sites: arguments.site_id.clone() };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut signals = StopSignals::listen().context("cannot wait for signals")?;
        Ok::<_, anyhow::Error>(serve(service, mqtt, |report| screen.show(&report), signals.asked()).await?)
    })?;
    Ok(ExitCode::SUCCESS)
}

/// Prints progress to standard output, and problems to standard error.
struct Screen {
    broker: String,
    verbose: bool,
}

impl Screen {
    fn show(&self, report: &Report) {
        // Serving goes on even if the output is closed.
        let _ignored = self.print(report);
    }

    fn print(&self, report: &Report) -> io::Result<()> {
        let (mut out, mut err) = (anstream::stdout(), anstream::stderr());
        let broker = &self.broker;
        match report {
            Report::Loaded(summary) => print_summary("Loaded", summary),
            Report::Reloaded(summary) => print_summary("The templates have changed. Loaded", summary),
            Report::Kept { problems } => writeln!(
                err,
                "The templates have changed, but contain mistakes; the old ones stay in use.\n{problems}"
            ),
            Report::Connected => writeln!(out, "Answering queries on {broker}. Press Ctrl-C to stop."),
            Report::Refused { filter } => {
                writeln!(err, "The broker refused the subscription to {filter}: check its access rules.")
            }
            Report::Disconnected { reason } => {
                writeln!(err, "No connection to {broker} ({reason}); reconnecting.")
            }
            Report::Answered { query, answers } if self.verbose => {
                writeln!(out, "{}", answered(query, answers))
            }
            Report::Answered { .. } => Ok(()),
        }
    }
}

fn print_summary(what: &str, summary: &Summary) -> io::Result<()> {
    for warning in &summary.warnings {
        writeln!(anstream::stderr(), "{warning}")?;
    }
    let Summary { intents, sentences, .. } = summary;
    writeln!(anstream::stdout(), "{what} {intents} intents, {sentences} templates.")
}

/// `turn on the light -> TurnOn name=light (1.00)`.
fn answered(query: &NluQuery, answers: &[Message]) -> String {
    let understood = match answers.first() {
        Some(Message::IntentParsed(parsed)) => {
            let mut words = vec![parsed.intent.intent_name.to_string()];
            words.extend(parsed.slots.iter().map(|slot| {
                format!("{}={}", slot.slot_name, slot.value.text().unwrap_or_else(|| "...".to_owned()))
            }));
            words.push(format!("({:.2})", parsed.intent.confidence_score));
            words.join(" ")
        }
        Some(Message::NluError(error)) => format!("error: {}", error.error),
        _ => "not understood".to_owned(),
    };
    on_one_line(&format!("{} -> {understood}", query.input))
}

#[cfg(test)]
mod tests {
    use petasos_messages::payload::{
        ComponentError, IntentClassification, IntentParsed, NluIntentNotRecognized,
    };
    use petasos_messages::slot::{Slot, SlotValue};

    use super::*;

    #[test]
    fn a_query_cannot_steer_the_terminal() {
        let line = answered(&NluQuery::new("\u{1b}[2J\nhello"), &[]);
        assert_eq!(line, "\\u{1b}[2J hello -> not understood");
    }

    #[test]
    fn each_answer_is_one_line() {
        let query = NluQuery::new("make it red");
        let name = "Colour".parse().unwrap();
        let mut parsed = IntentParsed::new("make it red", IntentClassification::new(name, 0.75));
        parsed.slots.push(Slot::new("colour", "colours", "red", SlotValue::Custom("red".to_owned())));
        for (answer, line) in [
            (Message::IntentParsed(Box::new(parsed)), "make it red -> Colour colour=red (0.75)"),
            (
                Message::NluIntentNotRecognized(Box::new(NluIntentNotRecognized::new("make it red"))),
                "make it red -> not understood",
            ),
            (Message::NluError(ComponentError::new("too long")), "make it red -> error: too long"),
        ] {
            assert_eq!(answered(&query, &[answer]), line);
        }
    }
}
