use petasos_messages::{Message, SessionId, SiteId};

use crate::{Obligation, Output, Policy, RandomSource, Time};

/// A message as it came from the bus.
#[derive(Debug, Clone, Copy)]
pub struct Received<'a> {
    /// What it says.
    pub message: &'a Message,
    /// Whether the sender marked it as perhaps sent before (MQTT's DUP flag).
    pub duplicate: bool,
}

/// The dialogue manager: inputs in, decisions out.
#[derive(Debug)]
pub struct DialogueManager {}

impl DialogueManager {
    /// A manager that knows no site yet.
    pub fn new(policy: Policy, random: impl RandomSource + 'static) -> Self {
        todo!()
    }
    /// A message arrived. Retained messages are never commands: leave them out.
    pub fn handle(&mut self, now: Time, received: Received<'_>) {
        todo!()
    }
    /// The deadline of [`poll_timeout`](Self::poll_timeout) passed.
    pub fn handle_timeout(&mut self, now: Time) {
        todo!()
    }
    /// The connection to the broker was made, or made again.
    pub fn handle_connected(&mut self, now: Time) {
        todo!()
    }
    /// A crash left this behind: end and switch on what is open.
    pub fn discharge(&mut self, now: Time, left: &[Obligation]) {
        todo!()
    }
    /// Ends every session and switches everything on, before the process ends.
    pub fn shut_down(&mut self, now: Time) {
        todo!()
    }
    /// The next thing to do, until there is none.
    pub fn poll_output(&mut self) -> Option<Output> {
        todo!()
    }
    /// When to call [`handle_timeout`](Self::handle_timeout) at the latest.
    pub fn poll_timeout(&self) -> Option<Time> {
        todo!()
    }
    /// The topic filters whose messages the manager needs.
    pub fn subscriptions(&self) -> Vec<&'static str> {
        todo!()
    }
    /// What has been counted so far.
    pub fn statistics(&self) -> Statistics {
        todo!()
    }
    /// The sites that are remembered, in no particular order.
    pub fn sites(&self) -> impl Iterator<Item = SiteStatus<'_>> {
        std::iter::empty()
    }
}

/// Counts since the start.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Statistics {
    /// Sessions started.
    pub sessions_started: u64,
    /// Sessions ended.
    pub sessions_ended: u64,
    /// Messages that changed nothing.
    pub ignored: u64,
    /// Sites forgotten because there were too many.
    pub sites_forgotten: u64,
    /// Sites remembered now.
    pub sites: usize,
    /// Sessions open now, queued ones included.
    pub sessions_open: usize,
}

/// How things stand at a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct SiteStatus<'a> {
    /// Where.
    pub site_id: &'a SiteId,
    /// The phase of the active session, such as `listening`; `idle` without one.
    pub phase: &'static str,
    /// The active session.
    pub session_id: Option<&'a SessionId>,
    /// Sessions waiting.
    pub queued: usize,
}
