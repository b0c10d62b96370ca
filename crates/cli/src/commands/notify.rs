//! `petasos notify`: a notification, which waits its turn where a conversation goes on.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_messages::Message;
use petasos_messages::payload::{SessionInit, StartSession, Termination};

use crate::client::{AtSite, Client, Common};
use crate::conversation::{Conversation, Step, why};
use crate::output::Output;

const PATIENCE: Duration = Duration::from_secs(60);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos notify \"The washing machine is done\" --site kitchen
  make && petasos notify \"The build is green\" || petasos notify \"The build is red\"

Exit codes: 0 spoken or waiting for its turn, 1 failed, 3 no dialogue manager answered.")]
pub(crate) struct Arguments {
    /// The words.
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    site: AtSite,
    /// Do not wait until it has been spoken.
    #[arg(long)]
    no_wait: bool,
    #[command(flatten)]
    common: Common,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut client = Client::connect(&arguments.common, Some(PATIENCE), &Conversation::filters()).await?;
    let output = Output::new(arguments.common.json);
    let mut conversation = Conversation::marked(client.name());
    let mut start = StartSession::new(SessionInit::Notification { text: arguments.text.join(" ") });
    start.site_id = Some(arguments.site.or_default(client.config()));
    start.custom_data = Some(client.name().to_owned());
    client.tell(&Message::StartSession(start))?;
    if arguments.no_wait {
        client.close().await?;
        return Ok(ExitCode::SUCCESS);
    }

    let mut outcome = None;
    while outcome.is_none() {
        let Some(step) = client.expect(|message| conversation.step(message)).await? else { break };
        output.line(step.human(), &step.json(conversation.session_id()))?;
        outcome = match step {
            Step::Queued(_) | Step::Ended(Termination::Nominal) => Some(Ok(())),
            Step::Ended(termination) => Some(Err(why(&termination))),
            _ => None,
        };
    }
    client.close().await?;
    match outcome {
        Some(Ok(())) => Ok(ExitCode::SUCCESS),
        Some(Err(why)) => output.failed(format!("the notification was not spoken: {why}")),
        None => output.no_answer("no dialogue manager has spoken the notification; see: petasos check"),
    }
}
