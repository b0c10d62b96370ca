//! `petasos intents`: the intents that skills have announced.

use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_bus::{Class, Publish};
use petasos_inspect::client::Client;
use petasos_inspect::terminal_text::{cut, on_one_line, plain, table};
use petasos_messages::payload::{Presence, SkillIntent, SkillStatus};
use petasos_messages::{Level, Message, Topic, filter};
use serde_json::{Value, json};

use crate::command_output::Output;
use crate::common_arguments::Common;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// Maximum width of an intent's description, in columns.
const DESCRIPTION: usize = 60;

/// Shown instead of an intent for a skill that takes unrecognised words.
const ANYTHING: &str = "(not understood)";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos intents
  petasos intents --skill lights
  petasos intents --json | jq -r 'select(.state == \"offline\") | .intent'     intents whose skill is not running
  petasos intents --forget lights                                            a skill that you have removed

Only skills that announce themselves are listed, as those built with petasos-skill do. While a skill is offline, petasosd answers
its intents with an apology. Once a skill is forgotten, petasosd waits for an answer to its intents as for any other.

Exit codes: 0 success, 1 failure, 3 no such skill.")]
pub(crate) struct Arguments {
    /// Show only this skill.
    #[arg(long, value_name = "NAME")]
    skill: Option<Level>,
    /// Remove the retained status of a skill that will not come back.
    #[arg(long, value_name = "NAME", conflicts_with = "skill")]
    forget: Option<Level>,
    #[command(flatten)]
    common: Common,
}

/// Lists what skills have announced, or forgets a skill.
pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let mut client = arguments.common.connect(Some(DEFAULT_TIMEOUT), &[filter::SKILL_STATUS]).await?;
    let skills = announced(&mut client).await?;
    match &arguments.forget {
        Some(name) => forget(arguments, client, &skills, name).await,
        None => list(arguments, client, &skills).await,
    }
}

/// The retained status of every skill, sorted by name.
async fn announced(client: &mut Client) -> Result<Vec<SkillStatus>> {
    let (came, _) = client.echo().await?;
    let mut found: Vec<SkillStatus> = Vec::new();
    for received in came.into_iter().filter(|received| !received.payload.is_empty()) {
        if let Ok(Message::SkillStatus(status)) = Message::decode(&received.topic, received.payload) {
            found.retain(|known| known.skill != status.skill);
            found.push(*status);
        }
    }
    found.sort_by(|one, other| one.skill.cmp(&other.skill));
    Ok(found)
}

async fn list(arguments: &Arguments, client: Client, skills: &[SkillStatus]) -> Result<ExitCode> {
    let output = Output::new(arguments.common.json);
    let broker = client.broker();
    client.close().await?;
    let wanted = |status: &&SkillStatus| arguments.skill.is_none() || arguments.skill == status.skill;
    let mut rows: Vec<Row> = skills.iter().filter(wanted).flat_map(rows_of).collect();
    if rows.is_empty() {
        return output.no_answer(match &arguments.skill {
            Some(name) => unknown_skill(name, &broker),
            None => format!("no skill has announced itself at {broker}; skills built with petasos-skill do"),
        });
    }
    rows.sort_by(|one, other| one.order.cmp(&other.order));
    if arguments.common.json {
        for row in &rows {
            output.line("", &row.json)?;
        }
        return Ok(ExitCode::SUCCESS);
    }
    let heading = ["intent", "skill", "state", "description"].map(str::to_owned).to_vec();
    let all: Vec<_> = std::iter::once(heading).chain(rows.into_iter().map(|row| row.human)).collect();
    output.line(table(&all), &Value::Null)?;
    Ok(ExitCode::SUCCESS)
}

async fn forget(
    arguments: &Arguments,
    client: Client,
    skills: &[SkillStatus],
    name: &Level,
) -> Result<ExitCode> {
    let output = Output::new(arguments.common.json);
    let shown = plain(name.as_str());
    let broker = client.broker();
    match skills.iter().find(|status| status.skill.as_ref() == Some(name)) {
        None => output.no_answer(unknown_skill(name, &broker)),
        Some(status) if status.state != Presence::Offline => {
            output.failed(format!("the skill {shown} at {broker} is {}: stop it first", status.state))
        }
        Some(_) => {
            let topic = Topic::SkillStatus { skill: name.clone() }.to_string();
            client.publish(Publish::new(topic, "", Class::Report).retained())?;
            client.close().await?;
            output.line(
                format!("removed the status of skill {shown}"),
                &json!({"event": "forgotten", "skill": name.as_str()}),
            )?;
            Ok(ExitCode::SUCCESS)
        }
    }
}

fn unknown_skill(name: &Level, broker: &str) -> String {
    format!("no skill named {} has announced itself at {broker}", plain(name.as_str()))
}

/// A row of the output.
struct Row {
    /// Sort key: intent, then skill.
    order: (String, String),
    human: Vec<String>,
    json: Value,
}

/// One row for each intent of a skill.
fn rows_of(status: &SkillStatus) -> Vec<Row> {
    let mut rows: Vec<Row> = status.intents.iter().map(|intent| row(status, Some(intent))).collect();
    if status.not_recognized || rows.is_empty() {
        rows.push(row(status, None));
    }
    rows
}

fn row(status: &SkillStatus, intent: Option<&SkillIntent>) -> Row {
    let skill = status.skill.as_ref().map(ToString::to_string).unwrap_or_default();
    let name = intent.map(|intent| intent.name.as_str());
    let shown = name.unwrap_or(if status.not_recognized { ANYTHING } else { "-" });
    let description = intent.and_then(|intent| intent.description.as_deref());
    let slots = intent
        .into_iter()
        .flat_map(|intent| &intent.slots)
        .map(|slot| json!({"name": slot.name, "entity": slot.entity, "required": slot.required}));
    Row {
        order: (shown.to_owned(), skill.clone()),
        human: vec![
            plain(shown),
            plain(&skill),
            plain(status.state.as_str()),
            cut(&on_one_line(description.unwrap_or_default()), DESCRIPTION),
        ],
        json: json!({
            "intent": name, "skill": skill, "state": status.state.as_str(), "notRecognized": status.not_recognized,
            "description": description, "slots": slots.collect::<Vec<_>>(), "version": status.version,
            "sinceMs": status.since_ms,
        }),
    }
}

#[cfg(test)]
mod tests {
    use petasos_messages::IntentName;

    use super::*;

    #[test]
    fn what_a_skill_takes_besides_its_intents_has_a_row_of_its_own() {
        let mut status = SkillStatus::new(Level::new("lights").unwrap(), Presence::Online);
        let shown =
            |status: &SkillStatus| rows_of(status).into_iter().map(|row| row.order.0).collect::<Vec<_>>();
        assert_eq!(shown(&status), ["-"]);
        status.intents = vec![SkillIntent::new(IntentName::new("SetColor").unwrap())];
        assert_eq!(shown(&status), ["SetColor"]);
        status.not_recognized = true;
        assert_eq!(shown(&status), ["SetColor", ANYTHING]);
    }

    #[test]
    fn what_an_intent_is_for_cannot_steer_the_terminal() {
        let mut status = SkillStatus::new(Level::new("lights").unwrap(), Presence::Online);
        let mut intent = SkillIntent::new(IntentName::new("SetColor").unwrap());
        intent.description = Some("sets\na \u{1b}[2J colour".to_owned());
        status.intents = vec![intent];
        let rows = rows_of(&status);
        assert_eq!(rows[0].human, ["SetColor", "lights", "online", "sets a \\u{1b}[2J colour"]);
    }
}
