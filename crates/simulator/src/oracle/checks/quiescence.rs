//! When everything has been quiet for long, nothing is open.

use crate::oracle::{Check, ObservedState, Violations};

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![Box::new(NothingOpen)]
}

/// At quiescence no microphone is open, no session is queued, and nothing is to be heard.
#[derive(Debug)]
struct NothingOpen;

impl Check for NothingOpen {
    fn name(&self) -> &'static str {
        "nothing is open at rest"
    }

    fn at_quiescence(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        for (id, site) in &observed.sites {
            if let Some(listening) = &site.listening {
                violations.add(format!("the microphone at {id} is open for {:?}", listening.session));
            }
            if !site.queue.is_empty() {
                violations.add(format!("{:?} still wait at {id}", site.queue));
            }
            if let Some(playing) = site.audible.busy(observed.now) {
                violations.add(format!("at {id} {playing}"));
            }
        }
    }
}
