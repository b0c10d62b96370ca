//! Log output, to standard error.

use std::io::{self, IsTerminal};

use tracing::Subscriber;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry, fmt};

use crate::{LogConfig, LogFormat};

/// The module whose log lines are those of the embedded broker.
const EMBEDDED_BROKER: &str = "mqtt5";

/// Starts to log, for the whole process. Does nothing if somebody else has done so.
pub fn start(config: &LogConfig) {
    let filter = filter(&config.filter);
    // It fails only if there is a subscriber already, as in a program that embeds the manager.
    let _ = tracing_subscriber::registry().with(output(config.format).with_filter(filter)).try_init();
}

/// What is wanted. Of the embedded broker, which tells of every client, only errors, unless somebody asks for more.
fn filter(wanted: &str) -> Targets {
    let filter: Targets = wanted.parse().unwrap_or_default();
    if wanted.contains(EMBEDDED_BROKER) {
        return filter;
    }
    filter.with_target(EMBEDDED_BROKER, LevelFilter::ERROR)
}

fn output(format: LogFormat) -> Box<dyn Layer<Registry> + Send + Sync>
where
    Registry: Subscriber,
{
    match format {
        LogFormat::Human => {
            let colours = io::stderr().is_terminal();
            fmt::layer().with_writer(io::stderr).with_ansi(colours).with_target(false).boxed()
        }
        LogFormat::Json => fmt::layer().with_writer(io::stderr).json().with_target(false).boxed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tracing::Level;

    #[test]
    fn the_embedded_broker_is_quiet_unless_asked() {
        assert!(!filter("debug").would_enable("mqtt5::broker", &Level::INFO));
        assert!(filter("debug").would_enable("petasos_bus", &Level::DEBUG));
        assert!(filter("info,mqtt5=info").would_enable("mqtt5::broker", &Level::INFO));
    }
}
