//! Facts are durable before anything is done that obliges the manager, and removed only after the obligation is met.

use std::collections::BTreeSet;

use petasos_dialogue::Fact;
use petasos_messages::{Message, SessionId, SiteId};

use crate::TraceEvent;
use crate::oracle::observed::SessionState;
use crate::oracle::{Check, ObservedState, Violations};

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![Box::new(DurableFirst::default())]
}

/// An obligation is durable from before the first message that causes it until after the last that meets it.
#[derive(Debug, Default)]
struct DurableFirst {
    open: BTreeSet<SiteId>,
    started: BTreeSet<SessionId>,
}

impl Check for DurableFirst {
    fn name(&self) -> &'static str {
        "obligations are written down first"
    }

    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        match event {
            TraceEvent::Durable(fact) => self.write(observed, fact, violations),
            TraceEvent::Published(message) => match message.as_ref() {
                Message::SessionStarted(started) if !self.started.contains(&started.session_id) => {
                    violations.add(format!("{} starts before it is written down", started.session_id));
                }
                Message::HotwordToggleOff(toggle) | Message::AsrToggleOff(toggle) => {
                    if let Some(site) = toggle.site_id.as_ref().filter(|site| !self.open.contains(*site)) {
                        violations
                            .add(format!("something is switched off at {site} before it is written down"));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn at_quiescence(&mut self, _: &ObservedState, violations: &mut Violations<'_>) {
        if !self.open.is_empty() || !self.started.is_empty() {
            violations.add(format!("{:?} and {:?} are still written down", self.open, self.started));
        }
    }
}

impl DurableFirst {
    fn write(&mut self, observed: &ObservedState, fact: &Fact, violations: &mut Violations<'_>) {
        match fact {
            Fact::SiteOpened(site) => {
                self.open.insert(site.clone());
            }
            Fact::SessionStarted { session_id, .. } => {
                self.started.insert(session_id.clone());
            }
            Fact::SessionEnded(id) => {
                self.started.remove(id);
                if observed.sessions.get(id).is_some_and(|session| session.state == SessionState::Started) {
                    violations.add(format!("{id} is struck out before it is ended"));
                }
            }
            Fact::SiteClosed(id) => {
                self.open.remove(id);
                let off = observed.sites.get(id).is_some_and(|site| {
                    !site.muted_by_others && (!site.hotword_off.is_empty() || !site.asr_off.is_empty())
                });
                if off {
                    violations.add(format!("{id} is struck out while something is off there"));
                }
            }
            _ => {}
        }
    }
}
