//! Clocks that do not agree.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use petasos_messages::{Message, SiteId};
use petasos_recording::{BoundedMap, DecodedEntry};

use super::Check;
use crate::doctor::Diagnosis;
use crate::doctor::finding::{Findings, NewFinding, span};
use crate::doctor::observed_state::ObservedState;

/// More than networks and programs need.
const APART: Duration = Duration::from_secs(2);
/// How many times in a row a clock must be wrong: a single message may have been delayed.
const IN_A_ROW: u32 = 10;
/// The same for wake words and voice activity, which are rarer.
const SIGNALS: u32 = 2;
/// A smaller change of the wall clock does no harm.
const JUMP: Duration = Duration::from_secs(5);
/// Smaller numbers (before September 2001) do not count from 1970.
const SENSIBLE_MS: i64 = 1_000_000_000_000;

/// Compares clocks.
#[derive(Debug, Default)]
pub(super) struct Clocks {
    /// How many times in a row the clock of a site was wrong.
    wrong: BoundedMap<SiteId, u32, 256>,
    /// The wall clock time at which the recording began, according to the last message.
    began: Option<Timestamp>,
}

impl Check for Clocks {
    fn observe(&mut self, _: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        self.wall(decoded, findings);
        let Some(message) = &decoded.message else { return };
        let frame = || i64::try_from(decoded.wav.as_ref()?.time_ms?).ok();
        let (sent, enough) = match message {
            Message::AudioFrame(_) => (frame(), IN_A_ROW),
            Message::HotwordDetected(heard) => (heard.end_signal_ms.or(heard.detection_signal_ms), SIGNALS),
            Message::VadUp(voice) | Message::VadDown(voice) => (voice.signal_ms, SIGNALS),
            _ => return,
        };
        if let (Some(sent), Some(site)) = (sent.filter(|sent| *sent >= SENSIBLE_MS), message.subject().site) {
            self.satellite(decoded.entry.wall, sent, (site, enough), findings);
        }
    }
}

impl Clocks {
    /// Compares the time of a satellite with the time here.
    fn satellite(
        &mut self,
        wall: Timestamp,
        sent: i64,
        (site, enough): (&SiteId, u32),
        findings: &mut Findings,
    ) {
        let off = wall.as_millisecond().saturating_sub(sent);
        let apart = Duration::from_millis(off.unsigned_abs());
        let wrong = self.wrong.entry(site.clone());
        *wrong = if apart > APART { *wrong + 1 } else { 0 };
        if *wrong >= enough {
            findings.add(NewFinding::of(Diagnosis::ClocksApart).at(site), || {
                let direction = if off > 0 { "behind" } else { "ahead of" };
                format!("The clock of {site} is {} {direction} the clock here.", span(apart))
            });
        }
    }

    /// Compares the wall clock here with the monotonic clock.
    fn wall(&mut self, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let Ok(at) = SignedDuration::try_from(decoded.entry.at) else { return };
        let Ok(began) = decoded.entry.wall.checked_sub(at) else { return };
        let Some(before) = self.began.replace(began) else { return };
        let jump = began.duration_since(before).unsigned_abs();
        if jump > JUMP {
            findings.add(NewFinding::of(Diagnosis::ClockJumps), || {
                let direction = if began > before { "forward" } else { "back" };
                format!("The clock here was set {direction} by {}.", span(jump))
            });
        }
    }
}
