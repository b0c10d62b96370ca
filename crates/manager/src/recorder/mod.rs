//! The recorder: keeps what was said in the last minutes, and gives it to those who ask, or saves it when a session ended
//! badly. Off unless the owner switches it on.
//!
//! Nothing leaves it as it was said, unless the owner allows that: see [`Redactor`].

mod answer;
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

use self::answer::Answer;
use self::ring::Ring;
use self::save::Save;
use crate::config::{Config, RecorderConfig, write_out_phrases};

/// What is saved begins so long before the session, with what led to it.
const BEFORE: Duration = Duration::from_secs(10);
/// It ends so long after it, with what the end brings.
const AFTER: Duration = Duration::from_secs(2);
/// Sessions that end badly sooner after one that was saved are not saved: their reason is the same, most likely.
const BETWEEN: Duration = Duration::from_secs(30);

/// Keeps what was said in the last minutes.
#[derive(Debug)]
pub(crate) struct Recorder {
    ring: Ring,
    config: RecorderConfig,
    folder: Option<PathBuf>,
    dialect: Dialect,
    instance: Level,
    /// What a recording says about this house, but for its time.
    header: Header,
    /// Where our own answers go: they are no part of what is remembered.
    answers: String,
    /// What we hear anyway, our own words among it.
    heard: Vec<String>,
    random: SystemRandom,
    answer: Option<Answer>,
    save: Option<Due>,
    next_save: Time,
}

/// Something to be saved soon.
#[derive(Debug)]
struct Due {
    at: Time,
    since: Duration,
    words: Vec<String>,
}

impl Recorder {
    /// A recorder, if the owner wants one. These are the topic filters the manager listens to.
    pub(crate) fn new(config: &Config, heard: Vec<String>) -> Option<Self> {
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
            heard,
            random: SystemRandom::default(),
            answer: None,
            save: None,
            next_save: Time::START,
        })
    }

    /// A message came.
    pub(crate) fn hear(&mut self, now: Time, received: &Received) {
        let Received { topic, payload, qos, retain, dup } = received;
        self.keep(now, topic, payload, u8::from(*qos), *retain, *dup);
    }

    /// A message goes out. What we hear ourselves is kept when it comes back, in the order in which the house heard it.
    pub(crate) fn say(&mut self, now: Time, packet: &Publish) {
        let comes_back = || self.heard.iter().any(|filter| filter_matches(filter, &packet.topic));
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

    /// Sound is left out at once unless it is to be kept: it would leave no room for anything else.
    fn payload(&self, topic: &str, payload: &Bytes) -> Payload {
        if !self.config.kept().audio && topic.contains("/playBytes/") {
            let sound = wav::inspect(payload).ok().map(|info| info.duration);
            return Payload::LeftOut { bytes: payload.len() as u64, sound };
        }
        // What came shares the large buffer it was read into.
        Payload::Bytes(Bytes::copy_from_slice(payload))
    }

    /// A session that had begun then has ended.
    pub(crate) fn note_end(&mut self, now: Time, begun: Option<Time>, ended: &SessionEnded) {
        let badly = matches!(ended.termination, Termination::Timeout { .. } | Termination::Error { .. });
        if !badly || !self.config.save_bad_sessions || self.save.is_some() {
            return;
        }
        if now < self.next_save {
            info!(session = %ended.session_id, "not saved: another session that ended badly was saved just before");
            return;
        }
        let begun = begun.unwrap_or(now).since(Time::START);
        let words = vec![ended.site_id.to_string(), ended.termination.reason().to_owned()];
        self.save = Some(Due { at: now + AFTER, since: begun.saturating_sub(BEFORE), words });
        self.next_save = now + BETWEEN;
    }

    /// Somebody asks for what was said last. The answer may be a refusal.
    pub(crate) fn ask(&mut self, now: Time, request: &RecordingRequest) -> Option<Publish> {
        if self.answer.is_some() {
            return Some(self.refuse(request, "somebody else is being answered: ask again in a few seconds"));
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

    /// Does what is due: the next part of an answer, or to save something.
    pub(crate) fn handle_time(&mut self, now: Time) -> Option<Publish> {
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
            Ok(part) => Some(delivery::packet(&Message::RecordingPart(part), self.dialect)),
            Err(error) => {
                warn!("cannot hand on a recording: {error}");
                None
            }
        }
    }

    /// When to do so.
    pub(crate) fn deadline(&self) -> Option<Time> {
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

    /// The header of a recording that begins with this entry.
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

/// Tells somebody why there is no recording.
pub(crate) fn refusal(instance: &Level, request: &RecordingRequest, why: &str, dialect: Dialect) -> Publish {
    let refusal = RecordingPart::refused(instance.clone(), request.id.clone(), why);
    delivery::packet(&Message::RecordingPart(refusal), dialect)
}

/// The entry as it stands in a recording that begins then.
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
