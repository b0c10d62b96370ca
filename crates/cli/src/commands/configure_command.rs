//! `petasos configure`: enables and disables intents.

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

/// There is no answer to this message; it only has to be delivered.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos configure --site kitchen --enable LightOn,LightOff
  petasos configure --disable OrderPizza                 at every site

Other intents stay as they are. In Rhasspy, and wherever the NLU publishes the intents, enabling some intents means that only
those are recognised.

Exit codes: 0 sent, 1 failed. There is no answer to this message.")]
pub(crate) struct Arguments {
    /// The site. Default: every site.
    #[arg(long, short, value_name = "SITE")]
    site: Option<SiteId>,
    /// Intents to enable, separated by commas; may be repeated.
    #[arg(long, value_name = "INTENT", value_delimiter = ',', required_unless_present = "disable")]
    enable: Vec<IntentName>,
    /// Intents to disable, separated by commas; may be repeated.
    #[arg(long, value_name = "INTENT", value_delimiter = ',')]
    disable: Vec<IntentName>,
    #[command(flatten)]
    common: Common,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let client = arguments.common.connect::<&str>(Some(DEFAULT_TIMEOUT), &[]).await?;
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
    let place = site.map_or_else(|| "at every site".to_owned(), |site| format!("at {}", plain(site)));
    let told = [("enabled", &on), ("disabled", &off)].into_iter().filter(|(_, names)| !names.is_empty());
    let told: Vec<_> = told.map(|(how, names)| format!("{how} {}", plain(&names.join(", ")))).collect();
    Output::new(arguments.common.json).line(
        format!("{place}: {}", told.join("; ")),
        &json!({"event": "configured", "siteId": site, "enabled": on, "disabled": off}),
    )?;
    Ok(ExitCode::SUCCESS)
}
