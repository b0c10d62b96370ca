//! The house, and who lives in it.

use std::collections::BTreeMap;
use std::fmt::{self, Display as _};

use bytes::Bytes;

use super::house::House;
use super::story::Table;
use super::tenant::Tenant;

/// The house, and who lives in it.
#[derive(Debug)]
pub(super) struct Inside {
    pub(super) house: House,
    pub(super) manager: Tenant,
    /// So many managers lived here so far.
    pub(super) managers: u64,
    pub(super) skills: Vec<Tenant>,
    /// Up to where messages of a topic filter were looked at.
    pub(super) looked_at: BTreeMap<String, usize>,
    /// What the test has published since it waited last.
    pub(super) unheard: Vec<(String, Bytes)>,
    /// Whether everybody has moved in.
    pub(super) ready: bool,
}

impl Inside {
    /// Lets everybody move in, and publishes what the test wants.
    pub(super) async fn settle(&mut self) {
        if !self.ready {
            self.house.live_until(|_| true).await;
            self.note_ends();
            self.ready = true;
        }
        for (topic, payload) in self.unheard.drain(..) {
            self.house.publish(topic, payload, false);
        }
    }

    /// Notes who has ended; that may explain what follows.
    pub(super) fn note_ends(&mut self) {
        for tenant in self.skills.iter_mut().chain([&mut self.manager]) {
            if let Some(end) = tenant.end() {
                self.house.note(format!("{} {end}", tenant.client_id));
            }
        }
    }
}

impl fmt::Debug for House {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        Table { entries: &self.entries, begin: self.entries.len() }.fmt(formatter)
    }
}
