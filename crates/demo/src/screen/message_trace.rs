//! A message on one line: sender, receiver, topic, site, and the field that matters most.

use std::fmt::Write as _;

use anstyle::{AnsiColor, Style};
use petasos_bus::Received;
use petasos_inspect::terminal_text::{columns, cut, on_one_line, padded};
use petasos_messages::payload::{SessionInit, Termination};
use petasos_messages::{CHANNELS, Channel, Dialect, Message, SiteId, filter, wav};
use petasos_sans_io::Time;

use super::style::{DIM, TROUBLE, painted};

/// The most columns of a payload; longer ones are cut.
const LONGEST: usize = 2000;

/// The columns of a line.
const COLUMNS: usize = 80;

/// The columns that the field gets at least.
const LEAST_FIELD: usize = 10;

/// How much is shown of the messages that pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verbosity {
    /// Nothing.
    Quiet,
    /// One line for each.
    Messages,
    /// And what is in it.
    Payloads,
}

/// Formats a message.
pub(crate) fn show(now: Time, received: &Received, dialect: Dialect, verbosity: Verbosity) -> String {
    let seconds = now.since(Time::START).as_secs_f64();
    let message = Message::decode(&received.topic, received.payload.clone());
    let mut line = painted(DIM, &format!("{seconds:7.3}"));
    match &message {
        Ok(message) => {
            let channel = CHANNELS.iter().find(|channel| channel.message == message.kind());
            let (from, to) = channel.map_or(("", ""), |channel| ends(channel, dialect));
            let way = format!("{from:>7} \u{2192} {to:<7}");
            let site = message.subject().site.map(SiteId::to_string).unwrap_or_default();
            let head = format!("{way} {:<15} {}", name(&received.topic, channel), padded(&site, 7));
            // The time stands before the head, and a space on either side of it.
            let width = COLUMNS.saturating_sub(columns(&head) + 9).max(LEAST_FIELD);
            let detail = cut(&on_one_line(&detail(message)), width);
            let head = if detail.is_empty() { head.trim_end() } else { &head };
            let _ = write!(line, " {} {detail}", painted(colour(from), head));
        }
        Err(error) => {
            let _ = write!(line, " {}", painted(TROUBLE, &error.to_string()));
        }
    }
    if verbosity < Verbosity::Payloads {
        return line.trim_end().to_owned();
    }
    format!("{}\n{}", line.trim_end(), painted(DIM, &format!("          {}", payload(&received.payload))))
}

/// Sender and receiver, in short names.
fn ends(channel: &'static Channel, dialect: Dialect) -> (&'static str, &'static str) {
    let short = |name: &'static str| match name {
        "nlu or dialogue manager" if dialect.nlu_publishes_intents() => "nlu",
        "dialogue manager" | "nlu or dialogue manager" => "manager",
        "audio server" => "speaker",
        "anybody" => "all",
        "tts or dialogue manager" => "tts",
        "hotword and asr" => "asr",
        other => other,
    };
    (short(channel.from), short(channel.to))
}

/// The last level of the topic that is not an id.
fn name(topic: &str, channel: Option<&Channel>) -> String {
    let Some(channel) = channel else { return topic.to_owned() };
    let address = channel.address;
    if petasos_bus::filter_matches(filter::ERROR_ALL, address) {
        return "error".to_owned();
    }
    address.rsplit('/').find(|level| !level.starts_with('{')).unwrap_or_default().to_owned()
}

/// The colour of a sender.
fn colour(from: &str) -> Style {
    let colour = match from {
        "manager" => AnsiColor::Cyan,
        "asr" | "hotword" => AnsiColor::Green,
        "tts" | "speaker" => AnsiColor::Magenta,
        "nlu" => AnsiColor::Yellow,
        "skill" => AnsiColor::Blue,
        _ => AnsiColor::White,
    };
    colour.on_default()
}

/// The field that matters most.
fn detail(message: &Message) -> String {
    let quoted = |text: &str| format!("\"{text}\"");
    match message {
        Message::TextCaptured(captured) => quoted(&captured.text),
        Message::NluQuery(query) => quoted(&query.input),
        Message::IntentParsed(parsed) => parsed.intent.intent_name.to_string(),
        Message::NluIntentNotRecognized(not) => quoted(&not.input),
        Message::Intent(intent) => {
            let slots = intent.slots.iter().map(|slot| format!(" {}={}", slot.slot_name, slot.raw_value));
            std::iter::once(intent.intent.intent_name.to_string()).chain(slots).collect()
        }
        Message::Say(say) => quoted(&say.text),
        Message::EndSession(end) => quoted(end.text.as_deref().unwrap_or_default()),
        Message::ContinueSession(ask) => quoted(ask.text.as_deref().unwrap_or_default()),
        Message::StartSession(start) => match &start.init {
            SessionInit::Action(action) => quoted(action.text.as_deref().unwrap_or_default()),
            SessionInit::Notification { text } => quoted(text),
        },
        Message::SessionEnded(ended) => why(&ended.termination),
        Message::HotwordToggleOn(toggle)
        | Message::HotwordToggleOff(toggle)
        | Message::AsrToggleOn(toggle)
        | Message::AsrToggleOff(toggle) => {
            toggle.reason.as_ref().map_or_else(String::new, |reason| reason.as_str().to_owned())
        }
        Message::PlayBytes(play) => sound(&play.wav),
        Message::TtsError(error) | Message::NluError(error) | Message::AsrError(error) => {
            quoted(&error.error)
        }
        Message::Status(status) => status.state.as_str().to_owned(),
        _ => String::new(),
    }
}

/// Why a session ended, with the part that owed an answer if that was said.
fn why(termination: &Termination) -> String {
    match termination {
        Termination::Timeout { component: Some(component) } => format!("timeout ({})", component.as_str()),
        Termination::Error { error } if !error.is_empty() => format!("error: {error}"),
        other => other.reason().to_owned(),
    }
}

fn sound(bytes: &[u8]) -> String {
    match wav::inspect(bytes) {
        Ok(info) => format!("WAV {:.1} s", info.duration.as_secs_f64()),
        Err(_) => format!("{} bytes", bytes.len()),
    }
}

/// A payload as text; sound and other bytes only as their length.
fn payload(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) if !text.contains('\0') => cut(text, LONGEST),
        _ => sound(bytes),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use anstream::adapter::strip_str;
    use bytes::Bytes;

    fn received(topic: &str, payload: &'static [u8]) -> Received {
        Received {
            topic: topic.to_owned(),
            payload: Bytes::from_static(payload),
            qos: petasos_bus::QoS::AtMostOnce,
            retain: false,
            dup: false,
        }
    }

    fn line(topic: &str, payload: &'static [u8], verbosity: Verbosity) -> String {
        show(Time::from_nanos(1_234_000_000), &received(topic, payload), Dialect::RHASSPY, verbosity)
    }

    /// A conversation, message by message.
    fn conversation(verbosity: Verbosity) -> String {
        let messages: [(&str, &'static [u8]); 9] = [
            ("hermes/hotword/petasos/detected", br#"{"siteId":"kitchen"}"#),
            ("hermes/dialogueManager/sessionStarted", br#"{"sessionId":"s","siteId":"kitchen"}"#),
            ("hermes/hotword/toggleOff", br#"{"siteId":"kitchen","reason":"dialogueSession"}"#),
            ("hermes/asr/textCaptured", br#"{"text":"good night","siteId":"kitchen","sessionId":"s"}"#),
            (
                "hermes/intent/Night",
                br#"{"input":"good night","intent":{"intentName":"Night"},"slots":[{"slotName":"when","rawValue":"now"}],"siteId":"kitchen"}"#,
            ),
            ("hermes/audioServer/kitchen/playBytes/r", b"\xff\x00RIFF"),
            ("hermes/error/tts", br#"{"error":"hoarse","siteId":"kitchen"}"#),
            ("hermes/nlu/query", br#"{"input": 7, "siteId": []}"#),
            (
                "hermes/dialogueManager/sessionEnded",
                br#"{"sessionId":"s","siteId":"kitchen","termination":{"reason":"timeout","component":"asr"}}"#,
            ),
        ];
        messages.map(|(topic, payload)| line(topic, payload, verbosity)).join("\n")
    }

    #[test]
    fn each_message_is_one_line() {
        let plain = strip_str(&conversation(Verbosity::Messages)).to_string();
        assert_eq!(plain.lines().count(), 9);
        insta::assert_snapshot!(plain);
    }

    #[test]
    fn a_long_text_does_not_break_the_line() {
        let say = br#"{"text":"Good morning, it is half past seven, and it rains.","siteId":"kitchen"}"#;
        let shown = strip_str(&line("hermes/tts/say", say, Verbosity::Messages)).to_string();
        let told = "\"Good morning, it is half pas\u{2026}";
        assert!(shown.ends_with(told), "{shown}");
        assert_eq!(shown.chars().count(), COLUMNS);
        let wide = r#"{"text":"おはようございます。今は七時半です。外は雨が降っています。","siteId":"台所"}"#;
        let shown = strip_str(&line("hermes/tts/say", wide.as_bytes(), Verbosity::Messages)).to_string();
        assert!((COLUMNS - 1..=COLUMNS).contains(&columns(&shown)), "{shown}");
        let unknown = br#"{"input":"Good morning, it is half past seven, and it rains.","siteId":"kitchen"}"#;
        let shown =
            strip_str(&line("hermes/nlu/intentNotRecognized", unknown, Verbosity::Messages)).to_string();
        assert_eq!(shown.chars().count(), COLUMNS, "{shown}");
    }

    #[test]
    fn payloads_stand_below_and_bytes_are_counted() {
        insta::assert_snapshot!(strip_str(&conversation(Verbosity::Payloads)).to_string());
    }

    #[test]
    fn a_payload_cannot_steer_the_terminal_or_fill_it() {
        let shown = line("hermes/tts/say", b"{\"text\":\"\x1b[2J\"}", Verbosity::Payloads);
        assert!(!strip_str(&shown).to_string().contains('\u{1b}'), "{shown:?}");
        let long: &'static [u8] = Box::leak(vec![b'x'; 100_000].into_boxed_slice());
        assert!(line("hermes/tts/say", long, Verbosity::Payloads).len() < 2 * LONGEST);
    }
}
