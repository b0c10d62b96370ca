//! Wake words: whether somebody hears them, whether somebody answers, whether they are on.

use std::time::Duration;

use petasos_messages::{Message, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Findings, NewFinding, span};
use super::super::observed_state::ObservedState;
use super::Check;
use petasos_recording::{BoundedMap, DecodedEntry};

/// A manager starts the session of a wake word within this time, its sound included.
const START: Duration = Duration::from_secs(5);
/// A wake word is on again so soon after a session.
const ON_AGAIN: Duration = Duration::from_secs(40);
/// A detector answers within this time.
const ANSWER: Duration = Duration::from_secs(10);

/// Whether there is a detector, and a manager that answers it.
#[derive(Debug, Default)]
pub(super) struct Detectors {
    /// When somebody asked for detectors, if none has answered.
    asked: Option<Duration>,
    /// Whether one was heard of.
    there: bool,
    /// Wake words that no session was started for yet.
    unanswered: BoundedMap<SiteId, Duration, 64>,
}

impl Check for Detectors {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, _: &mut Findings) {
        match &decoded.message {
            Some(Message::GetHotwords(_)) => {
                self.asked.get_or_insert(state.now);
            }
            Some(Message::Hotwords(_) | Message::HotwordLoaded(_) | Message::HotwordVersion(_)) => {
                self.there = true;
            }
            Some(Message::HotwordDetected(heard)) => {
                self.there = true;
                // A wake word that is off, or heard within a session or in a room next to one, may well be ignored.
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
                format!("A wake word was heard at {site}, and no session was started within {passed}.")
            });
        }
    }

    fn finish(&mut self, state: &ObservedState, findings: &mut Findings) {
        let in_vain = self.asked.is_some_and(|since| state.now.saturating_sub(since) > ANSWER);
        if in_vain && !self.there {
            findings.add(NewFinding::of(Diagnosis::NoWakeWord), || {
                format!(
                    "No wake word detector told its wake words when asked, and none was heard within {}.",
                    span(state.age())
                )
            });
        }
    }
}

/// Whether wake words are on again after sessions.
#[derive(Debug, Default)]
pub(super) struct LeftOff {
    /// Where it was told, and since when it was off.
    told: BoundedMap<SiteId, Duration, 256>,
}

impl Check for LeftOff {
    fn observe(&mut self, _: &ObservedState, _: &DecodedEntry<'_>, _: &mut Findings) {}

    fn time(&mut self, state: &ObservedState, findings: &mut Findings) {
        if state.switched_off {
            return;
        }
        for (id, site) in state.sites() {
            let Some(off) = site.off.values().filter(|off| off.by_session).min_by_key(|off| off.since) else {
                continue;
            };
            let rested = site.last_end.unwrap_or_default().max(off.since);
            let deaf = state.now.saturating_sub(rested);
            if site.session.is_some() || deaf <= ON_AGAIN || self.told.get(id) == Some(&off.since) {
                continue;
            }
            self.told.insert(id.clone(), off.since);
            findings.add(NewFinding::of(Diagnosis::WakeWordLeftOff).at(id), || {
                format!(
                    "At {id}, the wake word was switched off and is still off {} after the last session.",
                    span(deaf)
                )
            });
        }
    }
}
