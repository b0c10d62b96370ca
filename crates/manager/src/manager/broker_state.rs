//! The connection to the broker: what happens when it is made or lost, and what the log says about it.

use petasos_dialogue::Time;
use tracing::{debug, error, info, warn};

use super::Manager;
use crate::watchdog;

/// The state of the connection to the broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BrokerState {
    /// There was no connection yet, and this was not logged.
    Untried,
    /// There was no connection yet.
    Awaited,
    /// There is a connection.
    Up { served_before: bool },
    /// There was a connection.
    Lost,
}

impl BrokerState {
    pub(super) fn is_connected(self) -> bool {
        matches!(self, Self::Up { .. })
    }
}

impl Manager {
    pub(super) fn connected(&mut self, now: Time) {
        let recovered = std::mem::take(&mut self.recovered);
        if !recovered.is_empty() {
            let sessions: usize = recovered.iter().map(|site| site.sessions.len()).sum();
            warn!(sites = recovered.len(), sessions, "ending what the last run left open");
            self.core.recover(now, &recovered);
            self.collect(now, None);
        }
        self.core.handle_connected(now);
        self.collect(now, None);
        self.broker_state = match self.broker_state {
            BrokerState::Untried | BrokerState::Awaited => BrokerState::Up { served_before: false },
            BrokerState::Lost | BrokerState::Up { .. } => BrokerState::Up { served_before: true },
        };
    }

    pub(super) fn subscribed(&mut self) {
        self.journal.release();
        let BrokerState::Up { served_before } = self.broker_state else {
            return;
        };
        let mqtt = &self.config.mqtt;
        let broker = format!("{}:{}", mqtt.host, mqtt.port);
        let dialect = self.dialect;
        if served_before {
            info!(broker, "connected to the broker again");
        } else {
            info!(broker, %dialect, instance = %self.config.instance.0, "ready: serving");
            self.broker_state = BrokerState::Up { served_before: true };
        }
        watchdog::status(&format!("serving; broker {broker}, dialect {dialect}"));
    }

    pub(super) fn subscription_refused(filter: &str) {
        error!(
            filter,
            "the broker refuses this subscription; see config/mosquitto-acl.conf for the access rights we need"
        );
    }

    pub(super) fn taken_over(&self) {
        error!(
            client_id = self.config.mqtt.client_id,
            "another client uses our client id; give each its own, or leave mqtt.client_id empty"
        );
    }

    pub(super) fn disconnected(&mut self, reason: &str) {
        self.journal.hold();
        let mqtt = &self.config.mqtt;
        let broker = format!("{}:{}", mqtt.host, mqtt.port);
        match self.broker_state {
            BrokerState::Untried => {
                warn!(
                    broker,
                    reason,
                    "waiting for the broker; is it running there, and are mqtt.host, mqtt.port and the password right?"
                );
                self.broker_state = BrokerState::Awaited;
            }
            BrokerState::Up { .. } => {
                warn!(broker, reason, "lost the broker; trying to reconnect");
                watchdog::status("waiting for the broker");
                self.broker_state = BrokerState::Lost;
            }
            BrokerState::Awaited | BrokerState::Lost => debug!(broker, reason, "still no broker"),
        }
    }
}
