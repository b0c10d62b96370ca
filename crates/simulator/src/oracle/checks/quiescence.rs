//! When everybody has been quiet for long, nothing is left.

use super::{Check, Findings, Picture};

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![Box::new(NothingOpen)]
}

/// At rest no microphone is open, nobody waits, and nothing is to be heard (I39).
#[derive(Debug)]
struct NothingOpen;

impl Check for NothingOpen {
    fn name(&self) -> &'static str {
        "nothing is open at rest"
    }

    fn at_rest(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        for (id, site) in &picture.sites {
            if let Some(listening) = &site.listening {
                findings.add(format!("the microphone at {id} is open for {:?}", listening.session));
            }
            if !site.queue.is_empty() {
                findings.add(format!("{:?} still wait at {id}", site.queue));
            }
            if let Some(playing) = site.voice.busy(picture.now) {
                findings.add(format!("at {id} {playing}"));
            }
        }
    }
}
