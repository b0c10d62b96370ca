//! Notifications to systemd: ready, alive, stopping.

use std::time::Duration;

use petasos_dialogue::Time;
use sd_notify::NotifyState;

/// The service manager's watchdog, if there is one.
#[derive(Debug)]
pub(crate) struct Watchdog {
    /// The time between two notifications.
    interval: Option<Duration>,
    next: Time,
}

impl Watchdog {
    /// Reads the watchdog's settings from the environment.
    pub(crate) fn of_process() -> Self {
        Self { interval: sd_notify::watchdog_enabled().map(|limit| limit / 2), next: Time::START }
    }

    pub(crate) fn poll_timeout(&self) -> Option<Time> {
        self.interval.map(|_| self.next)
    }

    /// Notifies the watchdog if due.
    pub(crate) fn handle_timeout(&mut self, now: Time) {
        let Some(interval) = self.interval.filter(|_| now >= self.next) else {
            return;
        };
        self.next = now + interval;
        notify(&[NotifyState::Watchdog]);
    }
}

/// Reports that the manager is running; the broker may still be unreachable.
pub(crate) fn ready() {
    notify(&[NotifyState::Ready, NotifyState::Status("waiting for the broker")]);
}

/// Reports the state of the service in words.
pub(crate) fn status(status: &str) {
    notify(&[NotifyState::Status(status)]);
}

/// Reports that the manager is stopping.
pub(crate) fn stopping() {
    notify(&[NotifyState::Stopping]);
}

fn notify(state: &[NotifyState<'_>]) {
    // Fails only if there is no service manager.
    let _ = sd_notify::notify(state);
}
