//! The audio that satellites send: whether it is complete, and whether anything listens to it.

use std::time::Duration;

use petasos_messages::{Message, SiteId};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding, span};
use crate::doctor::observed_state::ObservedState;

/// The longest time between two frames of a steady stream. Frames last 16 to 128 ms.
const STEADY: Duration = Duration::from_millis(250);
/// This many frames in a row make a steady stream.
const IN_A_ROW: u32 = 20;
/// A longer pause is intended: the satellite has stopped and started again.
const PAUSE: Duration = Duration::from_secs(3);
/// This many gaps ...
const GAPS: u32 = 5;
/// ... within this time are not a coincidence.
const WITHIN: Duration = Duration::from_secs(60);
/// How long a satellite may stream while its wake word is off.
const UNHEARD: Duration = Duration::from_secs(60);

/// Looks at each satellite's stream.
#[derive(Debug, Default)]
pub(super) struct Streams {
    streams: BoundedMap<SiteId, Stream, 256>,
}

#[derive(Debug, Default)]
struct Stream {
    last: Option<Duration>,
    steady: u32,
    /// Since when gaps are counted.
    since: Duration,
    gaps: u32,
    /// The total length of the gaps.
    missing: Duration,
    /// Since when it has sent audio that nothing listens to.
    unheard: Option<Duration>,
}

impl Check for Streams {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let Some(Message::AudioFrame(frame)) = &decoded.message else { return };
        let stream = self.streams.entry(frame.site_id.clone());
        let passed = state.now.saturating_sub(stream.last.replace(state.now).unwrap_or(state.now));
        stream.count_gap(state.now, passed, &frame.site_id, findings);
        stream.find_listener(state, passed, &frame.site_id, findings);
    }
}

impl Stream {
    /// `passed` is the time since the last frame.
    fn count_gap(&mut self, now: Duration, passed: Duration, site: &SiteId, findings: &mut Findings) {
        if passed <= STEADY {
            self.steady += 1;
            return;
        }
        if self.gaps == 0 || now.saturating_sub(self.since) > WITHIN {
            (self.since, self.gaps, self.missing) = (now.saturating_sub(passed), 0, Duration::ZERO);
        }
        if self.steady >= IN_A_ROW && passed <= PAUSE {
            self.gaps += 1;
            self.missing += passed;
        }
        self.steady = 0;
        if self.gaps >= GAPS {
            let within = now.saturating_sub(self.since);
            findings.add(NewFinding::of(Diagnosis::SoundHasHoles).at(site), || {
                format!(
                    "The audio stream from {site} had {} gaps, {} in total, within {}.",
                    self.gaps,
                    span(self.missing),
                    span(within)
                )
            });
            self.gaps = 0;
        }
    }

    /// Looks whether anything listens: a wake word detector or an ASR.
    fn find_listener(
        &mut self,
        state: &ObservedState,
        passed: Duration,
        id: &SiteId,
        findings: &mut Findings,
    ) {
        let is_unheard = state.site(id).is_some_and(|site| {
            // A wake word that a session has left off is a finding of its own.
            let muted = !site.off.is_empty() && site.off.values().all(|off| !off.by_session);
            muted && site.session.is_none() && site.listening.is_none()
        });
        if !is_unheard || passed > PAUSE {
            self.unheard = None;
            return;
        }
        let since = *self.unheard.get_or_insert(state.now);
        let unheard = state.now.saturating_sub(since);
        if unheard > UNHEARD {
            findings.add(NewFinding::of(Diagnosis::StreamsUnheard).at(id), || {
                format!(
                    "{id} has streamed audio for {} although its wake word is off and nothing listens.",
                    span(unheard)
                )
            });
            self.unheard = None;
        }
    }
}
