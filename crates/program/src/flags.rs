//! Flags common to all programs: the broker's address, credentials, TLS, the dialect.
//!
//! A program flattens [`Connection`] into its command line, adds its own flags to the [`Overlay`], and [loads](Connection::load)
//! the configuration. One file and one set of variables therefore serve all programs.

use std::path::PathBuf;

use clap::Args;
use toml::{Table, Value};

use crate::{Configuration, Environment, Error, Layers};

/// The flags for the connection to the broker.
#[derive(Debug, Clone, Default, Args)]
#[non_exhaustive]
pub struct Connection {
    /// Configuration file (TOML).
    #[arg(long, short, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Hermes dialect: rhasspy, snips or alice.
    #[arg(long)]
    pub dialect: Option<String>,
    /// Host name or address of the broker.
    #[arg(long)]
    pub host: Option<String>,
    /// Port of the broker.
    #[arg(long)]
    pub port: Option<u16>,
    /// User name for the broker.
    #[arg(long)]
    pub username: Option<String>,
    /// Password for the broker. Visible in the process list: prefer --password-file.
    #[arg(long)]
    pub password: Option<String>,
    /// File with the password.
    #[arg(long, value_name = "FILE", conflicts_with = "password")]
    pub password_file: Option<PathBuf>,
    /// The TLS flags.
    #[command(flatten)]
    pub tls: Tls,
}

/// The TLS flags, with the names that Rhasspy's services use.
#[derive(Debug, Clone, Default, Args)]
#[non_exhaustive]
pub struct Tls {
    /// Encrypt the connection.
    #[arg(long)]
    pub tls: bool,
    /// PEM file with the certificate authorities to trust.
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    pub tls_ca_certs: Option<PathBuf>,
    /// PEM file with the client certificate.
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    pub tls_certfile: Option<PathBuf>,
    /// PEM file with the key of the client certificate.
    #[arg(long, hide_short_help = true, value_name = "FILE")]
    pub tls_keyfile: Option<PathBuf>,
    /// Accepted for compatibility with Rhasspy; certificates are always verified.
    #[arg(long, hide_short_help = true, value_name = "WHEN", value_parser = ["CERT_REQUIRED", "CERT_OPTIONAL", "CERT_NONE"])]
    pub tls_cert_reqs: Option<String>,
    /// Accepted for compatibility with Rhasspy; the newest version that both sides support is used.
    #[arg(long, hide_short_help = true, value_name = "NUMBER")]
    pub tls_version: Option<i64>,
    /// Accepted for compatibility with Rhasspy; only secure ciphers are used.
    #[arg(long, hide_short_help = true, value_name = "CIPHERS")]
    pub tls_ciphers: Option<String>,
}

impl Connection {
    /// The configuration layer that these flags set.
    pub fn overlay(&self) -> Overlay {
        let mut overlay = Overlay::default();
        overlay.set("dialect", self.dialect.clone());
        overlay.set("mqtt.host", self.host.clone());
        overlay.set("mqtt.port", self.port.map(i64::from));
        overlay.set("mqtt.username", filled(self.username.as_ref()));
        overlay.set("mqtt.password", filled(self.password.as_ref()));
        overlay.set("mqtt.password_file", path(self.password_file.as_ref()));
        if filled(self.password.as_ref()).is_some() {
            overlay.warn(
                "--password is visible in the process list; use --password-file, PETASOS_PASSWORD or a systemd credential",
            );
        }
        self.tls.lay_over(&mut overlay);
        overlay
    }

    /// Loads the configuration, with warnings. Flags override the environment, which overrides the file named by `--config` or else
    /// `PETASOS_CONFIG`, which overrides the defaults.
    pub fn load<T: Configuration>(
        &self,
        environment: &Environment,
        flags: Overlay,
    ) -> Result<(T, Vec<String>), Error> {
        let mut layers = Layers::new();
        if let Some(file) = self.config.clone().or_else(|| environment.config_file()) {
            layers = layers.file(&file)?;
        }
        let config = layers.environment(environment)?.flags(flags.table)?.finish()?;
        let mut warnings = flags.warnings;
        for (name, meant) in environment.unknown::<T>() {
            let hint = meant.map_or_else(String::new, |meant| format!("; did you mean {meant}?"));
            warnings.push(format!("unknown environment variable {name}{hint}"));
        }
        Ok((config, warnings))
    }
}

impl Tls {
    fn lay_over(&self, overlay: &mut Overlay) {
        if !self.tls {
            return;
        }
        overlay.set("mqtt.tls", Some(Table::new()));
        overlay.set("mqtt.tls.ca", path(self.tls_ca_certs.as_ref()));
        overlay.set("mqtt.tls.certificate", path(self.tls_certfile.as_ref()));
        overlay.set("mqtt.tls.key", path(self.tls_keyfile.as_ref()));
        if self.tls_cert_reqs.as_deref().is_some_and(|required| required != "CERT_REQUIRED") {
            overlay.warn("--tls-cert-reqs is ignored: the broker's certificate is always verified");
        }
        if self.tls_version.is_some() || filled(self.tls_ciphers.as_ref()).is_some() {
            overlay.warn(
                "--tls-version and --tls-ciphers are ignored: TLS 1.2 or 1.3 with secure ciphers is used",
            );
        }
    }
}

/// The configuration layer that flags set, with warnings.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overlay {
    /// The keys set by flags.
    pub table: Table,
    /// Warnings for the user.
    pub warnings: Vec<String>,
}

impl Overlay {
    /// Sets a key such as `mqtt.host`, if there is a value.
    pub fn set(&mut self, key: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set_at(&key.split('.').collect::<Vec<_>>(), value.into());
        }
    }

    /// Sets a key whose path may contain dots, such as the name of a site.
    pub fn set_at(&mut self, path: &[&str], value: Value) {
        let [folders @ .., key] = path else { return };
        let mut table = &mut self.table;
        for name in folders {
            let entry = table.entry(*name).or_insert_with(|| Value::Table(Table::new()));
            let Value::Table(inner) = entry else { return };
            table = inner;
        }
        table.insert((*key).to_owned(), value);
    }

    /// Adds a warning for the user.
    pub fn warn(&mut self, warning: &str) {
        self.warnings.push(warning.to_owned());
    }
}

/// The text, unless it is empty: supervisors pass empty texts for flags that are not set.
pub fn filled(text: Option<&String>) -> Option<String> {
    text.filter(|text| !text.is_empty()).cloned()
}

/// The path as text, unless it is empty.
pub fn path(path: Option<&PathBuf>) -> Option<String> {
    path.map(|path| path.display().to_string()).filter(|path| !path.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::example::Example;

    fn load(connection: &Connection, variables: &[(&str, &str)]) -> (Example, Vec<String>) {
        connection.load(&Environment::new(variables.iter().copied()), connection.overlay()).unwrap()
    }

    #[test]
    fn flags_lie_over_the_environment_and_that_over_the_file() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("petasosd.toml");
        std::fs::write(&file, "[mqtt]\nhost = 'file'\nport = 1\nusername = 'file'").unwrap();
        let connection = Connection { host: Some("flag".to_owned()), ..Connection::default() };
        let variables = [
            ("PETASOS_CONFIG", file.to_str().unwrap()),
            ("PETASOS_MQTT_HOST", "variable"),
            ("PETASOS_MQTT_PORT", "2"),
        ];
        let (config, warnings) = load(&connection, &variables);
        let mqtt = &config.mqtt;
        assert_eq!((mqtt.host.as_str(), mqtt.port, mqtt.username.as_deref()), ("flag", 2, Some("file")));
        assert!(warnings.is_empty(), "{warnings:?}");
    }

    #[test]
    fn the_file_of_the_flag_goes_before_that_of_the_environment() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("mine.toml");
        std::fs::write(&file, "dialect = 'snips'").unwrap();
        let connection = Connection { config: Some(file), ..Connection::default() };
        let (config, _) = load(&connection, &[("PETASOS_CONFIG", "/nonexistent")]);
        assert_eq!(config.dialect.0.as_str(), "snips");
    }

    #[test]
    fn a_password_on_the_command_line_and_an_unknown_variable_are_warned_about() {
        let connection = Connection {
            username: Some("u".to_owned()),
            password: Some("p".to_owned()),
            ..Connection::default()
        };
        let (_, warnings) = load(&connection, &[("PETASOS_DIALEKT", "snips")]);
        let [password, variable] = warnings.as_slice() else { panic!("{warnings:?}") };
        assert!(password.contains("--password-file"), "{password}");
        assert!(variable.contains("PETASOS_DIALEKT") && variable.contains("PETASOS_DIALECT"), "{variable}");
    }
}
