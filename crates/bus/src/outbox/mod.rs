//! Messages that wait to be sent, and which of them are dropped when there is no room for all.

use std::collections::{BTreeMap, HashMap};

use tokio::time::Instant;

use crate::{Class, PerClass, Publish, Settings, Statistics};

/// The classes whose messages may be dropped, in this order.
const DROPPED: [Class; 4] = [Class::Speech, Class::Query, Class::Toggle, Class::Report];

/// A bounded queue in the order of publishing. Obligations are always accepted, even beyond the limits: each open session
/// has a few at most, and no session is opened while the broker is unreachable.
#[derive(Debug)]
pub(crate) struct Outbox {
    max_entries: usize,
    max_bytes: usize,
    /// By serial number, so in order of publishing.
    queue: BTreeMap<u64, Queued>,
    next: u64,
    bytes: usize,
    /// The number of waiting messages by class.
    counts: PerClass<usize>,
    /// No message of a class has a lower serial number than this: the search for the oldest one starts here.
    oldest: PerClass<u64>,
    /// The serial number of the waiting message with this coalescing key.
    keys: HashMap<String, u64>,
    /// No message expires before this time.
    first_expiry: Option<Instant>,
    /// What happened to messages; the counters about the queue itself are filled in by [`Outbox::statistics`].
    pub(crate) counters: Statistics,
}

/// A message with its time of expiry.
#[derive(Debug, Clone)]
pub(crate) struct Queued {
    pub(crate) message: Publish,
    pub(crate) expires_at: Option<Instant>,
}

impl Queued {
    pub(crate) fn size(&self) -> usize {
        self.message.topic.len() + self.message.payload.len()
    }

    pub(crate) fn has_expired(&self, now: Instant) -> bool {
        self.expires_at.is_some_and(|at| at <= now)
    }
}

/// The new message, dropped because all waiting ones are more important.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Dropped(pub(crate) Publish);

impl Outbox {
    pub(crate) fn new(settings: &Settings) -> Self {
        Self {
            max_entries: settings.outbox_entries,
            max_bytes: settings.outbox_bytes,
            queue: BTreeMap::new(),
            next: 0,
            bytes: 0,
            counts: PerClass::all(0),
            oldest: PerClass::default(),
            keys: HashMap::new(),
            first_expiry: None,
            counters: Statistics::default(),
        }
    }

    /// Appends a message; makes room for it if needed.
    pub(crate) fn push(&mut self, message: Publish, now: Instant) -> Result<(), Dropped> {
        let class = message.class;
        let queued = Queued { expires_at: message.expires_in.map(|time| now + time), message };
        if !self.counters.connected {
            self.replace_older(&queued);
        }
        if !self.make_room(class, queued.size(), now) {
            *self.counters.overflowed.get_mut(class) += 1;
            return Err(Dropped(queued.message));
        }
        let serial = self.next;
        self.next += 1;
        if let Some(key) = &queued.message.coalesce {
            self.keys.insert(key.clone(), serial);
        }
        if let Some(at) = queued.expires_at {
            self.first_expiry = Some(self.first_expiry.map_or(at, |first| first.min(at)));
        }
        *self.counts.get_mut(class) += 1;
        self.bytes += queued.size();
        self.queue.insert(serial, queued);
        Ok(())
    }

    /// Takes the oldest message that has not expired.
    pub(crate) fn pop(&mut self, now: Instant) -> Option<Queued> {
        loop {
            let serial = *self.queue.first_key_value()?.0;
            let queued = self.remove(serial)?;
            if !queued.has_expired(now) {
                return Some(queued);
            }
            *self.counters.expired.get_mut(queued.message.class) += 1;
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.queue.is_empty()
    }

    pub(crate) fn statistics(&self) -> Statistics {
        Statistics { queued: self.queue.len(), queued_bytes: self.bytes, ..self.counters.clone() }
    }

    /// While connected, every message is sent; while disconnected, only the newest one with the same coalescing key.
    fn replace_older(&mut self, newer: &Queued) {
        let Some(key) = &newer.message.coalesce else {
            return;
        };
        if let Some(&serial) = self.keys.get(key)
            && self.remove(serial).is_some()
        {
            self.counters.coalesced += 1;
        }
    }

    /// Drops the least important messages until one of this class and size fits. Drops nothing for one that can never fit.
    fn make_room(&mut self, class: Class, size: usize, now: Instant) -> bool {
        if self.fits(size) {
            return true;
        }
        self.drop_expired(now);
        if size > self.max_bytes && class != Class::Obligation {
            return false;
        }
        while !self.fits(size) {
            let lowest = DROPPED.into_iter().find(|&class| *self.counts.get(class) > 0);
            match lowest {
                Some(lowest) if lowest <= class => self.drop_oldest(lowest),
                _ => return class == Class::Obligation,
            }
        }
        true
    }

    fn fits(&self, size: usize) -> bool {
        self.queue.len() < self.max_entries && self.bytes + size <= self.max_bytes
    }

    fn drop_expired(&mut self, now: Instant) {
        if self.first_expiry.is_none_or(|first| first > now) {
            return;
        }
        let expired: Vec<u64> = self
            .queue
            .iter()
            .filter(|(_, queued)| queued.has_expired(now))
            .map(|(&serial, _)| serial)
            .collect();
        for serial in expired {
            if let Some(queued) = self.remove(serial) {
                *self.counters.expired.get_mut(queued.message.class) += 1;
            }
        }
        self.first_expiry = self.queue.values().filter_map(|queued| queued.expires_at).min();
    }

    fn drop_oldest(&mut self, class: Class) {
        let from = *self.oldest.get(class);
        let found = self.queue.range(from..).find(|(_, queued)| queued.message.class == class);
        let serial = found.map_or(self.next, |(&serial, _)| serial);
        *self.oldest.get_mut(class) = serial;
        if self.remove(serial).is_some() {
            *self.counters.overflowed.get_mut(class) += 1;
        }
    }

    fn remove(&mut self, serial: u64) -> Option<Queued> {
        let queued = self.queue.remove(&serial)?;
        *self.counts.get_mut(queued.message.class) -= 1;
        self.bytes -= queued.size();
        if let Some(key) = &queued.message.coalesce
            && self.keys.get(key) == Some(&serial)
        {
            self.keys.remove(key);
        }
        Some(queued)
    }
}

#[cfg(test)]
mod tests;
