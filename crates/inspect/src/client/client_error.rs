//! Why a client cannot go on, and what to do about it.

use std::io;

use petasos_bus::{DisconnectReason, PublishError, Settings, SettingsError, SubscribeError};

/// Why a [`Client`](super::Client) cannot go on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The first attempt to connect failed.
    #[error("cannot connect to the broker at {broker}: {reason}. {advice}")]
    Unreachable {
        /// The broker, as `host:port`.
        broker: String,
        /// What happened.
        reason: DisconnectReason,
        /// What to do about it.
        advice: &'static str,
    },
    /// The settings of the connection cannot be used.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// A message cannot be sent.
    #[error(transparent)]
    Publish(#[from] PublishError),
    /// A topic filter is not valid.
    #[error(transparent)]
    Subscribe(#[from] SubscribeError),
    /// The broker refused a subscription.
    #[error("the broker does not let us listen to {filter}: its access rules must allow it to this user")]
    SubscriptionRefused {
        /// The topic filter.
        filter: String,
    },
    /// The broker did not acknowledge a subscription.
    #[error("the broker has not answered to a subscription in time")]
    SubscriptionTimeout,
    /// Another client connected under the same client id.
    #[error("another client has our name at the broker; set no client_id")]
    TakenOver,
    /// Messages were still unsent or unacknowledged when the client was closed.
    #[error("the broker at {broker} has not taken what was to be sent")]
    NotSent {
        /// The broker, as `host:port`.
        broker: String,
    },
    /// The connection was closed by this program.
    #[error("the connection has ended")]
    Closed,
    /// Signals cannot be waited for.
    #[error("cannot wait for signals: {0}")]
    Signals(io::Error),
    /// SIGINT or SIGTERM arrived; see [`ClientOptions::stop_on_signals`](super::ClientOptions::stop_on_signals).
    #[error("ended by a signal")]
    Interrupted {
        /// The number of the signal.
        signal: u8,
    },
}
/// What to do when there is no connection.
pub fn advice(reason: &DisconnectReason, mqtt: &Settings) -> &'static str {
    match reason {
        DisconnectReason::Refused(_) if mqtt.username.is_none() => {
            "It may want a user: --username NAME --password-file FILE"
        }
        DisconnectReason::Refused(_) => "Check --username and the password",
        DisconnectReason::Closed | DisconnectReason::Protocol(_) if mqtt.tls.is_none() => {
            "If it wants encryption, add --tls"
        }
        _ => {
            "Does it run? Name another with --host and --port, PETASOS_MQTT_HOST and PETASOS_MQTT_PORT, or --config FILE"
        }
    }
}
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_leads_to_the_flag_that_helps() {
        let refused = DisconnectReason::Refused("not authorised".to_owned());
        let nobody = Settings::new("broker", 1883);
        let unreachable = ClientError::Unreachable {
            broker: "broker:1883".to_owned(),
            reason: refused.clone(),
            advice: advice(&refused, &nobody),
        };
        assert!(unreachable.to_string().contains("broker:1883"));
        assert!(advice(&refused, &nobody).contains("--username NAME"));
        let mut somebody = nobody.clone();
        somebody.username = Some("somebody".to_owned());
        assert!(advice(&refused, &somebody).contains("the password"));
        assert!(advice(&DisconnectReason::Closed, &nobody).contains("--tls"));
        assert!(advice(&DisconnectReason::Silent, &nobody).contains("--host"));
    }
}
