//! Runs the manager until it is told to stop.

use anyhow::{Context, Result};
use petasos_manager::Manager;
use petasos_manager::config::Config;
use petasos_program::StopSignals;

/// The exit code after a second stop signal; shells use it for Ctrl-C.
const INTERRUPTED: i32 = 130;

/// Serves until SIGTERM or Ctrl-C.
pub(crate) fn serve(config: Config, embedded_broker: bool) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("cannot start the runtime")?;
    runtime.block_on(async {
        let signals = StopSignals::listen().context("cannot wait for signals")?;
        let broker = if embedded_broker { Some(broker::start(&config).await?) } else { None };
        let manager = Manager::new(config);
        let connections = manager.connect()?;
        // Spawned as its own task, the manager is woken by the bus directly, not through the reactor.
        tokio::spawn(manager.run(connections, asked_to_end(signals)))
            .await
            .context("the manager panicked")??;
        if let Some(broker) = broker {
            broker.shutdown().await;
        }
        Ok(())
    })
}

/// Returns at the first stop signal. A second one ends the process at once.
async fn asked_to_end(mut signals: StopSignals) {
    signals.asked().await;
    tokio::spawn(async move {
        signals.asked().await;
        #[expect(clippy::exit, reason = "the user does not want to wait for a clean shutdown")]
        std::process::exit(INTERRUPTED);
    });
}

#[cfg(feature = "embedded-broker")]
mod broker {
    use std::net::{IpAddr, Ipv4Addr, SocketAddr};

    use anyhow::{Context, Result, anyhow, bail};
    use petasos_broker::{BrokerError, BrokerSettings, EmbeddedBroker};
    use petasos_manager::config::Config;

    pub(crate) async fn start(config: &Config) -> Result<EmbeddedBroker> {
        let mqtt = &config.mqtt;
        let address = match mqtt.host.as_str() {
            "localhost" => IpAddr::V4(Ipv4Addr::LOCALHOST),
            host => host.parse().with_context(|| {
                format!("the embedded broker cannot listen on {host:?}: use an address of this machine")
            })?,
        };
        let mut settings = BrokerSettings::default();
        settings.listen = SocketAddr::new(address, mqtt.port);
        settings = match (&mqtt.username, &mqtt.password) {
            (None, _) => settings,
            (Some(username), Some(password)) => settings.credentials(username, password.reveal()),
            (Some(_), None) => bail!("the embedded broker needs a password as well: set PETASOS_PASSWORD"),
        };
        let broker = EmbeddedBroker::start(settings).await.map_err(|error| match error {
            BrokerError::Bind { listen, .. } => anyhow!(
                "the embedded broker cannot listen on {listen}: the port is in use, most likely by another broker (see: ss -ltnp). \
                                 Leave out --embedded-broker to use that one, or choose another --port"
            ),
            error => error.into(),
        })?;
        eprintln!(
            "Embedded MQTT broker listening on {}. Connect Rhasspy, satellites and skills to it.",
            broker.local_addr()
        );
        Ok(broker)
    }
}

#[cfg(not(feature = "embedded-broker"))]
mod broker {
    use anyhow::{Result, bail};
    use petasos_manager::config::Config;

    pub(crate) enum EmbeddedBroker {}

    impl EmbeddedBroker {
        pub(crate) async fn shutdown(self) {}
    }

    pub(crate) async fn start(_: &Config) -> Result<EmbeddedBroker> {
        bail!(
            "this petasosd was built without the embedded broker (feature `embedded-broker`); run Mosquitto instead"
        )
    }
}
