//! `petasos end`: ends a session, whichever program started it.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_inspect::client::Client;
use petasos_inspect::managers;
use petasos_inspect::terminal_text::plain;
use petasos_messages::payload::EndSession;
use petasos_messages::{Message, SessionId, SiteId, Topic, filter};

use crate::command_output::Output;
use crate::common_arguments::{AtSite, Common};
use crate::followed_session::{FollowedSession, SessionStep};

/// Long enough to speak a long closing text.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(60);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos end --site kitchen
  petasos end \"Never mind.\" --site kitchen     say something first
  petasos end --session 5f9c0a63               for dialogue managers other than petasosd

Exit codes: 0 ended, 1 no such session, 3 no answer from the dialogue manager.")]
pub(crate) struct Arguments {
    /// Text to speak before the session ends. Default: none.
    #[arg(value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    site: AtSite,
    /// The session's id. Default: the session at the site.
    #[arg(long, value_name = "SESSION", conflicts_with = "site")]
    session: Option<SessionId>,
    #[command(flatten)]
    common: Common,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let filters = [filter::STATUS.to_owned(), Topic::SessionEnded.to_string()];
    let mut client = arguments.common.connect(Some(DEFAULT_TIMEOUT), &filters).await?;
    let output = Output::new(arguments.common.json);
    let session = if let Some(session) = &arguments.session {
        Ok(session.clone())
    } else {
        let site = arguments.site.or_default(client.config());
        session_at(&mut client, &site).await?
    };
    let session = match session {
        Ok(session) => session,
        Err(why) => {
            client.close().await?;
            return output.failed(why);
        }
    };
    let mut end = EndSession::new(session.clone());
    end.text = (!arguments.text.is_empty()).then(|| arguments.text.join(" "));
    client.send(&Message::EndSession(end))?;

    let mut followed = FollowedSession::of(session.clone());
    let ended = client.find(|message| followed.step(message)).await?;
    client.close().await?;
    match ended {
        Some(step @ SessionStep::Ended(_)) => {
            output.line(step.human(), &step.json(Some(&session)))?;
            Ok(ExitCode::SUCCESS)
        }
        _ => output.no_answer(format!("no dialogue manager ended the session {}", plain(session.as_str()))),
    }
}

/// The session at a site, or why it cannot be found.
async fn session_at(client: &mut Client, site: &SiteId) -> Result<Result<SessionId, String>> {
    let managers = managers::find(client).await?;
    let answers = managers::sites(client, &managers).await?;
    if answers.is_empty() {
        return Ok(Err(format!(
            "{}; name the session with --session",
            managers::explain_silence(&managers, client)
        )));
    }
    let mut states = answers.into_iter().flat_map(|answer| answer.sites);
    let here = states.find(|state| state.site_id == *site).and_then(|state| state.session_id);
    Ok(here.ok_or_else(|| format!("there is no session at {}; see: petasos sessions", plain(site.as_str()))))
}
