//! The cores that a [`ComponentClient`](super::component_client::ComponentClient) runs.

use petasos_messages::{Message, SiteId};
use petasos_sans_io::{SansIo, Time};
use petasos_simulator::sites::{self, SimulatedSites, SiteEvent};

use super::component_client::{Core, Output};
use super::skills::{self, Skills};

impl Core for SimulatedSites {
    type Report = (SiteId, SiteEvent);

    fn handle(&mut self, now: Time, message: &Message) {
        SansIo::handle(self, now, message);
    }

    fn handle_timeout(&mut self, now: Time) {
        SansIo::handle_timeout(self, now);
    }

    fn poll_timeout(&self) -> Option<Time> {
        SansIo::poll_timeout(self)
    }

    fn poll_output(&mut self) -> Option<Output<Self::Report>> {
        loop {
            match SansIo::poll_output(self)? {
                sites::Output::Publish(message) => return Some(Output::Publish(message)),
                sites::Output::Event(site, scene) => return Some(Output::Report((site, scene))),
                _ => {}
            }
        }
    }
}

impl Core for Skills {
    /// The site and the intent for which a skill was asked that does not answer.
    type Report = (SiteId, String);

    fn handle(&mut self, now: Time, message: &Message) {
        Skills::handle(self, now, message);
    }

    fn handle_timeout(&mut self, now: Time) {
        Skills::handle_timeout(self, now);
    }

    fn poll_timeout(&self) -> Option<Time> {
        Skills::poll_timeout(self)
    }

    fn poll_output(&mut self) -> Option<Output<Self::Report>> {
        Some(match Skills::poll_output(self)? {
            skills::Output::Publish(message) => Output::Publish(message),
            skills::Output::NoAnswer(site, intent) => Output::Report((site, intent)),
        })
    }
}
