//! The half of a recording that reads the connection.

use std::ops::ControlFlow;
use std::sync::Arc;
use std::thread::{self, JoinHandle};
use std::time::Duration;

use petasos_bus::DisconnectReason;
use petasos_manager::config::write_out_phrases;
use petasos_program::random_bits;
use petasos_recording::{Entry, Gap, Redactor};
use tokio::time::{Interval, MissedTickBehavior, interval, timeout};

use super::RecordOptions;
use super::record_counts::{Counters, RecordCounts};
use super::sinks;
use super::write_queue::{Gone, WriteQueue, write_queue};
use super::writer_thread::Writing;
use crate::Error;
use crate::client::ClientError;
use crate::entry_source::{Incoming, LiveSource, is_microphone, now};

/// The time between two progress events.
const TICK: Duration = Duration::from_millis(500);
/// How long messages that are still on their way may take to arrive at the end.
const DRAIN_TIMEOUT: Duration = Duration::from_secs(2);
/// After this long without a message, nothing more is on its way.
const QUIET: Duration = Duration::from_millis(500);

/// A running recording.
#[derive(Debug)]
pub struct Recorder {
    live: LiveSource,
    queue: WriteQueue,
    counters: Arc<Counters>,
    keeps_audio: bool,
    writer: JoinHandle<Result<(), Error>>,
    /// Since when there is no connection.
    disconnected: Option<Duration>,
}

/// What happens while a [`Recorder`] runs.
#[derive(Debug)]
#[non_exhaustive]
pub enum RecorderEvent<'a> {
    /// How far it has come; twice a second.
    Progress {
        /// The length of the recording until now.
        length: Duration,
        /// What was recorded until now.
        counts: RecordCounts,
    },
    /// The connection was lost. The recording will have a gap.
    Disconnected(&'a DisconnectReason),
}

/// What a recording has come to.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Recorded {
    /// The length of the recording.
    pub length: Duration,
    /// What was recorded.
    pub counts: RecordCounts,
}

/// Whether to go on; if not, how it ends.
type Flow = ControlFlow<Result<(), Error>>;

impl Recorder {
    /// Creates the files, or the folder for them, and starts the thread that writes.
    pub fn start(live: LiveSource, options: RecordOptions) -> Result<Self, Error> {
        let redactor = Redactor::new(random_bits(), options.kept);
        let header = redactor.header(write_out_phrases(live.header().clone(), options.kept));
        let counters = Arc::new(Counters::default());
        let keeps_audio = options.kept.audio;
        let sink = sinks::open(options, header, &counters)?;
        let writing = Writing::new(redactor, sink, counters.clone());
        let (queue, waiting) = write_queue();
        let writer = thread::spawn(move || writing.run(&waiting));
        Ok(Self { live, queue, counters, keeps_audio, writer, disconnected: None })
    }

    /// Records until the timeout of the source, an interrupt, or an error; then everything is on the disk. An interrupt is not an
    /// error here: it is how most recordings end.
    pub async fn run(mut self, mut report: impl FnMut(RecorderEvent<'_>)) -> Result<Recorded, Error> {
        let mut ended = self.follow(&mut report).await;
        if let (Ok(()), ControlFlow::Break(end)) = (&ended, self.end_gap()) {
            ended = end;
        }
        let length = self.live.now();
        self.queue.finish(length, now());
        let written = self.writer.join().unwrap_or(Err(Error::WriterPanicked));
        written?;
        ended?;
        self.live.leave().await;
        Ok(Recorded { length, counts: self.counters.counts() })
    }

    async fn follow(&mut self, report: &mut impl FnMut(RecorderEvent<'_>)) -> Result<(), Error> {
        let mut tick = ticks();
        loop {
            tokio::select! {
                biased;
                _ = tick.tick() => {
                    // Its own error says why.
                    if self.writer.is_finished() {
                        return Ok(());
                    }
                    report(RecorderEvent::Progress { length: self.live.now(), counts: self.counters.counts() });
                }
                incoming = self.live.next(TICK) => match incoming {
                    Ok(Incoming::End) | Err(ClientError::Interrupted { .. }) => return self.drain(report).await,
                    Ok(incoming) => if let ControlFlow::Break(ended) = self.handle(incoming, report) {
                        return ended;
                    },
                    Err(error) => return Err(error.into()),
                },
            }
        }
    }

    /// Takes what was published before the end and is still on its way to us.
    async fn drain(&mut self, report: &mut impl FnMut(RecorderEvent<'_>)) -> Result<(), Error> {
        if self.disconnected.is_some() {
            return Ok(());
        }
        let end = self.live.mark_end()?;
        let rest = async {
            loop {
                match self.live.next(QUIET).await {
                    Ok(Incoming::Entry(entry)) if entry.topic == end => return Ok(()),
                    Ok(Incoming::Time(_) | Incoming::End) | Err(_) => return Ok(()),
                    Ok(incoming) => {
                        if let ControlFlow::Break(ended) = self.handle(incoming, report) {
                            return ended;
                        }
                    }
                }
            }
        };
        timeout(DRAIN_TIMEOUT, rest).await.unwrap_or(Ok(()))
    }

    fn handle(&mut self, incoming: Incoming, report: &mut impl FnMut(RecorderEvent<'_>)) -> Flow {
        match incoming {
            Incoming::Entry(entry) if !self.keeps_audio && is_microphone(&entry.topic) => {
                self.counters.frame();
            }
            Incoming::Entry(entry) => return self.push(*entry),
            Incoming::Disconnected(reason) if self.disconnected.is_none() => {
                self.disconnected = Some(self.live.now());
                report(RecorderEvent::Disconnected(&reason));
            }
            Incoming::Reconnected => return self.end_gap(),
            Incoming::Disconnected(_) | Incoming::Time(_) | Incoming::End => {}
        }
        ControlFlow::Continue(())
    }

    /// If there was no connection, the time until now is a gap.
    fn end_gap(&mut self) -> Flow {
        let Some(since) = self.disconnected.take() else { return ControlFlow::Continue(()) };
        let at = self.live.now();
        self.push(Gap::disconnected(at.saturating_sub(since)).entry(at, now()))
    }

    fn push(&mut self, entry: Entry) -> Flow {
        match self.queue.push(entry) {
            Ok(true) => ControlFlow::Continue(()),
            Ok(false) => {
                self.counters.lost();
                ControlFlow::Continue(())
            }
            Err(Gone) => ControlFlow::Break(Ok(())),
        }
    }
}

fn ticks() -> Interval {
    let mut tick = interval(TICK);
    tick.set_missed_tick_behavior(MissedTickBehavior::Skip);
    tick
}
