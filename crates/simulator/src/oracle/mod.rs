//! The oracle: it watches what goes in and out of a manager, and says what must not be.
//!
//! It reads nothing but a stream of [`Event`]s, so a recorded trace can be judged as well as a simulated one. Each thing
//! that must hold is one small check with a name; all of them look at one shared [`Picture`] of the house, drawn from
//! the same stream. What only the simulation can know (which hotword service is really deaf, what a speaker really plays) is
//! checked apart, by the house itself.

mod facts;
mod microphone;
mod picture;
mod queue;
mod rest;
mod sessions;
mod skills;
mod steps;
mod toggles;
mod turns;
mod voice;

use std::fmt;

use petasos_dialogue::{Policy, Time};

pub use picture::Picture;

use crate::Event;

/// Something that must hold did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The name of the check.
    pub invariant: &'static str,
    /// When it was seen.
    pub time: Time,
    /// What was seen.
    pub explanation: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.time.since(Time::START).as_secs_f64();
        write!(formatter, "{seconds:.3} s: {}: {}", self.invariant, self.explanation)
    }
}

/// Something that must hold.
pub(crate) trait Check: fmt::Debug {
    /// What it is called.
    fn name(&self) -> &'static str;

    /// Something happens. The picture is from just before.
    fn observe(&mut self, picture: &Picture, event: &Event, findings: &mut Findings<'_>) {
        let _ = (picture, event, findings);
    }

    /// The manager has answered an input in full.
    fn after_step(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        let _ = (picture, findings);
    }

    /// Everybody has been quiet for long.
    fn at_rest(&mut self, picture: &Picture, findings: &mut Findings<'_>) {
        let _ = (picture, findings);
    }
}

/// Where checks write down what they find.
#[derive(Debug)]
pub(crate) struct Findings<'a> {
    violations: &'a mut Vec<Violation>,
    invariant: &'static str,
    time: Time,
}

/// More violations than these help nobody.
const ENOUGH: usize = 20;

impl Findings<'_> {
    pub(crate) fn add(&mut self, explanation: impl Into<String>) {
        if self.violations.len() < ENOUGH {
            let explanation = explanation.into();
            self.violations.push(Violation { invariant: self.invariant, time: self.time, explanation });
        }
    }
}

/// All checks, and the picture they look at.
#[derive(Debug)]
pub struct Oracle {
    picture: Picture,
    checks: Vec<Box<dyn Check>>,
    violations: Vec<Violation>,
}

impl Oracle {
    /// An oracle for a manager that acts by a policy.
    pub fn new(policy: Policy) -> Self {
        let checks: Vec<Box<dyn Check>> = [
            sessions::checks(),
            queue::checks(),
            turns::checks(),
            microphone::checks(),
            toggles::checks(),
            steps::checks(),
            facts::checks(),
            rest::checks(),
            skills::checks(),
        ]
        .into_iter()
        .flatten()
        .collect();
        Self { picture: Picture::new(policy), checks, violations: Vec::new() }
    }

    /// The names of the checks that [`of_recording`](Self::of_recording) leaves out.
    pub const LEFT_OUT: [&str; 6] = [
        "a timeout names who was silent",
        "late and foreign messages change nothing",
        "a notification harms nobody",
        "sites do not affect each other",
        "few messages per input",
        "obligations are written down first",
    ];

    /// An oracle for the recording of a house. It tells neither which input a manager was answering when it spoke, for messages
    /// cross each other on a network, nor what it wrote down; and Rhasspy's dialect has no word for who was silent. The checks that
    /// need that are left out.
    pub fn of_recording(policy: Policy) -> Self {
        let mut oracle = Self::new(policy);
        oracle.checks.retain(|check| !Self::LEFT_OUT.contains(&check.name()));
        oracle
    }

    /// The names of everything that is checked.
    pub fn invariants(&self) -> Vec<&'static str> {
        self.checks.iter().map(|check| check.name()).collect()
    }

    /// Something happened.
    pub fn observe(&mut self, time: Time, event: &Event) {
        // A crash may leave a step half done; that is judged when the next manager has taken over.
        if event.is_input() && *event != Event::Crashed {
            self.each(|check, picture, findings| check.after_step(picture, findings));
        }
        self.picture.now = time;
        self.each(|check, picture, findings| check.observe(picture, event, findings));
        self.picture.apply(event);
    }

    /// The trace ends here, and everybody has been quiet for long enough.
    pub fn rest(&mut self, time: Time) {
        self.each(|check, picture, findings| check.after_step(picture, findings));
        self.picture.now = time;
        self.each(|check, picture, findings| check.at_rest(picture, findings));
    }

    /// What must not be, and was.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The house as the messages draw it.
    pub fn picture(&self) -> &Picture {
        &self.picture
    }

    fn each(&mut self, ask: impl Fn(&mut dyn Check, &Picture, &mut Findings<'_>)) {
        for check in &mut self.checks {
            let mut findings = Findings {
                invariant: check.name(),
                time: self.picture.now,
                violations: &mut self.violations,
            };
            ask(check.as_mut(), &self.picture, &mut findings);
        }
    }
}
