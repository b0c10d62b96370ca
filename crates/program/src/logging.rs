//! Log output, to standard error.

use std::io::{self, IsTerminal};

use serde::{Deserialize, Serialize};
use tracing::Subscriber;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry, fmt};

/// Log output, to standard error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[non_exhaustive]
pub struct LogConfig {
    /// The format. Default `human`.
    pub format: LogFormat,
    /// A level, or levels by module, such as `info,petasos_bus=debug`. Default `info`.
    pub filter: String,
    /// Whether what is spoken may appear in the log. Default false.
    pub speech: bool,
}

impl Default for LogConfig {
    fn default() -> Self {
        Self { format: LogFormat::Human, filter: "info".to_owned(), speech: false }
    }
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum LogFormat {
    /// Human-readable, coloured on a terminal.
    Human,
    /// One JSON object per line.
    Json,
}

/// The module name of the embedded broker.
const EMBEDDED_BROKER: &str = "mqtt5";

/// Starts logging for the whole process. Does nothing if a logger is already installed.
pub fn start(config: &LogConfig) {
    let filter = filter(&config.filter);
    // Fails only if a subscriber is already installed, as in a program that embeds the manager.
    let _ = tracing_subscriber::registry().with(output(config.format).with_filter(filter)).try_init();
}

/// Parses the filter. The embedded broker logs every client, so only its errors are logged unless the filter names it.
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
