//! `petasos configure`: switches intents on and off.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_inspect::terminal_text::plain;
use petasos_messages::payload::{Configure, ConfigureIntent};
use petasos_messages::{IntentName, Message, SiteId};
use serde_json::json;

use crate::command_output::Output;
use crate::common_arguments::Common;

/// Nobody answers to this message; it only has to leave.
const PATIENCE: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos configure --site kitchen --enable LightOn,LightOff
  petasos configure --disable OrderPizza                 everywhere

Intents that are not named stay as they are. In Rhasspy, and wherever the NLU publishes the intents, as soon as some are
switched on only those are understood.

Exit codes: 0 told, 1 failed. Nobody answers to this message.")]
pub(crate) struct Arguments {
    /// The only site where that holds. Default: everywhere.
    #[arg(long, short, value_name = "SITE")]
    site: Option<SiteId>,
    /// Switch on; may be repeated, or with commas.
    #[arg(long, value_name = "INTENT", value_delimiter = ',', required_unless_present = "disable")]
    enable: Vec<IntentName>,
    /// Switch off; may be repeated, or with commas.
    #[arg(long, value_name = "INTENT", value_delimiter = ',')]
    disable: Vec<IntentName>,
    #[command(flatten)]
    common: Common,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let client = arguments.common.connect::<&str>(Some(PATIENCE), &[]).await?;
    let switch = |intents: &[IntentName], on| {
        intents.iter().map(|intent| ConfigureIntent::new(intent.clone(), on)).collect::<Vec<_>>()
    };
    let intents = [switch(&arguments.enable, true), switch(&arguments.disable, false)].concat();
    let mut configure = Configure::new(intents);
    configure.site_id = arguments.site.clone();
    client.send(&Message::Configure(configure))?;
    client.close().await?;

    let site = arguments.site.as_ref().map(SiteId::as_str);
    let names = |intents: &[IntentName]| intents.iter().map(ToString::to_string).collect::<Vec<_>>();
    let (on, off) = (names(&arguments.enable), names(&arguments.disable));
    let place = site.map_or_else(|| "everywhere".to_owned(), |site| format!("in {}", plain(site)));
    let told = [("on", &on), ("off", &off)].into_iter().filter(|(_, names)| !names.is_empty());
    let told: Vec<_> = told.map(|(how, names)| format!("{how}: {}", plain(&names.join(", ")))).collect();
    Output::new(arguments.common.json).line(
        format!("told {place}: {}", told.join("; ")),
        &json!({"event": "configured", "siteId": site, "enabled": on, "disabled": off}),
    )?;
    Ok(ExitCode::SUCCESS)
}
