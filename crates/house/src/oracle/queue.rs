//! Sessions that wait: in order, and no longer than they must.

use petasos_messages::Message;

use super::sessions::published;
use super::{Check, Findings, Picture};
use crate::Event;

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![Box::new(InOrder), Box::new(NextInLine), Box::new(QueueBounded)]
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
        let queue = picture
            .sites
            .get(&started.site_id)
            .map_or([].as_slice(), |site| site.queue.as_slice());
        if let (Some(position), Some(first)) = (
            queue.iter().position(|id| *id == started.session_id),
            queue.first(),
        ) {
            if position > 0 {
                findings.add(format!("{} passes {first}", started.session_id));
            }
        }
    }
}

/// A free site starts the next queued session at once (I41), unless our last words there are still to be heard.
#[derive(Debug)]
struct NextInLine;

impl Check for NextInLine {
    fn name(&self) -> &'static str {
        "a free site starts the next session"
    }

    fn after_step(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        for (id, site) in &picture.sites {
            let free = picture.active_in_room(id).next().is_none() && picture.busy_in_room(id).is_none();
            if let (true, Some(next)) = (free, site.queue.first()) {
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
            let waiting = picture
                .sites
                .get(&queued.site_id)
                .map_or(0, |site| site.queue.len());
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
