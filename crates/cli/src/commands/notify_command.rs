//! `petasos notify`: starts a notification, which is queued while the site is busy.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_inspect::client::Client;
use petasos_messages::Message;
use petasos_messages::payload::{SessionInit, StartSession, Termination};
use tokio::time::timeout;

use crate::command_output::Output;
use crate::common_arguments::{Common, Speech};
use crate::followed_session::{FollowedSession, SessionStep, why};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

/// A session at an idle site starts within this time of being queued.
const AT_ONCE: Duration = Duration::from_millis(500);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos notify \"The washing machine is done\" --site kitchen
  make && petasos notify \"The build is green\" || petasos notify \"The build is red\"

Exit codes: 0 spoken or queued, 1 failed, 3 not accepted or not spoken in time.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    speech: Speech,
    #[command(flatten)]
    common: Common,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut client = arguments.common.connect(Some(DEFAULT_TIMEOUT), &FollowedSession::filters()).await?;
    let output = Output::new(arguments.common.json);
    let mut followed = FollowedSession::requested(client.name());
    let mut start = StartSession::new(SessionInit::Notification { text: arguments.speech.text() });
    start.site_id = Some(arguments.speech.site.or_default(client.config()));
    start.custom_data = Some(client.name().to_owned());
    client.send(&Message::StartSession(start))?;
    if arguments.speech.no_wait {
        client.close().await?;
        return Ok(ExitCode::SUCCESS);
    }

    let outcome = follow(&mut client, &mut followed, output).await?;
    client.close().await?;
    match outcome {
        Some(Outcome::Taken) => Ok(ExitCode::SUCCESS),
        Some(Outcome::Broken(termination)) => {
            output.failed(format!("the notification was not spoken: {}", why(&termination)))
        }
        None if followed.session_id().is_some() => {
            output.no_answer("the notification was not spoken in time: is a TTS running for that site?")
        }
        None => output.no_answer("no dialogue manager accepted the notification; see: petasos check"),
    }
}

enum Outcome {
    /// Spoken, or queued.
    Taken,
    Broken(Termination),
}

/// Follows the session until it ends or is queued.
async fn follow(
    client: &mut Client,
    followed: &mut FollowedSession,
    output: Output,
) -> Result<Option<Outcome>> {
    while let Some(mut step) = client.find(|message| followed.step(message)).await? {
        if matches!(step, SessionStep::Queued(_)) {
            // In Snips' dialect every notification is queued first, even at an idle site, where it starts at once.
            let next = timeout(AT_ONCE, client.find(|message| followed.step(message)));
            step = next.await.unwrap_or(Ok(None))?.unwrap_or(step);
        }
        output.line(step.human(), &step.json(followed.session_id()))?;
        match step {
            SessionStep::Queued(_) | SessionStep::Ended(Termination::Nominal) => {
                return Ok(Some(Outcome::Taken));
            }
            SessionStep::Ended(termination) => return Ok(Some(Outcome::Broken(termination))),
            _ => {}
        }
    }
    Ok(None)
}
