//! Topics that a skill decides to listen to while it runs.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// So many topics can be followed; later ones are not.
const MOST: usize = 16_384;

/// The topics that a skill follows. Clones are the same.
#[derive(Debug, Clone, Default)]
pub(crate) struct DynamicTopics(Arc<Mutex<HashSet<String>>>);

impl DynamicTopics {
    /// Adds a topic. False: it was there before, or there are too many.
    pub(crate) fn add(&self, topic: &str) -> bool {
        let mut topics = self.lock();
        topics.len() < MOST && topics.insert(topic.to_owned())
    }

    /// Whether it is one of them.
    pub(crate) fn has(&self, topic: &str) -> bool {
        self.lock().contains(topic)
    }

    fn lock(&self) -> MutexGuard<'_, HashSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
