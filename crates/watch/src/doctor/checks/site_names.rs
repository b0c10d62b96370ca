//! Sites with wrong names.

use std::time::Duration;

use petasos_messages::{Message, SiteId};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding};
use crate::doctor::observed_state::ObservedState;

/// A site that exists publishes something within this time.
const FIRST_MESSAGE: Duration = Duration::from_secs(10);
/// Shorter names resemble each other by chance.
const SHORTEST: usize = 4;
/// The most sites that are remembered.
const REMEMBERED: usize = 256;

/// Looks for unused names that are nearly the name of another site.
#[derive(Debug, Default)]
pub(super) struct Names {
    sites: BoundedMap<SiteId, Activity, REMEMBERED>,
}

/// What is known about a site.
#[derive(Debug, Default)]
struct Activity {
    /// When it was first named, if nothing has come from there since.
    silent: Option<Duration>,
    /// Whether something came from there: audio, a wake word, the end of a sound.
    responds: bool,
}

impl Check for Names {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, _: &mut Findings) {
        let Some(message) = &decoded.message else { return };
        let Some(site) = message.subject().site else { return };
        let responds = matches!(
            message,
            Message::AudioFrame(_)
                | Message::HotwordDetected(_)
                | Message::HotwordLoaded(_)
                | Message::PlayFinished(_)
                | Message::VadUp(_)
                | Message::TextCaptured(_)
        );
        let activity = self.sites.entry(site.clone());
        if responds {
            *activity = Activity { silent: None, responds };
        } else if !activity.responds {
            activity.silent.get_or_insert(state.now);
        }
    }

    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        let is_late = |since: Duration| state.now.saturating_sub(since) > FIRST_MESSAGE;
        self.report(|activity| activity.silent.is_some_and(is_late), findings);
    }

    fn finish(&mut self, _: &ObservedState, findings: &mut Findings) {
        self.report(|activity| activity.silent.is_some(), findings);
    }
}

impl Names {
    fn report(&mut self, is_silent: impl Fn(&Activity) -> bool, findings: &mut Findings) {
        let silent = self.sites.iter().filter(|(_, activity)| is_silent(activity));
        let silent: Vec<SiteId> = silent.map(|(site, _)| site.clone()).collect();
        for site in silent {
            let meant = self.sites.iter().find(|(other, activity)| activity.responds && near(&site, other));
            let Some((meant, _)) = meant else { continue };
            findings.add(NewFinding::of(Diagnosis::SiteNameNear).at(&site), || {
                format!("Messages name the site {site}, where nothing responds; {meant} was probably meant.")
            });
            self.sites.remove(&site);
        }
    }
}

/// Whether one name is probably a misspelling of the other. Sites may be numbered.
fn near(one: &SiteId, two: &SiteId) -> bool {
    let (one, two) = (one.as_str().to_lowercase(), two.as_str().to_lowercase());
    if one.len() < SHORTEST || two.len() < SHORTEST {
        return false;
    }
    let without_number = |name: &str| name.replace(|letter: char| letter.is_numeric(), "");
    let is_numbered = one != two && without_number(&one) == without_number(&two);
    !is_numbered && strsim::osa_distance(&one, &two) <= 1
}

/// Looks for messages of a session that name another site than the session's.
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
    fn numbered_sites_are_not_misspelt() {
        let near = |one: &str, two: &str| near(&SiteId::new(one).unwrap(), &SiteId::new(two).unwrap());
        assert!(near("kitchen", "kitchn") && near("Kitchen", "kitchen") && near("kitchen", "kicthen"));
        assert!(near("room1", "rooom1"));
        assert!(!near("room1", "room2") && !near("room", "room2") && !near("bed", "bad"));
        assert!(!near("kitchen", "chicken"));
    }
}
