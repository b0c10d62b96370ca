//! The loop that drives state machines on virtual time.

use crate::{SansIo, Time};

/// More steps than this without any time passing are an endless loop, unless another limit is set.
const MAX_STEPS_AT_ONCE: u32 = 100_000;

/// Virtual time: it stands still while machines work, and jumps to the next deadline when they wait.
///
/// ```
/// # use petasos_sans_io::{SansIo, Time, VirtualTime};
/// # fn run_until<M: SansIo>(machine: &mut M, end: Time, mut carry_out: impl FnMut(M::Output)) {
/// let mut time = VirtualTime::default();
/// while time.step(machine, end) {
///     machine.outputs().for_each(&mut carry_out);
/// }
/// time.pass_until(end);
/// # }
/// ```
#[derive(Debug, Clone)]
pub struct VirtualTime {
    now: Time,
    /// How many deadlines have passed at this moment.
    steps_at_once: u32,
    max_steps_at_once: u32,
}

impl Default for VirtualTime {
    fn default() -> Self {
        Self::with_max_steps_at_once(MAX_STEPS_AT_ONCE)
    }
}

impl VirtualTime {
    /// Virtual time in which more steps than this at one moment are an endless loop. Default 100,000.
    pub fn with_max_steps_at_once(max_steps_at_once: u32) -> Self {
        Self { now: Time::START, steps_at_once: 0, max_steps_at_once }
    }

    /// The current time. It begins at [`Time::START`].
    pub fn now(&self) -> Time {
        self.now
    }

    /// Lets a machine handle its next deadline; take its outputs then. Returns false, and nothing happens, if there is none up to
    /// `end`.
    pub fn step<M: SansIo>(&mut self, machine: &mut M, end: Time) -> bool {
        let has_advanced = self.advance([machine.poll_timeout()], end);
        if has_advanced {
            machine.handle_timeout(self.now);
        }
        has_advanced
    }

    /// For several machines: jumps to the earliest of their deadlines. Call [`SansIo::handle_due`] then. Returns false, and time stands
    /// still, if there is none up to `end`, which may be [`Time::MAX`]; also if the machines are in an endless loop.
    pub fn advance(&mut self, deadlines: impl IntoIterator<Item = Option<Time>>, end: Time) -> bool {
        let next = deadlines.into_iter().flatten().min();
        let Some(due) = next.filter(|due| *due <= end && *due < Time::MAX) else { return false };
        self.steps_at_once = if due > self.now { 0 } else { self.steps_at_once + 1 };
        self.now = self.now.max(due);
        self.steps_at_once <= self.max_steps_at_once
    }

    /// Lets time pass in which no machine has a deadline.
    pub fn pass_until(&mut self, end: Time) {
        self.now = self.now.max(end);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::time::Duration;

    use super::*;

    /// Reports each deadline that passes. Each input is the next deadline.
    #[derive(Default)]
    struct Alarm {
        due: VecDeque<Time>,
        rung: VecDeque<Time>,
        /// Whether a deadline stays after it has passed.
        is_stuck: bool,
    }

    impl SansIo for Alarm {
        type Input<'a> = Duration;
        type Output = Time;

        fn handle(&mut self, now: Time, after: Duration) {
            self.due.push_back(now + after);
        }

        fn handle_timeout(&mut self, now: Time) {
            self.rung.push_back(now);
            if !self.is_stuck {
                self.due.pop_front();
            }
        }

        fn poll_output(&mut self) -> Option<Time> {
            self.rung.pop_front()
        }

        fn poll_timeout(&self) -> Option<Time> {
            self.due.front().copied()
        }
    }

    fn at(seconds: u64) -> Time {
        Time::START + Duration::from_secs(seconds)
    }

    fn alarm<const N: usize>(seconds: [u64; N]) -> Alarm {
        Alarm { due: seconds.map(at).into(), ..Alarm::default() }
    }

    #[test]
    fn a_machine_handles_what_is_due_in_time() {
        let (mut time, mut alarm) = (VirtualTime::default(), alarm([1, 2, 2, 5]));
        while time.step(&mut alarm, at(4)) {}
        assert_eq!(alarm.outputs().collect::<Vec<_>>(), [at(1), at(2), at(2)]);
        assert_eq!(time.now(), at(2));
        time.pass_until(at(4));
        alarm.handle_due(time.now());
        assert_eq!((alarm.poll_output(), time.now()), (None, at(4)));
    }

    #[test]
    fn a_deadline_that_has_passed_is_handled_now() {
        let (mut time, mut alarm) = (VirtualTime::default(), alarm([3]));
        time.pass_until(at(7));
        assert!(time.step(&mut alarm, at(7)) && !time.step(&mut alarm, at(7)));
        assert_eq!(alarm.poll_output(), Some(at(7)));
    }

    #[test]
    fn of_several_machines_the_earliest_goes_first() {
        let (mut time, mut one, mut other) = (VirtualTime::default(), alarm([2, 3]), alarm([1, 3]));
        let mut rung = Vec::new();
        while time.advance([one.poll_timeout(), None, other.poll_timeout()], Time::MAX) {
            one.handle_due(time.now());
            other.handle_due(time.now());
            rung.extend(one.outputs().map(|at| ("one", at)));
            rung.extend(other.outputs().map(|at| ("other", at)));
        }
        assert_eq!(rung, [("other", at(1)), ("one", at(2)), ("one", at(3)), ("other", at(3))]);
    }

    #[test]
    fn an_endless_loop_is_left() {
        let mut time = VirtualTime::with_max_steps_at_once(3);
        let mut stuck = Alarm { is_stuck: true, ..alarm([1]) };
        while time.step(&mut stuck, at(2)) {}
        assert_eq!(stuck.outputs().collect::<Vec<_>>(), [at(1); 4]);
    }
}
