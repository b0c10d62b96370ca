//! Runs a core without clock and network as a client of a broker.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_bus::{Class, Event, Publish};
use petasos_inspect::client::{Client, ClientError, ClientOptions};
use petasos_manager::config::Config;
use petasos_messages::Message;
use petasos_program::{Clock, sleep_until};
use petasos_sans_io::Time;

use crate::Error;

/// A message that could not be sent for this long is dropped: speech makes no sense any more.
const STALE: Duration = Duration::from_secs(10);

/// How long the last messages may take to leave.
pub(crate) const CLOSE_TIMEOUT: Duration = Duration::from_millis(500);

/// A core without clock and network.
pub(crate) trait Core {
    /// What it reports besides messages.
    type Report;

    /// A message arrived.
    fn handle(&mut self, now: Time, message: &Message);

    /// The time of [`poll_timeout`](Self::poll_timeout) has come.
    fn handle_timeout(&mut self, now: Time);

    /// When [`handle_timeout`](Self::handle_timeout) is to be called.
    fn poll_timeout(&self) -> Option<Time>;

    /// The next output.
    fn poll_output(&mut self) -> Option<Output<Self::Report>>;
}

/// What a core puts out.
#[derive(Debug)]
pub(crate) enum Output<T> {
    /// A message to publish.
    Publish(Message),
    /// A report.
    Report(T),
}

/// A core at a broker.
#[derive(Debug)]
pub(crate) struct ComponentClient<C: Core> {
    /// The core itself. What a change of it puts out is carried out by the next call of [`next`](Self::next).
    pub(crate) core: C,
    client: Client,
    clock: Clock,
    reports: VecDeque<C::Report>,
}

impl<C: Core> ComponentClient<C> {
    /// Connects and subscribes. Fails at once if there is no broker.
    pub(crate) async fn connect(
        core: C,
        config: Config,
        filters: &[&str],
        clock: Clock,
    ) -> Result<Self, Error> {
        let client = Client::connect(config, ClientOptions::default(), filters).await?;
        Ok(Self { core, client, clock, reports: VecDeque::new() })
    }

    /// Works until there is a report. Safe to cancel.
    pub(crate) async fn next(&mut self) -> Result<C::Report, ClientError> {
        loop {
            self.carry_out();
            if let Some(report) = self.reports.pop_front() {
                return Ok(report);
            }
            let due = self.core.poll_timeout().map(|due| self.clock.instant(due));
            tokio::select! {
                event = self.client.next_event() => match event?.ok_or(ClientError::Closed)? {
                    // A retained message is old.
                    Event::Received(received) if !received.retain => {
                        if let Ok(message) = Message::decode(&received.topic, received.payload) {
                            self.core.handle(self.clock.now(), &message);
                        }
                    }
                    _ => {}
                },
                () = sleep_until(due) => self.core.handle_timeout(self.clock.now()),
            }
        }
    }

    /// Publishes messages, and keeps reports.
    fn carry_out(&mut self) {
        while let Some(output) = self.core.poll_output() {
            match output {
                Output::Publish(message) => {
                    let dialect = self.client.dialect();
                    let topic = message.topic(dialect).to_string();
                    let packet = Publish::new(topic, message.encode(dialect), Class::Query).expires_in(STALE);
                    if let Err(error) = self.client.publish(packet) {
                        tracing::warn!("{error}");
                    }
                }
                Output::Report(report) => self.reports.push_back(report),
            }
        }
    }

    pub(crate) async fn close(self) {
        self.client.leave_within(CLOSE_TIMEOUT).await;
    }
}
