//! `petasos demo`: a voice assistant to type to, without any hardware.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgAction, Args};
use petasos_bus::Settings;
use petasos_demo::{COMPONENTS, Demo, Pace, Script, SkillSentences, Verbosity, skill_sentences};
use petasos_inspect::client::own_settings;
use petasos_manager::config::Config;
use petasos_messages::{Component, Dialect, SiteId};
use petasos_nlu::{Sentences, Service};
use petasos_program::{LogConfig, logging};

use super::nlu_command::template_arguments;
use crate::common_arguments::BrokerArguments;

/// The standard port of MQTT.
const PORT: u16 = 1883;

#[derive(Debug, Args)]
#[group(skip)]
#[command(after_help = "\
Examples:
  petasos demo                              talk to a home with two rooms; type help for the commands
  petasos demo -v                           and see every message
  petasos demo --language de --room küche   talk German
  petasos demo --sentences sentences.ini    your own sentences, read again whenever they change
  petasos demo --broker localhost --without tts,speaker
                                            join a broker with a real TTS and a real speaker
  echo 'what time is it' | petasos demo     one question, one answer
  petasos demo --script config/demo.script  run unattended; exit code 1 if an answer differs")]
pub(crate) struct Arguments {
    /// Sentence templates to understand (Rhasspy's sentences.ini). Default: the sentences of the built-in skills.
    #[arg(long, value_name = "FILE")]
    sentences: Option<PathBuf>,
    /// Run a script instead of reading the keyboard: lines as they are typed, and `< SITE: TEXT` for what is expected.
    #[arg(long, value_name = "FILE")]
    script: Option<PathBuf>,
    /// How long a script waits for each answer, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 10, requires = "script")]
    deadline: u64,
    /// Join this broker instead of starting one. Default port: 1883.
    #[arg(long, value_name = "HOST[:PORT]")]
    broker: Option<String>,
    /// Components not to start, because real ones are on the broker.
    #[arg(long, value_name = "COMPONENTS", value_delimiter = ',', value_parser = components())]
    without: Vec<Component>,
    /// A site, named like its room; may be repeated. Default: kitchen and bedroom.
    #[arg(long, value_name = "NAME")]
    room: Vec<SiteId>,
    /// Speak through this computer's sound card, with espeak-ng.
    #[arg(long)]
    speak: bool,
    /// Speak and listen much faster than people do, for scripts.
    #[arg(long)]
    fast: bool,
    /// Show every message; twice: with its payload.
    #[arg(long, short, action = ArgAction::Count)]
    verbose: u8,
    /// Write the log of the manager and the skills to standard error.
    #[arg(long)]
    log: bool,
    #[command(flatten)]
    templates: template_arguments::Arguments,
    #[command(flatten)]
    connection: BrokerArguments,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode> {
    if arguments.log {
        logging::start(&LogConfig::default());
    }
    let config = arguments.connection.config()?;
    let sites = arguments.sites()?;
    let script = arguments.script(&sites)?;
    let mut demo = Demo::new(arguments.nlu(config.dialect.0, &sites)?);
    demo.broker = arguments.joined(&config)?;
    demo.sites = sites;
    demo.script = script;
    demo.deadline = Duration::from_secs(arguments.deadline);
    demo.without = arguments.without.iter().copied().collect();
    demo.speak = arguments.speak;
    demo.pace = arguments.pace();
    demo.verbosity = arguments.verbosity();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let outcome = runtime.block_on(demo.run());
    // The thread that reads the keyboard would block a regular shutdown.
    runtime.shutdown_background();
    outcome?;
    Ok(ExitCode::SUCCESS)
}

/// Reads the word for a component.
fn components() -> impl TypedValueParser<Value = Component> {
    PossibleValuesParser::new(COMPONENTS.map(|(word, _)| word)).try_map(|given| {
        let known = COMPONENTS.into_iter().find(|(word, _)| *word == given);
        known.map(|(_, component)| component).ok_or(format!("there is no component {given:?}"))
    })
}

impl Arguments {
    fn verbosity(&self) -> Verbosity {
        match self.verbose {
            0 => Verbosity::Quiet,
            1 => Verbosity::Messages,
            _ => Verbosity::Payloads,
        }
    }

    fn pace(&self) -> Pace {
        let mut pace = Pace::default();
        if self.fast {
            pace.before_words = Duration::from_millis(20);
            pace.character = Duration::from_millis(1);
            pace.silence = Some(Duration::from_secs(1));
            pace.before_speech = Duration::from_millis(100);
            pace.speech_character = Duration::from_millis(2);
        }
        pace
    }

    fn sites(&self) -> Result<Vec<SiteId>> {
        if self.room.is_empty() {
            return Ok(["kitchen", "bedroom"].into_iter().map(SiteId::new).collect::<Result<_, _>>()?);
        }
        let distinct: BTreeSet<&SiteId> = self.room.iter().collect();
        ensure!(distinct.len() == self.room.len(), "each --room needs a different name");
        Ok(self.room.clone())
    }

    fn script(&self, sites: &[SiteId]) -> Result<Option<Script>> {
        let Some(file) = &self.script else { return Ok(None) };
        let text =
            std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
        Ok(Some(Script::read(&text, sites).with_context(|| format!("cannot run {}", file.display()))?))
    }

    /// The broker to join, with its login and encryption.
    fn joined(&self, config: &Config) -> Result<Option<Settings>> {
        if self.broker.is_none() && !self.connection.name_a_broker() {
            ensure!(
                self.without.is_empty(),
                "nobody else is on the built-in broker: --without needs --broker HOST"
            );
            return Ok(None);
        }
        let mut settings = own_settings(config);
        if let Some(broker) = &self.broker {
            (settings.host, settings.port) = host_and_port(broker)?;
        }
        Ok(Some(settings))
    }

    fn nlu(&self, dialect: Dialect, sites: &[SiteId]) -> Result<Service> {
        let source = if let Some(file) = &self.sentences {
            self.templates.source_of(Sentences::File(file.clone()))?
        } else {
            let SkillSentences { templates: text, lists, .. } =
                skill_sentences(sites, self.templates.language())?;
            let sentences = Sentences::BuiltIn { name: "the sentences of the skills", text };
            let mut source = self.templates.source_of(sentences)?;
            source.settings.lists = lists;
            source
        };
        Ok(Service { source, dialect, sites: Vec::new() })
    }
}

/// Parses `host`, `host:port`, `[::1]:port` or a bare IPv6 address.
fn host_and_port(text: &str) -> Result<(String, u16)> {
    let bare = |host: &str| host.trim_start_matches('[').trim_end_matches(']').to_owned();
    if text.parse::<std::net::Ipv6Addr>().is_ok() {
        return Ok((text.to_owned(), PORT));
    }
    match text.rsplit_once(':') {
        Some((host, port)) if !host.ends_with(':') && !port.ends_with(']') => {
            let port = port.parse().with_context(|| format!("{port:?} in --broker {text} is not a port"))?;
            Ok((bare(host), port))
        }
        _ => Ok((bare(text), PORT)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_is_a_host_and_perhaps_a_port() {
        let read = |text| host_and_port(text).unwrap();
        assert_eq!(read("house"), ("house".to_owned(), 1883));
        assert_eq!(read("house:12183"), ("house".to_owned(), 12183));
        assert_eq!(read("[::1]:1884"), ("::1".to_owned(), 1884));
        assert_eq!(read("[::1]"), ("::1".to_owned(), 1883));
        assert_eq!(read("::1"), ("::1".to_owned(), 1883));
        assert!(host_and_port("house:x").unwrap_err().to_string().contains("is not a port"));
    }
}
