//! Clocks that do not agree.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use petasos_messages::{Message, SiteId};

use super::super::Diagnosis;
use super::super::finding::{Findings, NewFinding, span};
use super::super::observed_state::ObservedState;
use super::Check;
use petasos_recording::{BoundedMap, DecodedEntry};

/// Networks and programs take their time, but not so much.
const APART: Duration = Duration::from_secs(2);
/// So many times in a row a clock is wrong before it is told: one message may have been held up.
const IN_A_ROW: u32 = 10;
/// Wake words come seldom: fewer of them must do.
const SIGNALS: u32 = 2;
/// A wall clock that is set by less than this harms nobody.
const JUMP: Duration = Duration::from_secs(5);
/// Times before this (September 2001) are no times since 1970.
const SENSIBLE_MS: i64 = 1_000_000_000_000;

/// Compares clocks.
#[derive(Debug, Default)]
pub(super) struct Clocks {
    /// How often in a row the clock of a site was wrong.
    wrong: BoundedMap<SiteId, u32, 256>,
    /// The wall clock at the beginning of the recording, by the last message.
    began: Option<Timestamp>,
}

impl Check for Clocks {
    fn observe(&mut self, _: &ObservedState, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        self.wall(decoded, findings);
        let Some(message) = &decoded.message else { return };
        let frame = || i64::try_from(decoded.wav.as_ref()?.time_ms?).ok();
        let (told, enough) = match message {
            Message::AudioFrame(_) => (frame(), IN_A_ROW),
            Message::HotwordDetected(heard) => (heard.end_signal_ms.or(heard.detection_signal_ms), SIGNALS),
            Message::VadUp(voice) | Message::VadDown(voice) => (voice.signal_ms, SIGNALS),
            _ => return,
        };
        if let (Some(told), Some(site)) = (told.filter(|told| *told >= SENSIBLE_MS), message.subject().site) {
            self.satellite(decoded.entry.wall, told, (site, enough), findings);
        }
    }
}

impl Clocks {
    /// The time of a satellite, against ours.
    fn satellite(
        &mut self,
        wall: Timestamp,
        told: i64,
        (site, enough): (&SiteId, u32),
        findings: &mut Findings,
    ) {
        let off = wall.as_millisecond().saturating_sub(told);
        let apart = Duration::from_millis(off.unsigned_abs());
        let wrong = self.wrong.entry(site.clone());
        *wrong = if apart > APART { *wrong + 1 } else { 0 };
        if *wrong >= enough {
            findings.add(NewFinding::of(Diagnosis::ClocksApart).at(site), || {
                let direction = if off > 0 { "behind" } else { "ahead of" };
                format!("The clock of {site} is {} {direction} the one here.", span(apart))
            });
        }
    }

    /// Our own wall clock, against the clock that never jumps.
    fn wall(&mut self, decoded: &DecodedEntry<'_>, findings: &mut Findings) {
        let Ok(at) = SignedDuration::try_from(decoded.entry.at) else { return };
        let Ok(began) = decoded.entry.wall.checked_sub(at) else { return };
        let Some(before) = self.began.replace(began) else { return };
        let jump = began.duration_since(before).unsigned_abs();
        if jump > JUMP {
            findings.add(NewFinding::of(Diagnosis::ClockJumps), || {
                let direction = if began > before { "forward" } else { "back" };
                format!("The wall clock here was set {direction} by {}.", span(jump))
            });
        }
    }
}
