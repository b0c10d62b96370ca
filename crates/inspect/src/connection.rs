//! Where the house is: the flags, the variables and the file of `petasosd`.

use anyhow::Result;
use clap::Args;
use petasos_manager::config::Config;
use petasos_messages::Dialect;
use petasos_program::Environment;
use petasos_program::flags::Connection;

/// How a command finds the house.
#[derive(Debug, Clone, Default, Args)]
#[group(skip)]
#[command(next_help_heading = "The broker (as for petasosd: file, PETASOS_ variables, flags)")]
pub struct Arguments {
    #[command(flatten)]
    connection: Connection,
}

impl Arguments {
    /// The whole configuration, that of the manager too. Its warnings go to standard error.
    pub fn config(&self) -> Result<Config> {
        let (config, warnings) =
            self.connection.load(&Environment::of_process(), self.connection.overlay())?;
        for warning in warnings {
            anstream::eprintln!("warning: {warning}");
        }
        Ok(config)
    }

    /// The same, for a broker that is named otherwise.
    pub fn at(&self, host: &str, port: Option<u16>) -> Self {
        let mut connection = self.connection.clone();
        connection.host = Some(host.to_owned());
        connection.port = port.or(connection.port);
        Self { connection }
    }

    /// Whether the flags say where the broker is, by themselves or in a file.
    pub fn name_a_broker(&self) -> bool {
        let Connection { config, host, port, .. } = &self.connection;
        config.is_some() || host.is_some() || port.is_some()
    }
}

/// The connection of one of our programs: the manager's, without what is the manager's alone, and under a name of our own, for
/// two clients with one name throw each other out.
pub fn own_settings(config: &Config) -> petasos_bus::Settings {
    let mut settings = config.mqtt.clone();
    settings.client_id = String::new();
    settings.clean_session = true;
    settings.will = None;
    settings.announcement = None;
    settings
}

/// Whose Hermes is spoken where this configuration holds.
pub fn dialect(config: &Config) -> Dialect {
    config.dialect.0
}
