//! What happens when the connection to the broker is made or lost, and how it is logged.

use petasos_dialogue::Time;
use tracing::{debug, error, info, warn};

use super::Manager;
use crate::watchdog;

/// The state of the connection to the broker.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BrokerState {
    /// Not connected yet, and not logged yet.
    Untried,
    /// Not connected yet.
    Awaited,
    /// Connected.
    Up { served_before: bool },
    /// Disconnected.
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
            warn!(sites = recovered.len(), sessions, "ending the sessions that the last run left open");
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
            info!(broker, %dialect, instance = %self.config.instance.0, "ready");
            self.broker_state = BrokerState::Up { served_before: true };
        }
        watchdog::status(&format!("serving; broker {broker}, dialect {dialect}"));
    }

    pub(super) fn subscription_refused(filter: &str) {
        error!(
            filter,
            "the broker refused this subscription; see config/mosquitto-acl.conf for the access rights that petasosd needs"
        );
    }

    pub(super) fn taken_over(&self) {
        error!(
            client_id = self.config.mqtt.client_id,
            "another client uses the same client id; use different ones, or leave mqtt.client_id empty"
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
                    "waiting for the broker; is it running, and are mqtt.host, mqtt.port and the password correct?"
                );
                self.broker_state = BrokerState::Awaited;
            }
            BrokerState::Up { .. } => {
                warn!(broker, reason, "lost the connection to the broker; reconnecting");
                watchdog::status("waiting for the broker");
                self.broker_state = BrokerState::Lost;
            }
            BrokerState::Awaited | BrokerState::Lost => {
                debug!(broker, reason, "still no connection to the broker");
            }
        }
    }
}
