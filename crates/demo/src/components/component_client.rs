//! Runs a state machine as a client of a broker.

use std::time::Duration;

use petasos_bus::{Event, Publish, Received};
use petasos_inspect::client::{Client, ClientError, ClientOptions};
use petasos_manager::config::Config;
use petasos_program::{Clock, Driver, Inputs};
use petasos_sans_io::SansIo;

use crate::Error;

/// How long the last messages may take to leave.
pub(crate) const CLOSE_TIMEOUT: Duration = Duration::from_millis(500);

/// What the state machine of a component puts out.
#[derive(Debug)]
pub(crate) enum Output<R> {
    /// A message to publish.
    Publish(Publish),
    /// A report for the screen.
    Report(R),
}

/// A state machine at a broker.
#[derive(Debug)]
pub(crate) struct ComponentClient<M> {
    /// The machine itself. What a change of it puts out is carried out by the next call of [`next`](Self::next).
    pub(crate) machine: M,
    connection: Connection,
    driver: Driver,
}

/// The connection of a component. Retained messages are old, so they are no inputs.
#[derive(Debug)]
struct Connection(Client);

impl Inputs for Connection {
    type Input = Received;

    async fn next(&mut self) -> Option<Received> {
        loop {
            match self.0.next_event().await.ok()?? {
                Event::Received(received) if !received.retain => return Some(received),
                _ => {}
            }
        }
    }
}

impl<M, R> ComponentClient<M>
where
    M: SansIo<Output = Output<R>> + for<'a> SansIo<Input<'a> = Received>,
{
    /// Connects and subscribes. Fails at once if there is no broker.
    pub(crate) async fn connect<F: ToString>(
        machine: M,
        config: Config,
        filters: &[F],
        clock: Clock,
    ) -> Result<Self, Error> {
        let client = Client::connect(config, ClientOptions::default(), filters).await?;
        Ok(Self { machine, connection: Connection(client), driver: Driver::new(clock) })
    }

    /// Works until there is a report. Safe to cancel.
    pub(crate) async fn next(&mut self) -> Result<R, ClientError> {
        loop {
            while let Some(output) = self.machine.poll_output() {
                match output {
                    Output::Publish(packet) => self.publish(packet),
                    Output::Report(report) => return Ok(report),
                }
            }
            if !self.driver.step(&mut self.machine, &mut self.connection).await {
                return Err(ClientError::Closed);
            }
        }
    }

    /// Disconnects, after these last messages.
    pub(crate) async fn close(self, last: impl IntoIterator<Item = Publish>) {
        last.into_iter().for_each(|packet| self.publish(packet));
        self.connection.0.leave_within(CLOSE_TIMEOUT).await;
    }

    fn publish(&self, packet: Publish) {
        if let Err(error) = self.connection.0.publish(packet) {
            tracing::warn!("{error}");
        }
    }
}

/// The next report of a component; never, if it is not ours.
pub(crate) async fn next_of<M, R>(component: Option<&mut ComponentClient<M>>) -> Result<R, ClientError>
where
    M: SansIo<Output = Output<R>> + for<'a> SansIo<Input<'a> = Received>,
{
    match component {
        Some(component) => component.next().await,
        None => std::future::pending().await,
    }
}
