//! The oracle: it watches what goes in and out of a manager, and reports every violation of an invariant.
//!
//! It reads a stream of [`TraceEvent`]s and nothing else, so it can judge recordings as well as simulations. Each invariant is one
//! small check with a name, in `checks`. All checks share one `ObservedState`, which is derived from the same stream and
//! independent of the code under test: neither the dialogue core's states nor a session tracker are used here. What no message tells
//! (whether a hotword service is really off, what a loudspeaker really plays) is checked by the simulation itself.

mod checks;
mod observed;

use std::fmt;

use petasos_dialogue::{Policy, Time};

use crate::TraceEvent;
pub(crate) use observed::ObservedState;

/// A violated invariant.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    /// The name of the invariant.
    pub invariant: &'static str,
    /// When it was violated.
    pub time: Time,
    /// How.
    pub explanation: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = self.time.since(Time::START).as_secs_f64();
        write!(formatter, "{seconds:.3} s: {}: {}", self.invariant, self.explanation)
    }
}

/// The check of one invariant.
trait Check: fmt::Debug {
    /// The name of the invariant.
    fn name(&self) -> &'static str;

    /// Checks an event against the state just before it.
    fn observe(&mut self, observed: &ObservedState, event: &TraceEvent, violations: &mut Violations<'_>) {
        let _ = (observed, event, violations);
    }

    /// Checks the state after all results of an input.
    fn after_input(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        let _ = (observed, violations);
    }

    /// Checks the state at the end of a trace, when everything has been quiet for long.
    fn at_quiescence(&mut self, observed: &ObservedState, violations: &mut Violations<'_>) {
        let _ = (observed, violations);
    }
}

/// Where a check reports violations.
#[derive(Debug)]
struct Violations<'a> {
    all: &'a mut Vec<Violation>,
    invariant: &'static str,
    time: Time,
}

/// How many violations are reported at most.
const MAX_VIOLATIONS: usize = 20;

impl Violations<'_> {
    fn add(&mut self, explanation: impl Into<String>) {
        if self.all.len() < MAX_VIOLATIONS {
            let explanation = explanation.into();
            self.all.push(Violation { invariant: self.invariant, time: self.time, explanation });
        }
    }
}

/// All checks, and the state they share.
#[derive(Debug)]
pub struct Oracle {
    observed: ObservedState,
    checks: Vec<Box<dyn Check>>,
    violations: Vec<Violation>,
}

impl Oracle {
    /// An oracle for a manager with this policy.
    pub fn new(policy: Policy) -> Self {
        let checks = checks::all();
        Self { observed: ObservedState::new(policy), checks, violations: Vec::new() }
    }

    /// The names of the invariants that [`of_recording`](Self::of_recording) leaves out.
    pub const LEFT_OUT: [&str; 6] = [
        "a timeout names who was silent",
        "late and foreign messages change nothing",
        "a notification harms nobody",
        "sites do not affect each other",
        "few messages per input",
        "obligations are written down first",
    ];

    /// An oracle for a recording of messages. As messages cross each other on a network, a recording does not tell which input the
    /// manager was answering, nor what it made durable; and Rhasspy's `sessionEnded` does not name the component that timed out. The
    /// checks that need this are left out.
    pub fn of_recording(policy: Policy) -> Self {
        let mut oracle = Self::new(policy);
        oracle.checks.retain(|check| !Self::LEFT_OUT.contains(&check.name()));
        oracle
    }

    /// The names of all invariants that are checked.
    pub fn invariants(&self) -> Vec<&'static str> {
        self.checks.iter().map(|check| check.name()).collect()
    }

    /// Checks the next event.
    pub fn observe(&mut self, time: Time, event: &TraceEvent) {
        // A crash may interrupt the results of an input; the state is checked when the next manager has taken over.
        if event.is_input() && *event != TraceEvent::Crashed {
            self.each(|check, observed, violations| check.after_input(observed, violations));
        }
        self.observed.now = time;
        self.each(|check, observed, violations| check.observe(observed, event, violations));
        self.observed.apply(event);
    }

    /// Ends the trace at a time when everything has been quiet for long: nothing may be open any more.
    pub fn check_quiescence(&mut self, time: Time) {
        self.each(|check, observed, violations| check.after_input(observed, violations));
        self.observed.now = time;
        self.each(|check, observed, violations| check.at_quiescence(observed, violations));
    }

    /// The violations so far, at most 20.
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }

    /// The state as the messages show it.
    pub(crate) fn observed(&self) -> &ObservedState {
        &self.observed
    }

    fn each(&mut self, run: impl Fn(&mut dyn Check, &ObservedState, &mut Violations<'_>)) {
        for check in &mut self.checks {
            let mut violations =
                Violations { invariant: check.name(), time: self.observed.now, all: &mut self.violations };
            run(check.as_mut(), &self.observed, &mut violations);
        }
    }
}
