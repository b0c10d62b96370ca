//! `petasos ask`: asks a question, and prints the intent of the answer.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_inspect::client::Client;
use petasos_messages::payload::{Action, EndSession, SessionInit, StartSession, Termination};
use petasos_messages::{IntentName, Message, SessionId};
use tokio::time::timeout;

use crate::command_output::Output;
use crate::common_arguments::{AtSite, Common};
use crate::followed_session::{FollowedSession, SessionStep, why};

/// Long enough for the question, some thought, and the answer.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(90);

/// How long to wait, when interrupted, for a `sessionStarted` that may be on its way.
const GRACE: Duration = Duration::from_millis(500);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos ask \"Shall I close the blinds?\" --site office --intent Yes --intent No
  petasos ask \"Which colour?\" --intent ChooseColour --reply \"Fine.\" --json

Exit codes: 0 understood, 1 failed, 3 no answer or not understood.")]
pub(crate) struct Arguments {
    /// The question.
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    site: AtSite,
    /// An intent that counts as an answer; may be repeated. Default: all enabled intents.
    #[arg(long, short, value_name = "INTENT")]
    intent: Vec<IntentName>,
    /// Text to speak when the answer was understood.
    #[arg(long, value_name = "TEXT")]
    reply: Option<String>,
    #[command(flatten)]
    common: Common,
}

enum Answer {
    Understood,
    NotUnderstood,
    /// The session ended before an intent was recognised.
    Ended(Termination),
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut client = arguments.common.connect(Some(DEFAULT_TIMEOUT), &FollowedSession::filters()).await?;
    let output = Output::new(arguments.common.json);
    let mut followed = FollowedSession::requested(client.name());
    client.send(&question(arguments, &client))?;

    let answer = answer(&mut client, &mut followed, output).await;
    let outcome = answer.as_ref().ok().and_then(Option::as_ref);
    // Even when interrupted, do not leave a session that listens for an answer nobody waits for.
    if answer.is_err() && followed.session_id().is_none() {
        let _ = timeout(GRACE, client.find(|message| followed.step(message))).await;
    }
    if let Some(session) = followed.session_id()
        && !matches!(outcome, Some(Answer::Ended(_)))
    {
        let reply = arguments.reply.clone().filter(|_| matches!(outcome, Some(Answer::Understood)));
        client.send(&end(session, reply))?;
        if outcome.is_some() {
            client.find(|message| ended(&mut followed, message)).await?;
        }
    }
    client.close().await?;
    match answer? {
        Some(Answer::Understood) => Ok(ExitCode::SUCCESS),
        Some(Answer::NotUnderstood) => output.no_answer("the answer was not understood"),
        Some(Answer::Ended(termination @ (Termination::Error { .. } | Termination::SiteUnavailable))) => {
            output.failed(format!("the session ended: {}", why(&termination)))
        }
        Some(Answer::Ended(termination)) => {
            output.no_answer(format!("there was no answer: {}", why(&termination)))
        }
        None if followed.session_id().is_some() => output.no_answer("there was no answer in time"),
        None => {
            output.no_answer("there was no answer in time; is a dialogue manager running? See: petasos check")
        }
    }
}

fn question(arguments: &Arguments, client: &Client) -> Message {
    let mut action = Action::new();
    action.text = Some(arguments.text.join(" "));
    action.intent_filter = (!arguments.intent.is_empty()).then(|| arguments.intent.clone());
    action.send_intent_not_recognized = true;
    let mut start = StartSession::new(SessionInit::Action(action));
    start.site_id = Some(arguments.site.or_default(client.config()));
    start.custom_data = Some(client.name().to_owned());
    Message::StartSession(start)
}

/// Follows the session until there is an answer, and prints its events.
async fn answer(
    client: &mut Client,
    followed: &mut FollowedSession,
    output: Output,
) -> Result<Option<Answer>> {
    loop {
        // The NLU's message comes first, but the manager may ask again: only the manager's message counts.
        let step = client.find(|message| match message {
            Message::NluIntentNotRecognized(_) => None,
            message => followed.step(message),
        });
        let Some(step) = step.await? else { return Ok(None) };
        output.line(step.human(), &step.json(followed.session_id()))?;
        match step {
            SessionStep::Understood(_) => return Ok(Some(Answer::Understood)),
            SessionStep::NotUnderstood(_) => return Ok(Some(Answer::NotUnderstood)),
            SessionStep::Ended(termination) => return Ok(Some(Answer::Ended(termination))),
            _ => {}
        }
    }
}

fn end(session: &SessionId, text: Option<String>) -> Message {
    let mut end = EndSession::new(session.clone());
    end.text = text;
    Message::EndSession(end)
}

fn ended(followed: &mut FollowedSession, message: &Message) -> Option<()> {
    matches!(followed.step(message), Some(SessionStep::Ended(_))).then_some(())
}
