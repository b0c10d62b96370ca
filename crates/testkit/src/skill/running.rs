//! A running test: the installation, and the manager and skills in it.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::process::Process;
use super::test_installation::Installation;

/// The installation with its manager and its skills.
#[derive(Debug)]
pub(super) struct Running {
    pub(super) installation: Installation,
    pub(super) manager: Process,
    /// How many managers have been started after the first.
    pub(super) restarts: u64,
    pub(super) skills: Vec<Process>,
    /// Up to which entry messages of a topic filter have been claimed.
    pub(super) claimed: BTreeMap<String, usize>,
    /// What the test has published since it last waited.
    pub(super) unpublished: Vec<(String, Bytes)>,
    /// Whether manager and skills have started.
    pub(super) ready: bool,
}

impl Running {
    /// Waits until manager and skills have started, and publishes what the test wants.
    pub(super) async fn settle(&mut self) {
        if !self.ready {
            self.installation.run_until_calm(|_| true).await;
            self.note_ends();
            self.ready = true;
        }
        for (topic, payload) in self.unpublished.drain(..) {
            self.installation.publish(topic, payload, false);
        }
    }

    /// Notes which processes have ended: that may explain what follows.
    pub(super) fn note_ends(&mut self) {
        for process in self.skills.iter_mut().chain([&mut self.manager]) {
            if let Some(end) = process.end() {
                self.installation.note(format!("{} {end}", process.client_id));
            }
        }
    }
}
