//! `petasos wake`: simulates the wake word.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_inspect::terminal_text::{STRONG, plain};
use petasos_messages::payload::HotwordDetected;
use petasos_messages::{Message, SiteId, filter};
use serde_json::json;

use crate::command_output::Output;
use crate::common_arguments::{AtSite, Common};

/// A session starts at once, or after a feedback sound.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos wake --site kitchen
  petasos wake --wakeword jarvis

Exit codes: 0 a session started, 1 failed, 3 no session started.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    site: AtSite,
    /// The wake word to simulate.
    #[arg(long, value_name = "WAKEWORD", default_value = "default")]
    wakeword: String,
    /// Return at once, without waiting for the session.
    #[arg(long)]
    no_wait: bool,
    #[command(flatten)]
    common: Common,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut client = arguments.common.connect(Some(DEFAULT_TIMEOUT), &[filter::SESSION_STARTED]).await?;
    let output = Output::new(arguments.common.json);
    let site = arguments.site.or_default(client.config());
    client.send(&wake_word(&arguments.wakeword, &site))?;
    if arguments.no_wait {
        client.close().await?;
        return Ok(ExitCode::SUCCESS);
    }

    let started = client.find(|message| match message {
        Message::SessionStarted(started) if started.site_id == site => Some(started.session_id.clone()),
        _ => None,
    });
    let started = started.await?;
    client.close().await?;
    let name = plain(site.as_str());
    let Some(session) = started else {
        return output.no_answer(format!(
            "no session started at {name}: is a dialogue manager running that serves this site and this wake word? See: petasos check"
        ));
    };
    let session = session.as_str();
    output.line(
        format!("session started at {STRONG}{name}{STRONG:#}: {}", plain(session)),
        &json!({"event": "started", "sessionId": session, "siteId": site.as_str()}),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The message that reports this wake word at this site.
pub(super) fn wake_word(wakeword: &str, site: &SiteId) -> Message {
    let mut detected = HotwordDetected::new(wakeword, site.clone());
    detected.model_id = Some(wakeword.to_owned());
    Message::HotwordDetected(Box::new(detected))
}
