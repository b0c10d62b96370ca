//! Two satellites that hear the same voice.

use std::collections::VecDeque;
use std::time::Duration;

use petasos_messages::{Message, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Findings, NewFinding};
use super::super::observed_state::ObservedState;
use super::Check;
use petasos_recording::{BoundedMap, DecodedEntry};

/// One voice reaches two microphones within this time.
const ONE_VOICE: Duration = Duration::from_millis(800);
/// Two people may say the wake word at once, but not so often.
const OFTEN: u32 = 2;

/// Looks for wake words that are heard, and answered, twice.
#[derive(Debug, Default)]
pub(super) struct SameVoice {
    /// Wake words that were heard lately.
    heard: VecDeque<(Duration, SiteId)>,
    /// How often two sites have both started a session.
    both: BoundedMap<(SiteId, SiteId), u32, 256>,
}

impl Check for SameVoice {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        match &decoded.message {
            Some(Message::HotwordDetected(heard)) => {
                let now = state.now;
                self.heard.retain(|(at, _)| now.saturating_sub(*at) <= 2 * ONE_VOICE);
                self.heard.push_back((now, heard.site_id.clone().unwrap_or_default()));
            }
            Some(Message::SessionStarted(started)) => self.starts(state, &started.site_id, findings),
            _ => {}
        }
    }
}

impl SameVoice {
    /// A session starts: is there another, at a site that has heard the wake word at the same moment?
    fn starts(&mut self, state: &ObservedState, site: &SiteId, findings: &mut Findings) {
        let Some(at) = self.heard.iter().find(|(_, heard)| heard == site).map(|(at, _)| *at) else { return };
        let answers = |other: &SiteId| {
            let session = state.site(other).and_then(|other| state.session(other.session.as_ref()?));
            session.is_some_and(|known| known.session.started >= Some(at.saturating_sub(ONE_VOICE)))
        };
        let others = self.heard.iter().filter(|(other_at, other)| {
            other != site && other_at.abs_diff(at) <= ONE_VOICE && answers(other)
        });
        for (_, other) in others {
            let pair =
                if site < other { (site.clone(), other.clone()) } else { (other.clone(), site.clone()) };
            let count = self.both.entry(pair.clone());
            *count += 1;
            if *count >= OFTEN {
                let (one, two) = &pair;
                findings.add(NewFinding::of(Diagnosis::HeardInTwoRooms).at(one).about(two.as_str()), || {
                    format!("{one} and {two} heard the wake word at the same moment, {count} times, and both started a session.")
                });
            }
        }
    }
}
