//! Imports the output of `mosquitto_sub` with `-F %J`, `-F %j` or `-v`.
//!
//! Such recordings are incomplete. [`Losses`] says in which respect.

mod mosquitto_json;
mod mosquitto_verbose;

use std::io::BufRead;
use std::time::Duration;

use jiff::Timestamp;
use petasos_messages::Dialect;

use crate::file::bounded_lines::{Line, Lines};
use crate::{Entry, Error, Header, Payload, Sender};

/// The assumed time between two messages if times are not known.
const STEP: Duration = Duration::from_millis(10);

/// Reads the output of `mosquitto_sub` in constant memory. A line that cannot be read is an error, after which the next one follows.
#[derive(Debug)]
pub struct Import<R> {
    lines: Lines<R>,
    header: Header,
    /// The format, once it is known.
    format: Option<Format>,
    /// The first message, at which the recording begins.
    first: Option<Printed>,
    /// The time of the last message.
    last: Option<Duration>,
    losses: Losses,
}

/// The format of the output.
#[derive(Debug)]
enum Format {
    /// `-F %J` or `-F %j`: one object per line.
    Json,
    /// `-v`: one or more lines per message.
    Verbose(mosquitto_verbose::Open),
}

/// What is missing in a recording, as far as it can be known.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Losses {
    /// Missing messages: `%J` prints a blank line in place of a payload that is not JSON.
    pub messages: u64,
    /// Payloads that could not be printed. Their entries state only the number of bytes.
    pub payloads: u64,
    /// Payloads that `%J` has reformatted: they mean the same, but the bytes differ, and long numbers have lost digits.
    pub rewritten: u64,
    /// Whether there are no times. Then 10 ms are assumed between messages.
    pub times: bool,
}

/// A message as it was printed.
#[derive(Debug)]
struct Printed {
    /// When it arrived, if that was printed.
    wall: Option<Timestamp>,
    topic: String,
    qos: u8,
    retain: bool,
    payload: Payload,
    /// Whether the bytes differ from those that were sent.
    rewritten: bool,
}

impl<R: BufRead> Import<R> {
    /// Detects the format. If there are no times, the recording begins now.
    pub fn new(from: R, dialect: Option<Dialect>, now: Timestamp) -> Result<Self, Error> {
        let mut import = Self {
            lines: Lines::new(from),
            header: Header { dialect, ..Header::new(now) },
            format: None,
            first: None,
            last: None,
            losses: Losses::default(),
        };
        import.first = import.printed()?;
        if let Some(started) = import.first.as_ref().and_then(|first| first.wall) {
            import.header.started = started;
        }
        Ok(import)
    }

    /// The header for a session file.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What is missing so far.
    pub fn losses(&self) -> Losses {
        self.losses
    }

    /// The next message.
    fn printed(&mut self) -> Result<Option<Printed>, Error> {
        loop {
            let read = match self.lines.read()? {
                Line::Whole(line) | Line::Torn(line) => match &mut self.format {
                    Some(Format::Verbose(open)) => Ok(open.line(line)),
                    _ if line.trim_ascii().is_empty() => {
                        self.losses.messages += 1;
                        Ok(None)
                    }
                    Some(Format::Json) => mosquitto_json::read(line).map(Some),
                    format @ None if line.starts_with(b"{") => {
                        *format = Some(Format::Json);
                        mosquitto_json::read(line).map(Some)
                    }
                    format @ None => mosquitto_verbose::Open::begin(line).map(|open| {
                        *format = Some(Format::Verbose(open));
                        None
                    }),
                },
                Line::TooLong => Err("it is too long".to_owned()),
                Line::End => {
                    return Ok(match &mut self.format {
                        Some(Format::Verbose(open)) => open.end(),
                        _ => None,
                    });
                }
            };
            match read {
                Ok(Some(printed)) => return Ok(Some(printed)),
                Ok(None) => {}
                Err(reason) => return Err(Error::Line { line: self.lines.number(), reason }),
            }
        }
    }

    /// Gives a message its time, and counts what it lacks.
    fn entry(&mut self, printed: Printed) -> Entry {
        let Printed { wall, topic, qos, retain, payload, rewritten } = printed;
        let last = self.last.unwrap_or_default();
        let at = match wall {
            // The clock may have been set back.
            Some(wall) => since(self.header.started, wall).max(last),
            None => self.last.map_or(Duration::ZERO, |last| last + STEP),
        };
        self.last = Some(at);
        self.losses.times |= wall.is_none();
        self.losses.payloads += u64::from(payload.bytes().is_none());
        self.losses.rewritten += u64::from(rewritten);
        Entry {
            at,
            wall: wall.or_else(|| self.header.started.checked_add(at).ok()).unwrap_or(self.header.started),
            from: Sender::of(&topic, self.header.dialect),
            topic,
            qos,
            retain,
            dup: false,
            payload,
        }
    }
}

impl<R: BufRead> Iterator for Import<R> {
    type Item = Result<Entry, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let printed = match self.first.take() {
            Some(first) => Ok(Some(first)),
            None => self.printed(),
        };
        printed.map(|printed| printed.map(|printed| self.entry(printed))).transpose()
    }
}

/// How much later the second time is; zero if it is earlier.
fn since(start: Timestamp, end: Timestamp) -> Duration {
    end.duration_since(start).try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use petasos_messages::Component;
    use proptest::prelude::*;

    use super::*;
    use crate::{Recording, Writer};

    const NOW: Timestamp = Timestamp::UNIX_EPOCH;

    fn import(text: &[u8]) -> (Vec<Entry>, Losses) {
        let mut import = Import::new(text, Some(Dialect::RHASSPY), NOW).unwrap();
        let entries = import.by_ref().map(Result::unwrap).collect();
        (entries, import.losses())
    }

    /// Printed by `mosquitto_sub` 2.0.11.
    const JSON: &str = r#"
{"tst":"2026-11-21T08:24:33.208269Z+0000","topic":"hermes/tts/say","qos":0,"retain":0,"payloadlen":61,"payload":{"text":"Hällo","siteId":"a","n":1.5,"u":"😀"}}

{"tst":"2026-11-21T08:24:33.218862Z+0000","topic":"hermes/asr/versionRequest","qos":1,"retain":1,"payloadlen":0,"mid":7,"payload":null}
{"tst":"2026-11-21T08:24:33.118965Z+0000","topic":"nul","qos":0,"retain":0,"payloadlen":5,"payload":null}
"#;

    #[test]
    fn times_begin_with_the_first_message_and_never_run_backwards() {
        let (entries, _) = import(JSON.as_bytes());
        let times: Vec<_> = entries.iter().map(|entry| entry.at.as_micros()).collect();
        assert_eq!(times, [0, 10_593, 10_593]);
        let last = entries.last().unwrap();
        assert_eq!(last.wall, "2026-11-21T08:24:33.118965Z".parse().unwrap());
        let import = Import::new(JSON.as_bytes(), None, NOW).unwrap();
        assert_eq!(import.header().started, "2026-11-21T08:24:33.208269Z".parse().unwrap());
    }

    #[test]
    fn losses_are_counted() {
        let (entries, losses) = import(JSON.as_bytes());
        assert_eq!(losses, Losses { messages: 2, payloads: 1, rewritten: 1, times: false });
        let second = entries.get(1).unwrap();
        assert_eq!((second.qos, second.retain, second.payload.bytes().unwrap().len()), (1, true, 0));
        assert_eq!(entries.first().unwrap().from.usual(), Some(Component::DialogueManager));
    }

    #[test]
    fn without_times_each_message_comes_ten_ms_after_the_one_before() {
        let (entries, losses) = import(b"hermes/tts/say {}\nhermes/asr/toggleOn (null)\nhermes/x/y ON");
        let times: Vec<_> = entries.iter().map(|entry| (entry.at.as_millis(), entry.wall)).collect();
        let wall = |millis| Timestamp::from_millisecond(millis).unwrap();
        assert_eq!(times, [(0, wall(0)), (10, wall(10)), (20, wall(20))]);
        assert!(losses.times);
    }

    #[test]
    fn a_line_that_cannot_be_read_is_an_error_and_the_next_one_follows() {
        let text = format!("{JSON}{{\"topic\":1}}\n{JSON}");
        let (entries, errors): (Vec<_>, Vec<_>) =
            Import::new(text.as_bytes(), None, NOW).unwrap().partition(Result::is_ok);
        assert_eq!((entries.len(), errors.len()), (6, 1));
        let error = errors.into_iter().next().unwrap().unwrap_err().to_string();
        assert!(error.starts_with("line 6 is not a message: invalid type"), "{error}");
    }

    #[test]
    fn other_files_are_refused() {
        let error = Import::new(b"Connection refused\n".as_slice(), None, NOW).unwrap_err().to_string();
        assert_eq!(
            error,
            "line 1 is not a message: neither mosquitto_sub -F %J nor mosquitto_sub -v prints such a line"
        );
    }

    #[test]
    fn an_import_is_a_session_file() {
        let import = Import::new(JSON.as_bytes(), Some(Dialect::RHASSPY), NOW).unwrap();
        let mut writer = Writer::new(Vec::new(), import.header()).unwrap();
        for entry in import {
            writer.write(&entry.unwrap()).unwrap();
        }
        let file = writer.finish().unwrap();
        let recording = Recording::read(crate::Reader::new(file.as_slice()).unwrap()).unwrap();
        assert_eq!(recording.entries.len(), 3);
        assert_eq!(recording.header.dialect, Some(Dialect::RHASSPY));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(bytes: Vec<u8>, text in "(hermes/tts/say |\\{\"topic\":\"|\"tst\":\"|[a-z\":,0-9{}\n -]){0,40}") {
            for text in [bytes, text.into_bytes()] {
                if let Ok(import) = Import::new(text.as_slice(), None, NOW) {
                    prop_assert!(import.count() <= text.len());
                }
            }
        }
    }
}
