//! Where messages come from: a live house, or a session file. Whoever reads them need not care.

use std::fs::File;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;
use jiff::Timestamp;
use petasos_bus::Received;
use petasos_messages::{Dialect, Message, filter};
use petasos_program::{Clock, WallClock};
use petasos_recording::{Entry, Error, Header, Payload, Reader, Sender, audio_folder};

use crate::client::{Client, Common};
use crate::output::{counted, plain};

/// Everything that is said in a house, the sound of microphones included.
pub const EVERYTHING: [&str; 4] = [filter::HERMES, filter::RHASSPY, filter::ALICE, filter::PETASOS];

/// Where to read from.
#[derive(Debug, Clone, Args)]
#[group(skip)]
pub struct Arguments {
    /// A session file to read. Default: listen to the house.
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub common: Common,
}

/// Where messages come from.
#[derive(Debug)]
pub enum Source {
    /// A house, through its broker.
    Live(Box<Live>),
    /// A session file.
    File(Box<Readable>),
}

/// What came.
#[derive(Debug)]
pub enum Next {
    /// A message.
    Entry(Box<Entry>),
    /// Nothing, until now: the time since the beginning. Only from a live house.
    Nothing(Duration),
    /// Nothing will come any more.
    End,
}

/// What can be read of a session file: lines that are no messages are passed over, and counted.
#[derive(Debug)]
pub struct Readable {
    reader: Reader<BufReader<File>>,
    path: PathBuf,
    bad: u64,
    /// What was wrong first, with the number of the line.
    first: Option<String>,
}

impl Readable {
    /// Opens a session file, with the sound beside it.
    pub fn open(path: &Path) -> Result<Self> {
        let reader = Reader::open(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self { reader, path: path.to_owned(), bad: 0, first: None })
    }

    /// The first line.
    pub fn header(&self) -> &Header {
        self.reader.header()
    }

    /// What was missing, as far as it was read, in words.
    pub fn damage(&self) -> Vec<String> {
        let file = self.path.display();
        let mut damage = Vec::new();
        if let Some(first) = &self.first {
            let bad = counted(self.bad, "line");
            damage.push(format!("{file}: {bad} passed over; the first: {}", plain(first)));
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

impl Iterator for Readable {
    type Item = Result<Entry>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            match self.reader.next()? {
                Ok(entry) => return Some(Ok(entry)),
                Err(error @ Error::Line { .. }) => {
                    self.bad += 1;
                    self.first.get_or_insert_with(|| error.to_string());
                }
                Err(error) => {
                    return Some(Err(error).with_context(|| format!("cannot read {}", self.path.display())));
                }
            }
        }
    }
}

/// A house that is listened to.
#[derive(Debug)]
pub struct Live {
    client: Client,
    clock: Clock,
    header: Header,
}

impl Source {
    /// Opens the file, or connects to the house and listens to these topic filters.
    pub async fn open(arguments: &Arguments, filters: &[&str]) -> Result<Self> {
        match &arguments.file {
            Some(file) => Self::read(file),
            None => Ok(Self::Live(Box::new(Live::connect(&arguments.common, filters).await?))),
        }
    }

    fn read(file: &Path) -> Result<Self> {
        Ok(Self::File(Box::new(Readable::open(file)?)))
    }

    /// What is known about the recording, or about the house.
    pub fn header(&self) -> &Header {
        match self {
            Self::Live(live) => &live.header,
            Self::File(file) => file.header(),
        }
    }

    /// Says on standard error what was missing in the file, if anything was. The screen must be free.
    pub fn tell_damage(&self) {
        if let Self::File(file) = self {
            for line in file.damage() {
                anstream::eprintln!("petasos: {line}");
            }
        }
    }

    /// The next message. From a live house, waits at most so long for it.
    pub async fn next(&mut self, patience: Duration) -> Result<Next> {
        match self {
            Self::Live(live) => live.next(patience).await,
            Self::File(file) => Ok(match file.next().transpose()? {
                Some(entry) => Next::Entry(Box::new(entry)),
                None => Next::End,
            }),
        }
    }
}

impl Live {
    /// Connects to a house and listens to these topic filters.
    pub async fn connect(common: &Common, filters: &[&str]) -> Result<Self> {
        let client = Client::connect(common, None, filters).await?;
        let header = header(&client);
        Ok(Self { client, clock: Clock::start(), header })
    }

    /// The next message, or nothing after so long a time.
    pub async fn next(&mut self, patience: Duration) -> Result<Next> {
        use crate::client::Waited;
        Ok(match self.client.wait(patience).await? {
            Waited::Received(received) => {
                let at = self.now();
                Next::Entry(Box::new(entry(received, at, WallClock::of_machine().now(), self.header.dialect)))
            }
            Waited::Nothing => Next::Nothing(self.now()),
            Waited::GaveUp => Next::End,
        })
    }

    /// What is known about the house.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Sends a message.
    pub fn tell(&self, message: &Message) -> Result<()> {
        self.client.tell(message)
    }

    /// Our name at the broker, good as an id.
    pub fn name(&self) -> &str {
        self.client.name()
    }

    /// Takes leave of the broker.
    pub async fn close(self) -> Result<()> {
        self.client.close().await
    }

    fn now(&self) -> Duration {
        self.clock.elapsed()
    }
}

/// What is known about the house.
pub fn header(client: &Client) -> Header {
    let mut header = Header::new(WallClock::of_machine().now());
    header.dialect = Some(client.dialect());
    header.broker = Some(client.broker());
    header.recorder = Some(concat!("petasos ", env!("CARGO_PKG_VERSION")).to_owned());
    header.settings = client.config().recorded();
    header
}

/// A message as it stands in a recording.
pub fn entry(received: Received, at: Duration, wall: Timestamp, dialect: Option<Dialect>) -> Entry {
    let Received { topic, payload, qos, retain, dup } = received;
    let from = Sender::of(&topic, dialect);
    Entry { at, wall, topic, qos: qos.into(), retain, dup, from, payload: Payload::Bytes(payload) }
}
