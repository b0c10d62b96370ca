//! The recorder: keeps the messages of the last minutes, and gives them to clients that ask, or saves them when a session ended
//! badly. Off by default.
//!
//! Messages are redacted before they leave it, unless the owner wants to keep texts or sounds: see [`Redactor`].

mod recording_upload;
mod ring;
mod save;

use std::path::PathBuf;
use std::time::Duration;

use bytes::Bytes;
use petasos_bus::{Publish, Received, filter_matches};
use petasos_dialogue::{RandomSource, Time};
use petasos_messages::payload::{RecordingPart, RecordingRequest, SessionEnded, Termination};
use petasos_messages::{Dialect, Level, Message, Topic, wav};
use petasos_program::{SystemRandom, WallClock, delivery};
use petasos_recording::{Entry, Header, Payload, Redactor, Sender};
use tracing::{info, warn};

use self::recording_upload::Answer;
use self::ring::Ring;
use self::save::Save;
use crate::config::{Config, RecorderConfig, write_out_phrases};

/// A saved recording begins this long before its session, with what led to it.
const BEFORE: Duration = Duration::from_secs(10);
/// A saved recording ends this long after its session.
const AFTER: Duration = Duration::from_secs(2);
/// The time after a saved session in which others are not saved: most likely their reason is the same.
const BETWEEN: Duration = Duration::from_secs(30);

/// Keeps the messages of the last minutes.
#[derive(Debug)]
pub(crate) struct Recorder {
    ring: Ring,
    config: RecorderConfig,
    folder: Option<PathBuf>,
    dialect: Dialect,
    instance: Level,
    /// The header of recordings, except for its time.
    header: Header,
    /// The topic of our own answers, which are not recorded.
    answers: String,
    /// The topic filters we are subscribed to. Our own messages come back through them.
    subscriptions: Vec<String>,
    random: SystemRandom,
    answer: Option<Answer>,
    save: Option<Due>,
    next_save: Time,
}

/// A session to be saved soon.
#[derive(Debug)]
struct Due {
    at: Time,
    since: Duration,
    words: Vec<String>,
}

impl Recorder {
    /// A recorder, if the owner wants one. The manager is subscribed to these topic filters.
    pub(crate) fn new(config: &Config, subscriptions: Vec<String>) -> Option<Self> {
        let settings = &config.recorder;
        let longest = Duration::from_secs(u64::from(settings.minutes) * 60);
        let instance = config.instance.0.clone();
        (!longest.is_zero()).then(|| Self {
            ring: Ring::new(longest, settings.max_bytes),
            config: settings.clone(),
            folder: config.recordings(),
            dialect: config.dialect.0,
            header: header(config),
            answers: Topic::Recording { instance: instance.clone() }.to_string(),
            instance,
            subscriptions,
            random: SystemRandom::default(),
            answer: None,
            save: None,
            next_save: Time::START,
        })
    }

    /// A message was received.
    pub(crate) fn received(&mut self, now: Time, received: &Received) {
        let Received { topic, payload, qos, retain, dup } = received;
        self.keep(now, topic, payload, u8::from(*qos), *retain, *dup);
    }

    /// A message is sent. One that comes back to us is kept then, in the order in which all clients receive it.
    pub(crate) fn sent(&mut self, now: Time, packet: &Publish) {
        let comes_back = || self.subscriptions.iter().any(|filter| filter_matches(filter, &packet.topic));
        if packet.topic != self.answers && !comes_back() {
            let qos = packet.qos.map_or(0, u8::from);
            self.keep(now, &packet.topic, &packet.payload, qos, packet.retain, false);
        }
    }

    fn keep(&mut self, now: Time, topic: &str, payload: &Bytes, qos: u8, retain: bool, dup: bool) {
        self.ring.push(Entry {
            at: now.since(Time::START),
            wall: WallClock::of_machine().now(),
            topic: topic.to_owned(),
            qos,
            retain,
            dup,
            from: Sender::of(topic, Some(self.dialect)),
            payload: self.payload(topic, payload),
        });
    }

    /// Sound is left out unless it is to be kept: it would leave no room for anything else.
    fn payload(&self, topic: &str, payload: &Bytes) -> Payload {
        if !self.config.kept().audio && topic.contains("/playBytes/") {
            let sound = wav::inspect(payload).ok().map(|info| info.duration);
            return Payload::LeftOut { bytes: payload.len() as u64, sound };
        }
        // A received payload is part of the large buffer it was read into, which must not be kept alive.
        Payload::Bytes(Bytes::copy_from_slice(payload))
    }

    /// A session has ended that started at this time.
    pub(crate) fn session_ended(&mut self, now: Time, started: Option<Time>, ended: &SessionEnded) {
        let badly = matches!(ended.termination, Termination::Timeout { .. } | Termination::Error { .. });
        if !badly || !self.config.save_bad_sessions || self.save.is_some() {
            return;
        }
        if now < self.next_save {
            info!(session = %ended.session_id, "not saved: another session that ended badly was saved just before");
            return;
        }
        let started = started.unwrap_or(now).since(Time::START);
        let words = vec![ended.site_id.to_string(), ended.termination.reason().to_owned()];
        self.save = Some(Due { at: now + AFTER, since: started.saturating_sub(BEFORE), words });
        self.next_save = now + BETWEEN;
    }

    /// A client asks for a recording. Returns a refusal, or begins to send the recording.
    pub(crate) fn handle_request(&mut self, now: Time, request: &RecordingRequest) -> Option<Publish> {
        if self.answer.is_some() {
            return Some(
                self.refuse(request, "another client is being answered: ask again in a few seconds"),
            );
        }
        let seconds = request.seconds.and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
        let at = now.since(Time::START);
        let number = self.ring.since(at.saturating_sub(seconds.unwrap_or(Duration::MAX)));
        let begin = self.ring.get(number).map_or(at, |(_, entry)| entry.at);
        let (header, redactor) = (self.header_at(number), self.redactor());
        let numbers = number..self.ring.end();
        match Answer::new(now, request.id.clone(), numbers, begin, header, redactor) {
            Ok(answer) => self.answer = Some(answer),
            Err(error) => return Some(self.refuse(request, &error.to_string())),
        }
        None
    }

    fn refuse(&self, request: &RecordingRequest, why: &str) -> Publish {
        refusal(&self.instance, request, why, self.dialect)
    }

    /// Does what is due: sends the next part of an answer, saves a session.
    pub(crate) fn handle_timeout(&mut self, now: Time) -> Option<Publish> {
        if self.save.as_ref().is_some_and(|save| save.at <= now)
            && let Some(due) = self.save.take()
        {
            self.save(due);
        }
        let answer = self.answer.as_mut().filter(|answer| answer.due <= now)?;
        let part = answer.next(now, &self.ring, &self.instance);
        if part.as_ref().map_or(true, |part| part.last) {
            self.answer = None;
        }
        match part {
            Ok(part) => Some(delivery::packet(&Message::Recording(part), self.dialect)),
            Err(error) => {
                warn!("cannot send a recording: {error}");
                None
            }
        }
    }

    /// When something is due.
    pub(crate) fn poll_timeout(&self) -> Option<Time> {
        let answer = self.answer.as_ref().map(|answer| answer.due);
        let save = self.save.as_ref().map(|save| save.at);
        answer.into_iter().chain(save).min()
    }

    fn save(&mut self, due: Due) {
        let Some(folder) = self.folder.clone() else { return };
        let number = self.ring.since(due.since);
        let Some((_, first)) = self.ring.get(number) else { return };
        let begin = first.at;
        let save = Save {
            folder,
            most_bytes: self.config.max_disk_bytes,
            words: due.words,
            header: self.header_at(number),
            entries: self.ring.from(number).map(|entry| rebased(entry, begin)).collect(),
            redactor: self.redactor(),
        };
        save.start();
    }

    /// The header of a recording that starts with this entry.
    fn header_at(&self, number: u64) -> Header {
        let mut header = self.header.clone();
        header.started =
            self.ring.get(number).map_or_else(|| WallClock::of_machine().now(), |(_, entry)| entry.wall);
        header
    }

    fn redactor(&mut self) -> Redactor {
        Redactor::new(self.random.random(), self.config.kept())
    }
}

/// The answer to a request for a recording that cannot be fulfilled, and why.
pub(crate) fn refusal(instance: &Level, request: &RecordingRequest, why: &str, dialect: Dialect) -> Publish {
    let refusal = RecordingPart::refused(instance.clone(), request.id.clone(), why);
    delivery::packet(&Message::Recording(refusal), dialect)
}

/// An entry with its time counted from the start of the recording.
fn rebased(entry: &Entry, begin: Duration) -> Entry {
    Entry { at: entry.at.saturating_sub(begin), ..entry.clone() }
}

fn header(config: &Config) -> Header {
    let mut header = Header::new(WallClock::of_machine().now());
    header.dialect = Some(config.dialect.0);
    header.broker = Some(format!("{}:{}", config.mqtt.host, config.mqtt.port));
    header.recorder = Some(concat!("petasosd ", env!("CARGO_PKG_VERSION")).to_owned());
    header.settings = config.recorded();
    write_out_phrases(header, config.recorder.kept())
}
