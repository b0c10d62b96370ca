//! The shape of a state machine that does no IO.

use crate::Time;

/// A state machine without clock, network and tasks.
///
/// Its caller hands over an input ([`handle`](Self::handle)), takes all outputs ([`poll_output`](Self::poll_output)), and waits for
/// the next input, but not longer than until [`poll_timeout`](Self::poll_timeout).
pub trait SansIo {
    /// What happens outside, besides the passing of time.
    type Input<'a>;

    /// What the caller has to do.
    type Output;

    /// Something happened.
    fn handle(&mut self, now: Time, input: Self::Input<'_>);

    /// The time of [`poll_timeout`](Self::poll_timeout) has come.
    fn handle_timeout(&mut self, now: Time);

    /// The next thing to do, in order; `None` when everything was taken.
    fn poll_output(&mut self) -> Option<Self::Output>;

    /// When [`handle_timeout`](Self::handle_timeout) must be called; `None` if nothing happens without an input.
    fn poll_timeout(&self) -> Option<Time>;

    /// Calls [`handle_timeout`](Self::handle_timeout) if its time has come.
    fn handle_due(&mut self, now: Time) {
        if self.poll_timeout().is_some_and(|due| due <= now) {
            self.handle_timeout(now);
        }
    }

    /// Takes the outputs, in order.
    fn outputs(&mut self) -> impl Iterator<Item = Self::Output> {
        std::iter::from_fn(|| self.poll_output())
    }
}
