//! `petasos pub`: publishes one message, after validating it.

use std::fs::File;
use std::io::{Read, stdin};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use bytes::Bytes;
use clap::Args;
use petasos_bus::{Class, Publish};
use petasos_inspect::terminal_text::{FAINT, plain};
use petasos_messages::filter::Namespace;
use petasos_messages::{Message, Topic};
use serde_json::json;

use crate::command_output::Output;
use crate::common_arguments::Common;
use crate::examples::example;
use crate::short_names;

const DEFAULT_TIMEOUT: Duration = Duration::from_secs(10);

/// Largest payload that is read.
const MAX_BYTES: u64 = 16 << 20;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos pub say '{\"text\": \"Hello\", \"siteId\": \"kitchen\"}'
  petasos pub hotword/jarvis/detected '{\"siteId\": \"kitchen\"}'
  petasos pub kitchen/playBytes/1 @bell.wav
  jq -n '{sessionId: \"s1\"}' | petasos pub endSession -
  petasos pub hermes/tts/say --clear          remove a retained message

For the topics, see petasos topics. Exit codes: 0 sent, 1 refused or failed.")]
pub(crate) struct Arguments {
    /// The topic, or its end if that is unambiguous: `say`, `hotword/jarvis/detected`.
    topic: String,
    /// The payload; `-` reads standard input, `@FILE` a file. Default: empty.
    #[arg(value_name = "PAYLOAD|-|@FILE")]
    payload: Option<String>,
    /// Publish without validating.
    #[arg(long)]
    raw: bool,
    /// Retain the message. Not allowed for Hermes topics: a retained message is repeated to every new subscriber.
    #[arg(long, short = 'k', conflicts_with = "clear")]
    retain: bool,
    /// Remove the message that the broker retains on this topic.
    #[arg(long, conflicts_with = "payload")]
    clear: bool,
    #[command(flatten)]
    common: Common,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let topic = topic(&arguments.topic)?;
    let payload = arguments.payload.as_deref().map_or(Ok(Bytes::new()), read)?;
    if arguments.retain {
        ensure!(
            Namespace::of(&topic) != Some(Namespace::Hermes),
            "{topic} must not be retained: every new subscriber would receive the message again. Leave out \
             --retain"
        );
    }
    if !arguments.raw && !arguments.clear {
        check(&topic, payload.clone())?;
    }
    let bytes = payload.len();
    let mut packet = Publish::new(topic.as_str(), payload, Class::Report);
    packet.retain = arguments.retain || arguments.clear;
    let client = arguments.common.connect::<&str>(Some(DEFAULT_TIMEOUT), &[]).await?;
    client.publish(packet)?;
    client.close().await?;
    Output::new(arguments.common.json).line(
        format!("{FAINT}sent{FAINT:#} {} {FAINT}({bytes} bytes){FAINT:#}", plain(&topic)),
        &json!({"event": "sent", "topic": topic, "bytes": bytes}),
    )?;
    Ok(ExitCode::SUCCESS)
}

/// The topic for a short name.
fn topic(name: &str) -> Result<String> {
    if name.parse::<Topic>().is_ok() || short_names::is_whole(name) {
        return Ok(name.to_owned());
    }
    let meant = short_names::find(name);
    match meant.as_slice() {
        // Not a Hermes topic; validating the payload reports that.
        [] if name.contains('/') => Ok(name.to_owned()),
        [] => bail!("no topic ends in {name:?}; see: petasos topics"),
        [meant] if meant.missing().is_empty() => Ok(meant.address()),
        [meant] => bail!("{name:?} lacks {}: write {}", meant.missing().join(" and "), meant.address()),
        several => bail!(
            "{name:?} is ambiguous; write more of it:\n  {}",
            several.iter().map(short_names::Meant::address).collect::<Vec<_>>().join("\n  ")
        ),
    }
}

fn read(payload: &str) -> Result<Bytes> {
    let mut bytes = Vec::new();
    match payload.strip_prefix('@') {
        Some(file) => {
            let source = File::open(file).with_context(|| format!("cannot open {file}"))?;
            source
                .take(MAX_BYTES + 1)
                .read_to_end(&mut bytes)
                .with_context(|| format!("cannot read {file}"))?
        }
        None if payload == "-" => {
            let mut source = stdin().lock().take(MAX_BYTES + 1);
            source.read_to_end(&mut bytes).context("cannot read standard input")?
        }
        None => return Ok(Bytes::copy_from_slice(payload.as_bytes())),
    };
    ensure!(bytes.len() as u64 <= MAX_BYTES, "the payload is larger than {} MiB", MAX_BYTES >> 20);
    Ok(bytes.into())
}

/// Refuses a payload that receivers could not decode.
fn check(topic: &str, payload: Bytes) -> Result<()> {
    let Err(error) = Message::decode(topic, payload) else { return Ok(()) };
    if error.is_foreign_topic() {
        bail!("{topic} is not a Hermes topic, so the payload cannot be checked; publish it with --raw");
    }
    let channel = short_names::find(topic).into_iter().next().map(|meant| meant.channel);
    let example = channel.map(|channel| example(channel.message)).filter(|example| !example.is_empty());
    let example = example.map_or_else(String::new, |example| format!("\nA valid payload: {example}"));
    Err(anyhow!("not published to {topic}: {}{example}\nTo publish it anyway, add --raw", error.reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_payload_is_refused_with_its_field_and_a_right_one() {
        let refused = check("hermes/dialogueManager/endSession", "{\"text\":\"x\"}".into()).unwrap_err();
        insta::assert_snapshot!(refused);
        let refused = check("hermes/tts/say", "hello".into()).unwrap_err();
        insta::assert_snapshot!(refused);
        assert!(check("hermes/tts/say", "{\"text\":\"hello\"}".into()).is_ok());
    }

    #[test]
    fn a_foreign_topic_is_only_sent_raw() {
        assert!(check("home/lamp", "on".into()).unwrap_err().to_string().contains("--raw"));
    }

    #[test]
    fn a_name_must_mean_one_whole_topic() {
        assert_eq!(topic("say").unwrap(), "hermes/tts/say");
        assert_eq!(topic("hermes/tts/say").unwrap(), "hermes/tts/say");
        assert_eq!(topic("home/lamp").unwrap(), "home/lamp");
        insta::assert_snapshot!(topic("detected").unwrap_err());
        insta::assert_snapshot!(topic("intentNotRecognized").unwrap_err());
        insta::assert_snapshot!(topic("sya").unwrap_err());
    }

    #[test]
    fn a_payload_comes_from_where_it_is_said_to_be() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("payload");
        std::fs::write(&file, "{}").unwrap();
        assert_eq!(read("{}").unwrap(), "{}");
        assert_eq!(read(&format!("@{}", file.display())).unwrap(), "{}");
        assert!(read("@/nonexistent").unwrap_err().to_string().contains("/nonexistent"));
    }
}
