//! `petasos check`: is this broker usable, and is a voice system running on it?

use std::fmt::Write;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Result;
use clap::Args;
use petasos_bus::{DisconnectReason, Received};
use petasos_inspect::client::{Client, advice};
use petasos_inspect::managers::serves;
use petasos_inspect::terminal_text::{BAD, FAINT, GOOD, ODD, counted, plain};
use petasos_messages::filter::Namespace;
use petasos_messages::payload::Status;
use petasos_messages::{Dialect, Message, filter};
use serde_json::json;
use tokio::time::Instant;

use crate::command_output::Output;
use crate::common_arguments::{Common, options};

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(15);

/// A round trip that takes longer is noticeable: a turn has about ten messages.
const SLOW: Duration = Duration::from_millis(100);

const BROKER_VERSION: &str = "$SYS/broker/version";

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos check
  petasos check --host homeassistant.local --username petasos --password-file secret
  petasos check --json | jq -r 'select(.result != \"ok\") | .advice'

To find out what is wrong between the components, use petasos doctor.
Exit codes: 0 no check failed, 1 at least one did.")]
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

/// The result of one check.
struct Finding {
    what: &'static str,
    verdict: Verdict,
    found: String,
    /// What to do; empty if nothing.
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
    let mut client =
        Client::start(common.broker.config()?, options(common.timeout.or(Some(DEFAULT_TIMEOUT))))?;
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

/// Whether the broker is reachable, and accepts the login.
fn connection(client: &Client, reason: Option<&DisconnectReason>, took: Duration) -> Vec<Finding> {
    let broker = client.broker();
    let mqtt = &client.config().mqtt;
    let user = mqtt
        .username
        .as_deref()
        .map_or("without a user name".to_owned(), |user| format!("as {}", plain(user)));
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

/// The broker's version, if it publishes one.
fn version(kept: &[Received]) -> Option<Finding> {
    let said = kept.iter().find(|message| message.topic == BROKER_VERSION)?;
    Some(Finding::ok("version", plain(&String::from_utf8_lossy(&said.payload))))
}

/// Whether this user may publish and subscribe, and how long a round trip takes.
fn access(refused: &[&str], echo: Option<Duration>) -> Finding {
    let missing: Vec<_> = refused.iter().copied().filter(|filter| *filter != BROKER_VERSION).collect();
    if !missing.is_empty() {
        let found = format!("may not subscribe to {}", missing.join(", "));
        return Finding::new("access", Verdict::Fail, found, "Allow this in the broker's access rules");
    }
    match echo {
        None => Finding::new(
            "access",
            Verdict::Fail,
            "messages published here do not come back",
            "Allow this user to publish and subscribe to petasos/# and hermes/# in the broker's access rules",
        ),
        Some(took) if took > SLOW => Finding::new(
            "access",
            Verdict::Warn,
            format!("round trip {} ms", took.as_millis()),
            "A turn takes about ten messages. Is the network slow, or the broker's machine busy?",
        ),
        Some(took) => Finding::ok(
            "access",
            format!("may publish and subscribe; round trip {:.1} ms", took.as_secs_f64() * 1000.0),
        ),
    }
}

/// Retained Hermes messages: every new subscriber receives them again.
fn leftovers(kept: &[Received]) -> Finding {
    let leftovers: Vec<&str> = kept
        .iter()
        .filter(|message| message.retain && Namespace::of(&message.topic) == Some(Namespace::Hermes))
        .map(|message| message.topic.as_str())
        .collect();
    if leftovers.is_empty() {
        return Finding::ok("leftovers", "no retained Hermes messages");
    }
    let count = counted(leftovers.len() as u64, "retained Hermes message");
    let found = format!("{count}, sent again to every new subscriber");
    let commands = leftovers.iter().map(|topic| format!("petasos pub {} --clear", quoted(topic)));
    Finding::new("leftovers", Verdict::Warn, found, commands.collect::<Vec<_>>().join("\n"))
}

/// A word quoted for a POSIX shell.
fn quoted(word: &str) -> String {
    format!("'{}'", plain(word).replace('\'', r"'\''"))
}

/// Which instances of `petasosd` are online, and whether their dialect is ours.
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
            "petasosd is not running here",
            "Start petasosd, unless you use the dialogue manager of Rhasspy, Snips or Alice",
        ),
        [one] => match one.dialect.filter(|theirs| *theirs != ours) {
            Some(theirs) => Finding::new(
                "manager",
                Verdict::Warn,
                format!("{} is running, but the dialect here is {ours}", names.join("")),
                format!("Use --dialect {theirs}, or set it in the configuration file"),
            ),
            None => Finding::ok("manager", format!("{} is running", names.join(""))),
        },
        _ => Finding::new(
            "manager",
            Verdict::Fail,
            format!("{} are running at the same time", names.join(" and ")),
            "Two managers answer everything twice: stop one, or give each its own sites with --site-id",
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
