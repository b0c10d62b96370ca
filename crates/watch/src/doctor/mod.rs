//! Finds out what is wrong with an installation, and what to do about it.
//!
//! ```
//! use petasos_watch::doctor::Doctor;
//!
//! let mut doctor = Doctor::new(None);
//! // for each message: doctor.handle(&DecodedEntry::new(&entry));
//! let last = doctor.finish();
//! assert!(last.is_empty() && doctor.findings().is_empty());
//! ```
//!
//! The doctor uses neither clock nor network: times come with the messages, so recordings and live installations are the same to
//! it. It reports only what is certain: an installation that works must not be called broken.
//!
//! Where to look: `diagnosis.rs` is the table of everything that can be found, with causes and cures; each file in `checks/` looks
//! for a few of them, with the help of `observed_state.rs`, which holds what the messages so far say about sites and sessions.

mod checks;
mod diagnosis;
mod duplicates;
mod finding;
mod observed_state;

use std::time::Duration;

use petasos_messages::Dialect;
use petasos_recording::{DecodedEntry, Gap, GapCause};

pub use diagnosis::{Diagnosis, Severity, UnknownDiagnosis};
pub use finding::{Finding, MOST_FINDINGS};

use checks::Check;
use duplicates::Duplicates;
use finding::{Findings, NewFinding};
use observed_state::ObservedState;

/// How often checks look at the time. Frames arrive 60 times a second from each site, and no check needs to be that exact.
const TICK: Duration = Duration::from_millis(100);

/// Finds out what is wrong with an installation from its messages, in bounded memory.
#[derive(Debug)]
pub struct Doctor {
    state: ObservedState,
    duplicates: Duplicates,
    checks: Vec<Box<dyn Check>>,
    findings: Findings,
    /// When the checks are to look at the time again.
    tick: Duration,
}

impl Doctor {
    /// A doctor for an installation with this dialect, if it is known.
    pub fn new(dialect: Option<Dialect>) -> Self {
        Self {
            state: ObservedState::new(dialect),
            duplicates: Duplicates::default(),
            checks: checks::all(),
            findings: Findings::default(),
            tick: Duration::ZERO,
        }
    }

    /// Handles the next entry. Returns new findings.
    pub fn handle(&mut self, decoded: &DecodedEntry<'_>) -> Vec<Finding> {
        let entry = decoded.entry;
        if let Some(gap) = Gap::of(entry) {
            self.findings.now = entry.at;
            self.start_over(&gap);
        }
        self.pass(entry.at);
        if self.duplicates.handle(self.state.now, decoded) {
            self.state.messages += 1;
            return self.findings.take_new();
        }
        for check in &mut self.checks {
            check.observe(&self.state, decoded, &mut self.findings);
        }
        self.state.apply(decoded);
        self.findings.take_new()
    }

    /// Lets time pass without a message. Returns new findings.
    pub fn handle_time(&mut self, now: Duration) -> Vec<Finding> {
        self.pass(now);
        self.findings.take_new()
    }

    /// There are no more entries. Returns new findings.
    pub fn finish(&mut self) -> Vec<Finding> {
        self.duplicates.conclude(&mut self.findings);
        for check in &mut self.checks {
            check.finish(&self.state, &mut self.findings);
        }
        self.findings.take_new()
    }

    /// All findings, in the order in which they were first seen; at most [`MOST_FINDINGS`].
    pub fn findings(&self) -> &[Finding] {
        self.findings.findings()
    }

    /// How many sessions have started.
    pub fn sessions(&self) -> u64 {
        self.state.started
    }

    /// How many messages were handled.
    pub fn messages(&self) -> u64 {
        self.state.messages
    }

    /// Messages are missing. Answers may be among them, so nothing may be concluded from what was seen before.
    fn start_over(&mut self, gap: &Gap) {
        self.findings.add(NewFinding::of(Diagnosis::RecordingHasGaps), || {
            let missing = gap.messages.map_or("Messages".to_owned(), |count| format!("{count} messages"));
            format!(
                "{missing} are missing from the recording: {}.",
                match gap.why {
                    GapCause::Disconnected => "the connection to the broker was lost",
                    _ => "they arrived faster than they could be written",
                }
            )
        });
        self.state = self.state.after_a_gap();
        self.duplicates = Duplicates::default();
        self.checks = checks::all();
    }

    fn pass(&mut self, now: Duration) {
        self.state.now = self.state.now.max(now);
        self.findings.now = self.state.now;
        if self.state.now < self.tick {
            return;
        }
        self.tick = self.state.now.saturating_add(TICK);
        self.duplicates.time(self.state.now, &mut self.findings);
        for check in &mut self.checks {
            check.time(&self.state, &mut self.findings);
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use jiff::Timestamp;
    use petasos_recording::{Entry, Payload, Sender};

    use super::*;

    fn entry(at: Duration, topic: &str, payload: String) -> Entry {
        Entry {
            at,
            wall: Timestamp::UNIX_EPOCH,
            topic: topic.to_owned(),
            qos: 0,
            retain: true,
            dup: false,
            from: Sender::Unknown,
            payload: Payload::Bytes(Bytes::from(payload)),
        }
    }

    #[test]
    fn what_is_remembered_is_bounded() {
        let mut doctor = Doctor::new(None);
        for number in 0..1_500_u32 {
            let at = Duration::from_millis(number.into());
            let ids = format!(
                r#"{{"sessionId":"s{number}","siteId":"r{number}","text":"t","reason":"r{number}"}}"#
            );
            for topic in ["dialogueManager/sessionStarted", "tts/say", "hotword/toggleOff"] {
                let entry = entry(at, &format!("hermes/{topic}"), ids.clone());
                doctor.handle(&DecodedEntry::new(&entry));
            }
            let topic = format!("hermes/audioServer/kitchen/playBytes/{number}");
            doctor.handle(&DecodedEntry::new(&entry(at, &topic, String::new())));
        }
        assert_eq!(doctor.sessions(), 1_500);
        assert_eq!(doctor.findings().len(), MOST_FINDINGS);
        assert_eq!(doctor.state.sizes(), (256, 1024));
        assert!(doctor.state.sites().all(|(_, site)| site.sounds.len() <= 16 && site.off.len() <= 16));
    }
}
