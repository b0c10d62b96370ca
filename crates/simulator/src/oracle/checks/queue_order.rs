//! Sessions that wait: in order, and no longer than they must.

use std::collections::BTreeMap;
use std::time::Duration;

use petasos_dialogue::Time;
use petasos_messages::{Message, SiteId};

use super::sessions::published;
use super::{Check, Findings, Picture};
use crate::Event;

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![Box::new(InOrder), Box::new(NextInLine::default()), Box::new(QueueBounded)]
}

/// Queued sessions of a site start in the order they were queued (I07).
#[derive(Debug)]
struct InOrder;

impl Check for InOrder {
    fn name(&self) -> &'static str {
        "the queue keeps its order"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let Some(Message::SessionStarted(started)) = published(event) else {
            return;
        };
        let queue = picture.sites.get(&started.site_id).map_or([].as_slice(), |site| site.queue.as_slice());
        if let (Some(position), Some(first)) =
            (queue.iter().position(|id| *id == started.session_id), queue.first())
            && position > 0
        {
            findings.add(format!("{} passes {first}", started.session_id));
        }
    }
}

/// A free site starts the next queued session (I41), as soon as our last words there were heard.
#[derive(Debug, Default)]
struct NextInLine {
    free: BTreeMap<SiteId, Time>,
}

/// What a manager may wait for a player that does not report the end of a sound.
const GRACE: Duration = Duration::from_secs(1);

impl Check for NextInLine {
    fn name(&self) -> &'static str {
        "a free site starts the next session"
    }

    fn after_step(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        for (id, site) in &picture.sites {
            let waits = site.queue.first().filter(|_| {
                picture.active_in_room(id).next().is_none() && picture.busy_in_room(id).is_none()
            });
            let Some(next) = waits else {
                self.free.remove(id);
                continue;
            };
            let since = *self.free.entry(id.clone()).or_insert(picture.now);
            if picture.now.since(since) > GRACE {
                self.free.insert(id.clone(), picture.now);
                findings.add(format!("{next} waits at {id}, which is free"));
            }
        }
    }
}

/// The queue of a site does not grow beyond its bound (I25).
#[derive(Debug)]
struct QueueBounded;

impl Check for QueueBounded {
    fn name(&self) -> &'static str {
        "queues are bounded"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        if let Some(Message::SessionQueued(queued)) = published(event) {
            let waiting = picture.sites.get(&queued.site_id).map_or(0, |site| site.queue.len());
            if waiting >= picture.policy.limits.queue {
                findings.add(format!(
                    "{} is number {} at {}",
                    queued.session_id,
                    waiting + 1,
                    queued.site_id
                ));
            }
        }
    }
}
