//! Where entries come from: a broker, or a session file.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

use petasos_bus::{DisconnectReason, Event, Received};
use petasos_manager::config::Config;
use petasos_messages::{Dialect, Topic, filter};
use petasos_program::Clock;
use petasos_program::WallClock;
use petasos_recording::{self as recording, Entry, Header, Payload, Reader, Sender, audio_folder};
use tokio::time::timeout;

use crate::Error;
use crate::client::{Client, ClientError, ClientOptions};
use crate::terminal_text::{counted, plain};

/// Topic filters for everything that an installation says, microphone audio included.
pub const EVERYTHING: [&str; 4] = [filter::HERMES, filter::RHASSPY, filter::ALICE, filter::PETASOS];

/// Where entries come from.
#[derive(Debug)]
pub enum Source {
    /// A broker.
    Live(Box<LiveSource>),
    /// A session file.
    File(Box<FileSource>),
}

/// What comes from a [`Source`].
#[derive(Debug)]
pub enum Incoming {
    /// A message.
    Entry(Box<Entry>),
    /// No message until this time, which counts from the beginning. Only from a broker.
    Time(Duration),
    /// The connection was lost, or an attempt to reconnect failed. Only from a broker.
    Disconnected(DisconnectReason),
    /// Messages come again. Only from a broker.
    Reconnected,
    /// Nothing more will come: the file is over, or the timeout has passed.
    End,
}

impl Source {
    /// The header of the recording, or what is known about the installation.
    pub fn header(&self) -> &Header {
        match self {
            Self::Live(live) => live.header(),
            Self::File(file) => file.header(),
        }
    }

    /// The broker, if that is the source.
    pub fn live(&self) -> Option<&LiveSource> {
        match self {
            Self::Live(live) => Some(live),
            Self::File(_) => None,
        }
    }

    /// Disconnects from the broker.
    pub async fn close(self) -> Result<(), Error> {
        match self {
            Self::Live(live) => Ok(live.close().await?),
            Self::File(_) => Ok(()),
        }
    }

    /// What comes next. From a broker, waits at most this long.
    pub async fn next(&mut self, patience: Duration) -> Result<Incoming, Error> {
        match self {
            Self::Live(live) => Ok(live.next(patience).await?),
            Self::File(file) => {
                Ok(file.next().transpose()?.map_or(Incoming::End, |entry| Incoming::Entry(Box::new(entry))))
            }
        }
    }

    /// What is missing in the file, one line each; see [`FileSource::damage`].
    pub fn damage(&self) -> Vec<String> {
        match self {
            Self::Live(_) => Vec::new(),
            Self::File(file) => file.damage(),
        }
    }
}

/// A session file. Lines that are not entries are skipped and counted.
#[derive(Debug)]
pub struct FileSource {
    reader: Reader<BufReader<File>>,
    path: PathBuf,
    skipped: u64,
    /// What was wrong with the first skipped line, with its number.
    first: Option<String>,
}

impl FileSource {
    /// Opens a session file, with the sound beside it.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let reader = Reader::open(path).map_err(|error| Error::Read { path: path.to_owned(), error })?;
        Ok(Self { reader, path: path.to_owned(), skipped: 0, first: None })
    }

    /// The header of the file.
    pub fn header(&self) -> &Header {
        self.reader.header()
    }

    /// What is missing in the part of the file that was read, one line each: skipped lines, a line that was cut off, sound files.
    pub fn damage(&self) -> Vec<String> {
        let file = self.path.display();
        let mut damage = Vec::new();
        if let Some(first) = &self.first {
            let skipped = counted(self.skipped, "line");
            damage.push(format!("{file}: {skipped} passed over; the first: {}", plain(first)));
        }
        if self.reader.is_torn() {
            damage.push(format!("{file}: the last line was cut off, and is left out"));
        }
        if self.reader.missing_sounds() > 0 {
            let sounds = counted(self.reader.missing_sounds(), "sound");
            let folder = audio_folder(&self.path);
            damage.push(format!("{file}: {sounds} missing in {}", folder.display()));
        }
        damage
    }
}

impl Iterator for FileSource {
    type Item = Result<Entry, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.reader.next()? {
                Ok(entry) => return Some(Ok(entry)),
                Err(error @ recording::Error::Line { .. }) => {
                    self.skipped += 1;
                    self.first.get_or_insert_with(|| error.to_string());
                }
                Err(error) => return Some(Err(Error::Read { path: self.path.clone(), error })),
            }
        }
    }
}

/// All messages of an installation, as they come from its broker.
///
/// ```no_run
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use std::time::Duration;
///
/// use petasos_inspect::client::ClientOptions;
/// use petasos_inspect::entry_source::{EVERYTHING, Incoming, LiveSource};
/// use petasos_manager::config::Config;
///
/// let mut live = LiveSource::connect(Config::default(), ClientOptions::default(), &EVERYTHING).await?;
/// while let Incoming::Entry(entry) = live.next(Duration::from_secs(60)).await? {
///     println!("{:?} {}", entry.at, entry.topic);
/// }
/// # Ok(())
/// # }
/// ```
#[derive(Debug)]
pub struct LiveSource {
    client: Client,
    clock: Clock,
    header: Header,
}

impl LiveSource {
    /// Connects and subscribes to these topic filters, [`EVERYTHING`] in most cases.
    pub async fn connect<F: ToString>(
        config: Config,
        options: ClientOptions,
        filters: &[F],
    ) -> Result<Self, ClientError> {
        let client = Client::connect(config, options, filters).await?;
        let mut header = Header::new(now());
        header.dialect = Some(client.dialect());
        header.broker = Some(client.broker());
        header.recorder = Some(concat!("petasos ", env!("CARGO_PKG_VERSION")).to_owned());
        header.settings = client.config().recorded();
        Ok(Self { client, clock: Clock::start(), header })
    }

    /// What comes next; [`Incoming::Time`] if that is nothing within this time. Safe to cancel.
    pub async fn next(&mut self, patience: Duration) -> Result<Incoming, ClientError> {
        let Ok(event) = timeout(patience, self.client.next_event()).await else {
            return Ok(Incoming::Time(self.now()));
        };
        Ok(match event? {
            Some(Event::Received(received)) => {
                Incoming::Entry(Box::new(entry(received, self.now(), self.header.dialect)))
            }
            Some(Event::Disconnected { reason, .. }) => Incoming::Disconnected(reason),
            Some(Event::Subscribed) => Incoming::Reconnected,
            Some(Event::TakenOver) => return Err(ClientError::TakenOver),
            Some(_) => Incoming::Time(self.now()),
            None => Incoming::End,
        })
    }

    /// The header of a recording that begins here.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The connection, to send messages over it.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// See [`Client::mark_end`].
    pub fn mark_end(&mut self) -> Result<String, ClientError> {
        self.client.mark_end()
    }

    /// See [`Client::close`].
    pub async fn close(self) -> Result<(), ClientError> {
        self.client.close().await
    }

    /// See [`Client::leave`].
    pub async fn leave(self) {
        self.client.leave().await;
    }

    /// The time since the connection was made, as entries have it.
    pub fn now(&self) -> Duration {
        self.clock.elapsed()
    }
}

/// The entry of a message that came at this time since the beginning, in an installation of this dialect.
pub fn entry(received: Received, at: Duration, dialect: Option<Dialect>) -> Entry {
    let Received { topic, payload, qos, retain, dup } = received;
    let from = Sender::of(&topic, dialect);
    Entry { at, wall: now(), topic, qos: qos.into(), retain, dup, from, payload: Payload::Bytes(payload) }
}

/// The wall clock time.
pub(crate) fn now() -> jiff::Timestamp {
    WallClock::of_machine().now()
}

/// Whether a topic carries microphone audio, which never ends.
pub fn is_microphone(topic: &str) -> bool {
    matches!(topic.parse(), Ok(Topic::AudioFrame { .. } | Topic::AudioSessionFrame { .. }))
}
