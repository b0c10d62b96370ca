//! `petasos hear`: simulates a user. The wake word and the words come from this command, everything else from real components.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_inspect::client::Client;
use petasos_inspect::managers;
use petasos_inspect::terminal_text::plain;
use petasos_messages::payload::{Termination, TextCaptured};
use petasos_messages::{Message, SessionId, SiteId, filter};

use super::wake_command::wake_word;
use crate::command_output::Output;
use crate::common_arguments::{AtSite, Common};
use crate::followed_session::{FollowedSession, SessionStep, why};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos hear turn on the light --site kitchen
  petasos hear yes --site kitchen              answer a question that was asked there

Exit codes: 0 understood, 1 failed, 3 not understood or no session started.")]
pub(crate) struct Arguments {
    /// What the user says.
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    site: AtSite,
    /// The wake word to simulate first.
    #[arg(long, value_name = "WAKEWORD", default_value = "default")]
    wakeword: String,
    #[command(flatten)]
    common: Common,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let filters = [filter::STATUS.to_owned()].into_iter().chain(FollowedSession::filters());
    let filters: Vec<_> = filters.collect();
    let mut client = arguments.common.connect(Some(DEFAULT_TIMEOUT), &filters).await?;
    let output = Output::new(arguments.common.json);
    let site = arguments.site.or_default(client.config());

    let session = match listening_already(&mut client, &site).await? {
        Some(session) => Some(session),
        None => wake(&mut client, &arguments.wakeword, &site).await?,
    };
    let Some(session) = session else {
        client.close().await?;
        return output.no_answer(format!(
            "no session started at {} after the wake word: is a dialogue manager running that serves this site and this \
                         wake word? See: petasos check",
            plain(site.as_str())
        ));
    };
    let mut heard = TextCaptured::new(arguments.text.join(" "), 1.0);
    heard.seconds = Some(1.0);
    heard.site_id = Some(site);
    heard.session_id = Some(session.clone());
    client.send(&Message::TextCaptured(Box::new(heard)))?;

    let outcome = follow(&mut client, FollowedSession::of(session), output).await?;
    client.close().await?;
    match outcome {
        Some(Outcome::Understood) => Ok(ExitCode::SUCCESS),
        Some(Outcome::NotUnderstood) => output.no_answer("the words were not understood"),
        Some(Outcome::Broken(termination)) => {
            output.failed(format!("the session ended: {}", why(&termination)))
        }
        None => output.no_answer("the session did not end in time; see: petasos sessions"),
    }
}

/// The session with an open microphone at this site, if a `petasosd` reports one.
async fn listening_already(client: &mut Client, site: &SiteId) -> Result<Option<SessionId>> {
    let managers = managers::find(client).await?;
    let sites = managers::sites(client, &managers).await?;
    let mut states = sites.into_iter().flat_map(|answer| answer.sites);
    let here = states.find(|state| state.site_id == *site && state.microphone);
    Ok(here.and_then(|state| state.session_id))
}

/// Sends the wake word, and waits for the session that opens the microphone.
async fn wake(client: &mut Client, wakeword: &str, site: &SiteId) -> Result<Option<SessionId>> {
    client.send(&wake_word(wakeword, site))?;
    let listening = client.find(|message| match message {
        Message::StartListening(listening) if listening.site_id == *site => listening.session_id.clone(),
        _ => None,
    });
    Ok(listening.await?)
}

enum Outcome {
    Understood,
    NotUnderstood,
    Broken(Termination),
}

/// Follows the session until it ends, or listens again and it is the user's turn.
async fn follow(
    client: &mut Client,
    mut followed: FollowedSession,
    output: Output,
) -> Result<Option<Outcome>> {
    let mut understood = false;
    let mut last = None;
    while let Some(step) = client.find(|message| followed.step(message)).await? {
        // Both the NLU and the manager report this.
        if matches!(step, SessionStep::NotUnderstood(_)) && last.as_ref() == Some(&step) {
            continue;
        }
        last = Some(step.clone());
        output.line(step.human(), &step.json(followed.session_id()))?;
        match step {
            SessionStep::Understood(_) => understood = true,
            SessionStep::Ended(Termination::Nominal | Termination::AbortedByUser) => {
                return Ok(Some(Outcome::Understood));
            }
            SessionStep::Ended(Termination::IntentNotRecognized) => return Ok(Some(Outcome::NotUnderstood)),
            SessionStep::Ended(termination) => return Ok(Some(Outcome::Broken(termination))),
            SessionStep::Listening if understood => return Ok(Some(Outcome::Understood)),
            SessionStep::Listening => return Ok(Some(Outcome::NotUnderstood)),
            _ => {}
        }
    }
    Ok(None)
}
