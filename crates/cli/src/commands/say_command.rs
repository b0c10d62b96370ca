//! `petasos say`: speaks a text at a site, without a session.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_inspect::terminal_text::plain;
use petasos_messages::payload::Say;
use petasos_messages::{Message, RequestId, filter};
use serde_json::json;

use crate::command_output::Output;
use crate::common_arguments::{Common, Speech};

/// Long texts take long to speak.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos say \"Dinner is ready\" --site kitchen
  petasos say Guten Tag --lang de --no-wait

Exit codes: 0 spoken, 1 failed, 3 no answer from a TTS.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    speech: Speech,
    /// Language, such as `en`. Default: the one of the TTS.
    #[arg(long)]
    lang: Option<String>,
    #[command(flatten)]
    common: Common,
}

enum Spoken {
    Finished,
    Failed(String),
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let filters = [filter::SAY_FINISHED, filter::TTS_ERROR, filter::TTS_ERROR_OF_SNIPS];
    let mut client = arguments.common.connect(Some(DEFAULT_TIMEOUT), &filters).await?;
    let output = Output::new(arguments.common.json);
    let site = arguments.speech.site.or_default(client.config());
    let id = RequestId::new(client.name())?;

    let mut say = Say::new(arguments.speech.text());
    say.site_id = Some(site.clone());
    say.lang.clone_from(&arguments.lang);
    say.id = Some(id.clone());
    client.send(&Message::Say(Box::new(say)))?;
    if arguments.speech.no_wait {
        client.close().await?;
        return Ok(ExitCode::SUCCESS);
    }

    let spoken = client.find(|message| match message {
        Message::SayFinished(finished) if finished.id.as_ref() == Some(&id) => Some(Spoken::Finished),
        Message::TtsError(error) if error.site_id.as_ref().is_none_or(|there| *there == site) => {
            Some(Spoken::Failed(error.error.clone()))
        }
        _ => None,
    });
    let spoken = spoken.await?;
    client.close().await?;
    let name = plain(site.as_str());
    match spoken {
        Some(Spoken::Finished) => {
            output.line(format!("spoken in {name}"), &json!({"event": "spoken", "siteId": site.as_str()}))?;
            Ok(ExitCode::SUCCESS)
        }
        Some(Spoken::Failed(error)) => {
            output.failed(format!("the TTS for {name} reports: {}", plain(&error)))
        }
        None => output.no_answer(format!("no TTS has spoken in {name}: is one running for that site?")),
    }
}
