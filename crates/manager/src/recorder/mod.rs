//! The recorder: keeps the messages of the last minutes in memory, sends them to clients on request, and saves them when a session
//! ended badly. Off by default.
//!
//! Messages are redacted before they leave it, unless texts or sounds are to be kept: see [`Redactor`].

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

/// A saved recording begins this long before its session, to include what led to it.
const BEFORE: Duration = Duration::from_secs(10);
/// A saved recording ends this long after its session.
const AFTER: Duration = Duration::from_secs(2);
/// After a saved session, others are not saved for this long: most likely the cause is the same.
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
    /// The subscribed topic filters. The manager's own messages come back through them.
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
    /// A recorder, if enabled. `subscribed` are the manager's topic filters.
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

    /// Records a received message.
    pub(crate) fn received(&mut self, now: Time, received: &Received) {
        let Received { topic, payload, qos, retain, dup } = received;
        self.keep(now, topic, payload, u8::from(*qos), *retain, *dup);
    }

    /// Records a sent message, unless it comes back: then it is recorded on arrival, in the order in which all clients receive it.
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

    /// Records a message, without its audio unless audio is to be kept: it would leave no space for anything else.
    fn payload(&self, topic: &str, payload: &Bytes) -> Payload {
        if !self.config.kept().audio && topic.contains("/playBytes/") {
            let sound = wav::inspect(payload).ok().map(|info| info.duration);
            return Payload::LeftOut { bytes: payload.len() as u64, sound };
        }
        // A received payload is a slice of a large read buffer, which must not be kept alive.
        Payload::Bytes(Bytes::copy_from_slice(payload))
    }

    /// Schedules a recording of a session that ended badly.
    pub(crate) fn session_ended(&mut self, now: Time, started: Option<Time>, ended: &SessionEnded) {
        let badly = matches!(ended.termination, Termination::Timeout { .. } | Termination::Error { .. });
        if !badly || !self.config.save_bad_sessions || self.save.is_some() {
            return;
        }
        if now < self.next_save {
            info!(session = %ended.session_id, "not saved: another failed session was saved just before");
            return;
        }
        let started = started.unwrap_or(now).since(Time::START);
        let words = vec![ended.site_id.to_string(), ended.termination.reason().to_owned()];
        self.save = Some(Due { at: now + AFTER, since: started.saturating_sub(BEFORE), words });
        self.next_save = now + BETWEEN;
    }

    /// Handles a request for a recording: returns a refusal, or starts to send it.
    pub(crate) fn handle_request(&mut self, now: Time, request: &RecordingRequest) -> Option<Publish> {
        if self.answer.is_some() {
            return Some(
                self.refuse(request, "another request is being answered: try again in a few seconds"),
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

    /// Does what is due: sends the next part of an answer, or saves a session.
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

    /// When the next action is due.
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

/// The refusal of a request for a recording.
pub(crate) fn refusal(instance: &Level, request: &RecordingRequest, why: &str, dialect: Dialect) -> Publish {
    let refusal = RecordingPart::refused(instance.clone(), request.id.clone(), why);
    delivery::packet(&Message::Recording(refusal), dialect)
}

/// An entry with its time relative to the start of the recording.
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
