//! `petasos sub`: prints messages as they arrive.

use std::fmt::Write;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::Args;
use petasos_bus::Received;
use petasos_inspect::entry_source::is_microphone;
use petasos_inspect::payload_view::PayloadView;
use petasos_inspect::terminal_text::{BAD, FAINT, plain};
use petasos_inspect::watch::session_line::topic_colour;
use petasos_messages::{DecodeError, Message, filter};
use petasos_recording::Payload;
use serde_json::{Value, json};

use crate::command_output::{NO_ANSWER, Output};
use crate::common_arguments::Common;
use crate::short_names;

#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  petasos sub                              everything except microphone audio
  petasos sub say textCaptured intent      both sides of the conversation
  petasos sub 'hermes/hotword/#' -v
  petasos sub sessionEnded --count 1 --timeout 60
  petasos sub --json | jq -r 'select(.topic == \"hermes/tts/say\") | .payload.text'

For the topics, see petasos topics. Exit codes: 0 success, 1 failure, 3 fewer messages than --count, 130 Ctrl-C.")]
pub(crate) struct Arguments {
    /// Topic filters, or the ends of topics: `say`, `hotword/detected`. Default: everything except microphone audio.
    topics: Vec<String>,
    /// Print payloads over several lines.
    #[arg(long, short)]
    verbose: bool,
    /// Stop after this many messages.
    #[arg(long, short = 'n', value_name = "NUMBER")]
    count: Option<u64>,
    #[command(flatten)]
    common: Common,
}

pub(crate) async fn run(arguments: &Arguments) -> Result<ExitCode> {
    let filters = filters(&arguments.topics)?;
    let mut client = arguments.common.connect(None, &filters).await?;
    let output = Output::new(arguments.common.json);
    if !arguments.common.json {
        anstream::eprintln!("listening on {}; press Ctrl-C to stop", client.broker());
    }
    let mut left = arguments.count;
    while left != Some(0) {
        let Some(received) = client.next().await? else { break };
        if arguments.topics.is_empty() && is_microphone(&received.topic) {
            continue;
        }
        let shown = ShownMessage::new(&received);
        output.line(shown.human(arguments.verbose), &shown.json())?;
        left = left.map(|left| left - 1);
    }
    client.close().await?;
    Ok(if left.is_none_or(|left| left == 0) { ExitCode::SUCCESS } else { ExitCode::from(NO_ANSWER) })
}

/// The filters to subscribe to.
fn filters(names: &[String]) -> Result<Vec<String>> {
    if names.is_empty() {
        let all = [filter::HERMES, filter::RHASSPY, filter::ALICE, filter::PETASOS];
        return Ok(all.map(str::to_owned).to_vec());
    }
    let mut filters = Vec::new();
    for name in names {
        let meant = short_names::find(name);
        if short_names::is_whole(name) || (meant.is_empty() && name.contains('/')) {
            filters.push(name.clone());
        } else if meant.is_empty() {
            bail!("no topic ends in {name:?}; see: petasos topics");
        } else {
            filters.extend(meant.iter().map(short_names::Meant::filter));
        }
    }
    Ok(filters)
}

/// A message, ready to be shown.
struct ShownMessage<'a> {
    topic: &'a str,
    retained: bool,
    payload: PayloadView,
    /// Why the message cannot be decoded.
    wrong: Option<DecodeError>,
}

impl<'a> ShownMessage<'a> {
    fn new(received: &'a Received) -> Self {
        let wrong = Message::decode(&received.topic, received.payload.clone()).err();
        Self {
            topic: &received.topic,
            retained: received.retain,
            payload: PayloadView::new(&Payload::Bytes(received.payload.clone())),
            wrong: wrong.filter(|error| !error.is_foreign_topic()),
        }
    }

    fn human(&self, verbose: bool) -> String {
        let style = topic_colour(self.topic);
        let payload = if verbose { self.payload.over_lines() } else { self.payload.in_a_line() };
        let mut line = format!("{style}{}{style:#}", plain(self.topic));
        if self.retained {
            let _ = write!(line, " {FAINT}(retained){FAINT:#}");
        }
        if !payload.is_empty() {
            line += if verbose { "\n" } else { "  " };
            line += &payload;
        }
        if let Some(wrong) = &self.wrong {
            line += if verbose { "\n  " } else { "  " };
            let _ = write!(line, "{BAD}invalid{BAD:#}: {}", plain(&wrong.reason.to_string()));
        }
        line
    }

    fn json(&self) -> Value {
        let mut json = json!({"topic": self.topic, "retained": self.retained});
        let (key, value) = self.payload.field();
        if let Some(object) = json.as_object_mut() {
            object.insert(key.to_owned(), value);
            if let Some(wrong) = &self.wrong {
                object.insert("wrong".to_owned(), wrong.reason.to_string().into());
            }
        }
        json
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use petasos_bus::QoS;

    fn received(topic: &str, payload: &[u8]) -> Received {
        Received {
            topic: topic.to_owned(),
            payload: payload.to_vec().into(),
            qos: QoS::AtMostOnce,
            retain: false,
            dup: false,
        }
    }

    /// Half a second of silence.
    fn sound() -> Vec<u8> {
        let mut wav = b"RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0\x01\0\x01\0".to_vec();
        wav.extend(16_000_u32.to_le_bytes());
        wav.extend(32_000_u32.to_le_bytes());
        wav.extend(b"\x02\0\x10\0data\0\0\0\0");
        wav.resize(wav.len() + 16_000, 0);
        wav
    }

    #[test]
    fn messages_are_shown_in_a_line_or_below_and_for_programs() {
        let messages = [
            received("hermes/tts/say", br#"{"text": "Hello \u001b[2J", "siteId": "kitchen"}"#),
            received("hermes/audioServer/kitchen/playBytes/1", &sound()),
            received("hermes/dialogueManager/toggleOn", b""),
            received("hermes/dialogueManager/endSession", br#"{"text": "x"}"#),
            received("home/lamp\u{1b}", b"on"),
            received("home/lamp", b"\xff\xfe"),
        ];
        let shown = messages.iter().map(|message| {
            let shown = ShownMessage::new(message);
            let human = format!("{}\n{}", shown.human(false), shown.human(true));
            format!("{}\n{}", anstream::adapter::strip_str(&human), shown.json())
        });
        insta::assert_snapshot!(shown.collect::<Vec<_>>().join("\n\n"));
    }

    #[test]
    fn names_become_filters() {
        let filters = |names: &[&str]| filters(&names.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(filters(&[]).unwrap(), ["hermes/#", "rhasspy/#", "projectalice/#", "petasos/#"]);
        assert_eq!(filters(&["say", "intent"]).unwrap(), ["hermes/tts/say", "hermes/intent/#"]);
        assert_eq!(filters(&["hermes/+/x", "home/lamp"]).unwrap(), ["hermes/+/x", "home/lamp"]);
        assert!(filters(&["toggleOn"]).unwrap().len() > 3);
        assert!(filters(&["sya"]).unwrap_err().to_string().contains("petasos topics"));
    }

    #[test]
    fn the_sound_of_microphones_is_known() {
        assert!(is_microphone("hermes/audioServer/kitchen/audioFrame"));
        assert!(!is_microphone("hermes/audioServer/kitchen/playBytes/1"));
    }
}
