//! Where the messages of the screen come from.

use std::time::Duration;

use anyhow::{Result, bail};
use petasos_bus::Event;
use petasos_program::{Clock, WallClock};
use petasos_recording::{Entry, Header};
use tokio::time::timeout;

use crate::client::Client;
use crate::source::{self, EVERYTHING, Source};

/// Where the messages of the screen come from.
pub(super) enum Feed {
    /// A house.
    House(Box<Listening>),
    /// A recording.
    File(Box<Reading>),
}

/// What comes.
pub(super) enum Coming {
    /// A message.
    Entry(Box<Entry>),
    /// Nothing, until this time.
    Time(Duration),
    /// The connection was lost, or came back.
    Connection(Option<String>),
    /// Nothing more: the recording is over, or the time that was given.
    End,
}

/// A house that is listened to. Unlike a [`Source`], it tells of lost connections instead of printing them.
pub(super) struct Listening {
    client: Client,
    clock: Clock,
    header: Header,
}

/// A recording that is read as far as somebody wants to see it.
pub(super) struct Reading {
    arguments: source::Arguments,
    source: Source,
    /// What was read and is not to be seen yet.
    next: Option<Entry>,
    /// How far it is to be seen.
    until: Duration,
    is_over: bool,
}

impl Feed {
    /// Opens the file, or connects to the house.
    pub(super) async fn open(arguments: &source::Arguments) -> Result<Self> {
        if arguments.file.is_some() {
            return Ok(Self::File(Box::new(Reading::open(arguments).await?)));
        }
        let client = Client::connect(&arguments.common, None, &EVERYTHING).await?;
        let header = source::header(&client);
        Ok(Self::House(Box::new(Listening { client, clock: Clock::start(), header })))
    }

    /// What is known about the house, or about the recording.
    pub(super) fn header(&self) -> &Header {
        match self {
            Self::House(listening) => &listening.header,
            Self::File(reading) => reading.source.header(),
        }
    }

    /// The broker, or the name of the file.
    pub(super) fn origin(&self) -> String {
        match self {
            Self::House(listening) => listening.client.broker(),
            Self::File(reading) => {
                let name = reading.arguments.file.as_ref().and_then(|file| file.file_name());
                name.unwrap_or_default().to_string_lossy().into_owned()
            }
        }
    }

    /// Takes leave of the house, or says what was missing in the recording. The screen must be given back.
    pub(super) async fn close(self) -> Result<()> {
        match self {
            Self::House(listening) => listening.client.close().await,
            Self::File(reading) => {
                reading.source.tell_damage();
                Ok(())
            }
        }
    }

    /// What comes next, within this time.
    pub(super) async fn next(&mut self, patience: Duration) -> Result<Coming> {
        match self {
            Self::House(listening) => listening.next(patience).await,
            Self::File(reading) => reading.next(patience).await,
        }
    }
}

impl Listening {
    async fn next(&mut self, patience: Duration) -> Result<Coming> {
        let Ok(event) = timeout(patience, self.client.happening()).await else {
            return Ok(Coming::Time(self.now()));
        };
        Ok(match event? {
            Some(Event::Received(received)) => {
                let entry =
                    source::entry(received, self.now(), WallClock::of_machine().now(), self.header.dialect);
                Coming::Entry(Box::new(entry))
            }
            Some(Event::Connected { .. }) => Coming::Connection(None),
            Some(Event::Disconnected { reason, .. }) => Coming::Connection(Some(reason.to_string())),
            Some(Event::TakenOver) => bail!("another client has our name at the broker; set no client_id"),
            Some(_) => Coming::Time(self.now()),
            None => Coming::End,
        })
    }

    fn now(&self) -> Duration {
        self.clock.elapsed()
    }
}

impl Reading {
    async fn open(arguments: &source::Arguments) -> Result<Self> {
        let source = Source::open(arguments, &EVERYTHING).await?;
        let arguments = arguments.clone();
        Ok(Self { arguments, source, next: None, until: Duration::MAX, is_over: false })
    }

    /// From now on it is seen from its beginning, as far as this time.
    pub(super) async fn begin_again(&mut self, until: Duration) -> Result<()> {
        *self = Self { until, ..Self::open(&self.arguments).await? };
        Ok(())
    }

    /// It is to be seen as far as this time.
    pub(super) fn read_until(&mut self, until: Duration) {
        self.until = until;
    }

    async fn next(&mut self, patience: Duration) -> Result<Coming> {
        if self.next.is_none() && !self.is_over {
            match self.source.next(patience).await? {
                source::Next::Entry(entry) => self.next = Some(*entry),
                source::Next::Nothing(_) => {}
                source::Next::End => {
                    self.is_over = true;
                    return Ok(Coming::End);
                }
            }
        }
        if let Some(entry) = self.next.take_if(|entry| entry.at <= self.until) {
            return Ok(Coming::Entry(Box::new(entry)));
        }
        tokio::time::sleep(patience).await;
        // At its end, time stands still.
        Ok(Coming::Time(if self.is_over { Duration::ZERO } else { self.until }))
    }
}
