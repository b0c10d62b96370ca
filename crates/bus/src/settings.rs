//! The settings of a connection.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::{PerClass, QoS, Secret, is_valid_topic};

/// The settings of a connection. The defaults suit a home. In configuration files durations are whole seconds or
/// milliseconds, as the names say; sizes are bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct Settings {
    /// The broker's host name or address. Default `127.0.0.1`.
    pub host: String,
    /// The broker's port. Default 1883; encrypted connections usually use 8883.
    pub port: u16,
    /// The MQTT client id. Empty (the default): a new, unique one for each start. Set one only if the broker's access
    /// rules need it, or for a persistent session; two clients with the same id disconnect each other.
    pub client_id: String,
    /// User name, if the broker requires one.
    pub username: Option<String>,
    /// Password, in the clear. Prefer `password_file` or `password_env`.
    pub password: Option<Secret>,
    /// A file with the password; a line break at its end is ignored.
    pub password_file: Option<PathBuf>,
    /// The name of an environment variable with the password.
    pub password_env: Option<String>,
    /// TLS; without it the connection is not encrypted.
    pub tls: Option<TlsSettings>,
    /// MQTT's keep-alive: the broker is pinged at this interval; without an answer within `connect_timeout_seconds` the
    /// connection counts as lost. 0 turns it off. Default 10.
    pub keep_alive_seconds: u16,
    /// `true` (the default): the broker forgets the client when it disconnects, and messages sent meanwhile are lost, which
    /// is right for conversations. `false`: the broker keeps its subscriptions and QoS 1 messages; needs a `client_id`. MQTT 3.1.1
    /// has no expiry for such sessions: it is the broker's setting (Mosquitto: `persistent_client_expiration`).
    pub clean_session: bool,
    /// The longest time to connect, and to wait for the answer to a ping. Default 5.
    pub connect_timeout_seconds: u64,
    /// Wait before the first attempt to reconnect; it doubles with each failure. Default 100.
    pub reconnect_min_ms: u64,
    /// Longest wait between two attempts to reconnect, at most 5000. Default 2000. Every wait is shortened at random by up
    /// to a half, so that many clients do not reconnect at the same moment.
    pub reconnect_max_ms: u64,
    /// The most messages that may wait while the broker is unreachable. Default 8192.
    pub outbox_entries: usize,
    /// The most bytes that may wait while the broker is unreachable. Default 32 MiB.
    pub outbox_bytes: usize,
    /// Largest MQTT packet to send or to accept. Default 16 MiB: eight minutes of audio.
    pub packet_limit: usize,
    /// QoS of outgoing messages by class: 0 or 1. Default 0 for toggles, 1 for all others.
    ///
    /// ```
    /// use petasos_bus::{PerClass, QoS, Settings};
    ///
    /// let expected = PerClass { toggle: QoS::AtMostOnce, ..PerClass::all(QoS::AtLeastOnce) };
    /// assert_eq!(Settings::default().qos, expected);
    /// ```
    pub qos: PerClass<QoS>,
    /// The last will: published by the broker when the connection is lost.
    pub will: Option<StatusMessage>,
    /// Published after every connect, before anything else: usually the retained counterpart of the will.
    pub announcement: Option<StatusMessage>,
}

/// TLS settings of a connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct TlsSettings {
    /// PEM file with the CA certificates to trust. Default: the operating system's.
    pub ca: Option<PathBuf>,
    /// PEM file with the client certificate (and intermediate certificates), if the broker requires one.
    pub certificate: Option<PathBuf>,
    /// PEM file with the private key of the client certificate.
    pub key: Option<PathBuf>,
}

impl TlsSettings {
    /// Trusts the CA certificates in this PEM file instead of the operating system's.
    #[must_use]
    pub fn ca(mut self, file: impl Into<PathBuf>) -> Self {
        self.ca = Some(file.into());
        self
    }

    /// Authenticates with this client certificate; both are PEM files.
    #[must_use]
    pub fn identity(mut self, certificate: impl Into<PathBuf>, key: impl Into<PathBuf>) -> Self {
        self.certificate = Some(certificate.into());
        self.key = Some(key.into());
        self
    }
}

/// A fixed message about the state of the connection: a last will or an announcement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatusMessage {
    /// The topic.
    pub topic: String,
    /// The payload. Default empty.
    #[serde(default)]
    pub payload: String,
    /// Its QoS: 0 or 1. Default 1.
    #[serde(default)]
    pub qos: QoS,
    /// Whether the broker retains it. Default no.
    #[serde(default)]
    pub retain: bool,
}

impl StatusMessage {
    /// A message with QoS 1, not retained.
    pub fn new(topic: impl Into<String>, payload: impl Into<String>) -> Self {
        Self { topic: topic.into(), payload: payload.into(), qos: QoS::AtLeastOnce, retain: false }
    }

    /// Has the broker retain it.
    #[must_use]
    pub fn retained(mut self) -> Self {
        self.retain = true;
        self
    }

    pub(crate) fn payload_bytes(&self) -> Bytes {
        Bytes::copy_from_slice(self.payload.as_bytes())
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            host: "127.0.0.1".to_owned(),
            port: 1883,
            client_id: String::new(),
            username: None,
            password: None,
            password_file: None,
            password_env: None,
            tls: None,
            keep_alive_seconds: 10,
            clean_session: true,
            connect_timeout_seconds: 5,
            reconnect_min_ms: 100,
            reconnect_max_ms: 2000,
            outbox_entries: 8192,
            outbox_bytes: 32 << 20,
            packet_limit: 16 << 20,
            qos: PerClass::default(),
            will: None,
            announcement: None,
        }
    }
}

impl Settings {
    /// The defaults, with this broker.
    pub fn new(host: impl Into<String>, port: u16) -> Self {
        Self { host: host.into(), port, ..Self::default() }
    }

    /// Finds what cannot work before a connection is tried.
    pub fn check(&self) -> Result<(), SettingsError> {
        let wrong = |name, why: &str| Err(SettingsError::Invalid { name, why: why.to_owned() });
        if self.host.is_empty() {
            return wrong("host", "must not be empty; use the broker's host name or address");
        }
        if self.port == 0 {
            return wrong("port", "0 is not a valid port; the standard port is 1883");
        }
        if self.client_id.is_empty() && !self.clean_session {
            return wrong("clean_session", "a persistent session requires a client_id");
        }
        if self.client_id.contains('\0') || self.client_id.len() > usize::from(u16::MAX) {
            return wrong("client_id", "too long, or contains NUL");
        }
        if self.connect_timeout_seconds == 0 {
            return wrong("connect_timeout_seconds", "must be greater than 0");
        }
        if self.reconnect_max_ms > 5000 || self.reconnect_min_ms > self.reconnect_max_ms {
            return wrong("reconnect_max_ms", "must be between reconnect_min_ms and 5000");
        }
        if self.reconnect_min_ms == 0 {
            return wrong(
                "reconnect_min_ms",
                "must be greater than 0: otherwise an unreachable broker would keep the processor busy",
            );
        }
        if !(1024..=256 << 20).contains(&self.packet_limit) {
            return wrong("packet_limit", "must be between 1 KiB and MQTT's own limit of 256 MiB");
        }
        if self.outbox_entries == 0 || self.outbox_bytes == 0 {
            return wrong("outbox_entries", "must be greater than 0");
        }
        let qualities =
            [self.qos.speech, self.qos.query, self.qos.toggle, self.qos.report, self.qos.obligation];
        let notes = [&self.will, &self.announcement].into_iter().flatten();
        if qualities.into_iter().chain(notes.clone().map(|note| note.qos)).any(|qos| qos > QoS::AtLeastOnce) {
            return wrong("qos", "must be 0 or 1: QoS 2 is never used for sending");
        }
        if notes.into_iter().any(|note| !is_valid_topic(&note.topic)) {
            return wrong(
                "will",
                "the topic of the will or the announcement is empty or contains a wildcard",
            );
        }
        if self.password_sources() > 1 {
            return wrong("password", "use only one of password, password_file and password_env");
        }
        if self.password_sources() == 1 && self.username.is_none() {
            return wrong("username", "MQTT 3.1.1 requires a user name with a password");
        }
        self.check_tls()
    }

    fn check_tls(&self) -> Result<(), SettingsError> {
        let Some(tls) = &self.tls else { return Ok(()) };
        let wrong = |why: &str| Err(SettingsError::Invalid { name: "tls", why: why.to_owned() });
        if !cfg!(feature = "tls") {
            return wrong("this program was built without TLS support (feature `tls`)");
        }
        if tls.certificate.is_some() != tls.key.is_some() {
            return wrong("certificate and key must be set together");
        }
        Ok(())
    }

    fn password_sources(&self) -> usize {
        usize::from(self.password.is_some())
            + usize::from(self.password_file.is_some())
            + usize::from(self.password_env.is_some())
    }

    /// The password, from wherever it is to come.
    pub(crate) fn find_password(&self) -> Result<Option<Secret>, SettingsError> {
        if let Some(file) = &self.password_file {
            let text = read(file)?;
            return Ok(Some(text.trim_end_matches(['\r', '\n']).into()));
        }
        if let Some(name) = &self.password_env {
            let value = std::env::var(name).map_err(|_| SettingsError::NoVariable { name: name.clone() })?;
            return Ok(Some(value.into()));
        }
        Ok(self.password.clone())
    }
}

fn read(file: &Path) -> Result<String, SettingsError> {
    std::fs::read_to_string(file)
        .map_err(|error| SettingsError::Unreadable { file: file.to_owned(), why: error.to_string() })
}

/// Why a connection cannot even be tried.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SettingsError {
    /// A setting that cannot work.
    #[error("invalid connection setting {name}: {why}")]
    Invalid {
        /// The setting.
        name: &'static str,
        /// What is wrong, and what to do.
        why: String,
    },
    /// A file that a setting names cannot be read.
    #[error("cannot read {file:?}: {why}")]
    Unreadable {
        /// The file.
        file: PathBuf,
        /// What the operating system says.
        why: String,
    },
    /// The environment variable with the password is not there.
    #[error("no password: the environment variable {name} is not set")]
    NoVariable {
        /// The variable.
        name: String,
    },
    /// Certificates or keys that cannot be used.
    #[error("cannot use TLS: {0}")]
    Tls(String),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_can_be_used() {
        assert_eq!(Settings::default().check(), Ok(()));
    }

    #[test]
    fn the_page_about_the_bus_names_every_setting_with_its_default() {
        let page = include_str!("../../../docs/bus.md");
        let has_row = |name: &str, default: Option<&str>| {
            let mut rows = page.lines().filter_map(|line| line.strip_prefix(&format!("| `{name}` | ")));
            rows.any(|row| default.is_none_or(|default| row.starts_with(&format!("`{default}` |"))))
        };
        let Ok(toml::Value::Table(defaults)) = toml::Value::try_from(Settings::default()) else { panic!() };
        for (name, default) in &defaults {
            match default {
                toml::Value::Table(table) => {
                    for (key, value) in table {
                        let row = format!("{name}.{key}");
                        assert!(has_row(&row, Some(&value.to_string())), "{row} = {value}");
                    }
                }
                value => assert!(has_row(name, Some(&value.to_string())), "{name} = {value}"),
            }
        }
        // These have no default that could be written.
        for name in ["username", "password", "password_file", "password_env", "will", "announcement"] {
            assert!(!defaults.contains_key(name) && has_row(name, None), "{name}");
        }
        for name in ["tls.ca", "tls.certificate", "tls.key"] {
            assert!(has_row(name, None), "{name}");
        }
    }

    #[test]
    fn a_configuration_file_sets_what_it_names() {
        let settings: Settings = toml::from_str(
            r#"
            host = "broker"
            username = "u"
            password = "geheim"
            keep_alive_seconds = 30
            qos = { speech = 0, query = 1, toggle = 1, report = 0, obligation = 1 }
            will = { topic = "petasos/a/status", payload = "gone", retain = true }
            tls = { ca = "/etc/ca.pem" }
            "#,
        )
        .unwrap();
        assert_eq!(settings.check(), Ok(()));
        assert_eq!(settings.port, 1883);
        assert_eq!(settings.qos.report, QoS::AtMostOnce);
        assert_eq!(settings.will, Some(StatusMessage::new("petasos/a/status", "gone").retained()));
        assert_eq!(settings.tls, Some(TlsSettings::default().ca("/etc/ca.pem")));
        assert!(toml::from_str::<Settings>("hots = 'x'").unwrap_err().to_string().contains("unknown field"));
        assert!(toml::from_str::<Settings>("qos = { speech = 3 }").is_err());
    }

    #[test]
    fn no_password_in_debug_output_or_written_configuration() {
        let settings = Settings { password: Some("geheim".into()), ..Settings::default() };
        assert!(!format!("{settings:?}").contains("geheim"));
        assert!(!toml::to_string(&settings).unwrap().contains("geheim"));
        assert!(toml::to_string(&settings).unwrap().contains("***"));
    }

    #[test]
    fn a_password_comes_from_a_file_without_its_line_break() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), "geh eim\r\n").unwrap();
        let settings = Settings { password_file: Some(file.path().to_owned()), ..Settings::default() };
        assert_eq!(settings.find_password().unwrap().unwrap().reveal(), "geh eim");
        let settings = Settings { password_file: Some("/nonexistent".into()), ..Settings::default() };
        assert!(matches!(settings.find_password(), Err(SettingsError::Unreadable { .. })));
        let settings = Settings { password_env: Some("PETASOS_NO_SUCH".into()), ..Settings::default() };
        assert!(matches!(settings.find_password(), Err(SettingsError::NoVariable { .. })));
    }

    #[test]
    fn what_cannot_work_is_named() {
        type Spoil = fn(&mut Settings);
        let cases: [(&str, Spoil); 13] = [
            ("host", |s| s.host.clear()),
            ("port", |s| s.port = 0),
            ("clean_session", |s| s.clean_session = false),
            ("client_id", |s| s.client_id = "a\0".into()),
            ("connect_timeout_seconds", |s| s.connect_timeout_seconds = 0),
            ("reconnect_max_ms", |s| s.reconnect_max_ms = 5001),
            ("reconnect_min_ms", |s| s.reconnect_min_ms = 0),
            ("packet_limit", |s| s.packet_limit = 0),
            ("outbox_entries", |s| s.outbox_entries = 0),
            ("qos", |s| s.qos.query = QoS::ExactlyOnce),
            ("will", |s| s.will = Some(StatusMessage::new("a/#", ""))),
            ("username", |s| s.password = Some("x".into())),
            ("tls", |s| {
                s.tls = Some(TlsSettings { key: Some("k".into()), ..TlsSettings::default() });
            }),
        ];
        for (expected, spoil) in cases {
            let mut settings = Settings::default();
            spoil(&mut settings);
            match settings.check() {
                Err(SettingsError::Invalid { name, .. }) => assert_eq!(name, expected),
                other => panic!("{expected}: {other:?}"),
            }
        }
    }
}
