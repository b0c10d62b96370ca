//! `petasos sites` and `petasos sessions`: the state of `petasosd`.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_inspect::client::Client;
use petasos_inspect::managers;
use petasos_inspect::terminal_text::{plain, table};
use petasos_messages::payload::{SessionState, SiteState, Status};
use petasos_messages::{Level, SessionId, filter};
use serde_json::{Value, json};

use crate::command_output::Output;
use crate::common_arguments::Common;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos sites
  petasos sites --json | jq -r 'select(.microphone) | .siteId'      sites with an open microphone
  petasos sessions

Only petasosd answers this. Exit codes: 0 success, 1 failure, 3 no petasosd answered.")]
pub(crate) struct Arguments {
    /// Ask only this manager, by its name in the topics petasos/NAME/... Default: all.
    #[arg(long, value_name = "NAME")]
    instance: Option<Level>,
    #[command(flatten)]
    common: Common,
}

/// One row, as table cells and as JSON.
type Row = (Vec<String>, Value);

/// Lists every site the managers know.
pub(crate) async fn sites(arguments: &Arguments) -> Result<ExitCode> {
    let (mut client, managers) = start(arguments).await?;
    let answers = managers::sites(&mut client, &managers).await?;
    let rows = answers.iter().flat_map(|answer| {
        let manager = name(answer.instance.as_ref());
        answer.sites.iter().map(move |site| site_row(&manager, site))
    });
    let heading = ["manager", "site", "state", "wake word", "queued"];
    finish(arguments, client, &managers, answers.is_empty(), &heading, rows.collect()).await
}

/// Lists every open session.
pub(crate) async fn sessions(arguments: &Arguments) -> Result<ExitCode> {
    let (mut client, managers) = start(arguments).await?;
    let answers = managers::sessions(&mut client, &managers).await?;
    let rows = answers.iter().flat_map(|answer| {
        let manager = name(answer.instance.as_ref());
        answer.sessions.iter().map(move |session| session_row(&manager, session))
    });
    let heading = ["manager", "site", "phase", "session"];
    finish(arguments, client, &managers, answers.is_empty(), &heading, rows.collect()).await
}

async fn start(arguments: &Arguments) -> Result<(Client, Vec<Status>)> {
    let mut client = arguments.common.connect(Some(DEFAULT_TIMEOUT), &[filter::STATUS]).await?;
    let mut managers = managers::find(&mut client).await?;
    if let Some(wanted) = &arguments.instance {
        managers.retain(|status| status.instance.as_ref() == Some(wanted));
    }
    Ok((client, managers))
}

async fn finish(
    arguments: &Arguments,
    client: Client,
    managers: &[Status],
    silent: bool,
    heading: &[&str],
    rows: Vec<Row>,
) -> Result<ExitCode> {
    let output = Output::new(arguments.common.json);
    let none = managers::explain_silence(managers, &client);
    client.close().await?;
    if silent {
        return output.no_answer(none);
    }
    if arguments.common.json {
        for (_, json) in &rows {
            output.line("", json)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let heading = heading.iter().map(ToString::to_string).collect();
    let all: Vec<_> = std::iter::once(heading).chain(rows.into_iter().map(|(human, _)| human)).collect();
    output.line(if all.len() == 1 { "none".to_owned() } else { table(&all) }, &Value::Null)?;
    Ok(ExitCode::SUCCESS)
}

fn name(instance: Option<&Level>) -> String {
    instance.map(ToString::to_string).unwrap_or_default()
}

fn site_row(manager: &str, site: &SiteState) -> Row {
    let state = match (site.microphone, &site.session_id) {
        (true, _) => "listening",
        (false, Some(_)) => "in a session",
        (false, None) => "idle",
    };
    let human = vec![
        plain(manager),
        plain(site.site_id.as_str()),
        state.to_owned(),
        if site.hotword { "on" } else { "off" }.to_owned(),
        site.queued.to_string(),
    ];
    let json = json!({
        "manager": manager, "siteId": site.site_id.as_str(),
        "sessionId": site.session_id.as_ref().map(SessionId::as_str), "microphone": site.microphone,
        "hotword": site.hotword, "queued": site.queued,
    });
    (human, json)
}

fn session_row(manager: &str, session: &SessionState) -> Row {
    let human = [manager, session.site_id.as_str(), &session.phase, session.session_id.as_str()];
    let json = json!({
        "manager": manager, "siteId": session.site_id.as_str(), "phase": session.phase,
        "sessionId": session.session_id.as_str(),
    });
    (human.iter().map(|text| plain(text)).collect(), json)
}
