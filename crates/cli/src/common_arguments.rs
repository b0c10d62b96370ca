//! Arguments shared by several commands: the broker, a site, a text.

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

/// The connection to the broker, from the same flags, variables and file as `petasosd`.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
#[command(
    next_help_heading = "Broker (also set by PETASOS_ variables and the configuration file, as for petasosd)"
)]
pub(crate) struct BrokerArguments {
    #[command(flatten)]
    connection: Connection,
}

impl BrokerArguments {
    /// The whole configuration, including the manager's. Warnings go to standard error.
    pub(crate) fn config(&self) -> Result<Config> {
        let (config, warnings) =
            self.connection.load(&Environment::of_process(), self.connection.overlay())?;
        for warning in warnings {
            anstream::eprintln!("warning: {warning}");
        }
        Ok(config)
    }

    /// The same arguments, for another broker.
    pub(crate) fn at(&self, host: &str, port: Option<u16>) -> Self {
        let mut connection = self.connection.clone();
        connection.host = Some(host.to_owned());
        connection.port = port.or(connection.port);
        Self { connection }
    }

    /// Whether the flags name a broker, directly or through a configuration file.
    pub(crate) fn name_a_broker(&self) -> bool {
        let Connection { config, host, port, .. } = &self.connection;
        config.is_some() || host.is_some() || port.is_some()
    }

    /// Connects and subscribes to these topic filters. Waiting ends at the timeout, at Ctrl-C and at SIGTERM.
    pub(crate) async fn connect<F: ToString>(
        &self,
        timeout: Option<Duration>,
        filters: &[F],
    ) -> Result<Client> {
        Ok(Client::connect(self.config()?, options(timeout), filters).await?)
    }
}

/// Arguments of every command that talks to a broker.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub(crate) struct Common {
    /// Print JSON: one object per line.
    #[arg(long)]
    pub(crate) json: bool,
    /// Overall time limit in seconds.
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    pub(crate) timeout: Option<Duration>,
    #[command(flatten)]
    pub(crate) broker: BrokerArguments,
}

impl Common {
    /// Connects and subscribes to these topic filters. Without `--timeout`, waiting ends after `default_timeout`.
    pub(crate) async fn connect<F: ToString>(
        &self,
        default_timeout: Option<Duration>,
        filters: &[F],
    ) -> Result<Client> {
        self.broker.connect(self.timeout.or(default_timeout), filters).await
    }
}

/// What a command reads: a session file, or all messages on a broker.
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

/// Client options: the time limit, and stopping on signals.
pub(crate) fn options(timeout: Option<Duration>) -> ClientOptions {
    let mut options = ClientOptions::default();
    options.timeout = timeout;
    options.stop_on_signals = true;
    options.on_disconnect = Some(connection_lost);
    options
}

/// Reports on standard error that the connection was lost.
pub(crate) fn connection_lost(reason: &DisconnectReason) {
    anstream::eprintln!("petasos: connection lost: {reason}; reconnecting");
}

/// The site a command acts on.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub(crate) struct AtSite {
    /// The site, usually a room. Default: `default_site` in the configuration, else `default`.
    #[arg(long, short, value_name = "SITE")]
    site: Option<SiteId>,
}

impl AtSite {
    /// The site given on the command line, or the default one.
    pub(crate) fn or_default(&self, config: &Config) -> SiteId {
        let configured = || config.default_site.clone().map(|site| site.0);
        self.site.clone().or_else(configured).unwrap_or_default()
    }
}

/// A text to speak, and the site.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub(crate) struct Speech {
    /// The text to speak.
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    pub(crate) site: AtSite,
    /// Return at once, without waiting for the text to be spoken.
    #[arg(long)]
    pub(crate) no_wait: bool,
}

impl Speech {
    /// The arguments joined with spaces.
    pub(crate) fn text(&self) -> String {
        self.text.join(" ")
    }
}
