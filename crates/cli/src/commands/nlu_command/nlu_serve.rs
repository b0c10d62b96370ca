//! `petasos nlu --sentences FILE`: serves a broker until Ctrl-C.

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

/// The command line.
#[derive(Debug, Args)]
#[group(skip)]
pub(super) struct Arguments {
    /// File with the sentence templates (Rhasspy's sentences.ini). It is read again whenever it changes.
    #[arg(long, value_name = "FILE", required = true)]
    sentences: Option<PathBuf>,
    /// Answer only for this site; may be given more than once. Default: all sites.
    #[arg(long, value_name = "SITE")]
    site_id: Vec<SiteId>,
    /// What intents say their language is, where the query does not.
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
    let sentences = arguments.sentences.as_deref().context("name the templates: --sentences FILE")?;
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

/// Tells the owner what happens: progress on standard output, trouble on standard error.
struct Screen {
    broker: String,
    verbose: bool,
}

impl Screen {
    fn show(&self, report: &Report) {
        // The house is served on, whether anybody reads this or not.
        let _nobody_reads = self.print(report);
    }

    fn print(&self, report: &Report) -> io::Result<()> {
        let (mut out, mut complaints) = (anstream::stdout(), anstream::stderr());
        let broker = &self.broker;
        match report {
            Report::Loaded(summary) => tell("Read", summary),
            Report::Reloaded(summary) => tell("The templates have changed. Read", summary),
            Report::Kept { problems } => writeln!(
                complaints,
                "The templates have changed, but cannot be used; the old ones still serve.\n{problems}"
            ),
            Report::Connected => writeln!(out, "Answering queries at {broker}. Ctrl-C ends it."),
            Report::Refused { filter } => {
                let advice = "its access rules must allow it";
                writeln!(complaints, "The broker does not let us hear {filter}: {advice}.")
            }
            Report::Disconnected { reason } => {
                writeln!(complaints, "No connection to {broker} ({reason}); trying again.")
            }
            Report::Answered { query, answers } if self.verbose => {
                writeln!(out, "{}", answered(query, answers))
            }
            Report::Answered { .. } => Ok(()),
        }
    }
}

fn tell(what: &str, summary: &Summary) -> io::Result<()> {
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
