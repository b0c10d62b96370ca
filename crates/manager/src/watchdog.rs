//! What systemd wants to know: that we are ready, that we live, that we stop.

use std::time::Duration;

use petasos_dialogue::Time;
use sd_notify::NotifyState;

/// The service manager that wants signs of life, if there is one.
#[derive(Debug)]
pub(crate) struct Watchdog {
    /// How often it wants a sign of life.
    interval: Option<Duration>,
    next: Time,
}

impl Watchdog {
    /// Asks the environment whether somebody watches.
    pub(crate) fn of_process() -> Self {
        Self { interval: sd_notify::watchdog_enabled().map(|limit| limit / 2), next: Time::START }
    }

    pub(crate) fn deadline(&self) -> Option<Time> {
        self.interval.map(|_| self.next)
    }

    /// Gives a sign of life, if it is time.
    pub(crate) fn live(&mut self, now: Time) {
        let Some(interval) = self.interval.filter(|_| now >= self.next) else {
            return;
        };
        self.next = now + interval;
        notify(&[NotifyState::Watchdog]);
    }
}

/// We run; the broker may still be away.
pub(crate) fn ready() {
    notify(&[NotifyState::Ready, NotifyState::Status("waiting for the broker")]);
}

/// How things stand, in words.
pub(crate) fn status(status: &str) {
    notify(&[NotifyState::Status(status)]);
}

/// We end.
pub(crate) fn stopping() {
    notify(&[NotifyState::Stopping]);
}

fn notify(state: &[NotifyState<'_>]) {
    // Without a service manager there is nobody to tell.
    let _ = sd_notify::notify(state);
}
