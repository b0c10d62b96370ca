//! Log output, to standard error.

use std::io::{self, IsTerminal};

use tracing::Subscriber;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;
use tracing_subscriber::{Layer, Registry, fmt};

use crate::config::{LogConfig, LogFormat};

/// Starts to log, for the whole process. Does nothing if somebody else has done so.
pub fn start(config: &LogConfig) {
    let filter: Targets = config.filter.parse().unwrap_or_default();
    // It fails only if there is a subscriber already, as in a program that embeds the manager.
    let _ = tracing_subscriber::registry()
        .with(output(config.format).with_filter(filter))
        .try_init();
}

fn output(format: LogFormat) -> Box<dyn Layer<Registry> + Send + Sync>
where
    Registry: Subscriber,
{
    match format {
        LogFormat::Human => {
            let colours = io::stderr().is_terminal();
            fmt::layer()
                .with_writer(io::stderr)
                .with_ansi(colours)
                .with_target(false)
                .boxed()
        }
        LogFormat::Json => fmt::layer()
            .with_writer(io::stderr)
            .json()
            .with_target(false)
            .boxed(),
    }
}
