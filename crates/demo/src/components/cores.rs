//! The cores of the parts, in the shape in which a [`Client`](super::client::Client) drives them.

use petasos_messages::{Message, SiteId};
use petasos_sans_io::Time;
use petasos_simulator::sites::{self, SimulatedSites, SiteEvent};

use super::client::{Core, Output};
use super::skills::{self, Skills};

impl Core for SimulatedSites {
    type Told = (SiteId, SiteEvent);

    fn handle(&mut self, now: Time, message: &Message) {
        SimulatedSites::handle(self, now, message);
    }

    fn handle_timeout(&mut self, now: Time) {
        SimulatedSites::handle_timeout(self, now);
    }

    fn poll_timeout(&self) -> Option<Time> {
        SimulatedSites::poll_timeout(self)
    }

    fn poll_output(&mut self) -> Option<Output<Self::Told>> {
        loop {
            match SimulatedSites::poll_output(self)? {
                sites::Output::Publish(message) => return Some(Output::Publish(message)),
                sites::Output::Event(site, scene) => return Some(Output::Tell((site, scene))),
                _ => {}
            }
        }
    }
}

impl Core for Skills {
    /// Where a skill was asked that does not answer, and for which intent.
    type Told = (SiteId, String);

    fn handle(&mut self, now: Time, message: &Message) {
        Skills::handle(self, now, message);
    }

    fn handle_timeout(&mut self, now: Time) {
        Skills::handle_timeout(self, now);
    }

    fn poll_timeout(&self) -> Option<Time> {
        Skills::poll_timeout(self)
    }

    fn poll_output(&mut self) -> Option<Output<Self::Told>> {
        Some(match Skills::poll_output(self)? {
            skills::Output::Publish(message) => Output::Publish(message),
            skills::Output::NoAnswer(site, intent) => Output::Tell((site, intent)),
        })
    }
}
