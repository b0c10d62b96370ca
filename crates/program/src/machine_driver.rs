//! The loop that drives a state machine in real time.

use std::pin::{Pin, pin};

use petasos_bus::{Event, Events};
use petasos_sans_io::SansIo;
use tokio::time::{Instant, Sleep};

use crate::Clock;

/// How many inputs that wait at the same time are handled before the outputs are taken: they share the cost of the outputs, such as a
/// write to the disk.
const BATCH: usize = 64;

/// The source of a state machine's inputs.
pub trait Inputs {
    /// An input of the machine.
    type Input;

    /// Waits for the next input; `None` if there will be no more. Must be cancel safe.
    fn next(&mut self) -> impl Future<Output = Option<Self::Input>> + Send;

    /// The next input, if one is waiting. By default none: inputs are handled one by one.
    fn try_next(&mut self) -> Option<Self::Input> {
        None
    }
}

impl Inputs for Events {
    type Input = Event;

    fn next(&mut self) -> impl Future<Output = Option<Event>> + Send {
        Self::next(self)
    }

    fn try_next(&mut self) -> Option<Event> {
        Self::try_next(self)
    }
}

/// Gives inputs and time to a state machine.
///
/// A machine may get several inputs before its outputs are taken.
#[derive(Debug)]
pub struct Driver {
    clock: Clock,
    /// Kept from step to step, because its deadline is mostly the same.
    alarm: Pin<Box<Sleep>>,
}

impl Driver {
    /// Drives a machine with the time of this clock. Must be called inside a tokio runtime.
    pub fn new(clock: Clock) -> Self {
        Self { clock, alarm: Box::pin(tokio::time::sleep_until(Instant::now())) }
    }

    /// Runs a machine until `stop` completes, and returns its result; `None` if there are no more inputs. Each output is passed to
    /// `carry_out`.
    pub async fn run<M, I, S>(
        &mut self,
        machine: &mut M,
        inputs: &mut I,
        stop: S,
        mut carry_out: impl FnMut(&mut M, M::Output),
    ) -> Option<S::Output>
    where
        M: for<'a> SansIo<Input<'a> = I::Input>,
        I: Inputs,
        S: Future,
    {
        let mut stop = pin!(stop);
        loop {
            while let Some(output) = machine.poll_output() {
                carry_out(machine, output);
            }
            tokio::select! {
                biased;
                stopped = &mut stop => return Some(stopped),
                more = self.step(machine, inputs) => if !more {
                    return None;
                }
            }
        }
    }

    /// Waits for an input or a timeout, and lets the machine handle it. False if there are no more inputs. Cancel safe.
    pub async fn step<M, I>(&mut self, machine: &mut M, inputs: &mut I) -> bool
    where
        M: for<'a> SansIo<Input<'a> = I::Input>,
        I: Inputs,
    {
        let due = machine.poll_timeout().map(|due| self.clock.instant(due));
        if let Some(due) = due.filter(|due| *due != self.alarm.deadline()) {
            self.alarm.as_mut().reset(due);
        }
        tokio::select! {
            biased;
            input = inputs.next() => {
                let Some(input) = input else { return false };
                machine.handle(self.clock.now(), input);
                for _ in 1..BATCH {
                    let Some(input) = inputs.try_next() else { break };
                    machine.handle(self.clock.now(), input);
                }
            }
            () = self.alarm.as_mut(), if due.is_some() => {}
        }
        machine.handle_due(self.clock.now());
        true
    }
}
