//! Wake words: whether they are detected, whether a manager responds, whether they are on.

use std::time::Duration;

use petasos_messages::{Message, SiteId};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding, span};
use crate::doctor::observed_state::ObservedState;

/// A manager starts the session of a wake word within this time, including its sound.
const START: Duration = Duration::from_secs(5);
/// The wake word is on again within this time after a session.
const ON_AGAIN: Duration = Duration::from_secs(40);
/// A detector lists its wake words within this time.
const ANSWER: Duration = Duration::from_secs(10);

/// Whether there is a detector, and a manager that responds to it.
#[derive(Debug, Default)]
pub(super) struct Detectors {
    /// When detectors were first asked for their wake words.
    asked: Option<Duration>,
    /// Whether a message of a detector was seen.
    seen: bool,
    /// Wake words for which no session was started yet.
    unanswered: BoundedMap<SiteId, Duration, 64>,
}

impl Check for Detectors {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, _: &mut Findings) {
        match &decoded.message {
            Some(Message::GetHotwords(_)) => {
                self.asked.get_or_insert(state.now);
            }
            Some(Message::Hotwords(_) | Message::HotwordLoaded(_) | Message::HotwordVersion(_)) => {
                self.seen = true;
            }
            Some(Message::HotwordDetected(heard)) => {
                self.seen = true;
                // A wake word may be ignored while it is off, or during a session here or at a site nearby.
                let site = heard.site_id.clone().unwrap_or_default();
                let is_on = state.site(&site).is_none_or(|site| site.off.is_empty());
                let is_quiet = state.sites().all(|(_, site)| site.session.is_none());
                if is_on && is_quiet && !state.switched_off {
                    self.unanswered.insert(site, state.now);
                }
            }
            Some(Message::SessionStarted(_) | Message::SessionQueued(_) | Message::DialogueToggleOff) => {
                self.unanswered.take(|_, _| true);
            }
            _ => {}
        }
    }

    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        for (site, since) in self.unanswered.take(|_, since| state.now.saturating_sub(*since) > START) {
            findings.add(NewFinding::of(Diagnosis::SiteNotServed).at(&site), || {
                let passed = span(state.now.saturating_sub(since).min(START));
                format!("The wake word was detected at {site}, but no session was started within {passed}.")
            });
        }
    }

    fn finish(&mut self, state: &ObservedState, findings: &mut Findings) {
        let unanswered = self.asked.is_some_and(|since| state.now.saturating_sub(since) > ANSWER);
        if unanswered && !self.seen {
            findings.add(NewFinding::of(Diagnosis::NoWakeWord), || {
                format!(
                    "No wake word detector listed its wake words when asked, and no wake word was detected within {}.",
                    span(state.age())
                )
            });
        }
    }
}

/// Whether wake words are on again after sessions.
#[derive(Debug, Default)]
pub(super) struct LeftOff {
    /// The sites that were reported, and since when their wake word was off.
    reported: BoundedMap<SiteId, Duration, 256>,
}

impl Check for LeftOff {
    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        if state.switched_off {
            return;
        }
        for (id, site) in state.sites() {
            let Some(off) = site.off.values().filter(|off| off.by_session).min_by_key(|off| off.since) else {
                continue;
            };
            let since = site.last_end.unwrap_or_default().max(off.since);
            let silent = state.now.saturating_sub(since);
            if site.session.is_some() || silent <= ON_AGAIN || self.reported.get(id) == Some(&off.since) {
                continue;
            }
            self.reported.insert(id.clone(), off.since);
            findings.add(NewFinding::of(Diagnosis::WakeWordLeftOff).at(id), || {
                format!(
                    "At {id}, the wake word was switched off and is still off {} after the last session.",
                    span(silent)
                )
            });
        }
    }
}
