//! The doctor: it listens to a house and says in words what is wrong with it, and what to do.
//!
//! ```
//! use petasos_watch::doctor::Doctor;
//!
//! let mut doctor = Doctor::new(None);
//! // for each message: doctor.handle(&entry);
//! let last = doctor.finish();
//! assert!(last.is_empty() && doctor.findings().is_empty());
//! ```
//!
//! The doctor needs neither clock nor network: times come with the messages, so a recording and a live house are the same to it. It
//! speaks up only when it is sure: a house that works must not be told that it is ill.
//!
//! Where to look: `diagnosis.rs` is the list of everything that can be found, with causes and cures; each file in `checks/` looks
//! for a few of them; all of them look at one shared `scene.rs`, what the messages so far tell about sites and sessions.

mod checks;
mod copies;
mod diagnosis;
mod finding;
mod memory;
mod said;
mod scene;

use std::time::Duration;

use petasos_messages::Dialect;
use petasos_recording::{Entry, Gap, GapCause};

pub use diagnosis::{Diagnosis, Severity, UnknownDiagnosis};
pub use finding::{Finding, MOST_FINDINGS};

use checks::Check;
use copies::Copies;
use finding::{Note, Notes};
use said::Said;
use scene::Scene;

/// So often the checks are told that time passes. Sound comes 60 times a second from each room, and nobody waits so exactly.
const TICK: Duration = Duration::from_millis(100);

/// Finds what is wrong with a house, from what is said in it. Remembers a bounded part of it.
#[derive(Debug)]
pub struct Doctor {
    scene: Scene,
    copies: Copies,
    checks: Vec<Box<dyn Check>>,
    notes: Notes,
    /// When the checks are to be told the time again.
    tick: Duration,
}

impl Doctor {
    /// A doctor for a house that speaks this dialect, if that is known.
    pub fn new(dialect: Option<Dialect>) -> Self {
        Self {
            scene: Scene::new(dialect),
            copies: Copies::default(),
            checks: checks::all(),
            notes: Notes::default(),
            tick: Duration::ZERO,
        }
    }

    /// A message passed. Gives what was found by it for the first time.
    pub fn handle(&mut self, entry: &Entry) -> Vec<Finding> {
        if let Some(gap) = Gap::of(entry) {
            self.notes.now = entry.at;
            self.begin_again(&gap);
        }
        self.pass(entry.at);
        let said = Said::new(entry);
        if self.copies.handle(self.scene.now, &said) {
            self.scene.messages += 1;
            return self.notes.take_new();
        }
        for check in &mut self.checks {
            check.observe(&self.scene, &said, &mut self.notes);
        }
        self.scene.apply(&said);
        self.notes.take_new()
    }

    /// Nothing was said until now. Gives what was found by that for the first time.
    pub fn handle_time(&mut self, now: Duration) -> Vec<Finding> {
        self.pass(now);
        self.notes.take_new()
    }

    /// Nothing more will be said. Gives what was found by that for the first time.
    pub fn finish(&mut self) -> Vec<Finding> {
        self.copies.conclude(&mut self.notes);
        for check in &mut self.checks {
            check.finish(&self.scene, &mut self.notes);
        }
        self.notes.take_new()
    }

    /// Everything that was found, in the order it was found first; at most [`MOST_FINDINGS`].
    pub fn findings(&self) -> &[Finding] {
        self.notes.findings()
    }

    /// How many sessions have been seen to start.
    pub fn sessions(&self) -> u64 {
        self.scene.started
    }

    /// How many messages were looked at.
    pub fn messages(&self) -> u64 {
        self.scene.messages
    }

    /// Messages are missing. What was asked before may have been answered among them: nothing may be concluded from what was.
    fn begin_again(&mut self, gap: &Gap) {
        self.notes.add(Note::of(Diagnosis::RecordingHasGaps), || {
            let missing = gap.messages.map_or("messages".to_owned(), |count| format!("{count} messages"));
            format!(
                "In the recording, {missing} are missing: {}.",
                match gap.why {
                    GapCause::Disconnected => "the connection to the broker was lost",
                    _ => "they came faster than they could be written",
                }
            )
        });
        self.scene = self.scene.after_a_gap();
        self.copies = Copies::default();
        self.checks = checks::all();
    }

    fn pass(&mut self, now: Duration) {
        self.scene.now = self.scene.now.max(now);
        self.notes.now = self.scene.now;
        if self.scene.now < self.tick {
            return;
        }
        self.tick = self.scene.now.saturating_add(TICK);
        self.copies.time(self.scene.now, &mut self.notes);
        for check in &mut self.checks {
            check.time(&self.scene, &mut self.notes);
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use jiff::Timestamp;
    use petasos_recording::{Payload, Sender};

    use super::*;

    /// A message at this moment.
    fn said(at: Duration, topic: &str, payload: String) -> Entry {
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
                doctor.handle(&said(at, &format!("hermes/{topic}"), ids.clone()));
            }
            doctor.handle(&said(
                at,
                &format!("hermes/audioServer/kitchen/playBytes/{number}"),
                String::new(),
            ));
        }
        assert_eq!(doctor.sessions(), 1_500);
        assert_eq!(doctor.findings().len(), MOST_FINDINGS);
        assert_eq!(doctor.scene.sizes(), (256, 1024));
        assert!(doctor.scene.sites().all(|(_, site)| site.sounds.len() <= 16 && site.off.len() <= 16));
    }
}
