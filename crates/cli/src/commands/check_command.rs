//! `petasos check`: can a house live on this broker, and does one?

use std::fmt::Write;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_bus::{DisconnectReason, Received};
use petasos_inspect::client::{Client, advice};
use petasos_inspect::managers::serves;
use petasos_inspect::terminal_text::{BAD, FAINT, GOOD, ODD, plain};
use petasos_messages::filter::Namespace;
use petasos_messages::payload::Status;
use petasos_messages::{Dialect, Message, filter};
use serde_json::json;
use tokio::time::Instant;

use crate::command_output::Output;
use crate::common_arguments::{Common, options};

const PATIENCE: Duration = Duration::from_secs(15);

/// A house feels slow when a message takes longer.
const SLOW: Duration = Duration::from_millis(100);

const BROKER_VERSION: &str = "$SYS/broker/version";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos check
  petasos check --host homeassistant.local --username house --password-file secret
  petasos check --json | jq -r 'select(.result != \"ok\") | .advice'

What is wrong with how the parts of a house talk to each other: petasos doctor.
Exit codes: 0 nothing failed, 1 something did.")]
pub(crate) struct Arguments {
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Ok,
    Warn,
    Fail,
}

/// What was looked at, and what was found.
struct Finding {
    what: &'static str,
    verdict: Verdict,
    found: String,
    /// What to do; empty when nothing is to be done.
    advice: String,
}

impl Finding {
    fn new(
        what: &'static str,
        verdict: Verdict,
        found: impl Into<String>,
        advice: impl Into<String>,
    ) -> Self {
        Self { what, verdict, found: found.into(), advice: advice.into() }
    }

    fn ok(what: &'static str, found: impl Into<String>) -> Self {
        Self::new(what, Verdict::Ok, found, "")
    }

    fn human(&self) -> String {
        let (style, word) = match self.verdict {
            Verdict::Ok => (GOOD, "ok"),
            Verdict::Warn => (ODD, "warn"),
            Verdict::Fail => (BAD, "fail"),
        };
        let mut line = format!("{style}{word:4}{style:#}  {:10}  {}", self.what, self.found);
        for advice in self.advice.lines() {
            let _ = write!(line, "\n{:18}{FAINT}{advice}{FAINT:#}", "");
        }
        line
    }

    fn json(&self) -> serde_json::Value {
        let result = match self.verdict {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Fail => "fail",
        };
        let advice = Some(&self.advice).filter(|advice| !advice.is_empty());
        json!({"check": self.what, "result": result, "found": self.found, "advice": advice})
    }
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let output = Output::new(arguments.common.json);
    let mut failed = false;
    for finding in examine(&arguments.common).await? {
        failed |= finding.verdict == Verdict::Fail;
        output.line(finding.human(), &finding.json())?;
    }
    Ok(if failed { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

async fn examine(common: &Common) -> Result<Vec<Finding>> {
    let mut client = Client::start(common.broker.config()?, options(common.timeout.or(Some(PATIENCE))))?;
    let start = Instant::now();
    let connected = client.connected().await?;
    let mut findings = connection(&client, connected.as_ref().err(), start.elapsed());
    if connected.is_err() {
        return Ok(findings);
    }
    let mut refused = Vec::new();
    let all = [filter::HERMES, filter::RHASSPY, filter::ALICE, filter::STATUS, BROKER_VERSION];
    for wanted in all {
        if client.subscribe(&[wanted]).await.is_err() {
            refused.push(wanted);
        }
    }
    let (kept, echo) = client.echo().await?;
    let kept = Vec::from(kept);
    findings.extend(version(&kept));
    findings.push(access(&refused, echo));
    findings.push(leftovers(&kept));
    findings.push(managers(&kept, client.dialect()));
    client.close().await?;
    Ok(findings)
}

/// Whether the broker is there, and lets us in.
fn connection(client: &Client, reason: Option<&DisconnectReason>, took: Duration) -> Vec<Finding> {
    let broker = client.broker();
    let mqtt = &client.config().mqtt;
    let user =
        mqtt.username.as_deref().map_or("without a user".to_owned(), |user| format!("as {}", plain(user)));
    match reason {
        None => vec![
            Finding::ok(
                "broker",
                format!("{broker} answers within {} ms, with MQTT 3.1.1", took.as_micros().div_ceil(1_000)),
            ),
            Finding::ok("login", user),
        ],
        Some(reason @ DisconnectReason::Refused(_)) => vec![
            Finding::ok("broker", format!("{broker} answers")),
            Finding::new("login", Verdict::Fail, format!("{user}: {reason}"), advice(reason, mqtt)),
        ],
        Some(reason) => {
            vec![Finding::new("broker", Verdict::Fail, format!("{broker}: {reason}"), advice(reason, mqtt))]
        }
    }
}

/// What the broker says it is, if it says so.
fn version(kept: &[Received]) -> Option<Finding> {
    let said = kept.iter().find(|message| message.topic == BROKER_VERSION)?;
    Some(Finding::ok("version", plain(&String::from_utf8_lossy(&said.payload))))
}

/// Whether we may listen and speak, and how fast that is.
fn access(refused: &[&str], echo: Option<Duration>) -> Finding {
    let missing: Vec<_> = refused.iter().copied().filter(|filter| *filter != BROKER_VERSION).collect();
    if !missing.is_empty() {
        let found = format!("we may not listen to {}", missing.join(", "));
        return Finding::new("access", Verdict::Fail, found, "Allow it in the broker's access rules");
    }
    match echo {
        None => Finding::new(
            "access",
            Verdict::Fail,
            "what we say does not come back",
            "Allow this user to publish and subscribe to petasos/# and hermes/# in the broker's access rules",
        ),
        Some(took) if took > SLOW => Finding::new(
            "access",
            Verdict::Warn,
            format!("a message takes {} ms", took.as_millis()),
            "A turn has about ten of them. Is the network slow, or the broker's computer busy?",
        ),
        Some(took) => Finding::ok(
            "access",
            format!("we may listen and speak; a message takes {:.1} ms", took.as_secs_f64() * 1000.0),
        ),
    }
}

/// Messages of Hermes that the broker keeps: they happen again whenever somebody comes.
fn leftovers(kept: &[Received]) -> Finding {
    let leftovers: Vec<&str> = kept
        .iter()
        .filter(|message| message.retain && Namespace::of(&message.topic) == Some(Namespace::Hermes))
        .map(|message| message.topic.as_str())
        .collect();
    if leftovers.is_empty() {
        return Finding::ok("leftovers", "the broker keeps no message of Hermes");
    }
    let found = format!(
        "the broker keeps {} of Hermes, to happen again whenever somebody comes",
        messages(&leftovers)
    );
    let commands = leftovers.iter().map(|topic| format!("petasos pub {} --clear", quoted(topic)));
    Finding::new("leftovers", Verdict::Warn, found, commands.collect::<Vec<_>>().join("\n"))
}

/// A word for a shell, whatever is in it.
fn quoted(word: &str) -> String {
    format!("'{}'", plain(word).replace('\'', r"'\''"))
}

fn messages(topics: &[&str]) -> String {
    if topics.len() == 1 { "1 message".to_owned() } else { format!("{} messages", topics.len()) }
}

/// Which dialogue managers of ours serve, and whether they agree with us.
fn managers(kept: &[Received], ours: Dialect) -> Finding {
    let status = |message: &Received| match Message::decode(&message.topic, message.payload.clone()) {
        Ok(Message::Status(status)) if serves(&status) => Some(status),
        _ => None,
    };
    let online: Vec<Status> = kept.iter().filter_map(status).collect();
    let names: Vec<String> = online.iter().map(describe).collect();
    match online.as_slice() {
        [] => Finding::new(
            "manager",
            Verdict::Warn,
            "no dialogue manager of Petasos serves here",
            "Start petasosd, unless another one (of Rhasspy, Snips or Alice) shall hold the conversations",
        ),
        [one] => match one.dialect.filter(|theirs| *theirs != ours) {
            Some(theirs) => Finding::new(
                "manager",
                Verdict::Warn,
                format!("{} serves, but we speak {ours}", names.join("")),
                format!("Write --dialect {theirs}, or set it in the configuration file"),
            ),
            None => Finding::ok("manager", format!("{} serves", names.join(""))),
        },
        _ => Finding::new(
            "manager",
            Verdict::Fail,
            format!("{} serve at once", names.join(" and ")),
            "Two managers answer everything twice: stop all but one, or give each its own sites with --site-id",
        ),
    }
}

fn describe(status: &Status) -> String {
    let instance = status.instance.as_ref().map(|instance| plain(instance.as_str())).unwrap_or_default();
    let version = status.version.as_deref().map(|version| format!(" {}", plain(version))).unwrap_or_default();
    let dialect = status.dialect.map(|dialect| format!(" ({dialect})")).unwrap_or_default();
    format!("{instance}{version}{dialect}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_bus::QoS;

    fn kept(topic: &str, payload: &str) -> Received {
        Received {
            topic: topic.to_owned(),
            payload: payload.to_owned().into(),
            qos: QoS::AtMostOnce,
            retain: true,
            dup: false,
        }
    }

    #[test]
    fn findings_say_what_was_found_and_what_to_do() {
        let petasos =
            kept("petasos/petasos/status", r#"{"state":"online","version":"0.1.0","dialect":"rhasspy"}"#);
        let other = kept("petasos/other/status", r#"{"state":"online"}"#);
        let gone = kept("petasos/gone/status", r#"{"state":"offline"}"#);
        let leftover = kept("hermes/dialogueManager/startSession/'; reboot '", "{}");
        let findings = [
            version(&[kept(BROKER_VERSION, "mosquitto version 2.0.11")]).unwrap(),
            access(&[BROKER_VERSION], Some(Duration::from_micros(300))),
            access(&[], Some(Duration::from_millis(300))),
            access(&[], None),
            access(&[filter::HERMES], None),
            leftovers(std::slice::from_ref(&petasos)),
            leftovers(&[leftover]),
            managers(&[gone], Dialect::RHASSPY),
            managers(std::slice::from_ref(&petasos), Dialect::RHASSPY),
            managers(std::slice::from_ref(&petasos), Dialect::SNIPS),
            managers(&[petasos, other], Dialect::RHASSPY),
        ];
        let told = findings
            .iter()
            .map(|finding| format!("{}\n{}", anstream::adapter::strip_str(&finding.human()), finding.json()));
        insta::assert_snapshot!(told.collect::<Vec<_>>().join("\n"));
    }
}
