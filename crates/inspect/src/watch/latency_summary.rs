//! How long users waited in all sessions that were printed.

use std::fmt::Write;

use petasos_watch::Session;
use petasos_watch::tracker::{Latency, Turn};
use serde_json::{Value, json};

use super::{session_json, session_line};
use crate::terminal_text::counted;

/// The most turns that are counted for the percentiles.
const MOST: usize = 100_000;

#[derive(Debug, Default)]
pub(super) struct LatencySummary {
    sessions: u64,
    well: u64,
    to_action: Vec<Latency>,
    to_sound: Vec<Latency>,
}

impl LatencySummary {
    /// Counts a session, with each of its turns.
    pub(super) fn count(&mut self, session: &Session) {
        self.sessions += 1;
        self.well += u64::from(session.is_well());
        if self.to_action.len() + session.turns.len() <= MOST {
            self.to_action.extend(session.turns.iter().filter_map(Turn::to_action));
            self.to_sound.extend(session.turns.iter().filter_map(Turn::to_sound));
        }
    }

    /// Lines for the terminal.
    pub(super) fn text(&self) -> String {
        let mut text =
            format!("{}, {} with problems", counted(self.sessions, "session"), self.sessions - self.well);
        for (what, waited) in [("action", &self.to_action), ("first sound", &self.to_sound)] {
            if let (Some(half), Some(most)) = (percentile(waited, 50), percentile(waited, 95)) {
                let (half, most) = (session_line::ms(half), session_line::ms(most));
                let turns = counted(waited.len() as u64, "turn");
                let _ = write!(text, "\nend of speech to {what}: p50 {half} ms, p95 {most} ms, {turns}");
            }
        }
        text
    }

    /// An object for `--json`.
    pub(super) fn json(&self) -> Value {
        let latency = |waited: &[Latency]| {
            json!({
                "turns": waited.len(), "p50": session_json::latency(percentile(waited, 50)),
                "p95": session_json::latency(percentile(waited, 95)),
            })
        };
        json!({
            "event": "summary", "sessions": self.sessions, "well": self.well,
            "toAction": latency(&self.to_action), "toSound": latency(&self.to_sound),
        })
    }
}

/// The nearest-rank percentile.
fn percentile(waited: &[Latency], percent: usize) -> Option<Latency> {
    let mut sorted = waited.to_vec();
    sorted.sort_unstable();
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn waited(millis: impl Iterator<Item = u64>) -> Vec<Latency> {
        millis.map(|ms| Latency { time: Duration::from_millis(ms), at_least: false }).collect()
    }

    #[test]
    fn percentiles_are_nearest_ranks() {
        let hundred = waited((1..=100).rev());
        assert_eq!(percentile(&hundred, 50).unwrap().time, Duration::from_millis(50));
        assert_eq!(percentile(&hundred, 95).unwrap().time, Duration::from_millis(95));
        let one = waited(std::iter::once(7));
        assert_eq!(percentile(&one, 50), percentile(&one, 95));
        assert_eq!(percentile(&[], 50), None);
    }
}
