//! Settings of the embedded broker.

use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};

use serde::Deserialize;

use crate::BrokerError;

/// Settings of an embedded broker. Limits are per broker unless noted otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct BrokerSettings {
    /// The address to listen on. Default `127.0.0.1:1883`. Port 0 takes any free port. Anything but loopback requires
    /// `credentials`.
    pub listen: SocketAddr,
    /// The credentials that every client must present. Default: none, for loopback.
    pub credentials: Option<Credentials>,
    /// Limit on simultaneous clients. Default 512.
    pub clients: usize,
    /// Limit on the size of a packet, in bytes. Default 16 MiB.
    pub packet_limit: usize,
    /// Limit on retained messages. Default 10,000.
    pub retained_messages: usize,
    /// Limit on the size of a retained message, in bytes. Default 1 MiB.
    pub retained_bytes: usize,
    /// Limit on messages stored for each disconnected persistent client. Default 10,000; beyond that, the oldest are dropped.
    pub queued_messages: usize,
    /// Limit on their size for each client, in bytes. Default 64 MiB.
    pub queued_bytes: usize,
    /// Whether to publish statistics under `$SYS` every 10 seconds. Default true.
    pub sys_topics: bool,
}

/// A user name and a password.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Credentials {
    /// The user name.
    pub username: String,
    /// The password, in the clear.
    pub password: String,
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Credentials").field("username", &self.username).finish_non_exhaustive()
    }
}

impl Default for BrokerSettings {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 1883)),
            credentials: None,
            clients: 512,
            packet_limit: 16 << 20,
            retained_messages: 10_000,
            retained_bytes: 1 << 20,
            queued_messages: 10_000,
            queued_bytes: 64 << 20,
            sys_topics: true,
        }
    }
}

impl BrokerSettings {
    /// The defaults, listening on any free loopback port: for tests and demonstrations.
    pub fn any_port() -> Self {
        Self { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), ..Self::default() }
    }

    /// Accepts only clients with this user name and password.
    #[must_use]
    pub fn credentials(mut self, username: impl Into<String>, password: impl Into<String>) -> Self {
        self.credentials = Some(Credentials { username: username.into(), password: password.into() });
        self
    }

    /// Sets the address to listen on.
    #[must_use]
    pub fn listen(mut self, address: SocketAddr) -> Self {
        self.listen = address;
        self
    }

    /// Refuses insecure settings.
    pub fn check(&self) -> Result<(), BrokerError> {
        match &self.credentials {
            None if !self.listen.ip().is_loopback() => {
                Err(BrokerError::NeedsPassword { listen: self.listen })
            }
            Some(given) if given.username.is_empty() || given.password.is_empty() => {
                Err(BrokerError::EmptyCredentials)
            }
            _ => Ok(()),
        }
    }
}
