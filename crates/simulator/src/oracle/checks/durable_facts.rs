//! What must survive a crash is written down before it is done, and struck out only after it is undone.

use std::collections::BTreeSet;

use petasos_dialogue::Fact;
use petasos_messages::{Message, SessionId, SiteId};

use super::picture::Stage;
use super::{Check, Findings, Picture};
use crate::Event;

pub(super) fn checks() -> Vec<Box<dyn Check>> {
    vec![Box::new(WrittenFirst::default())]
}

/// Obligations are durable from before the first message that makes them until after the last that meets them.
#[derive(Debug, Default)]
struct WrittenFirst {
    open: BTreeSet<SiteId>,
    started: BTreeSet<SessionId>,
}

impl Check for WrittenFirst {
    fn name(&self) -> &'static str {
        "obligations are written down first"
    }

    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        match event {
            Event::Durable(fact) => self.write(picture, fact, findings),
            Event::Published(message) => match message.as_ref() {
                Message::SessionStarted(started) if !self.started.contains(&started.session_id) => {
                    findings.add(format!("{} starts before it is written down", started.session_id));
                }
                Message::HotwordToggleOff(toggle) | Message::AsrToggleOff(toggle) => {
                    if let Some(site) = toggle.site_id.as_ref().filter(|site| !self.open.contains(*site)) {
                        findings
                            .add(format!("something is switched off at {site} before it is written down"));
                    }
                }
                _ => {}
            },
            _ => {}
        }
    }

    fn at_rest(&mut self, _: &Picture, findings: &mut Findings<'_>) {
        if !self.open.is_empty() || !self.started.is_empty() {
            findings.add(format!("{:?} and {:?} are still written down", self.open, self.started));
        }
    }
}

impl WrittenFirst {
    fn write(&mut self, picture: &Picture, fact: &Fact, findings: &mut Findings<'_>) {
        match fact {
            Fact::SiteOpened(site) => {
                self.open.insert(site.clone());
            }
            Fact::SessionStarted { session_id, .. } => {
                self.started.insert(session_id.clone());
            }
            Fact::SessionEnded(id) => {
                self.started.remove(id);
                if picture.sessions.get(id).is_some_and(|session| session.stage == Stage::Started) {
                    findings.add(format!("{id} is struck out before it is ended"));
                }
            }
            Fact::SiteClosed(id) => {
                self.open.remove(id);
                let off = picture.sites.get(id).is_some_and(|site| {
                    !site.muted && (!site.hotword_off.is_empty() || !site.asr_off.is_empty())
                });
                if off {
                    findings.add(format!("{id} is struck out while something is off there"));
                }
            }
            _ => {}
        }
    }
}
