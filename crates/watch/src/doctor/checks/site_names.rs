//! Sites whose names are wrong.

use std::time::Duration;

use petasos_messages::{Message, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Findings, NewFinding};
use super::super::observed_state::ObservedState;
use super::Check;
use petasos_recording::{BoundedMap, DecodedEntry};

/// So long a site may take to give a sign of life.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);
/// Shorter names are near each other by chance.
const SHORTEST: usize = 4;
/// So many sites are remembered.
const REMEMBERED: usize = 256;

/// Looks for names that are nearly those of others, where nobody is.
#[derive(Debug, Default)]
pub(super) struct Names {
    sites: BoundedMap<SiteId, Life, REMEMBERED>,
}

/// What is known of a site.
#[derive(Debug, Default)]
struct Life {
    /// When it was named first, if nothing has come from there since.
    silent: Option<Duration>,
    /// Something came from there: sound, a wake word, the end of a sound.
    speaks: bool,
}

impl Check for Names {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, _: &mut Findings) {
        let Some(message) = &decoded.message else { return };
        let Some(site) = message.subject().site else { return };
        let speaks = matches!(
            message,
            Message::AudioFrame(_)
                | Message::HotwordDetected(_)
                | Message::HotwordLoaded(_)
                | Message::PlayFinished(_)
                | Message::VadUp(_)
                | Message::TextCaptured(_)
        );
        let life = self.sites.entry(site.clone());
        if speaks {
            *life = Life { silent: None, speaks };
        } else if !life.speaks {
            life.silent.get_or_insert(state.now);
        }
    }

    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        let ripe =
            |life: &Life| life.silent.is_some_and(|since| state.now.saturating_sub(since) > SIGN_OF_LIFE);
        self.look(ripe, findings);
    }

    fn finish(&mut self, _: &ObservedState, findings: &mut Findings) {
        self.look(|life| life.silent.is_some(), findings);
    }
}

impl Names {
    fn look(&mut self, ripe: impl Fn(&Life) -> bool, findings: &mut Findings) {
        let silent: Vec<SiteId> =
            self.sites.iter().filter(|(_, life)| ripe(life)).map(|(site, _)| site.clone()).collect();
        for site in silent {
            let meant = self.sites.iter().find(|(other, life)| life.speaks && near(&site, other));
            let Some((meant, _)) = meant else { continue };
            findings.add(NewFinding::of(Diagnosis::SiteNameNear).at(&site), || {
                format!("Messages name the site {site}, where nobody is; {meant} was probably meant.")
            });
            self.sites.remove(&site);
        }
    }
}

/// Whether one name is probably the other, misspelt. Rooms may be numbered.
fn near(one: &SiteId, two: &SiteId) -> bool {
    let (one, two) = (one.as_str().to_lowercase(), two.as_str().to_lowercase());
    if one.len() < SHORTEST || two.len() < SHORTEST {
        return false;
    }
    let without_number = |name: &str| name.replace(|letter: char| letter.is_numeric(), "");
    let is_numbered = one != two && without_number(&one) == without_number(&two);
    !is_numbered && strsim::osa_distance(&one, &two) <= 1
}

/// Looks for messages of a session that name another site than it has.
#[derive(Debug)]
pub(super) struct Mismatch;

impl Check for Mismatch {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let Some(message) = decoded.message.as_ref().filter(|_| !decoded.is_microphone_frame()) else {
            return;
        };
        let subject = message.subject();
        let (Some(site), Some(id)) = (subject.site, subject.session) else { return };
        let Some(session) = state.session(id).filter(|session| session.site != site) else { return };
        findings.add(NewFinding::of(Diagnosis::SiteMismatch).at(site).in_session(Some(id)), || {
            format!(
                "A message on {} names the site {site}, but its session {id} is at {}.",
                decoded.entry.topic, session.site
            )
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_rooms_are_not_misspelt() {
        let near = |one: &str, two: &str| near(&SiteId::new(one).unwrap(), &SiteId::new(two).unwrap());
        assert!(near("kitchen", "kitchn") && near("Kitchen", "kitchen") && near("kitchen", "kicthen"));
        assert!(near("room1", "rooom1"));
        assert!(!near("room1", "room2") && !near("room", "room2") && !near("bed", "bad"));
        assert!(!near("kitchen", "chicken"));
    }
}
