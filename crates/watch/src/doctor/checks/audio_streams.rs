//! The sound that satellites send: whether it is whole, and whether anybody listens.

use std::time::Duration;

use petasos_messages::{Message, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Findings, NewFinding, span};
use super::super::observed_state::ObservedState;
use super::Check;
use petasos_recording::{BoundedMap, DecodedEntry};

/// Frames of a steady stream come at least so often. They last 16 to 128 ms.
const STEADY: Duration = Duration::from_millis(250);
/// So many frames in a row make a steady stream.
const IN_A_ROW: u32 = 20;
/// A longer pause is meant: the satellite has stopped and begun again.
const PAUSE: Duration = Duration::from_secs(3);
/// So many holes within so long a time are no accident.
const HOLES: u32 = 5;
const WITHIN: Duration = Duration::from_secs(60);
/// So long nobody needs sound where the wake word is off.
const UNHEARD: Duration = Duration::from_secs(60);

/// Looks at each satellite's stream.
#[derive(Debug, Default)]
pub(super) struct Streams {
    streams: BoundedMap<SiteId, Stream, 256>,
}

/// The stream of a satellite.
#[derive(Debug, Default)]
struct Stream {
    last: Option<Duration>,
    steady: u32,
    /// The holes lately: since when they are counted, how many, how long together.
    since: Duration,
    holes: u32,
    missing: Duration,
    /// Since when it has sent sound that nobody listens to.
    unheard: Option<Duration>,
}

impl Check for Streams {
    fn observe(&mut self, state: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let Some(Message::AudioFrame(frame)) = &decoded.message else { return };
        let stream = self.streams.entry(frame.site_id.clone());
        let passed = state.now.saturating_sub(stream.last.replace(state.now).unwrap_or(state.now));
        stream.hole(state.now, passed, &frame.site_id, findings);
        stream.nobody(state, passed, &frame.site_id, findings);
    }
}

impl Stream {
    /// So much time has passed since the last frame.
    fn hole(&mut self, now: Duration, passed: Duration, site: &SiteId, findings: &mut Findings) {
        if passed <= STEADY {
            self.steady += 1;
            return;
        }
        if self.holes == 0 || now.saturating_sub(self.since) > WITHIN {
            (self.since, self.holes, self.missing) = (now.saturating_sub(passed), 0, Duration::ZERO);
        }
        if self.steady >= IN_A_ROW && passed <= PAUSE {
            self.holes += 1;
            self.missing += passed;
        }
        self.steady = 0;
        if self.holes >= HOLES {
            let within = now.saturating_sub(self.since);
            findings.add(NewFinding::of(Diagnosis::SoundHasHoles).at(site), || {
                format!(
                    "The sound from {site} had {} holes of together {} within {}.",
                    self.holes,
                    span(self.missing),
                    span(within)
                )
            });
            self.holes = 0;
        }
    }

    /// Whether anybody listens: a wake word detector, or an ASR.
    fn nobody(&mut self, state: &ObservedState, passed: Duration, id: &SiteId, findings: &mut Findings) {
        let is_unheard = state.site(id).is_some_and(|site| {
            // Where a session has left the wake word off, that is told as such.
            let peace = !site.off.is_empty() && site.off.values().all(|off| !off.by_session);
            peace && site.session.is_none() && site.listening.is_none()
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
                    "{id} has sent its sound for {} though its wake word is off and nobody listens.",
                    span(unheard)
                )
            });
            self.unheard = None;
        }
    }
}
