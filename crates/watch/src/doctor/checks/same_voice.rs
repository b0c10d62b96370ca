//! Two satellites that pick up the same voice.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_messages::{Message, SiteId};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding};
use crate::doctor::observed_state::ObservedState;

/// Two detectors react to one voice within this time.
const ONE_VOICE: Duration = Duration::from_millis(800);
/// Two people may say the wake word at once, but hardly this often.
const OFTEN: u32 = 2;

#[derive(Debug, Default)]
pub(super) struct SameVoice {
    /// Wake words that were detected lately.
    detected: VecDeque<(Duration, SiteId)>,
    /// How often both sites of a pair have started a session.
    both: BoundedMap<(SiteId, SiteId), u32, 256>,
}

impl Check for SameVoice {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::HotwordDetected(heard)) => {
                let now = state.now;
                self.detected.retain(|(at, _)| now.saturating_sub(*at) <= 2 * ONE_VOICE);
                self.detected.push_back((now, heard.site_id.clone().unwrap_or_default()));
            }
            Some(Message::SessionStarted(started)) => self.starts(state, &started.site_id, findings),
            _ => {}
        }
    }
}

impl SameVoice {
    /// A session starts: did one start at another site that detected the wake word at the same moment?
    fn starts(&mut self, state: &ObservedState, site: &SiteId, findings: &mut Findings) {
        let Some(at) = self.detected.iter().find(|(_, there)| there == site).map(|(at, _)| *at) else {
            return;
        };
        let responds = |other: &SiteId| {
            let session = state.site(other).and_then(|other| state.session(other.session.as_ref()?));
            session.is_some_and(|known| known.session.started >= Some(at.saturating_sub(ONE_VOICE)))
        };
        let others = self.detected.iter().filter(|(other_at, other)| {
            other != site && other_at.abs_diff(at) <= ONE_VOICE && responds(other)
        });
        for (_, other) in others {
            let pair =
                if site < other { (site.clone(), other.clone()) } else { (other.clone(), site.clone()) };
            let count = self.both.entry(pair.clone());
            *count += 1;
            if *count >= OFTEN {
                let (one, two) = &pair;
                findings.add(NewFinding::of(Diagnosis::HeardInTwoRooms).at(one).about(two.as_str()), || {
                    format!("{one} and {two} detected the wake word at the same moment {count} times, and both started a session.")
                });
            }
        }
    }
}
