//! The doctor: it listens to a house and says in words what is wrong with it, and what to do.
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
//! The doctor needs neither clock nor network: times come with the messages, so a recording and a live house are the same to it. It
//! speaks up only when it is sure: a house that works must not be told that it is ill.
//!
//! Where to look: `diagnosis.rs` is the list of everything that can be found, with causes and cures; each file in `checks/` looks
//! for a few of them; all of them look at one shared `observed_state.rs`, what the messages so far tell about sites and sessions.

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

/// So often the checks are told that time passes. Sound comes 60 times a second from each room, and nobody waits so exactly.
const TICK: Duration = Duration::from_millis(100);

/// Finds what is wrong with a house, from what is said in it. Remembers a bounded part of it.
#[derive(Debug)]
pub struct Doctor {
    state: ObservedState,
    duplicates: Duplicates,
    checks: Vec<Box<dyn Check>>,
    findings: Findings,
    /// When the checks are to be told the time again.
    tick: Duration,
}

impl Doctor {
    /// A doctor for a house that speaks this dialect, if that is known.
    pub fn new(dialect: Option<Dialect>) -> Self {
        Self {
            state: ObservedState::new(dialect),
            duplicates: Duplicates::default(),
            checks: checks::all(),
            findings: Findings::default(),
            tick: Duration::ZERO,
        }
    }

    /// A message passed. Gives what was found by it for the first time.
    pub fn handle(&mut self, decoded: &DecodedEntry<'_>) -> Vec<Finding> {
        let entry = decoded.entry;
        if let Some(gap) = Gap::of(entry) {
            self.findings.now = entry.at;
            self.begin_again(&gap);
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

    /// Nothing was said until now. Gives what was found by that for the first time.
    pub fn handle_time(&mut self, now: Duration) -> Vec<Finding> {
        self.pass(now);
        self.findings.take_new()
    }

    /// Nothing more will be said. Gives what was found by that for the first time.
    pub fn finish(&mut self) -> Vec<Finding> {
        self.duplicates.conclude(&mut self.findings);
        for check in &mut self.checks {
            check.finish(&self.state, &mut self.findings);
        }
        self.findings.take_new()
    }

    /// Everything that was found, in the order it was found first; at most [`MOST_FINDINGS`].
    pub fn findings(&self) -> &[Finding] {
        self.findings.findings()
    }

    /// How many sessions have been seen to start.
    pub fn sessions(&self) -> u64 {
        self.state.started
    }

    /// How many messages were looked at.
    pub fn messages(&self) -> u64 {
        self.state.messages
    }

    /// Messages are missing. What was asked before may have been answered among them: nothing may be concluded from what was.
    fn begin_again(&mut self, gap: &Gap) {
        self.findings.add(NewFinding::of(Diagnosis::RecordingHasGaps), || {
            let missing = gap.messages.map_or("messages".to_owned(), |count| format!("{count} messages"));
            format!(
                "In the recording, {missing} are missing: {}.",
                match gap.why {
                    GapCause::Disconnected => "the connection to the broker was lost",
                    _ => "they came faster than they could be written",
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

    /// A message at this moment.
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
