//! Queued sessions start in order and no later than they can.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::{Message, SiteId};

use super::published;
use crate::TraceEvent;
use crate::oracle::{Check, ObservedState, Violations};

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![Box::new(InOrder), Box::new(NextStarts::default()), Box::new(QueueBounded)]
}

/// Queued sessions of a site start in the order in which they were queued.
#[derive(Debug)]
struct InOrder;

impl Check for InOrder {
    fn name(&self) -> &'static str {
        "the queue keeps its order"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let Some(Message::SessionStarted(started)) = published(event) else {
            return;
        };
        let queue = observed.sites.get(&started.site_id).map_or([].as_slice(), |site| site.queue.as_slice());
        if let (Some(position), Some(first)) =
            (queue.iter().position(|id| *id == started.session_id), queue.first())
            && position > 0
        {
            violations.add(format!("{} passes {first}", started.session_id));
        }
    }
}

/// A free site starts the next queued session as soon as the last speech there has been played.
#[derive(Debug, Default)]
struct NextStarts {
    free: BTreeMap<SiteId, Time>,
}

/// How long a manager may wait for a player that does not report the end of a sound.
const GRACE: Duration = Duration::from_secs(1);

impl Check for NextStarts {
    fn name(&self) -> &'static str {
        "a free site starts the next session"
    }

    fn after_input(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        for (id, site) in &observed.sites {
            let waits = site.queue.first().filter(|_| {
                observed.active_in_group(id).next().is_none() && observed.busy_in_group(id).is_none()
            });
            let Some(next) = waits else {
                self.free.remove(id);
                continue;
            };
            let since = *self.free.entry(id.clone()).or_insert(observed.now);
            if observed.now.since(since) > GRACE {
                self.free.insert(id.clone(), observed.now);
                violations.add(format!("{next} waits at {id}, which is free"));
            }
        }
    }
}

/// The queue of a site does not grow beyond its limit.
#[derive(Debug)]
struct QueueBounded;

impl Check for QueueBounded {
    fn name(&self) -> &'static str {
        "queues are bounded"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        if let Some(Message::SessionQueued(queued)) = published(event) {
            let waiting = observed.sites.get(&queued.site_id).map_or(0, |site| site.queue.len());
            if waiting >= observed.policy.limits.queue {
                violations.add(format!(
                    "{} is number {} at {}",
                    queued.session_id,
                    waiting + 1,
                    queued.site_id
                ));
            }
        }
    }
}
