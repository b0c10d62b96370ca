//! What several commands take: where the broker is, a site, a text.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_bus::DisconnectReason;
use petasos_inspect::client::{Client, ClientOptions};
use petasos_inspect::entry_source::{EVERYTHING, FileSource, LiveSource, Source};
use petasos_manager::config::Config;
use petasos_messages::SiteId;
use petasos_program::Environment;
use petasos_program::flags::Connection;

use crate::flag_values::seconds;

/// Where the broker is and how to get in: the flags, the variables and the file of `petasosd`.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
#[command(next_help_heading = "The broker (as for petasosd: file, PETASOS_ variables, flags)")]
pub(crate) struct BrokerArguments {
    #[command(flatten)]
    connection: Connection,
}

impl BrokerArguments {
    /// The whole configuration, that of the manager too. Its warnings go to standard error.
    pub(crate) fn config(&self) -> Result<Config> {
        let (config, warnings) =
            self.connection.load(&Environment::of_process(), self.connection.overlay())?;
        for warning in warnings {
            anstream::eprintln!("warning: {warning}");
        }
        Ok(config)
    }

    /// The same, for another broker.
    pub(crate) fn at(&self, host: &str, port: Option<u16>) -> Self {
        let mut connection = self.connection.clone();
        connection.host = Some(host.to_owned());
        connection.port = port.or(connection.port);
        Self { connection }
    }

    /// Whether the flags say where the broker is, by themselves or in a file.
    pub(crate) fn name_a_broker(&self) -> bool {
        let Connection { config, host, port, .. } = &self.connection;
        config.is_some() || host.is_some() || port.is_some()
    }

    /// Connects and subscribes to these topic filters. All waiting ends at the timeout, at Ctrl-C and at SIGTERM.
    pub(crate) async fn connect<F: ToString>(
        &self,
        timeout: Option<Duration>,
        filters: &[F],
    ) -> Result<Client> {
        Ok(Client::connect(self.config()?, options(timeout), filters).await?)
    }
}

/// What every command takes that talks to a broker.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub(crate) struct Common {
    /// For programs: one JSON object a line.
    #[arg(long)]
    pub(crate) json: bool,
    /// Wait at most so long, all in all.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
    #[command(flatten)]
    pub(crate) broker: BrokerArguments,
}

impl Common {
    /// Connects and subscribes to these topic filters. Without `--timeout`, all waiting ends after `patience`.
    pub(crate) async fn connect<F: ToString>(
        &self,
        patience: Option<Duration>,
        filters: &[F],
    ) -> Result<Client> {
        self.broker.connect(self.timeout.or(patience), filters).await
    }
}

/// What a command reads: a session file, or all messages of an installation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Input<'a> {
    /// The session file; `None` for the broker.
    pub(crate) file: Option<&'a Path>,
    pub(crate) broker: &'a BrokerArguments,
    /// How long to listen.
    pub(crate) timeout: Option<Duration>,
}

impl Input<'_> {
    pub(crate) async fn open(self) -> Result<Source> {
        match self.file {
            Some(file) => Ok(Source::File(Box::new(FileSource::open(file)?))),
            None => Ok(Source::Live(Box::new(self.connect().await?))),
        }
    }

    pub(crate) async fn connect(self) -> Result<LiveSource> {
        Ok(LiveSource::connect(self.broker.config()?, options(self.timeout), &EVERYTHING).await?)
    }
}

/// How a command waits.
pub(crate) fn options(timeout: Option<Duration>) -> ClientOptions {
    let mut options = ClientOptions::default();
    options.timeout = timeout;
    options.stop_on_signals = true;
    options.on_disconnect = Some(connection_lost);
    options
}

/// Says that the connection was lost.
pub(crate) fn connection_lost(reason: &DisconnectReason) {
    anstream::eprintln!("petasos: connection lost: {reason}; trying again");
}

/// The site that is meant.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub(crate) struct AtSite {
    /// The site, that is: the room. Default: `default_site` of the configuration, or `default`.
    #[arg(long, short, value_name = "SITE")]
    site: Option<SiteId>,
}

impl AtSite {
    /// The site that was named, or else the default one.
    pub(crate) fn or_default(&self, config: &Config) -> SiteId {
        let configured = || config.default_site.clone().map(|site| site.0);
        self.site.clone().or_else(configured).unwrap_or_default()
    }
}

/// What to say, and where.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub(crate) struct Speech {
    /// The words.
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    pub(crate) site: AtSite,
    /// Do not wait until it has been spoken.
    #[arg(long)]
    pub(crate) no_wait: bool,
}

impl Speech {
    /// The words, as one text.
    pub(crate) fn text(&self) -> String {
        self.text.join(" ")
    }
}
