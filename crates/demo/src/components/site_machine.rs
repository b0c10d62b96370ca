//! The simulated sites as the state machine of a [`ComponentClient`](super::component_client::ComponentClient).

use petasos_bus::Received;
use petasos_messages::{Dialect, Message, SiteId};
use petasos_program::delivery;
use petasos_sans_io::{SansIo, Time};
use petasos_simulator::sites::{self, SimulatedSites, SiteEvent};

use super::component_client::Output;

/// The simulated sites, with packets for messages.
#[derive(Debug)]
pub(crate) struct SiteMachine {
    pub(crate) sites: SimulatedSites,
    pub(crate) dialect: Dialect,
}

impl SansIo for SiteMachine {
    type Input<'a> = Received;
    type Output = Output<(SiteId, SiteEvent)>;

    fn handle(&mut self, now: Time, received: Received) {
        if let Ok(message) = Message::decode(&received.topic, received.payload) {
            self.sites.handle(now, &message);
        }
    }

    fn handle_timeout(&mut self, now: Time) {
        self.sites.handle_timeout(now);
    }

    fn poll_output(&mut self) -> Option<Self::Output> {
        loop {
            match self.sites.poll_output()? {
                sites::Output::Publish(message) => {
                    return Some(Output::Publish(delivery::packet(&message, self.dialect)));
                }
                sites::Output::Event(site, event) => return Some(Output::Report((site, event))),
                _ => {}
            }
        }
    }

    fn poll_timeout(&self) -> Option<Time> {
        self.sites.poll_timeout()
    }
}
